"""Nobody's site is asked by nobody: a contact must be set, loopback excepted."""

import pytest
from scrapy import Request, Spider
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

import newscrawl.middlewares.contact as contact_module
from newscrawl.errors import ConfigError
from newscrawl.middlewares.contact import ContactMiddleware, identify
from newscrawl.middlewares.fetch_error import FetchError


def agent_with(contact, **more):
    """USER_AGENT after the contact was put in."""
    settings = Settings({"USER_AGENT": "newscrawl/1", "NEWSCRAWL_CONTACT": contact, **more})
    identify(settings)
    return settings["USER_AGENT"]


@pytest.mark.parametrize("contact", ["news@paper.example", "https://paper.example/crawler"])
def test_the_contact_stands_in_the_user_agent(contact):
    """An e-mail or a web address."""
    assert agent_with(contact).endswith(f"(+{contact})")


def test_a_user_agent_with_a_contact_of_its_own_stays():
    """Whoever wrote one meant it."""
    assert (
        agent_with("news@paper.example", USER_AGENT="paperbot (+https://paper.example/bot)")
        == "paperbot (+https://paper.example/bot)"
    )


@pytest.mark.parametrize("contact", ["me", "paper.example", "a@b", "https://", "x y@paper.example"])
def test_what_is_no_contact_is_refused(contact):
    """With the setting's name."""
    with pytest.raises(ConfigError, match="NEWSCRAWL_CONTACT"):
        agent_with(contact)


class Stopped:
    """A run that only notes why it was stopped."""

    error = None

    def stop(self, error):
        self.error = error


def passes(monkeypatch, url, **settings):
    """Whether a request without a contact goes out."""
    run = Stopped()
    monkeypatch.setattr(contact_module, "run_of", lambda crawler: run)
    crawler = get_crawler(Spider, settings_dict={"USER_AGENT": "newscrawl/1", **settings})
    middleware = ContactMiddleware(crawler)
    try:
        middleware.process_request(Request(url))
    except FetchError:
        assert isinstance(run.error, ConfigError)
        return False
    return run.error is None


@pytest.mark.parametrize(
    "url", ["http://127.0.0.3:8000/a", "http://localhost/a", "http://[::1]/a", "http://paper.example/a"]
)
def test_loopback_needs_no_contact(monkeypatch, url):
    """By address, by name, and by what the settings say of a name."""
    assert passes(monkeypatch, url, NEWSCRAWL_HOSTS=["paper.example=127.0.0.4"])


def test_other_hosts_need_one(monkeypatch):
    """The run is stopped before the first request."""
    assert not passes(monkeypatch, "http://paper.example/a")


def test_a_proxy_on_loopback_needs_no_contact(monkeypatch):
    """What asks only a proxy on this machine asks no site; a proxy that is switched off does not count."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:8899")

    assert passes(monkeypatch, "http://paper.example/a", HTTPPROXY_ENABLED=True)
    assert not passes(monkeypatch, "http://paper.example/a", HTTPPROXY_ENABLED=False)
