"""Reading a site's profile, and refusing a wrong one with file and key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.datafile import read_data_file
from newscrawl.errors import ProfileError
from newscrawl.selectors import SelectorError, compile_selector
from newscrawl.sites.profile import Layout, SiteProfile, Sources
from newscrawl.slowness import TOO_SLOW, TRIED_CHARS, slow_text

HERE = Path(__file__).parent
#: Names and addresses; other letters than Latin ones are allowed, and encoded as they are sent.
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_RULE = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")


def load_profile(path: Path) -> SiteProfile:
    """Read and check one profile file.

    Raises:
        ProfileError: file, key and what is wrong with it.
    """
    profile = read_data_file(path, SiteProfile, ProfileError)
    for key, problem in _problems(profile):
        raise ProfileError(str(path), key, problem)
    if HERE not in path.parents:  # what our own profiles look for is compiled by the tests, not by every process
        compile_profile(path, profile)
    return profile


def _problems(profile: SiteProfile) -> Iterator[tuple[str, str]]:
    """What the types alone cannot say: keys, and what is wrong with each."""
    if bool(profile.layouts) == bool(profile.layouts_from):
        yield "layouts", "either layouts or layouts_from is needed"
    if profile.language is not None and not _LANGUAGE.fullmatch(profile.language):
        yield "language", f"{profile.language!r} is no BCP 47 code, such as ko, pt-BR or zh-Hant"
    if profile.timezone:
        try:
            ZoneInfo(profile.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a name may be too long for a file
            yield "timezone", f"{profile.timezone!r} is no IANA time zone ({error})"
    for host in profile.hosts:
        if not is_host(host) or host.startswith("www."):
            yield "hosts", f"{host!r}: write the bare lower-case host name, without www., scheme, port and blanks"
    for host in profile.render_hosts:
        if not is_host(host):
            yield "render_hosts", f"{host!r}: write the bare lower-case host name"
    yield from _source_problems(profile.sources)
    yield from _layout_problems(profile.layouts)


def is_host(host: str) -> bool:
    """Whether it is a bare lower-case host name."""
    return host == host.lower() and _HOST.fullmatch(host) is not None


def _source_problems(sources: Sources) -> Iterator[tuple[str, str]]:
    endpoints = [endpoint.url for endpoint in sources.endpoints]
    named = {
        "feeds": sources.feeds,
        "sitemaps": sources.sitemaps,
        "sections": sources.sections,
        "endpoints": endpoints,
        "archives": sources.archives,
    }
    for key, urls in named.items():
        for url in urls:
            if not _is_web_address(url):
                yield f"sources.{key}", f"{url!r} is no absolute http(s) URL"


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _layout_problems(layouts: Sequence[Layout]) -> Iterator[tuple[str, str]]:
    names = [layout.name for layout in layouts]
    for layout in layouts:
        key = f"layouts.{layout.name}"
        if names.count(layout.name) > 1:
            yield key, "two layouts have this name"
        for rule in (*(entry.rule for entry in layout.remove), *(entry.rule for entry in layout.lines)):
            if not _RULE.fullmatch(rule):
                yield key, f"rule {rule!r} must read <scope>.<thing>, lower case"


def compile_profile(path: Path, profile: SiteProfile) -> None:
    """Compile all that a profile looks for.

    Raises:
        ProfileError: it holds what is no pattern or selector, or a pattern that takes too long.
    """
    for key, selector in _selectors(profile):
        try:
            compile_selector(selector)
        except SelectorError as error:
            raise ProfileError(str(path), key, str(error)) from error
    for key, pattern in _patterns(profile):
        try:
            look = re.compile(pattern).search
        except re.error as error:
            raise ProfileError(str(path), key, f"{pattern!r} is no regular expression: {error}") from error
        if text := slow_text(look, TRIED_CHARS, pattern):
            raise ProfileError(str(path), key, f"{pattern!r}: {TOO_SLOW.format(text[:60])}")


def _selectors(profile: SiteProfile) -> Iterator[tuple[str, str]]:
    """(key, selector) for every selector of a profile."""
    if profile.render_wait is not None:
        yield "render_wait", profile.render_wait
    for layout in profile.layouts:
        yield from ((f"layouts.{layout.name}.{key}", selector) for key, selector in layout.selectors)


def _patterns(profile: SiteProfile) -> Iterator[tuple[str, str]]:
    """(key, pattern) for every regular expression of a profile."""
    yield from (("url.article", pattern) for pattern in profile.url.article)
    yield from (("url.ignore", pattern) for pattern in profile.url.ignore)
    for layout in profile.layouts:
        yield from ((f"layouts.{layout.name}.lines.{line.rule}", line.pattern) for line in layout.lines)
