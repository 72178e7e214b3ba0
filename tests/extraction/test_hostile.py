"""Whatever a server sends in place of a page: an article that keeps every promise of a record, or a reason why there is none."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newscrawl
from newscrawl import Extraction, PageError
from newscrawl.output.record import decode, encode
from tests.test_golden import FOLDER as GOLDEN

SCHEMA = json.loads(Path(newscrawl.__file__).with_name("output").joinpath("article.schema.json").read_text())
PAGES = {
    name: (GOLDEN / name / "page.html").read_bytes()
    for name in (
        "daum-portal",
        "election-tables",
        "english-no-profile",
        "jsonld-body-only",
        "japanese-sjis",
        "infinite-scroll",
    )
}
TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
VALUE = re.compile(rb"""=("[^"]*"|'[^']*')""")
STRUCTURED = re.compile(rb"(ld\+json[^>]*>)(.*?)(</script>)", re.DOTALL)
TAGS = b"div p span table tr td ul li dl h1 h2 h3 article section aside nav br blockquote pre figure figcaption img a b em time form button svg custom-part template noscript ruby title meta base".split()
ODD_VALUES: tuple[object, ...] = (
    None, True, -1, 10**30, 1e308, float("nan"), "", " ", "\0", "\ud800", "null", "2026-13-45T99:99", "http://[::1", "x" * 3000,
    [], {}, [None], [["NewsArticle"]], {"@type": 5, "name": {"name": []}}, {"@id": {}}, {"@value": 1}, "<b>A &amp;amp; B</b>",
)  # fmt: skip
ODD_BYTES = (
    b"\0", b"\xff", b"\xed\xa0\x80", b"\x7f", b"\x1b[31m", b"&#0;", b"&#127;", b"&#x7F;", b"&#xD800;", b"&#x202e;", b"&#x2028;",
    b"<!--", b"<![CDATA[", b"<?xml ", b"]]>", b"<", b">", b'"', b"</html>", b"<plaintext>", b"<frameset>", b"<script>",
    b"<svg><title>", b"<table><tr><td>", b"<a><b>" * 400, b"<div>" * 300, b"\xef\xbb\xbf", "\u202e\u2066\u200b".encode(),
)  # fmt: skip
ODD_URLS = (
    "https://paper.example/a", "https://v.daum.net/v/20260312091503214", "http://[::1]/a", "http://[here", "https://a\u2100b.example/", "",
    "https://paper.example:99999/a", "https://user:p%40ss@paper.example/%", "https://신문.example/기사", "data:,x", "//x", "https://paper.example/?page=" + "9" * 5000,
    "https://paper.example/x/page/" + "9" * 5000, "https://paper.example/" + "a" * 100_000, "https://paper.example/2026/02/30/x",
)  # fmt: skip
UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def odd_json(raw: bytes, chance: random.Random) -> bytes:
    """JSON-LD with values of other types, or cut."""
    try:
        value = json.loads(raw)
    except ValueError:
        return raw[: chance.randrange(len(raw) + 1)]
    nodes = value if isinstance(value, list) else [value]
    for node in nodes:
        for key in [key for key in node if chance.random() < 0.3]:
            node[key] = chance.choice(ODD_VALUES)
    return json.dumps(value).encode()


def shuffled(page: bytes, chance: random.Random) -> bytes:
    """The page cut at tags, its pieces in another order."""
    cuts = sorted(chance.sample([tag.start() for tag in TAG.finditer(page)], 6))
    first, *pieces = (page[start:end] for start, end in zip([0, *cuts], [*cuts, len(page)], strict=True))
    chance.shuffle(pieces)
    return first + b"".join(pieces)


def with_other_tags(page: bytes, chance: random.Random) -> bytes:
    share = chance.choice((0.02, 0.3))
    return TAG.sub(
        lambda tag: b"<%b%b%b>" % (tag[1], chance.choice(TAGS), tag[3]) if chance.random() < share else tag[0], page
    )


def with_other_values(page: bytes, chance: random.Random) -> bytes:
    """Attributes with each other's values, and with bytes that belong in none."""
    values = [*VALUE.findall(page), *(b'"%b"' % odd.replace(b'"', b"") for odd in ODD_BYTES)]
    return VALUE.sub(lambda value: b"=" + chance.choice(values) if chance.random() < 0.1 else value[0], page)


