"""What the start of a run makes of what the one before left."""

import pytest
from scrapy.settings import Settings

from newscrawl.article import Article, Extraction, Extractor
from newscrawl.errors import LedgerError
from newscrawl.ledger.base import Target
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.output.record import encode, removals_of
from newscrawl.output.writer import Entry
from newscrawl.run import Run
from newscrawl.run.config import read_config
from newscrawl.run.stories import story_of


@pytest.fixture
def begin(tmp_path):
    """`begin()` starts a run in the folder of the test."""
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    settings.set("NEWSCRAWL_OUTPUT_DIR", str(tmp_path))
    settings.set("NEWSCRAWL_MIN_FREE_MB", 0)
    config = read_config(settings)
    return lambda: Run(config, "articles")


def extraction(number):
    """A story at the address that is leased for it."""
    url = f"https://a.example/{number}"
    article = Article(
        id=f"id{number}", url=url, canonical_url=url, site="a.example", title="Title", text=f"Story {number}.",
        content_hash="0", extractor=Extractor(version="1", profile="default", rules="x"),
    )  # fmt: skip
    return Extraction(article=article, lines=(), removals=())


def write(run, number, *, settle):
    """Lease and write a story; settle it, or die before that."""
    found = extraction(number)
    story = story_of(found, found.article.url)
    run.ledger.add([Target(url=found.article.url, site="a.example")], run.scope)
    run.ledger.lease(run.scope, 10, 10)
    run.ledger.intend([story])
    run.writer.write([Entry("a.example", encode(found.article), encode(removals_of(found)))])
    if settle:
        run.ledger.store([story])


def die(run):
    """End without publishing or giving back anything."""
    run.close()


def stored(run):
    """URLs that the run's account calls stored."""
    return sum(row.urls for row in run.ledger.tally(run.scope) if row.outcome == "stored")


def test_lines_beyond_the_last_settled_one_are_stored(begin):
    """One story was settled, one only written: both are taken over, neither waits, and the account adds up."""
    dead = begin()
    write(dead, 1, settle=True)
    write(dead, 2, settle=False)
    die(dead)
    run = begin()

    assert (run.adopted, run.adopted_urls, stored(run)) == (2, 2, 2)
    assert not run.ledger.waiting(run.scope)
    assert [segment.lines for segment in run.all_segments] == [2, 2]
    die(run)


def test_a_torn_line_is_cut_and_its_page_waits(begin, tmp_path):
    """Half a line is no article; the whole ones before it are."""
    dead = begin()
    write(dead, 1, settle=True)
    write(dead, 2, settle=False)
    die(dead)
    (part,) = (tmp_path / "articles").rglob("*.part")
    part.write_bytes(part.read_bytes()[:-20])
    run = begin()

    assert run.adopted == 1
    assert run.ledger.waiting(run.scope)
    assert len(list((tmp_path / "quarantine").iterdir())) == 2
    die(run)


def test_a_lost_ledger_is_filled_again_from_the_files(begin, tmp_path):
    """Stories that were published are known to a new ledger and not fetched again."""
    first = begin()
    write(first, 1, settle=True)
    first.finish()
    first.close()
    for path in tmp_path.glob("ledger.sqlite*"):
        path.unlink()
    run = begin()

    assert run.ledger.story("id1") is not None
    assert run.ledger.add([Target(url="https://a.example/1", site="a.example")], run.scope) == 0
    die(run)


def test_a_rebuild_that_is_killed_begins_again(begin, tmp_path, monkeypatch):
    """Half a ledger is never taken for a whole one, which would store again what it does not know."""
    first = begin()
    for number in (1, 2):
        write(first, number, settle=True)
    first.finish()
    first.close()
    (tmp_path / "ledger.sqlite").unlink()
    adopt = SqliteLedger.adopt

    def die_at_the_second(ledger, story, site):
        if story.id == "id2":
            raise LedgerError("killed")
        adopt(ledger, story, site)

    monkeypatch.setattr(SqliteLedger, "adopt", die_at_the_second)
    with pytest.raises(LedgerError):
        begin()
    monkeypatch.undo()
    run = begin()

    assert {run.ledger.story(id) is not None for id in ("id1", "id2")} == {True}
    assert (run.adopted, run.adopted_urls, stored(run)) == (2, 2, 2)
    die(run)


def test_the_log_of_a_lost_ledger_is_not_played_into_the_new_one(begin, tmp_path):
    """Whoever deletes ledger.sqlite alone gets a ledger of what the files say."""
    first = begin()
    first.ledger.add([Target(url="https://a.example/9", site="a.example")], first.scope)
    log = (tmp_path / "ledger.sqlite-wal").read_bytes()
    die(first)
    (tmp_path / "ledger.sqlite").unlink()
    (tmp_path / "ledger.sqlite-wal").write_bytes(log)
    run = begin()

    assert log
    assert not run.ledger.waiting(run.scope)
    die(run)


def test_a_run_stopped_in_the_middle_takes_over_its_own_lines(begin, tmp_path):
    """What was written and not settled when the second signal came is published, settled and counted once."""
    run = begin()
    write(run, 1, settle=True)
    write(run, 2, settle=False)
    run.finish(forced=True)

    assert (stored(run), run.lines_written, run.adopted_urls) == (2, 2, 0)
    assert list(tmp_path.rglob("*.jsonl.part")) == []
    run.close()


def test_a_run_that_cannot_begin_lets_go_of_the_lock(begin, tmp_path):
    """Who mends what was wrong can start again in the same process."""
    (tmp_path / "pages").write_text("in the way")
    with pytest.raises(Exception, match="pages"):
        begin()
    (tmp_path / "pages").unlink()

    die(begin())
