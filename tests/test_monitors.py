"""spidermon's monitors over the health of sites: a failure names its site, and actions tell it."""

from __future__ import annotations

import json

import pytest
from scrapy.settings import Settings

pytest.importorskip("spidermon", reason="pip install newscrawl[spidermon]")

from spidermon.exceptions import NotConfigured
from spidermon.runners import MonitorRunner

from newscrawl.crawling import add_spidermon
from newscrawl.ledger.sqlite import SqliteLedger
from newscrawl.monitors import HealthSuite, PostJson, SendMail
from newscrawl.output.manifest import SiteFigures
from newscrawl.run.figures import to_stats
from tests.health.hook import Hook
from tests.health.post_office import PostOffice
from tests.health.test_hold_and_release import Crawler
from tests.newssite.server import NewsSite

SITE = "paper.example"


def failures(**findings):
    """(monitor, reason) of each monitor that fails where one site of two is not as usual."""
    odd = SiteFigures(articles=20, held=15 if "fields" in findings else 0, findings=findings)
    stats = to_stats({SITE: odd, "other.example": SiteFigures(articles=3)})
    result = MonitorRunner().run(HealthSuite(), stats=stats)
    return {one.item.name: one.reason for one in result.monitors_failed_results}


def test_nothing_fails_where_all_is_well():
    """Nor in a run that judged no site."""
    assert failures() == {}
    assert MonitorRunner().run(HealthSuite(), stats={"finish_reason": "finished"}).monitors_failed_results == []


@pytest.mark.parametrize(
    ("kind", "monitor"),
    [
        ("volume", "Sites/Articles found, against the usual for these hours"),
        ("pages", "Sites/Pages that gave an article"),
        ("template", "Sites/Template"),
        ("text", "Sites/Length of the texts"),
        ("removals", "Sites/What is removed"),
        ("moved", "Sites/Domain"),
    ],
)
def test_a_finding_fails_its_monitor_and_names_the_site(kind, monitor):
    """In the reason, and in the name, which is all that messengers show; the other monitors pass."""
    assert failures(**{kind: "is odd"}) == {f"{monitor} ({SITE})": f"{SITE}: is odd"}


def test_held_articles_fail_a_monitor_of_their_own():
    """Beside the one that says why."""
    assert failures(fields="no authors") == {
        f"Sites/Fields ({SITE})": f"{SITE}: no authors",
        f"Sites/Held articles ({SITE})": f"{SITE}: 15 articles held",
    }


def test_an_action_that_lacks_its_address_says_which_setting():
    """As spidermon's own do; a webhook is a web address."""
    with pytest.raises(NotConfigured, match="SPIDERMON_WEBHOOK_URL"):
        PostJson(None)
    for url in ("file:///etc/passwd", "ftp://paper.example/", "paper.example"):
        with pytest.raises(NotConfigured, match="no http or https address"):
            PostJson(url)
    with pytest.raises(NotConfigured, match="SPIDERMON_EMAIL_TO"):
        SendMail(Settings({"SPIDERMON_SMTP_HOST": "127.0.0.1", "SPIDERMON_EMAIL_SENDER": "a@paper.example"}))


@pytest.fixture
def quiet(tmp_path):
    """A site that has published ten articles an hour for weeks, and nothing since its last crawl six hours ago."""
    with NewsSite() as site:
        crawler = Crawler(site, tmp_path / "out")
        assert crawler.crawl().returncode == 0
        ledger = SqliteLedger(crawler.output / "ledger.sqlite", "test")
        known = json.loads(ledger.health("economy.newssite.test"))
        six_hours_ago = known["volume"]["until"] - 6 * 3600
        known["volume"] = {"articles": [200.0] * 24, "hours": [20.0] * 24, "until": six_hours_ago}
        ledger.keep_health("economy.newssite.test", json.dumps(known))
        ledger.close()
        yield crawler


