"""What the NEWSCRAWL_* settings are called and where they come from: `-s`, the environment, a settings module.

A name that no setting has is a slip of the hand, and what was meant by it would be ignored in silence: it is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module

from scrapy.settings import BaseSettings

from newscrawl.errors import ConfigError

PREFIX = "NEWSCRAWL_"

#: Between Scrapy's `project` (20) and `spider` (30): the environment wins over a settings module, not over a spider or `-s`.
_FROM_ENVIRONMENT = 25


def from_environment(known: Collection[str], environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the environment says of the settings; an empty variable says nothing.

    >>> from_environment(["NEWSCRAWL_TRIES", "NEWSCRAWL_LEARN"], {"NEWSCRAWL_TRIES": "5", "NEWSCRAWL_LEARN": ""})
    {'NEWSCRAWL_TRIES': '5'}
    """
    return {name: value for name in known if (value := environment.get(name))}


@lru_cache(maxsize=1)
def known_names() -> frozenset[str]:
    """Every setting of ours."""
    return frozenset(import_module("newscrawl.settings").defaults)


def check_names(settings: BaseSettings) -> None:
    """Refuse what nobody would read.

    Raises:
        ConfigError: settings or environment hold a NEWSCRAWL_* name that there is not.
    """
    typed = [name for name in settings if name.upper().startswith(PREFIX)]  # lower case means the same to who types it
    ours = [name for name in os.environ if name.startswith(PREFIX)]
    for where, names in (("", typed), (" (in the environment)", ours)):
        for name in sorted(names):
            if name not in known_names():
                raise ConfigError(f"{name}{where}: there is no such setting{_meant(name)}")


def take_up(settings: BaseSettings) -> None:
    """Take the environment's values into the settings.

    Raises:
        ConfigError: as `check_names`.
    """
    check_names(settings)
    settings.setdict(from_environment(known_names()), priority=_FROM_ENVIRONMENT)


def _meant(name: str) -> str:
    """The prefix is common to all, so it says nothing of how near a name is."""
    names = [known.removeprefix(PREFIX) for known in known_names()]
    near = get_close_matches(name.upper().removeprefix(PREFIX), names, n=1)
    return f"; did you mean {PREFIX}{near[0]}?" if near else "; newscrawl/settings.py has all of them"


def list_of(settings: BaseSettings, name: str) -> list[str]:
    """A setting that is a list: as Python or JSON writes it (`["a", "b"]`), or with commas (`a,b`).

    Raises:
        ConfigError: it is neither.
    """
    value = settings.get(name)
    if isinstance(value, str):
        value = _read(name, value.strip())
    if not isinstance(value, list | tuple | None):
        raise ConfigError(f"{name}: {value!r} is no list")
    return [str(each) for each in value or ()]


def _read(name: str, text: str) -> object:
    if not text.startswith("["):
        return [piece.strip() for piece in text.split(",") if piece.strip()]
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{name}: {text[:200]!r} is no list ({error})") from None
