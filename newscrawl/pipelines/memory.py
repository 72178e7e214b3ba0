"""How crawler and workers get their memory: pages in pieces of their own, which go back to the system when they are done with.

glibc moves its bound for that up to the largest piece it has seen. Then pages lie among the small things that stay (the
ledger's cache, connections), and after ten thousand of them the process holds half as much again as it needs.
"""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_PAGE_BYTES = 128 * 1024
_SPARE_BYTES = 4 * 1024 * 1024


def keep_pages_apart() -> None:
    """For the whole process, from now on; nothing where the C library is not glibc."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(_MMAP_THRESHOLD, _PAGE_BYTES)
    mallopt(_TRIM_THRESHOLD, _SPARE_BYTES)
