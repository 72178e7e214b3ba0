"""A command as a person types it, in a process of its own, and the pages of the tests that it may be given."""

import os
import subprocess
from pathlib import Path

from tests import warm

GOLDEN = Path(__file__).parent.parent / "golden"


def typed(*args: str, stdin: bytes = b"", folder: Path = warm.ROOT) -> "subprocess.CompletedProcess[str]":
    """Run `scrapy ARGS` in the project (or in `folder`), into files as wide as a terminal; output as text."""
    return warm.run(*args, stdin=stdin, folder=folder, env={**os.environ, "COLUMNS": "160", "NO_COLOR": "1"})


def page(slug: str) -> str:
    """The path of a golden page."""
    return str(GOLDEN / slug / "page.html")