OWN = ("newscrawl.monitors.SendMail", "newscrawl.monitors.PostJson")
THEIRS = (
    "spidermon.contrib.actions.email.smtp.SendSmtpEmail",
    "spidermon.contrib.actions.discord.notifiers.SendDiscordMessageSpiderFinished",
    "spidermon.contrib.actions.reports.files.CreateFileReport",
)


def test_a_site_that_went_quiet_is_told_to_everybody(quiet, tmp_path):
    """By our actions and spidermon's own, with settings alone: letters, webhooks, a file; and by our own webhook."""
    pytest.importorskip("premailer", reason="pip install newscrawl[spidermon]")
    with PostOffice() as office, Hook() as hook:
        report = tmp_path / "report.html"
        settings = {
            "SPIDERMON_ENABLED": 1,
            "NEWSCRAWL_HEALTH_ACTIONS": ",".join((*OWN, *THEIRS)),
            "NEWSCRAWL_HEALTH_WEBHOOK": hook.url,
            "SPIDERMON_WEBHOOK_URL": hook.url,
            "SPIDERMON_DISCORD_WEBHOOK_URL": hook.url,
            "SPIDERMON_EMAIL_SENDER": "crawler@paper.example",
            "SPIDERMON_EMAIL_TO": "desk@paper.example",
            "SPIDERMON_EMAIL_SUBJECT": "Look at the sites",
            "SPIDERMON_SMTP_HOST": "127.0.0.1",
            "SPIDERMON_SMTP_PORT": office.port,
            "SPIDERMON_SMTP_USER": "crawler",
            "SPIDERMON_SMTP_PASSWORD": "secret",
            "SPIDERMON_REPORT_TEMPLATE": "reports/email/monitors/result.jinja",
            "SPIDERMON_REPORT_FILENAME": report,
        }
        done = quiet.crawl(
            "--strict-health", *(word for item in settings.items() for word in ("-s", "=".join(map(str, item))))
        )
    said = "economy.newssite.test: 0 new articles where 60 are usual"
    assert done.returncode == 69, done.stderr
    assert quiet.account["health"] == {"economy.newssite.test": ["0 new articles where 60 are usual"]}

    assert office.receivers == ["desk@paper.example"] * 2
    assert {letter["Subject"] for letter in office.letters} == {"Look at the sites"}
    contents = [letter.get_content() for letter in office.letters]
    assert all(said in content for content in contents)
    name = "Sites/Articles found, against the usual for these hours (economy.newssite.test)"
    assert [name, said] in [content.splitlines() for content in contents]

    posted = [document for _, document in hook.posted]
    assert {"spider": "site", "failed": [{"monitor": name, "reason": said}]} in posted
    assert {"run_id": quiet.account["run_id"], "sites": quiet.account["health"]} in posted
    assert any(name in document.get("content", "") for document in posted)
    assert said in report.read_text()
    assert quiet.account["settings"]["NEWSCRAWL_HEALTH_WEBHOOK"] == "***"


def test_spidermon_is_asked_for_only_where_it_is(monkeypatch, capsys):
    """A setting that could do nothing is refused, with what to install."""
    monkeypatch.setattr("newscrawl.crawling.find_spec", lambda name: None)
    add_spidermon(Settings())
    with pytest.raises(SystemExit) as ended:
        add_spidermon(Settings({"SPIDERMON_ENABLED": True}))
    assert ended.value.code == 78
    assert "pip install newscrawl[spidermon]" in capsys.readouterr().err


def test_monitors_of_the_users_own_stay():
    """Ours are there only where nobody named any."""
    theirs = Settings({"SPIDERMON_ENABLED": True, "SPIDERMON_SPIDER_CLOSE_MONITORS": ["mine.Suite"]})
    add_spidermon(theirs)
    assert theirs["SPIDERMON_SPIDER_CLOSE_MONITORS"] == ["mine.Suite"]
    ours = Settings({"SPIDERMON_ENABLED": True})
    add_spidermon(ours)
    assert ours["SPIDERMON_SPIDER_CLOSE_MONITORS"] == ["newscrawl.monitors.HealthSuite"]
