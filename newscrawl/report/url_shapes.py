"""The site and the shape of article addresses, told from some of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from urllib.parse import urlsplit

from newscrawl.sites.checks import is_host
from newscrawl.spiders.urls import host_of, registrable_domain

_WWW = re.compile(r"^(?:www\.)+")
_PORT = re.compile(r"^\w+://[^/?#]*:\d+(?:[/?#]|$)")
#: Any part of a path.
_ANY = "[^/?#]+"
#: What is another number on the next page, or may be written with and without percent signs.
_SPELLED_OTHERWISE = re.compile(r"\d|[^!-~]|%")
_DIGITS = re.compile(r"\d+")
_DAY = re.compile(r".*\d{4}-\d{2}-\d{2}")
#: With fewer addresses nobody knows which part of them is the story's own.
_FEW = 2


def site_of(urls: Sequence[str]) -> str:
    """The host that all addresses have, without `www.`; of several the domain that they share.

    It is "" where they are of several sites, and where a profile could not name it (`[::1]`).
    """
    hosts = hosts_of(urls)
    if len({registrable_domain(host) for host in hosts}) != 1 or not all(map(is_host, hosts)):
        return ""
    shared = takewhile(
        lambda parts: len(set(parts)) == 1, zip(*(reversed(host.split(".")) for host in hosts), strict=False)
    )
    return ".".join(reversed([parts[0] for parts in shared]))


def hosts_of(urls: Sequence[str]) -> list[str]:
    """Their hosts, without `www.`."""
    return sorted({_WWW.sub("", host_of(url)) for url in urls})


def article_patterns(urls: Sequence[str]) -> list[str]:
    """A regular expression for the addresses of articles; none where they have no shape in common.

    >>> article_patterns(["https://paper.example/news/2026/11/bridge-91", "https://www.paper.example/news/2026/10/mayor-elected-207"])
    ['^https?://(?:[\\\\w-]+\\\\.)*paper\\\\.example/news/\\\\d{4}/\\\\d{2}/[^/?#]*\\\\d{2,}']
    """
    paths = [urlsplit(url).path.strip("/").split("/") for url in dict.fromkeys(urls)]
    if len(paths) < _FEW or len({len(path) for path in paths}) != 1 or not site_of(urls):
        return []
    steps = [_step(values) for values in zip(*paths, strict=True)]
    if all(step == _ANY for step in steps) or not any(_is_open(step) for step in steps):
        return []
    host, port = site_of(urls), r"(?::\d+)?" if any(map(_PORT.search, urls)) else ""
    name = rf"(?:[\w-]+\.)*{re.escape(host)}" if host.isascii() else _ANY  # such a name is asked for in other letters
    return [f"^https?://{name}{port}/{'/'.join(steps)}"]


def _is_open(step: str) -> bool:
    return r"\d" in step or step.startswith(_ANY[:-1])


def _step(values: Sequence[str]) -> str:
    """What one part of all paths looks like."""
    if len(set(values)) == 1 and not _SPELLED_OTHERWISE.search(values[0]):
        return re.escape(values[0])
    if all(map(_DAY.fullmatch, values)):
        return r"[^/?#]*\d{4}-\d{2}-\d{2}"
    numbers = [_DIGITS.findall(value) for value in values]
    if all(value.isdigit() for value in values):
        return _number(values)
    if all(found and value.endswith(found[-1]) for value, found in zip(values, numbers, strict=True)):
        return "[^/?#]*" + _number([found[-1] for found in numbers])
    return _ANY


def _number(values: Sequence[str]) -> str:
    """Digits: as many as all have, or as the shortest has at least."""
    sizes = {len(value) for value in values}
    return rf"\d{{{sizes.pop()}}}" if sizes in ({2}, {4}, {8}) else rf"\d{{{min(sizes)},}}"
