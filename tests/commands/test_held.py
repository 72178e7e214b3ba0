"""`scrapy held`: what is held, and giving it back."""

from pathlib import Path

import pytest

from newscrawl.ledger.base import Target
from newscrawl.ledger.fates import Fate
from newscrawl.ledger.sqlite import SqliteLedger
from tests import warm

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(tmp_path):
    """An output folder with two held articles."""
    ledger = SqliteLedger(tmp_path / "ledger.sqlite", "run")
    for number in (1, 2):
        target = Target(url=f"https://paper.example/{number}", site="paper.example")
        ledger.record(target, Fate("refused", "held", "no authors"), "site -a site=paper.example")
    ledger.close()
    return tmp_path


def held(folder, *arguments):
    """The finished command."""
    return warm.run("held", *arguments, "-s", f"NEWSCRAWL_OUTPUT_DIR={folder}")


def test_held_articles_are_listed_and_released_once(folder):
    """By site, with the sign that gave them away; after the release nothing is held."""
    listed = held(folder)
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.splitlines()[-1].split() == ["paper.example", "no", "authors", "2"]
    assert (
        held(folder, "release", "paper.example").stdout
        == "2 articles of paper.example are to be fetched again by the next crawl\n"
    )
    assert held(folder, "list").stdout == "nothing is held\n"
    assert held(folder, "release", "papre.example").stdout.startswith("no article of papre.example is held")


def test_wrong_use_is_told(tmp_path):
    """No site, no such word, no ledger."""
    assert held(tmp_path, "release").returncode == 2
    assert held(tmp_path, "free", "x").returncode == 2
    nothing = held(tmp_path)
    assert nothing.returncode == 1
    assert "there is no ledger" in nothing.stderr
