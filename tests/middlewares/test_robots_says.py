"""What robots.txt says of AI training travels with each page and ends in its rights."""

import pytest

from newscrawl.article import Page
from newscrawl.extraction import extract_page
from newscrawl.extraction.fields.rights import read_rights
from newscrawl.extraction.nodes import Nodes
from newscrawl.middlewares.robots_says import read_says

URL = "https://paper.example/2026/11/23/rates-rise"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /", "Disallow for GPTBot, CCBot"),
        ("User-Agent: google-extended\nDisallow: /2026/", "Disallow for Google-Extended"),
        ("User-agent: GPTBot\nDisallow: /private/", ""),
        ("User-agent: GPTBot\nAllow: /", ""),
        ("User-agent: *\nContent-Signal: search=yes,ai-train=no\nAllow: /", "Content-Signal: search=yes,ai-train=no"),
        ("User-agent: *\nContent-Usage: train-ai=n # see terms", "Content-Usage: train-ai=n"),
        (
            "User-agent: ClaudeBot # trainer\nDisallow: /\nUser-agent: *\nContent-Signal: ai-train=no",
            "Disallow for ClaudeBot\nContent-Signal: ai-train=no",
        ),
    ],
)
def test_groups_and_lines(text, said):
    """Trainers with a group of their own that may not have this page, and preferences as they are written."""
    assert read_says(text).of(URL) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "User-agent: *\nDisallow: /",
        "User-agent: Googlebot\nDisallow: /",
        "# GPTBot is welcome",
        "<html>GPTBot</html>",
    ],
)
def test_files_that_say_nothing_of_it(text):
    """A ban for everybody, or for a search engine, is none of training."""
    assert read_says(text) is None


def test_it_becomes_signals_of_the_article():
    """Each line is a signal under its own words; a ban prohibits, a preference says what it says."""
    page = Page(
        url=URL,
        html="<html><head><title>Rates rise</title></head><body><article><h1>Rates rise</h1><p>"
        + "The bank raised its rate on Monday. " * 20
        + "</p></article></body></html>",
        announced={"robots": "Disallow for GPTBot\nContent-Signal: search=yes"},
    )
    rights = extract_page(page).article.rights
    assert [(signal.source, signal.value, signal.ai_training) for signal in rights.signals] == [
        ("robots", "Disallow for GPTBot", "prohibited"),
        ("robots", "Content-Signal: search=yes", None),
    ]
    assert rights.ai_training == "prohibited"


def test_a_permission_in_robots_txt():
    """`ai-train=yes` allows, where nothing bans."""
    from lxml import html

    assert (
        read_rights(Nodes(html.fromstring("<p>x</p>")), {}, [], "Content-Signal: ai-train=yes").ai_training == "allowed"
    )
