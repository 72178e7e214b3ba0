"""Same story, other URL; changed story, same URL; and neither."""

import pytest

import newscrawl.output
from newscrawl.ledger.base import Story
from newscrawl.pipelines.dedupe import decide

A, B = "http://paper.example/a", "http://paper.example/b"


def stored(**changes):
    return Story(**{"id": "1", "url": A, "fingerprint": "f", "source_hash": "t-x-d-r", **changes})


@pytest.mark.parametrize(
    ("known", "twin", "outcome"),
    [
        (None, None, None),
        (stored(), None, "unchanged"),
        (stored(source_hash="t-y-d-r"), None, None),
        (stored(url=B), None, "duplicate"),
        (stored(url=B, source_hash="t-y-d-r"), None, "duplicate"),
        (None, stored(id="2", url=B), "duplicate"),
    ],
)
def test_decision(known, twin, outcome):
    """Known under its URL is unchanged or revised; known under another URL, by address or text, is a duplicate."""
    fate = decide(stored(), known, twin)

    assert (fate and fate.outcome) == outcome


def crawl(run, line, *pages):
    """Send pages one after the other; what came out of each."""
    line.lease(run, *(page.requested_url for page in pages), again=True)
    return line.send(run, *pages, in_turn=True)


def test_the_same_text_under_another_url(open_run, line):
    """A second URL with the text of a stored story is a duplicate."""
    run = open_run()

    crawl(run, line, line.page(A), line.page(B, title="Another headline over the same story"))

    assert line.fates(run) == {"stored": 1, "duplicate": 1}


def test_the_same_text_is_stored_where_asked_for(open_run, line):
    """Without NEWSCRAWL_DEDUPE_TEXT only the canonical URL decides."""
    run = open_run(DEDUPE_TEXT=False)

    crawl(run, line, line.page(A), line.page(B))

    assert line.fates(run) == {"stored": 2}


def test_two_copies_in_the_line_at_once(open_run, line):
    """Of pages with the same story that arrive together one is stored and the others are duplicates."""
    run = open_run(EXTRACT_PROCESSES=2)
    urls = [f"http://paper.example/{number}" for number in range(6)]
    line.lease(run, *urls)

    line.send(run, *map(line.page, urls))

    assert line.fates(run) == {"stored": 1, "duplicate": 5}


def test_another_url_with_the_same_canonical_url(open_run, line):
    """A page that names a stored story as its canonical URL is a duplicate, though its text is an older one."""
    run = open_run()

    crawl(run, line, line.page(A), line.page(B, lines=line.story()[:-1], canonical=A))

    assert line.fates(run) == {"stored": 1, "duplicate": 1}


def test_a_canonical_url_that_all_pages_declare(open_run, line):
    """Stories of their own that a careless site gives one canonical URL are all stored, the later ones under their own."""
    section = "http://paper.example/news/local"
    pages = [line.page(f"{A}/{number}", number, canonical=section) for number in range(3)]

    articles = crawl(open_run(), line, *pages)

    assert [article.canonical_url for article in articles] == [section, f"{A}/1", f"{A}/2"]
    assert [article.flags for article in articles] == [(), ("canonical-disputed",), ("canonical-disputed",)]
    again = open_run()
    crawl(again, line, *pages)
    assert line.fates(again) == {"unchanged": 3}


def test_an_unchanged_page(open_run, line, tmp_path):
    """A page that is fetched again with the same story around other furniture is unchanged, and no line is written."""
    run = open_run()
    crawl(run, line, line.page(A))

    again = open_run()
    crawl(again, line, line.page(A, lines=[*line.story(), "Copyright © 2026 The Weekly"]))
    again.finish()

    assert line.fates(again) == {"unchanged": 1}
    assert len(list(newscrawl.output.read(tmp_path / "out" / "articles"))) == 1


def test_a_changed_page(open_run, line, tmp_path):
    """A page whose text changed is a new line with the same id, the next revision, and what changed."""
    longer = [*line.story(), *line.story(9, 1)]
    pages = [line.page(A), line.page(A, lines=longer), line.page(A, title="Vote is put off", lines=longer)]
    first, second, third = [crawl(open_run(), line, page)[0] for page in pages]
    open_run()

    assert first.id == second.id == third.id
    assert [first.revision, second.revision, third.revision] == [1, 2, 3]
    assert [article.flags for article in (first, second, third)] == [(), ("changed-text",), ("changed-title",)]
    assert len(list(newscrawl.output.read(tmp_path / "out" / "articles"))) == 3
