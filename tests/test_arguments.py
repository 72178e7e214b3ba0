"""Arguments of another type than the public functions take: told at once, and with what to give."""

import types
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

import newscrawl
from newscrawl.sites import load_sites

URL = "https://harbour.example/news/1"
DAYS = " ".join(f"On day {day} the harbour counted {day * 31} boats." for day in range(12))
PAGE = f"<html><title>Harbour counts boats</title><h1>Harbour counts boats</h1><article><p>{DAYS}</p></article><a href='?page=2'>2</a>"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((HtmlResponse(URL, body=b"x"), URL), "html must be bytes or str, not HtmlResponse: give its `body`"),
        ((types.SimpleNamespace(content=b"x"), URL), "give its `content`"),
        ((None, URL), "html must be bytes or str, not NoneType"),
        ((URL, URL), r"html is an address, and nothing is fetched here: .*requests\.get\(url\)\.content"),
        ((URL.encode(), URL), "html is an address"),
        ((PAGE, None), "url must be a str"),
        ((PAGE, URL, "sites"), r"sites must be what newscrawl\.sites\.load_sites\(FOLDER\) gives, not str"),
        ((PAGE, URL, None, "rules"), r"rules must be what newscrawl\.noise\.load_rules\(FOLDER\) gives, not str"),
    ],
)
def test_extract_says_what_to_give(arguments: tuple[Any, ...], told: str) -> None:
    """A response, nothing, a folder's name."""
    html, url, sites, rules = (*arguments, None, None)[:4]
    with pytest.raises(TypeError, match=told):
        newscrawl.extract(html, url, sites=sites, rules=rules)


def test_follow_calls_and_does_not_await() -> None:
    """A coroutine is no page; an article is no extraction."""
    first = newscrawl.explain(PAGE, URL)
    assert first.next_page == URL + "?page=2"

    async def fetch(url: str) -> bytes:
        return b""

    with pytest.raises(TypeError, match="not coroutine: it is called and not awaited, so it cannot be async"):
        newscrawl.follow(first, fetch)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not int"):
        newscrawl.follow(first, lambda url: 5)  # type: ignore[arg-type,return-value]
    with pytest.raises(TypeError, match=r"first must be what newscrawl\.explain"):
        newscrawl.follow(first.article, lambda url: None)  # type: ignore[arg-type]


def test_folders_may_be_named_by_a_string(tmp_path: Path) -> None:
    """As everywhere in Python."""
    assert load_sites(str(tmp_path)) is load_sites(tmp_path)
    with pytest.raises(TypeError):
        load_sites(5)  # type: ignore[arg-type]