def with_odd_bytes(page: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 30)):
        at, length = chance.randrange(len(page) + 1), chance.randrange(60)
        middle = chance.choice([b"", page[at : at + length] * 2, chance.choice(ODD_BYTES), chance.randbytes(length)])
        page = page[:at] + middle + page[at + length :]
    return page


CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    with_odd_bytes,
    with_other_tags,
    with_other_values,
    shuffled,
    lambda page, chance: STRUCTURED.sub(lambda block: block[1] + odd_json(block[2], chance) + block[3], page),
    lambda page, chance: TAG.sub(lambda tag: b"" if tag[1] and chance.random() < 0.5 else tag[0], page),
    lambda page, chance: page[: chance.randrange(len(page))] + chance.choice([*PAGES.values()]),
    lambda page, chance: page.decode("utf-8", "replace").encode(
        chance.choice(["utf-16", "utf-7", "cp949", "hz"]), "replace"
    ),
)


def spoiled(name: str, seed: int) -> bytes:
    """A page of the tests after one to three changes."""
    chance, page = random.Random(seed), PAGES[name]
    for change in chance.choices(CHANGES, k=chance.randint(1, 3)):
        page = change(page, chance) if len(TAG.findall(page)) > 6 else page
    return page


def broken_promises(extraction: Extraction) -> list[str]:
    """What of a record is not as it is promised."""
    article, line = extraction.article, encode(extraction.article)
    positions = {each.position for each in (*extraction.lines, *extraction.removals)}
    forms = [*article.structure.headings, *article.structure.quotes, *article.structure.items, *article.structure.rows]
    kept, whole = [each.position for each in extraction.lines], asdict(article)
    texts = [text for name, value in whole.items() if name != "url" for text in texts_of(value)]
    texts += [removal.text for removal in extraction.removals]
    told = {
        "JSON": line.count(b"\n") == 1 and decode(line) == article,
        "schema": not list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(json.loads(line))),
        "lines": "\n".join(each.text for each in extraction.lines) == article.text,
        "account": kept == sorted(set(kept)) and positions == set(range(len(positions))),
        "structure": len(forms) == len(set(forms)) and set(forms) <= set(range(article.text.count("\n") + 1)),
        "characters": not any(map(UNREADABLE.search, texts)),
        "empty": not any(text != text.strip() or not text for text in texts),
        "Markdown": not UNREADABLE.search(newscrawl.markdown(article)),
    }
    return [name for name, holds in told.items() if not holds]


def texts_of(value: object) -> list[str]:
    """All texts in a value."""
    if isinstance(value, str):
        return [value]
    entries = (
        [*value.keys(), *value.values()]
        if isinstance(value, dict)
        else value
        if isinstance(value, (list, tuple))
        else ()
    )
    return [text for entry in entries for text in texts_of(entry)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(PAGES)), st.integers(0, 10**9), st.sampled_from(ODD_URLS))
def test_an_article_or_a_reason(name: str, seed: int, url: str) -> None:
    """Nothing but a `PageError` is raised, and what comes out is a record that fits its schema, its text, and its account."""
    try:
        extraction = newscrawl.explain(spoiled(name, seed), url)
    except PageError:
        return
    assert broken_promises(extraction) == []


def seconds(page: bytes) -> float:
    """CPU time of a page; what is less than a tenth of a second counts as that."""
    start = time.thread_time()
    with suppress(PageError):
        newscrawl.explain(page, "https://paper.example/2026/bridge")
    return max(time.thread_time() - start, 0.1)


@pytest.mark.parametrize(
    "page",
    [
        lambda size: b"<title>" + b"Bridge | opens - again: " * size,
        lambda size: b"<p>caf\xe9</p><script>" + b"a = b; c = d; " * 5 * size + b"</script><p>caf\xe9</p>",
        lambda size: b"<article><h1>Bridge</h1><p>1<p>2<p>3<p>4</article>" * size,
    ],
    ids=["title", "script in an old encoding", "articles"],
)
def test_four_times_as_much_is_not_sixteen_times_the_work(page: Callable[[int], bytes]) -> None:
    """Of what a page may hold much of nothing is compared with all others of its kind."""
    growths = (seconds(page(4_000)) / seconds(page(1_000)) for _ in range(3))
    assert any(growth < 10 for growth in growths)  # what a busy machine adds comes and goes
