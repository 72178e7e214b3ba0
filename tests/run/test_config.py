"""Settings are checked once, before the first request."""

import pytest
from scrapy.settings import Settings

from newscrawl.errors import ConfigError
from newscrawl.run.config import read_config


def settings(**changes):
    """The project's settings, changed as on a command line."""
    found = Settings()
    found.setmodule("newscrawl.settings")
    found.setdict(changes, priority="cmdline")
    return found


def test_the_settings_as_shipped_are_right():
    """Nothing has to be set for a first crawl."""
    config = read_config(settings())

    assert config.output.is_absolute()
    assert config.sites is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSCRAWL_OUTPUT_DIR", ""),
        ("NEWSCRAWL_SITES_DIR", "/nowhere"),
        ("NEWSCRAWL_TRIES", "0"),
        ("NEWSCRAWL_TRIES", "1.5"),
        ("NEWSCRAWL_TRIES", "nan"),
        ("NEWSCRAWL_MAX_REMOVED_SHARE", "1.1"),
        ("NEWSCRAWL_LEARN", "perhaps"),
        ("NEWSCRAWL_EXTRACT_SECONDS", None),
        ("DOWNLOAD_DELAY", "slow"),
        ("ROBOTSTXT_OBEY", "perhaps"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name, value):
    """The message begins with the name of the setting."""
    with pytest.raises(ConfigError, match=f"^{name}: "):
        read_config(settings(**{name: value}))
