"""The health of sites over runs: what is learned is kept, findings are named and told."""

import itertools
import json
import sys

import pytest
from scrapy.settings import Settings

import newscrawl.settings
from newscrawl.article import Article, Extraction, Extractor, Removed
from newscrawl.ledger.base import Tally, Target
from newscrawl.ledger.fates import Fate
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.output.manifest import SiteFigures
from newscrawl.run.config import read_config
from newscrawl.run.ending import Ending, judged
from newscrawl.run.figures import findings_in, to_stats
from newscrawl.run.health import Health, released
from newscrawl.run.telling import post_json, tell
from tests.health.hook import Hook

SITE = "paper.example"


TEXT = " ".join(["The bank raised its rate."] * 20)
NUMBERS = itertools.count()


def extraction(authors=("Kim",), rules="r1"):
    """A page of the site."""
    article = Article(
        id="x", url="https://paper.example/1", canonical_url="https://paper.example/1", content_hash="y", site=SITE, title=f"Rates rise {next(NUMBERS)}", text=TEXT,
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


@pytest.fixture
def hook():
    """A webhook on loopback."""
    with Hook() as server:
        yield server


def stored(urls):
    """The tally of a run that stored so many."""
    return [Tally(SITE, "article", "stored", None, urls)]


def ended(health, rows, now, *, complete=True):
    """What is found wrong at the end of a run; what was learned is kept."""
    health.judge(rows, now, complete=complete)
    health.keep()
    return health.findings


def trained(ledger):
    """A site that was learned in an earlier run."""
    health = Health(ledger)
    assert not any(health.look(SITE, extraction()) for _ in range(60))
    assert ended(health, stored(60), 1_795_000_000) == {}
    return Health(ledger)


def test_a_changed_template_is_held_named_and_kept(ledger):
    """What one run learned another one judges by, and the alarm outlives it too."""
    health = trained(ledger)
    alarms = [health.look(SITE, extraction(authors=())) for _ in range(20)]
    assert alarms[0] == ""
    assert alarms[-1] == "no authors"
    rows = [*stored(5), Tally(SITE, "article", "refused", "held", 15)]
    assert ended(health, rows, 1_795_003_600) == {SITE: ["its pages have changed (no authors), 15 held in this run"]}
    assert Health(ledger).look(SITE, extraction()) == "no authors"


def test_a_site_that_has_moved_is_told_once(ledger):
    """Every answer comes from one other domain; a run later only another destination is news."""
    asked = [f"https://{SITE}{path}" for path in ("/robots.txt", "/", "/feed")]

    def told(*hosts):
        health = Health(ledger)
        for url, host in zip(asked, hosts, strict=False):
            health.moves.arrive(SITE, url, url.replace(SITE, host), is_list=True)
        return ended(health, [Tally(SITE, "section", "expanded", None, len(hosts))], 1_795_003_600)

    said = "all 3 addresses that answered lead to herald.example: it seems to have moved, `-a site=herald.example` asks there"
    assert told("herald.example", "herald.example") != {}
    assert told("herald.example", "herald.example", "herald.example") == {}
    assert next(iter(told("herald.test", "herald.test").values()))[0].startswith(
        "all 2 addresses that answered lead to herald.test"
    )
    assert told("herald.example", "herald.example", "herald.example") == {SITE: [said]}


@pytest.mark.parametrize(
    "hosts",
    [
        ("herald.example", SITE, "herald.example"),
        (f"www.{SITE}", f"m.{SITE}", f"news.{SITE}"),
        ("herald.example", "login.test", "herald.example"),
        ("herald.example",),
    ],
)
def test_a_site_of_which_some_answers_come_from_elsewhere_has_not_moved(ledger, hosts):
    """One page of its own, its own subdomains, several destinations, a single address."""
    health = Health(ledger)
    for number, host in enumerate(hosts):
        health.moves.arrive(SITE, f"https://{SITE}/{number}", f"https://{host}/{number}", is_list=True)
    assert health.moves.found(None) == {}


def test_addresses_that_only_lead_on_are_no_site(ledger):
    """Links that are counted on their way (`feedproxy`) are articles of a feed, and nobody asked for their host."""
    health = Health(ledger)
    for number in range(5):
        health.moves.arrive(
            "links.example", f"https://links.example/{number}", f"https://{SITE}/{number}", is_list=False
        )
    assert health.moves.found(None) == {}
    assert health.moves.found([SITE]) == {}


def test_a_site_of_which_no_page_could_be_had_is_named(ledger):
    """Though what it was asked says nothing of its pages; a single page may be gone by itself."""
    throttled = Tally(SITE, "article", "failed", "throttled", 5)
    assert ended(Health(ledger), [throttled], 1_795_003_600) == {SITE: ["none of its pages could be had (throttled 5)"]}
    assert ended(Health(ledger), [throttled, *stored(1)], 1_795_003_600) == {}
    assert ended(Health(ledger), [Tally(SITE, "article", "failed", "connect", 1)], 1_795_003_600) == {}


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
    assert ended(health, rows, 1_795_003_600) == {SITE: ["12 of its latest 14 pages gave no article, 2% are usual"]}


def test_a_site_of_which_only_lists_were_read_is_judged_where_it_is_known(ledger):
    """Silence has no articles; a host that never had any is no site."""
    trained(ledger)
    health = Health(ledger)
    rows = [Tally(site, "feed", "unchanged", None, 1) for site in (SITE, "feeds.example")]
    ended(health, rows, 1_795_003_600)
    assert list(health.figures) == [SITE]


@pytest.mark.parametrize("as_usual", [True, False])
def test_after_a_look_the_site_is_judged_again(ledger, as_usual):
    """Either by what was learned, or by its pages as they are now."""
    health = trained(ledger)
    while not health.look(SITE, extraction(authors=())):
        pass
    ended(health, [], 1_795_003_600, complete=False)
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


def test_the_figures_of_a_run_stand_beside_the_usual_ones(ledger):
    """In the account, and under documented keys among Scrapy's statistics, where monitors find what is wrong."""
    health = trained(ledger)
    for _ in range(20):
        health.look(SITE, extraction(authors=()))
    rows = [*stored(5), Tally(SITE, "article", "refused", "held", 15)]
    ended(health, rows, 1_795_003_600)
    figures = health.figures[SITE]
    assert (figures.articles, figures.held, figures.empty_share) == (20, 15, 0.0)
    assert (figures.fields["authors"], figures.fields_usual["authors"]) == (0.0, 1.0)
    assert figures.text_chars == figures.text_chars_usual == len(TEXT)
    stats = to_stats(health.figures)
    assert stats["newscrawl/health/sites_odd"] == 1
    assert stats["newscrawl/health/paper.example/fields/authors"] == 0.0
    assert stats["newscrawl/health/paper.example/fields_usual/authors"] == 1.0
    assert findings_in(stats, "fields") == {SITE: "its pages have changed (no authors), 15 held in this run"}
    assert findings_in(stats, "held") == {SITE: "15 articles held"}
    assert findings_in(stats, "text") == {}


def test_of_many_sites_only_odd_ones_are_among_the_statistics():
    """Scrapy prints them all into the log."""
    figures = {f"{number}.example": SiteFigures(articles=1) for number in range(60)}
    figures["7.example"].findings = {"volume": "0 new articles where 20 are usual"}
    stats = to_stats(figures)
    assert stats["newscrawl/health/sites"] == 60
    assert {key.split("/")[2] for key in stats if key.count("/") > 2} == {"7.example"}


def config(**settings):
    """The settings of a run."""
    return read_config(Settings({**vars(newscrawl.settings), **settings}))


def test_findings_are_told_to_a_command(tmp_path):
    """As JSON on its standard input; nothing is started where all is well, and a failure is no error of ours."""
    out = tmp_path / "told.json"
    command = f'"{sys.executable}" -c \'import sys; open("{out}", "w").write(sys.stdin.read())\''
    told = config(NEWSCRAWL_HEALTH_COMMAND=command)
    tell(told, "run", {})
    assert not out.exists()
    tell(told, "run", {SITE: ["quiet"]})
    assert json.loads(out.read_text()) == {"run_id": "run", "sites": {SITE: ["quiet"]}}
    tell(config(NEWSCRAWL_HEALTH_COMMAND="/nowhere/at-all"), "run", {SITE: ["quiet"]})


def test_findings_are_posted_to_a_webhook(hook):
    """To an address on loopback as well: the user chose it."""
    tell(config(NEWSCRAWL_HEALTH_WEBHOOK=hook.url), "run", {SITE: ["조용함"]})
    assert hook.posted == [("application/json", {"run_id": "run", "sites": {SITE: ["조용함"]}})]


def test_a_webhook_that_fails_is_logged_and_no_error(hook, caplog):
    """It refuses, nothing listens, or it never comes to an end."""
    hook.status = 500
    for url in (hook.url, "http://127.0.0.1:9/", "http://127.0.0.1:99999/"):
        tell(config(NEWSCRAWL_HEALTH_WEBHOOK=url), "run", {SITE: ["quiet"]})
    assert len(caplog.records) == 3
    assert all("NEWSCRAWL_HEALTH_WEBHOOK" in record.getMessage() for record in caplog.records)
    hook.status, hook.drips = 200, True
    with pytest.raises(TimeoutError):
        post_json(hook.url, b"{}", seconds=0.5)


def test_a_complete_run_is_none_where_that_was_asked_for():
    """`--strict-health`: 69 instead of 0; a graver ending stays."""
    complete, findings = Ending(0, "complete"), {SITE: ["quiet"]}
    assert judged(complete, findings, strict=False) is complete
    assert judged(complete, {}, strict=True) is complete
    assert judged(complete, findings, strict=True) == Ending(69, "not as usual: paper.example: quiet")
    assert judged(Ending(74, "full"), findings, strict=True).code == 74
