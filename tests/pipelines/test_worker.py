"""What happens before workers are forked."""

import socket
import subprocess
import sys

import msgspec

from newscrawl.pipelines.worker import Orders


def test_the_first_pages_need_all_that_there_is() -> None:
    """Behind them the line model and the model of languages are in memory, and each worker shares them."""
    code = (
        "import sys, newscrawl\n"
        "from newscrawl.extraction import extract_page\n"
        "from newscrawl.extraction.fields.languages import _classifier\n"
        "from newscrawl.extraction.model.classify import load_model\n"
        "from newscrawl.pipelines.worker import WARM_UPS\n"
        "told = [extract_page(page).article.language for page in WARM_UPS]\n"
        "print(told, _classifier.cache_info().currsize, load_model.cache_info().currsize)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['en', 'nl'] 1 1"


def test_a_crawler_that_is_gone_before_its_workers_are_ready_is_no_error() -> None:
    """They end in silence: a traceback would be mailed by cron."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "newscrawl.pipelines.worker", msgspec.json.encode(Orders()).decode()]
    with theirs:
        process = subprocess.Popen(command, stdin=theirs.fileno(), stderr=subprocess.PIPE)
    ours.close()
    _, said = process.communicate(timeout=300)

    assert (process.returncode, said) == (0, b"")
