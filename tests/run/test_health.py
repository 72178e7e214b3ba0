"""The health of sites over runs: what is learned is kept, findings are named and told."""

import json
import sys

import pytest

from newscrawl.article import Article, Extraction, Extractor, Removed
from newscrawl.ledger.base import Fate, Tally, Target
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.run.ending import Ending, judged
from newscrawl.run.health import Health, released, tell

SITE = "paper.example"


def extraction(authors=("Kim",), rules="r1"):
    """A page of the site."""
    article = Article(
        id="x", url="https://paper.example/1", canonical_url="https://paper.example/1", content_hash="y", site=SITE, title="Rates rise", text="The bank raised its rate. " * 20,
        authors=authors, published_at="2026-11-24T08:00:00+09:00", removed=Removed(chars=100),
        extractor=Extractor(version="1", profile="paper/2025", rules=rules),
    )  # fmt: skip
    return Extraction(article=article, lines=(), removals=(), evidence={"title": "profile h1"})


@pytest.fixture
def ledger(tmp_path):
    """An empty ledger."""
    opened = SqliteLedger(tmp_path / "ledger.sqlite", "run")
    yield opened
    opened.close()


def stored(urls):
    """The tally of a run that stored so many."""
    return [Tally(SITE, "article", "stored", None, urls)]


def trained(ledger):
    """A site that was learned in an earlier run."""
    health = Health(ledger)
    assert not any(health.look(SITE, extraction()) for _ in range(60))
    assert health.finish(stored(60), 1_795_000_000, complete=True) == {}
    return Health(ledger)


def test_a_changed_template_is_held_named_and_kept(ledger):
    """What one run learned another one judges by, and the alarm outlives it too."""
    health = trained(ledger)
    alarms = [health.look(SITE, extraction(authors=())) for _ in range(20)]
    assert alarms[0] == ""
    assert alarms[-1] == "no authors"
    rows = [*stored(5), Tally(SITE, "article", "refused", "held", 15)]
    assert health.finish(rows, 1_795_003_600, complete=True) == {
        SITE: ["its pages have changed (no authors), 15 held in this run"]
    }
    assert Health(ledger).look(SITE, extraction()) == "no authors"


def test_other_rules_begin_anew(ledger):
    """A new version reads other things from the same pages: that is no change of the site."""
    health = trained(ledger)
    assert not any(health.look(SITE, extraction(authors=(), rules="r2")) for _ in range(100))


def test_a_site_whose_pages_give_no_article_is_named(ledger):
    """Twelve of fourteen, where nearly all did."""
    health = trained(ledger)
    rows = [
        *stored(2),
        Tally(SITE, "article", "refused", "no-article", 12),
        Tally(SITE, "article", "refused", "robots", 50),
    ]
    assert health.finish(rows, 1_795_003_600, complete=True) == {SITE: ["12 of 14 pages gave no article, 2% are usual"]}


@pytest.mark.parametrize("as_usual", [True, False])
def test_after_a_look_the_site_is_judged_again(ledger, as_usual):
    """Either by what was learned, or by its pages as they are now."""
    health = trained(ledger)
    while not health.look(SITE, extraction(authors=())):
        pass
    health.finish([], 1_795_003_600, complete=False)
    ledger.keep_health(SITE, released(ledger.health(SITE), as_usual=as_usual))
    health = Health(ledger)
    again = [health.look(SITE, extraction(authors=())) for _ in range(20)]
    assert bool(again[-1]) is not as_usual


def test_held_urls_are_listed_and_given_back(ledger):
    """Once, and no other refused one."""
    for number, code in ((1, "held"), (2, "held"), (3, "no-article")):
        url = f"https://paper.example/{number}"
        ledger.record(Target(url=url, site=SITE), Fate("refused", code, "no authors" if code == "held" else ""), "feed")
    assert ledger.held() == [(SITE, "no authors", 2)]
    assert ledger.release_held(SITE) == 2
    assert ledger.held() == []
    assert {lease.url[-1] for lease in ledger.lease("feed", 10, 10)} == {"1", "2"}


def test_findings_are_told_to_a_command(tmp_path):
    """As JSON on its standard input; nothing is started where all is well, and a failure is no error of ours."""
    out = tmp_path / "told.json"
    command = f'{sys.executable} -c \'import sys; open("{out}", "w").write(sys.stdin.read())\''
    tell(command, "run", {})
    assert not out.exists()
    tell(command, "run", {SITE: ["quiet"]})
    assert json.loads(out.read_text()) == {"run_id": "run", "sites": {SITE: ["quiet"]}}
    tell("/nowhere/at-all", "run", {SITE: ["quiet"]})


def test_a_complete_run_is_none_where_that_was_asked_for():
    """`--strict-health`: 69 instead of 0; a graver ending stays."""
    complete, findings = Ending(0, "complete"), {SITE: ["quiet"]}
    assert judged(complete, findings, strict=False) is complete
    assert judged(complete, {}, strict=True) is complete
    assert judged(complete, findings, strict=True) == Ending(69, "not as usual: paper.example: quiet")
    assert judged(Ending(74, "full"), findings, strict=True).code == 74
