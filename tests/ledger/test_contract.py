"""What every ledger must do. A new backend adds one maker to `BACKENDS` and passes all of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawl.errors import LedgerError
from newscrawl.ledger import sqlite_schema
from newscrawl.ledger.base import Ledger, Story, Tally, Target, Trace, Visit
from newscrawl.ledger.fates import Failed, Fate, Refused
from newscrawl.ledger.sqlite import SqliteLedger

COLLIDING = "sqlite, every address and text with the same hash"
A, B, C = "https://a.example/1", "https://a.example/2", "https://b.example/1"


class Clock:
    """Seconds since the epoch, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


Open = Callable[[str], Ledger]


def _sqlite(folder: Path, run: str, clock: Clock) -> SqliteLedger:
    return SqliteLedger(folder / "ledger.sqlite", run, lease_seconds=100, max_tries=2, retry_seconds=60, clock=clock)


BACKENDS: dict[str, Callable[[Path, str, Clock], Ledger]] = {"sqlite": _sqlite, COLLIDING: _sqlite}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=BACKENDS)
def open_ledger(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    opened: list[Ledger] = []
    if request.param == COLLIDING:
        monkeypatch.setattr(sqlite_schema, "_hash", lambda text, size: bytes(size))
    sqlite_schema.forget()

    def open_(run: str) -> Ledger:
        opened.append(BACKENDS[request.param](tmp_path, run, clock))
        return opened[-1]

    yield open_
    for ledger in opened:
        ledger.close()
    sqlite_schema.forget()


@pytest.fixture
def ledger(open_ledger: Open) -> Ledger:
    return open_ledger("run1")


def target(url: str, kind: str = "article", *, again: bool = False) -> Target:
    return Target(url=url, kind=kind, site="a", announced={"title": "한글"}, again=again)


def urls(ledger: Ledger, limit: int = 10, per_host: int = 10) -> list[str]:
    return [lease.url for lease in ledger.lease("s", limit, per_host)]


def story(url: str, id: str = "id1", *, fingerprint: str = "f1", lines: tuple[int, ...] = ()) -> Story:
    return Story(id=id, url=url, fingerprint=fingerprint, source_hash="h", source="a", lines=lines)


def outcomes(ledger: Ledger) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in ledger.tally("s"):
        name = f"{row.outcome}:{row.code}" if row.code else row.outcome
        counts[name] = counts.get(name, 0) + row.urls
    return counts


def test_a_url_is_leased_once_with_what_was_announced(ledger: Ledger) -> None:
    """A URL that was added twice is leased once and carries what was announced of it."""
    assert ledger.add([target(A), target(A)], "s") == 1
    (lease,) = ledger.lease("s", 10, 10)
    assert (lease.url, lease.kind, lease.site, lease.announced, lease.tries) == (
        A,
        "article",
        "a",
        {"title": "한글"},
        0,
    )
    assert urls(ledger) == []
    assert not ledger.waiting("s")


def test_list_pages_come_first_and_hosts_take_turns(ledger: Ledger) -> None:
    """Feeds go before articles of their host, and no host takes more than its share."""
    many = [f"https://a.example/{n}" for n in range(9)]
    ledger.add([*map(target, many), target(C), target("https://a.example/feed", "feed")], "s")
    assert urls(ledger, limit=10, per_host=3) == ["https://a.example/feed", *many[:2], C]
    ledger.settle(many[0], Fate("unchanged"))
    assert urls(ledger, limit=10, per_host=3) == [many[2]]


def test_a_small_batch_still_serves_every_host_in_turn(ledger: Ledger) -> None:
    """Batches that are smaller than the number of hosts go round over all of them."""
    ledger.add([target(f"https://h{host}.example/{page}") for host in range(3) for page in range(3)], "s")
    hosts = [url.split("/")[2] for _ in range(9) for url in urls(ledger, limit=1)]
    assert hosts == ["h0.example", "h1.example", "h2.example"] * 3


def test_scopes_do_not_take_each_others_urls(ledger: Ledger) -> None:
    """A command leases only what it asked for; who asks last for a waiting URL gets it."""
    ledger.add([target(A), target(B)], "other")
    assert urls(ledger) == []
    ledger.add([target(A)], "s")
    assert urls(ledger) == [A]
    assert ledger.waiting("other")


def test_a_settled_url_is_not_fetched_again_by_a_later_run(open_ledger: Open) -> None:
    """What an earlier run settled is known, unless it is asked for again or is a list page."""
    first = open_ledger("run1")
    first.add([target(A), target(B), target(C, "feed")], "s")
    assert len(urls(first)) == 3
    first.settle(A, Fate("refused", "gallery"))
    first.store([story(B)])
    first.settle(C, Fate("expanded"))
    assert first.add([target(C, "feed"), target(A, again=True)], "s") == 0, "not twice in one run"
    first.close()
    second = open_ledger("run2")
    assert second.add([target(A), target(B), target(C, "feed")], "s") == 1
    assert urls(second) == [C]
    second.settle(C, Fate("expanded"))
    assert second.tally("s") == [
        Tally("a", "article", "known", None, 1),
        Tally("a", "article", "refused-before", "gallery", 1),
        Tally("a", "feed", "expanded", None, 1),
    ]
    assert [loss.url for loss in second.lost("run1")] == [A]
    assert second.lost("run2") == second.lost("run1", "failed") == []
    assert second.add([target(B, again=True)], "s") == 1
    assert urls(second) == [B]


def test_a_run_accounts_for_what_it_heard_and_for_nothing_else(open_ledger: Open) -> None:
    """Giving leases back, at its start or end, takes nothing from a run's account, and all of earlier ones from it."""
    first = open_ledger("run1")
    first.add([target(A), target(B)], "s")
    first.release()
    assert len(urls(first)) == 2
    for url in (A, B):
        first.settle(url, Fate("unchanged"))
    first.release()
    assert outcomes(first) == {"unchanged": 2}
    first.close()
    second = open_ledger("run2")
    second.adopt(story(C), "b")
    second.release()
    second.add([target(A), target(A)], "s")
    assert outcomes(second) == {"known": 1, "stored": 1}
    second.close()
    third = open_ledger("run3")
    third.release()
    assert third.tally("s") == []


def test_children_are_there_when_their_parent_is_done(ledger: Ledger) -> None:
    """Expanding adds the children and settles the parent."""
    ledger.add([target(C, "feed")], "s")
    assert urls(ledger) == [C]
    ledger.expand(C, [target(A), target(B)], "s")
    assert urls(ledger) == [A, B]
    assert outcomes(ledger) == {"expanded": 1, "waiting": 2}


def test_children_and_parent_fail_together(ledger: Ledger) -> None:
    """A parent that is not leased cannot be expanded, and leaves no children behind."""
    with pytest.raises(LedgerError, match="not leased"):
        ledger.expand(C, [target(A)], "s")
    assert not ledger.waiting("s")


def test_only_a_leased_url_can_be_settled(ledger: Ledger) -> None:
    """Settling twice, or what was never leased, is a mistake that is reported."""
    ledger.add([target(A)], "s")
    with pytest.raises(LedgerError, match="not leased"):
        ledger.settle(A, Fate("unchanged"))
    assert urls(ledger) == [A]
    ledger.settle(A, Fate("unchanged"))
    with pytest.raises(LedgerError, match="not leased"):
        ledger.store([story(A)])
    assert ledger.story("id1") is None, "nothing of a failed transaction stays"


def test_an_expired_lease_comes_back(ledger: Ledger, clock: Clock) -> None:
    """A lease that ran out is pending again, one that was renewed is not."""
    ledger.add([target(A), target(C)], "s")
    assert len(urls(ledger)) == 2
    clock.now += 60
    ledger.renew([C])
    clock.now += 60
    assert ledger.revive("s") == 1
    assert urls(ledger) == [A]


def test_released_leases_come_back_at_once(open_ledger: Open) -> None:
    """Leases of a run that died are given back by the next one that holds the folder."""
    first = open_ledger("run1")
    first.add([target(A)], "s")
    assert urls(first) == [A]
    first.close()
    second = open_ledger("run2")
    assert second.release() == 1
    assert urls(second) == [A]


def test_failures_are_retried_later_and_given_up(ledger: Ledger, clock: Clock) -> None:
    """A failed URL waits longer after each try; after the last it stays failed with its reason."""
    ledger.add([target(A)], "s")
    urls(ledger)
    ledger.settle(A, Fate("failed", "dns", "no such host"))
    assert ledger.revive("s") == 0
    clock.now += 61
    assert ledger.revive("s") == 1
    (lease,) = ledger.lease("s", 1, 1)
    assert lease.tries == 1
    ledger.settle(A, Fate("failed", "connect"))
    clock.now += 1_000_000
    assert ledger.revive("s") == 0
    assert outcomes(ledger) == {"failed:connect": 1}


def urls_due(ledger: Ledger) -> list[str]:
    """What the next run would ask for."""
    ledger.revive("s")
    return urls(ledger)


def traced(ledger: Ledger, url: str) -> Trace:
    trace = ledger.trace(url)
    assert trace is not None
    return trace


def behind_wall(ledger: Ledger, *addresses: str) -> None:
    """What is leased of these meets a wall."""
    for address in addresses:
        ledger.settle(address, Fate("failed", "consent-wall"))


def test_of_what_a_wall_hides_one_page_is_tried_for_all(open_ledger: Open, clock: Clock) -> None:
    """The newest, after growing pauses; a wall of another host, and another reason to wait, are none of its business."""
    first = open_ledger("run1")
    first.add([target(A), target(B), target(C), target("https://c.example/1")], "s")
    urls(first)
    behind_wall(first, A, B, C)
    first.settle("https://c.example/1", Fate("failed", "dns"))
    assert outcomes(first) == {"failed:consent-wall": 3, "failed:dns": 1}
    first.close()
    for pause in (61, 241):
        run = open_ledger(f"after {pause}")
        clock.now += pause - 2
        assert run.revive("s") == 0
        clock.now += 2
        assert {B, C} <= {*urls_due(run)} <= {B, C, "https://c.example/1"}
        behind_wall(run, B, C)
        run.add([target(A), target(B)], "s")
        assert outcomes(run)["waiting"] >= 3, "what is behind the wall still is no news"
        run.release()
        run.close()
    assert traced(open_ledger("last"), A).tries == 3


def test_when_one_page_gets_through_the_others_are_due(ledger: Ledger, clock: Clock) -> None:
    """In the same run; what has just met the wall itself is not tried again at once."""
    ledger.add([target(A), target(B), target("https://a.example/3")], "s")
    urls(ledger)
    behind_wall(ledger, A, B, "https://a.example/3")
    clock.now += 61
    assert urls_due(ledger) == ["https://a.example/3"]
    ledger.settle("https://a.example/3", Fate("duplicate"))
    assert sorted(urls(ledger)) == [A, B]
    behind_wall(ledger, B)
    ledger.settle(A, Fate("stored"))
    assert not ledger.waiting("s")
    assert outcomes(ledger) == {"duplicate": 1, "stored": 1, "failed:consent-wall": 1}


def test_a_page_that_is_gone_opens_no_wall(ledger: Ledger, clock: Clock) -> None:
    """It says nothing of the others: the next run asks for another one of them."""
    ledger.add([target(A), target(B)], "s")
    urls(ledger)
    behind_wall(ledger, A, B)
    clock.now += 61
    assert urls_due(ledger) == [B]
    ledger.settle(B, Fate("refused", "http-error", "HTTP 404"))
    assert not ledger.waiting("s")
    assert urls_due(ledger) == [A]
    assert ledger.revive("s") == 0


def test_a_probe_that_a_killed_run_held_is_the_only_one_of_the_next(open_ledger: Open, clock: Clock) -> None:
    """It comes back with its wall; no second page is sent ahead."""
    first = open_ledger("run1")
    first.add([target(A), target(B)], "s")
    urls(first)
    behind_wall(first, A, B)
    clock.now += 61
    assert urls_due(first) == [B]
    first.close()
    second = open_ledger("run2")
    assert (second.release(), second.revive("s")) == (1, 0)
    assert urls(second) == [B]
    second.settle(B, Fate("stored"))
    assert urls(second) == [A]


def test_a_wall_that_stays_is_given_up(ledger: Ledger, clock: Clock) -> None:
    """Every page behind it after the same number of meetings, however few were asked for; a later one has its own."""
    ledger.add([target(A), target(B)], "s")
    urls(ledger)
    behind_wall(ledger, A, B)
    asked = []
    for day in range(10):
        clock.now += 86_400
        if day == 1:
            ledger.add([target("https://a.example/3")], "s")
        for address in urls_due(ledger):
            asked.append(address)
            behind_wall(ledger, address)
    assert asked.count(A) == 0
    assert traced(ledger, A).retry_at is None
    assert traced(ledger, "https://a.example/3").retry_at is None
    assert len(asked) < 8
    assert ledger.revive("s") == 0


def test_what_left_a_wall_has_a_try_left(ledger: Ledger, clock: Clock) -> None:
    """A wall is met more often than a page is tried; the first dropped connection behind it does not end the story."""
    ledger.add([target(A)], "s")
    for _ in range(3):
        urls_due(ledger)
        behind_wall(ledger, A)
        clock.now += 86_400
    urls_due(ledger)
    ledger.settle(A, Fate("failed", "connect"))
    clock.now += 86_400
    assert ledger.revive("s") == 1


def test_a_site_can_say_when_to_come_back(ledger: Ledger, clock: Clock) -> None:
    """The time a site named counts, not our own back-off."""
    ledger.add([target(A)], "s")
    urls(ledger)
    ledger.settle(A, Fate("failed", "throttled", retry_at=datetime.fromtimestamp(clock.now + 500, UTC)))
    clock.now += 400
    assert ledger.revive("s") == 0
    clock.now += 101
    assert ledger.revive("s") == 1


def test_what_failed_in_an_earlier_run_and_is_not_due_is_waiting(open_ledger: Open) -> None:
    """A URL between two tries counts as waiting when it is announced again."""
    first = open_ledger("run1")
    first.add([target(A)], "s")
    urls(first)
    first.settle(A, Fate("failed", "dns"))
    assert outcomes(first) == {"failed:dns": 1}
    first.close()
    second = open_ledger("run2")
    assert second.add([target(A)], "s") == 0
    assert outcomes(second) == {"waiting": 1}


def test_a_url_that_is_never_to_be_fetched_is_on_record(ledger: Ledger) -> None:
    """A bad line of a list of URLs is settled without a lease, and does not harm a URL that waits."""
    ledger.record(target("htp:/x"), Fate("refused", "bad-url"), "s")
    ledger.add([target(A)], "s")
    ledger.record(target(A), Fate("refused", "bad-url"), "s")
    assert outcomes(ledger) == {"refused:bad-url": 1, "waiting": 1}


def test_a_stored_story_is_known_by_id_and_fingerprint(ledger: Ledger) -> None:
    """A stored story is found by its id, and by its text under another id, but not by an empty fingerprint."""
    ledger.add([target(A), target(B)], "s")
    urls(ledger)
    ledger.store([story(A), story(B, "id2", fingerprint="")])
    known = ledger.story("id1")
    assert known is not None
    assert (known.url, known.revision, known.source_hash) == (A, 1, "h")
    assert ledger.twin("f1", "id1") is None
    twin = ledger.twin("f1", "id3")
    assert twin is not None
    assert twin.id == "id1"
    assert ledger.twin("", "id3") is None
    assert outcomes(ledger) == {"stored": 2}


def test_lines_count_distinct_stories(open_ledger: Open) -> None:
    """A line counts once for each story, also when the story is revised later."""
    big = -(2**63)
    first = open_ledger("run1")
    first.add([target(A), target(B)], "s")
    urls(first)
    first.store([story(A, lines=(big, 7)), story(B, "id2", lines=(big,))])
    assert first.repeats("a", [big, 7, 8]) == (2, {big: 2, 7: 1})
    assert first.repeats("other", [big]) == (0, {})
    first.close()
    second = open_ledger("run2")
    second.add([target(A, again=True)], "s")
    urls(second)
    second.store([story(A, lines=(big, 7))])
    assert second.repeats("a", [big, 7]) == (2, {big: 2, 7: 1})


def test_counts_speak_of_the_last_stories(ledger: Ledger) -> None:
    """However many stories a source had, a line on all of them is on all that count; one seen once is forgotten."""
    pages = [f"https://a.example/{number}" for number in range(4000)]
    ledger.add(map(target, pages), "s")
    while leases := ledger.lease("s", 500, 500):
        ledger.store(
            [story(x.url, x.url, fingerprint=x.url, lines=(7, 1000 + int(x.url.split("/")[-1]))) for x in leases]
        )
    stories, lines = ledger.repeats("a", [7, *range(1000, 5000)])
    assert 100 <= stories <= 1000
    assert 0.9 * stories <= lines[7] <= stories
    assert 1000 not in lines
    assert len(lines) <= 1000


def test_spellings_of_one_page_are_pages_of_their_own(ledger: Ledger) -> None:
    """The ledger never takes one address for another, however alike they are; who asks for both decides."""
    spellings = [f"{scheme}://{prefix}a.example/1" for scheme in ("http", "https") for prefix in ("", "www.", "m.")]
    assert ledger.add(map(target, spellings[:4]), "s") == 4
    assert ledger.known(spellings) == set(spellings[:4])
    assert sorted(urls(ledger)) == sorted(spellings[:4])


def test_a_name_of_a_failed_transaction_is_not_believed(ledger: Ledger) -> None:
    """What was new in a transaction that failed is new again afterwards."""
    with pytest.raises(LedgerError, match="not leased"):
        ledger.expand(C, [target("https://new.example/1")], "s")
    ledger.add([target("https://other.example/1")], "s")
    ledger.add([target("https://new.example/1")], "s")
    assert urls(ledger, per_host=1) == ["https://other.example/1", "https://new.example/1"]


def test_a_line_found_after_a_crash_finds_its_url(open_ledger: Open) -> None:
    """A story that was written but not settled settles the URL that was leased for it, redirected or not."""
    first = open_ledger("run1")
    first.add([target(A), target(B)], "s")
    urls(first)
    first.intend([story(A), story(B, "id2")])
    first.close()
    second = open_ledger("run2")
    second.adopt(story("https://a.example/after-redirect"), "a")
    assert second.release() == 1
    assert urls(second) == [B]
    known = second.story("id1")
    assert known is not None
    assert known.url == A
    assert outcomes(second) == {"stored": 1, "waiting": 1}


def test_a_line_whose_url_nobody_knows_is_adopted_too(ledger: Ledger) -> None:
    """A ledger that was lost learns of a stored story from its line, and adopting it twice changes nothing."""
    for _ in range(2):
        ledger.adopt(story(A, lines=(7,)), "a")
    assert outcomes(ledger) == {"stored": 1}
    assert ledger.repeats("a", [7]) == (1, {7: 1})
    assert ledger.add([target(A)], "s") == 0


def test_what_is_to_come_last_waits_for_the_others_of_its_host(ledger: Ledger) -> None:
    """Whenever it was added; and what was announced with it can be asked for."""
    ledger.add([Target(url=A, site="a", is_last=True, announced={"place": "7"}), target(B), target(C)], "s")
    assert urls(ledger, per_host=9) in ([B, A, C], [C, B, A])
    trace = ledger.trace(A)
    assert trace is not None
    assert trace.announced == {"place": "7"}


def kept(ledger: Ledger, url: str) -> tuple[str | None, int | None]:
    trace = ledger.trace(url)
    assert trace is not None
    return trace.kept_in, trace.kept_at


def test_where_a_page_is_kept_is_known_with_its_fate(open_ledger: Open) -> None:
    """Whatever that is; a later fate without a page changes nothing, and a page of a lease that is given back is not forgotten."""
    first = open_ledger("run1")
    first.add([target(url) for url in (A, B, C)], "s")
    urls(first)
    assert kept(first, A) == ("", None)
    for number, url in enumerate((A, B, C)):
        first.keep(url, "one.warc.gz", number)
    first.store([story(A)])
    first.settle(B, Fate("failed", "too-short"))
    assert kept(first, C) == ("", None)
    first.release()
    assert [kept(first, url) for url in (A, B, C)] == [("one.warc.gz", number) for number in range(3)]
    first.close()

    second = open_ledger("run2")
    second.add([Target(url=url, site="a", again=True) for url in (A, B)], "s")
    urls(second)
    second.keep(A, "two.warc.gz", 7)
    second.settle(A, Fate("unchanged"))
    second.settle(B, Fate("refused", "too-short"))
    assert [kept(second, url) for url in (A, B)] == [("two.warc.gz", 7), ("one.warc.gz", 1)]


def test_a_page_that_is_only_recorded_or_adopted_is_known_where_it_is_kept(ledger: Ledger) -> None:
    """A further page of a story, new or known; of a line that was taken over only the file is known."""
    ledger.add([target(B)], "s")
    for number, url in enumerate((A, B)):
        ledger.keep(url, "one.warc.gz", number)
        ledger.record(target(url), Fate("duplicate"), "s")
    ledger.keep(C, "two.warc.gz")
    ledger.adopt(story(C), "a")
    assert [kept(ledger, url) for url in (A, B, C)] == [("one.warc.gz", 0), ("one.warc.gz", 1), ("two.warc.gz", None)]


def test_codes_are_checked() -> None:
    """A fate, a refusal and a failure carry only codes that the report can explain."""
    for make in (lambda: Refused(A, "so-so"), lambda: Failed(A, ""), lambda: Fate("failed")):
        with pytest.raises(ValueError, match="unknown code"):
            make()
    assert str(Failed(A, "dns", "no address").fate) == "failed:dns (no address)"


def test_a_buried_story_keeps_its_revision_and_nothing_of_its_content(ledger: Ledger) -> None:
    """Its URL is settled as gone, leased or not; doing it again changes nothing."""
    ledger.add([target(A)], "s")
    ledger.lease("s", 1, 1)
    ledger.store([Story(id="i", url=A, fingerprint="f", source_hash="a-b", source="x")])
    for _ in range(2):
        ledger.bury(A, 2)
    buried = ledger.story_at(A)
    assert buried is not None
    assert (buried.id, buried.revision, buried.is_buried) == ("i", 2, True)
    assert ledger.twin("f", "other") is None
    assert [(row.outcome, row.code) for row in ledger.tally("s")] == [("refused", "gone")]


def test_a_stored_page_comes_back_when_it_is_due(ledger: Ledger, clock: Clock) -> None:
    """Not before its time, and its lease says when it was first announced."""
    ledger.add([target(A)], "s")
    announced = clock.now
    ledger.lease("s", 1, 1)
    due = datetime.fromtimestamp(clock.now + 50, UTC)
    ledger.store([Story(id="i", url=A, fingerprint="", source_hash="a-b", source="x", due_at=due)])
    assert ledger.revive("s") == 0
    clock.now += 50
    assert ledger.revive("s") == 1
    (lease,) = ledger.lease("s", 1, 1)
    assert (lease.url, lease.announced_at) == (A, announced)


def test_a_listing_is_handed_over_as_a_whole_with_what_was_announced_last(ledger: Ledger) -> None:
    """Until then nobody works on it; what is settled stays."""
    for announced in ("first", "last"):
        ledger.add([Target(url=A, site="a.example", announced={"place": announced})], "listing")
    assert not ledger.waiting("s")
    ledger.hand_over("listing", "s")
    (lease,) = ledger.lease("s", 10, 10)
    assert lease.announced == {"place": "last"}
    ledger.settle(A, Fate("unchanged"))
    ledger.add([target(A)], "listing")
    ledger.hand_over("listing", "s")
    assert not ledger.waiting("s")


@pytest.mark.parametrize("backend", BACKENDS)
def test_several_processes_at_once_settle_each_page_once(tmp_path: Path, backend: str) -> None:
    """Four workers take pages from one ledger; no page is given to two of them, and none is left."""
    pages = 120
    first = BACKENDS[backend](tmp_path, "run0", Clock())
    first.add([target(f"https://h{number % 3}.example/{number}") for number in range(pages)], "s")
    first.close()
    workers = [_worker(backend, tmp_path, number) for number in range(1, 5)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in workers]

    assert codes == [0, 0, 0, 0]
    taken = [line for file in tmp_path.glob("*.taken") for line in file.read_text().split()]
    assert len(taken) == len(set(taken)) == pages
    last = BACKENDS[backend](tmp_path, "run9", Clock())
    assert not last.waiting("s")
    last.close()


def _worker(backend: str, folder: Path, number: int) -> int:
    """A process that leases and stores until nothing is left, and notes what it had; its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        ledger = BACKENDS[backend](folder, f"run{number}", Clock())
        with (folder / f"{number}.taken").open("w") as taken:
            while ledger.waiting("s"):
                leases = ledger.lease("s", 5, 100)
                stories = [Story(id=x.url, url=x.url, fingerprint="", source_hash="a", source="s") for x in leases]
                ledger.intend(stories)
                ledger.store(stories)
                taken.writelines(f"{lease.url}\n" for lease in leases)
        ledger.close()
        code = 0
    finally:
        os._exit(code)


def test_a_time_beyond_the_longest_pause_has_come(ledger: Ledger, clock: Clock) -> None:
    """A run whose clock was a year ahead does not keep its URLs back for a year."""
    clock.now += 365 * 86_400
    ledger.add([target(A)], "s")
    ledger.lease("s", 10, 10)
    ledger.settle(A, Fate("failed", "connect"))
    clock.now -= 365 * 86_400
    assert ledger.revive("s") == 0
    assert ledger.revive("s", 400 * 86_400) == 0
    assert ledger.revive("s", 86_400) == 1


def test_pauses_that_hosts_ask_for_outlive_a_run(open_ledger: Open) -> None:
    """The last word of a host counts; of one that asked for nothing there is none."""
    first = open_ledger("run1")
    first.pause("a.example", 1_000_500.5)
    first.pause("a.example", 1_000_100.0)
    first.close()
    second = open_ledger("run2")
    assert second.paused_until("a.example") == 1_000_100.0
    assert second.paused_until("b.example") == 0


def test_what_is_no_list_is_told_from_lists(ledger: Ledger) -> None:
    """A robots.txt, and a place where no list was and that is not asked again yet."""
    lists = [f"https://a.example/{name}" for name in ("robots.txt", "none.xml", "old.xml", "new.xml")]
    ledger.add([target(url, "sitemap") for url in lists], "s")
    ledger.lease("s", 10, 10)
    for url, found in zip(lists[1:3], ("", "hash"), strict=True):
        ledger.visited(Visit(url=url, reader="site", found=found, read_at=1.0, changed_at=0.0))
        ledger.settle(url, Fate("unchanged"))
    for url in (lists[0], lists[3]):
        ledger.expand(url, [], "s")
    kinds = {(row.kind, row.outcome): row.urls for row in ledger.tally("s")}
    assert kinds == {
        ("no-list", "expanded"): 1,
        ("no-list", "unchanged"): 1,
        ("sitemap", "expanded"): 1,
        ("sitemap", "unchanged"): 1,
    }
