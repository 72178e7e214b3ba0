"""Pages have memory of their own, whatever was held before."""

import ctypes
import subprocess
import sys

import pytest

_CODE = """
import ctypes, sys
from newscrawl.pipelines.memory import keep_pages_apart

class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks hblks hblkhd".split()]
    _fields_ += [("rest", ctypes.c_size_t * 5)]

mallinfo = ctypes.CDLL(None).mallinfo2
mallinfo.restype = Info
if sys.argv[1] == "apart":
    keep_pages_apart()
large = bytes(20_000_000)
del large  # from here on glibc would put pages among the small things
before = mallinfo().hblks
pages = [bytes(200_000 + number) for number in range(10)]
print(mallinfo().hblks - before)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="glibc 2.33 or newer tells how memory is held")
@pytest.mark.parametrize(("how", "apart"), [("apart", True), ("as it is", False)])
def test_each_page_is_a_piece_of_its_own(how, apart):
    """Also after something large was freed (one of ten may find room elsewhere); the other case shows what would be without."""
    done = subprocess.run([sys.executable, "-c", _CODE, how], capture_output=True, text=True, check=True)

    assert (int(done.stdout) > 5) == apart
