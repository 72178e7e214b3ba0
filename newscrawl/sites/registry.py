"""All profiles in force, and which of them a page has: by its host, by a family's mark, or the default."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from lxml import etree

from newscrawl.errors import ProfileError
from newscrawl.sites.checks import HERE, load_profile
from newscrawl.sites.profile import Layout, SiteProfile

_NAMES = re.compile(r"[.#]([\w-]+)")
#: Fields of a layout that are looked for on pages of a portal whose design is not known.
_LASTING = ("title", "subtitle", "authors", "publisher", "published", "modified", "section", "notice")


class Sites:
    """All profiles in force: built-in ones, and a user's folder of the same form, which wins by name."""

    def __init__(self, profiles: Mapping[str, SiteProfile], families: Mapping[str, SiteProfile]) -> None:
        self.profiles = dict(profiles)
        self.families = dict(families)
        self.default = self.profiles.pop("default")
        self._unknown: dict[str, Layout] = {}
        self._by_host = {_ascii(host): profile for profile in self.profiles.values() for host in profile.hosts}

    def for_host(self, host: str) -> SiteProfile | None:
        """The profile of a host or of the nearest parent domain that has one."""
        host = _ascii(host.lower().rstrip(".").removeprefix("www."))
        while host:
            if host in self._by_host:
                return self._by_host[host]
            host = host.partition(".")[2]
        return None

    def for_url(self, url: str) -> SiteProfile | None:
        """The profile of a URL's host; None when there is none, or the URL is no address."""
        try:
            return self.for_host(urlsplit(url).hostname or "")
        except ValueError:
            return None

    def choose(self, url: str, tree: etree._Element, source: bytes | None = None) -> tuple[SiteProfile, Layout]:
        """Profile and layout for a page: by host, else by a family's mark, else the default.

        `source`: the page's markup in UTF-8; a family none of whose names stands in it is not looked for in the tree.
        """
        own = self.for_url(url)
        families = (each for each in self.families.values() if source is None or _may_carry(source, each))
        candidates = chain([own] if own else [], families)
        for profile in candidates:
            layout = profile.layout_for(tree)
            if layout is not None:
                return (own or profile), layout
        return (own, self._in_new_dress(own)) if own else (self.default, self.default.layouts[0])

    def _in_new_dress(self, profile: SiteProfile) -> Layout:
        """How a page of a site is read that has none of its designs: the story as on any site; what is still called as in the latest
        design is the same noise, and on a portal, which declares hardly anything, the same fields."""
        layout = self._unknown.get(profile.name)
        if layout is None:
            latest, layout = profile.layouts[0], self.default.layouts[0]
            layout = msgspec.structs.replace(layout, remove=latest.remove)
            if profile.portal:
                layout = msgspec.structs.replace(layout, **{name: getattr(latest, name) for name in _LASTING})
            self._unknown[profile.name] = layout
        return layout


def with_profile(sites: Sites, profile: SiteProfile) -> Sites:
    """The profiles in force with one more, which takes the place of the one that has its name; one without hosts is a family.

    Raises:
        ProfileError: another profile has one of its hosts, or there are no layouts that it could share.
    """
    profiles, families = {**sites.profiles, "default": sites.default}, dict(sites.families)
    (profiles if profile.hosts or profile.name == "default" else families)[profile.name] = profile
    _refuse_shared_hosts(profiles)
    return Sites(_share_layouts(profiles, profiles | families), families)


def without_profiles(sites: Sites) -> Sites:
    """The default alone: how the pages of a site are read that nobody knows."""
    return Sites({"default": sites.default}, {})


def _may_carry(source: bytes, profile: SiteProfile) -> bool:
    return any(map(source.__contains__, _pieces(tuple(mark for layout in profile.layouts for mark in layout.mark))))


@lru_cache(maxsize=256)
def _pieces(marks: tuple[str, ...]) -> tuple[bytes, ...]:
    """What stands in the source of a page that carries one of these marks; that of each is its last name."""
    return tuple((_NAMES.findall(mark) or [""])[-1].encode() for mark in marks)


def _ascii(host: str) -> str:
    """A host name as it is sent: `신문.example` is `xn--z92b13l.example`."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def load_sites(folder: str | os.PathLike[str] | None = None) -> Sites:
    """The built-in profiles and those of `folder`, which win over built-in ones of the same name.

    Raises:
        ProfileError: for the first wrong file, or two profiles claiming one host.
    """
    return _load_sites(Path(folder) if folder is not None else None)


@lru_cache(maxsize=8)
def _load_sites(folder: Path | None) -> Sites:
    profiles: dict[str, SiteProfile] = {}
    families: dict[str, SiteProfile] = {}
    for root in [HERE, *([folder] if folder else [])]:
        if not root.is_dir():
            raise ProfileError(str(root), "", "no such folder")
        profiles |= {p.name: p for p in map(load_profile, sorted(root.glob("*.toml")))}
        families |= {p.name: p for p in map(load_profile, sorted(root.glob("families/*.toml")))}
    _refuse_shared_hosts(profiles)
    return Sites(_share_layouts(profiles, profiles | families), families)


def _share_layouts(profiles: Mapping[str, SiteProfile], owners: Mapping[str, SiteProfile]) -> dict[str, SiteProfile]:
    """Give each profile with `layouts_from` the layouts of the profile it names."""
    shared = {}
    for name, profile in profiles.items():
        if profile.layouts_from:
            owner = owners.get(profile.layouts_from)
            if owner is None or not owner.layouts:
                raise ProfileError(name, "layouts_from", f"no profile {profile.layouts_from!r} with layouts of its own")
            profile = msgspec.structs.replace(profile, layouts=owner.layouts)
        shared[name] = profile
    return shared


def _refuse_shared_hosts(profiles: Mapping[str, SiteProfile]) -> None:
    owner: dict[str, str] = {}
    for profile in profiles.values():
        for host in profile.hosts:
            if host in owner:
                raise ProfileError(profile.name, "hosts", f"{host} already belongs to {owner[host]}")
            owner[host] = profile.name
