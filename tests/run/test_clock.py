"""A clock that jumps in the middle of a run: back by a day, as when it is set right, or ahead by a month."""

import time
from datetime import datetime, timedelta
from functools import partial

import pytest

import newscrawl.output.writer
import newscrawl.pipelines.warc
import newscrawl.run
import newscrawl.run.account
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.output.manifest import read_manifest
from tests.crash.faults import DONE
from tests.crash.test_faults import URLS, check, work

MODULES = (newscrawl.output.writer, newscrawl.pipelines.warc, newscrawl.run, newscrawl.run.account)
START = 1_795_000_000.0


class Clock:
    """Seconds since the epoch; at the so many-th look it jumps."""

    def __init__(self, start: float, at: int, jump: timedelta) -> None:
        self.start, self.at, self.jump, self.looks = start, at, jump.total_seconds(), 0
        self.begun = time.monotonic()

    def __call__(self) -> float:
        self.looks += 1
        return self.start + time.monotonic() - self.begun + (self.jump if self.looks >= self.at else 0)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """For ledger, segments, archive and account."""
        clock = self

        class Moment(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.fromtimestamp(clock(), tz)

        for module in MODULES:
            monkeypatch.setattr(module, "datetime", Moment)
        monkeypatch.setattr(newscrawl.run, "SqliteLedger", partial(SqliteLedger, clock=clock))


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=31)], ids=["a day back", "a month ahead"])
@pytest.mark.parametrize("at", [2, 12, 25, 40])
def test_a_clock_that_jumps_costs_nothing(tmp_path, monkeypatch, at, jump):
    """Leases, names of files and accounts survive it, and so they do when the next run has the right time again."""
    clock = Clock(START, at, jump)
    clock.install(monkeypatch)
    assert work(tmp_path) == DONE
    assert clock.looks >= at
    check(tmp_path)

    Clock(START + 60, 10**9, jump).install(monkeypatch)
    assert work(tmp_path) == DONE
    check(tmp_path)
    stored = [read_manifest(path).urls.stored for path in sorted((tmp_path / "runs").glob("*.json"))]
    assert sorted(stored) == [0, len(URLS)]
