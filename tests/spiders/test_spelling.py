"""One address per page: AMP and mobile twins, `www` and scheme."""

import pytest

from newscrawl.spiders.spelling import Spelling, nothing_known, twins, without_amp

PLAIN = "https://paper.example/2026/11/23/rates-rise"


@pytest.mark.parametrize(
    "url",
    [
        PLAIN,
        PLAIN + "/amp",
        PLAIN + "/amp/",
        PLAIN + ".amp",
        PLAIN + "?amp",
        PLAIN + "?amp=1",
        PLAIN + "?outputType=amp",
        "https://paper.example/amp/2026/11/23/rates-rise",
    ],
)
def test_the_plain_page_of_an_amp_page(url):
    """The usual forms of AMP addresses."""
    assert without_amp(url) == PLAIN


@pytest.mark.parametrize(
    "path", ["/amplifiers", "/tower/ramp", "/a?id=7&champ=1", "/a?amp=50watt", "/camp/", "/a?x=1&x=&y"]
)
def test_what_only_looks_like_amp_stays(path):
    """Words that hold the three letters, and queries of any form."""
    assert without_amp("https://paper.example" + path) == "https://paper.example" + path


def test_the_spelling_that_came_first_is_kept():
    """Whatever twin comes later, and across runs what the ledger knows."""
    spelling = Spelling(nothing_known)
    assert spelling.of("https://www.paper.example/a?id=1") == "https://www.paper.example/a?id=1"
    assert spelling.of("http://m.paper.example/a?id=1") == "https://www.paper.example/a?id=1"
    assert spelling.of("https://paper.example/a?id=2") == "https://paper.example/a?id=2"
    ledger = {"http://paper.example/a"}
    assert Spelling(ledger.intersection).of("https://m.paper.example/a/amp") == "http://paper.example/a"
    assert (
        Spelling({"https://m.paper.example/a"}.intersection).of("https://m.paper.example/a")
        == "https://m.paper.example/a"
    )


def test_hosts_with_a_port_have_no_twins():
    """Whoever runs on a port runs there only."""
    assert twins("http://paper.example:8080/a") == []


def test_an_amp_page_that_is_known_stays():
    """Nothing that was fetched under one address is fetched again under another."""
    assert Spelling({PLAIN + "/amp"}.intersection).of(PLAIN + "/amp") == PLAIN + "/amp"
