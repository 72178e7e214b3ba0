"""spidermon's view of the health of a run's sites: monitors that fail where a site is not as usual, and name it.

Needs `pip install newscrawl[spidermon]`. Judged is elsewhere (`newscrawl/health`), page by page while the run lasts; the
monitors read what was found from Scrapy's statistics (`newscrawl/run/figures.py` lists the keys), so that any action of
spidermon can tell it to anybody.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Any, ClassVar, TypeVar

import msgspec
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object
from spidermon import Monitor, MonitorSuite
from spidermon.contrib.monitors.mixins import StatsMonitorMixin
from spidermon.core.actions import Action
from spidermon.core.options import MonitorOptions
from spidermon.exceptions import NotConfigured

from newscrawl.options import list_of
from newscrawl.run.figures import findings_in
from newscrawl.run.telling import post_json

_SECONDS = 20
_NAMED = 5
_Test = TypeVar("_Test", bound=Callable[[Any], None] | type)


def _called(name: str) -> Callable[[_Test], _Test]:
    """What spidermon's decorator `monitors.name` does, with types."""

    def call(test: _Test) -> _Test:
        MonitorOptions.add_or_create(test)
        test.options.name = name  # type: ignore[union-attr]
        return test

    return call


class _Sites(Monitor, StatsMonitorMixin):  # type: ignore[misc]
    """Fails with a line per site; its name tells the sites too, because messengers show nothing but the name."""

    odd: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        name = str(super().name)
        more = ", …" if len(self.odd) > _NAMED else ""
        return f"{name} ({', '.join([*self.odd][:_NAMED])}{more})" if self.odd else name

    def expect_none(self, kind: str) -> None:
        """Fail if the run found something of this kind."""
        self.odd = findings_in(self.stats, kind)
        if self.odd:
            self.fail("\n".join(f"{site}: {text}" for site, text in self.odd.items()))


@_called("Sites")
class SitesMonitor(_Sites):
    """Each site against what is usual there."""

    @_called("Articles found, against the usual for these hours")
    def test_1_volume(self) -> None:
        """A site that publishes much less than it does at this time of the day."""
        self.expect_none("volume")

    @_called("Pages that gave an article")
    def test_2_pages(self) -> None:
        """A site many of whose pages are refused or fail, where few were."""
        self.expect_none("pages")

    @_called("Fields")
    def test_3_fields(self) -> None:
        """A field that the site's articles had, and suddenly have not."""
        self.expect_none("fields")

    @_called("Template")
    def test_4_template(self) -> None:
        """Fields are read from other places, another layout fits, all pages are suddenly paywalled."""
        self.expect_none("template")

    @_called("Length of the texts")
    def test_5_text(self) -> None:
        """Texts that are much shorter or longer than the site's."""
        self.expect_none("text")

    @_called("What is removed")
    def test_6_removals(self) -> None:
        """Much more or less is taken out than was, or other things."""
        self.expect_none("removals")

    @_called("Held articles")
    def test_7_held(self) -> None:
        """Articles that wait for somebody to look: `scrapy held`."""
        self.expect_none("held")

    @_called("Feeds, sitemaps and sections")
    def test_8_lists(self) -> None:
        """A site of which no list could be read."""
        self.expect_none("lists")

    @_called("Domain")
    def test_9_moved(self) -> None:
        """A site all of whose addresses lead to another one."""
        self.expect_none("moved")


class HealthSuite(MonitorSuite):  # type: ignore[misc]
    """For SPIDERMON_SPIDER_CLOSE_MONITORS; where a monitor fails it runs the actions of NEWSCRAWL_HEALTH_ACTIONS."""

    monitors: ClassVar[list[type[Monitor]]] = [SitesMonitor]

    def __init__(self, *args: Any, crawler: Crawler | None = None, **kwargs: Any) -> None:
        names = list_of(crawler.settings, "NEWSCRAWL_HEALTH_ACTIONS") if crawler else []
        super().__init__(*args, crawler=crawler, monitors_failed_actions=[*map(load_object, names)], **kwargs)


class _Message(Action):  # type: ignore[misc]
    """An action that tells which monitors failed."""

    @property
    def failed(self) -> list[dict[str, str]]:
        """Name and reason of each."""
        results = self.result.monitors_failed_results
        return [{"monitor": one.item.name, "reason": (one.reason or one.error or "").strip()} for one in results]


class PostJson(_Message):
    """POST `{"spider": …, "failed": [{"monitor": …, "reason": …}]}` to SPIDERMON_WEBHOOK_URL."""

    def __init__(self, url: str) -> None:
        super().__init__()
        if not url:
            raise NotConfigured("You must provide a value for SPIDERMON_WEBHOOK_URL setting.")
        if not url.lower().startswith(("http://", "https://")):
            raise NotConfigured(f"SPIDERMON_WEBHOOK_URL: {url!r} is no http or https address")
        self._url = url

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:
        return {"url": crawler.settings.get("SPIDERMON_WEBHOOK_URL")}

    def run_action(self) -> None:
        """What it raises is logged by spidermon."""
        post_json(self._url, msgspec.json.encode({"spider": self.data.spider.name, "failed": self.failed}), _SECONDS)


class SendMail(_Message):
    """A plain letter, by the settings of spidermon's own SendSmtpEmail; user and password may be left out."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__()
        self._settings = settings
        for name in ("SPIDERMON_SMTP_HOST", "SPIDERMON_EMAIL_SENDER", "SPIDERMON_EMAIL_TO"):
            if not settings.get(name):
                raise NotConfigured(f"You must provide a value for {name} setting.")

    @classmethod
    def from_crawler_kwargs(cls, crawler: Crawler) -> dict[str, Any]:
        return {"settings": crawler.settings}

    def run_action(self) -> None:
        """What it raises is logged by spidermon."""
        settings = self._settings
        with self._server() as server:
            if settings.getbool("SPIDERMON_SMTP_ENFORCE_TLS"):
                server.starttls(context=ssl.create_default_context())
            if settings.get("SPIDERMON_SMTP_USER"):
                server.login(settings["SPIDERMON_SMTP_USER"], settings["SPIDERMON_SMTP_PASSWORD"])
            server.send_message(self._letter())

    def _server(self) -> smtplib.SMTP:
        host, port = self._settings["SPIDERMON_SMTP_HOST"], self._settings.getint("SPIDERMON_SMTP_PORT")
        if self._settings.getbool("SPIDERMON_SMTP_ENFORCE_SSL"):
            return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=_SECONDS)

    def _letter(self) -> EmailMessage:
        letter = EmailMessage()
        letter["Subject"] = self._settings.get("SPIDERMON_EMAIL_SUBJECT") or "newscrawl: sites are not as usual"
        letter["From"] = self._settings["SPIDERMON_EMAIL_SENDER"]
        letter["To"] = ", ".join(self._settings.getlist("SPIDERMON_EMAIL_TO"))
        if copies := self._settings.getlist("SPIDERMON_EMAIL_CC"):
            letter["Cc"] = ", ".join(copies)
        letter.set_content("\n\n".join(f"{one['monitor']}\n{one['reason']}" for one in self.failed) + "\n")
        return letter
