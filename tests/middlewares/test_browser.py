"""A real browser and the pages that it is handed, in a process of its own (`drawing.py` has the scenes)."""

import json
import subprocess
import sys
from pathlib import Path

from tests.middlewares.test_render import needs_browser

ROOT = Path(__file__).parent.parent.parent
pytestmark = needs_browser


def scene(name):
    """What a scene tells."""
    command = [sys.executable, "-m", "tests.middlewares.drawing", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_each_cookie_of_a_page_is_one():
    """Also where one holds a comma."""
    assert scene("cookies") == "a=1, one; b=2"


def test_a_page_beside_a_stuck_one_is_drawn_again():
    """The browser is ended because of another page: this one is none the worse for it."""
    assert scene("beside_a_stuck_page") == {"stuck": "render", "whole": True, "asked": 2}


def test_a_page_that_is_given_up_before_it_is_opened_stays_nowhere():
    """Its time is up while the browser still makes room for it."""
    assert scene("given_up_early") == {"said": "render", "held": 0}
