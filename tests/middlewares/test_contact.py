"""Nobody's site is asked by nobody: a contact must be set, loopback excepted."""

import pytest
from scrapy.settings import Settings

from newscrawl.errors import ConfigError
from newscrawl.middlewares.contact import identify


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
