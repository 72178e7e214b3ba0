"""What we know of a site, read from one TOML file: hosts, URL shape, sources, dated layouts.

A profile never holds code. A wrong file is refused at load with file and key (`ProfileError`);
how to write one stands in `newscrawl/sites/README.md`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from lxml import etree

from newscrawl.errors import ProfileError
from newscrawl.selectors import SelectorError, compile_selector

HERE = Path(__file__).parent
_NAMES = re.compile(r"[.#]([\w-]+)")

#: The fields of a layout that hold selectors.
SELECTOR_FIELDS = (
    "mark", "article", "body", "title", "subtitle", "authors", "publisher", "published", "modified",
    "section", "tags", "images", "caption", "credit", "notice",
)  # fmt: skip


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value read from a data file: unknown keys are refused."""


class Remove(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An element of this layout that is noise."""

    rule: str
    """`<scope>.<thing>`, e.g. `daum.font-size`."""
    select: str
    """CSS or XPath."""
    why: str


class LinePattern(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line (or the end of one) that only this site writes."""

    rule: str
    pattern: str
    """Regular expression; the whole line must match, or its end when `tail` is true."""
    why: str
    tail: bool = False


class Layout(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One design of a site. Fields hold selectors, tried in order; the first that finds text wins."""

    name: str
    since: date | None = None
    until: date | None = None
    """Last day on which pages of this design were served; absent for the current one."""
    seen: str
    """Where the facts were seen (a page and its date)."""
    mark: tuple[str, ...] = ()
    """The layout is taken for a page only if one of these finds something; empty: always."""
    article: tuple[str, ...] = ()
    """The page's article part; whatever stands in it is kept or on record as removed."""
    body: tuple[str, ...] = ()
    """The container(s) of the story. Several matches of one selector are joined in page order."""
    title: tuple[str, ...] = ()
    subtitle: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    """The pictures' wrapping elements (a `figure`); `caption` and `credit` are looked up inside each."""
    caption: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    notice: tuple[str, ...] = ()
    """The copyright line, where it has an element of its own."""
    remove: tuple[Remove, ...] = ()
    lines: tuple[LinePattern, ...] = ()

    @property
    def selectors(self) -> Iterable[tuple[str, str]]:
        """(key, selector) for every selector of the layout."""
        for name in SELECTOR_FIELDS:
            yield from ((name, selector) for selector in getattr(self, name))
        yield from (("remove." + entry.rule, entry.select) for entry in self.remove)


class Url(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of the site's article addresses."""

    article: tuple[str, ...] = ()
    """Regular expressions, searched in the whole URL; empty: not known."""
    ignore: tuple[str, ...] = ()
    """Never an article, whatever `article` says (photo pages, lists, logins)."""


class Endpoint(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A JSON list that pages with endless scrolling load."""

    url: str
    """Absolute; `{page}` stands for the number of the page, from 1."""
    pages: int = 1
    """How many pages are read."""
    items: str = ""
    """Dotted path to the list of articles; "" where the answer itself is one."""
    link: str
    """Key of the address in an item, or an address with `{key}`s to be filled in."""
    title: str = ""
    published: str = ""

    @property
    def urls(self) -> list[str]:
        """The addresses of its pages."""
        return [self.url.replace("{page}", str(page)) for page in range(1, self.pages + 1)]


class Sources(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the site announces stories: absolute URLs."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    archives: tuple[str, ...] = ()
    """Pages that list one day's articles, with `{year}`, `{month}` and `{day}`; read for a backfill."""
    pages: int = 1
    """How many pages of each section are read."""


class SiteProfile(_Data, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is known of one site, or of one family of sites that share a CMS."""

    name: str
    hosts: tuple[str, ...] = ()
    """Host names without `www.`; sub-domains are included. Empty for a family, which `mark`s choose."""
    language: str | None = None
    """BCP 47, where all pages have one."""
    timezone: str | None = None
    """IANA zone of times that the site writes without one."""
    publisher: str | None = None
    portal: bool = False
    """The site carries other publishers' articles: the publisher is read from the page only."""
    refetch_hours: tuple[float, ...] = ()
    """Ages (hours since a story was announced) at which it is fetched again; empty: never."""
    render: bool | Literal["lists", "articles"] = False
    """Whether the site's pages are empty without JavaScript: all of them, its lists, or its articles."""
    render_hosts: tuple[str, ...] = ()
    """Hosts of other sites whose scripts its pages need; sub-domains are included."""
    render_wait: str | None = None
    """CSS of what a rendered page must hold before it is read; absent: it is read when nothing moves any more."""
    url: Url = Url()
    sources: Sources = Sources()
    layouts: tuple[Layout, ...] = ()
    """Newest first."""
    layouts_from: str | None = None
    """Name of the profile or family whose layouts this site shares (a mirror, a sister paper)."""

    def layout_for(self, tree: etree._Element) -> Layout | None:
        """The first layout whose mark the page carries; None when the page has another design."""
        return next((layout for layout in self.layouts if _carries(tree, layout)), None)

    def renders(self, kind: str) -> bool:
        """Whether pages of this kind (`article`, `section`) are drawn by a browser before they are read."""
        wanted = {"article": (True, "articles"), "section": (True, "lists")}
        return self.render in wanted.get(kind, ())

    def is_article_url(self, url: str) -> bool | None:
        """Whether the URL has the shape of an article; None where the profile does not say."""
        if any(re.search(pattern, url) for pattern in self.url.ignore):
            return False
        if not self.url.article:
            return None
        return any(re.search(pattern, url) for pattern in self.url.article)


def _carries(tree: etree._Element, layout: Layout) -> bool:
    return not layout.mark or any(compile_selector(mark)(tree) for mark in layout.mark)


def _may_carry(source: bytes, profile: SiteProfile) -> bool:
    return any(map(source.__contains__, _pieces(tuple(mark for layout in profile.layouts for mark in layout.mark))))


@lru_cache(maxsize=256)
def _pieces(marks: tuple[str, ...]) -> tuple[bytes, ...]:
    """What stands in the source of a page that carries one of these marks; that of each is its last name."""
    return tuple((_NAMES.findall(mark) or [""])[-1].encode() for mark in marks)


class Sites:
    """All profiles in force: built-in ones, and a user's folder of the same form, which wins by name."""

    def __init__(self, profiles: Mapping[str, SiteProfile], families: Mapping[str, SiteProfile]) -> None:
        self.profiles = dict(profiles)
        self.families = dict(families)
        self.default = self.profiles.pop("default")
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
        """The profile of a URL's host; None when there is none."""
        return self.for_host(urlsplit(url).hostname or "")

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
        return own or self.default, self.default.layouts[0]


def _ascii(host: str) -> str:
    """A host name as it is sent: `신문.example` is `xn--z92b13l.example`."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def load_profile(path: Path) -> SiteProfile:
    """Read and check one profile file.

    Raises:
        ProfileError: file, key and what is wrong with it.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(str(path), "", str(error)) from error
    try:
        profile = msgspec.convert(data, SiteProfile)
    except msgspec.ValidationError as error:
        problem, _, where = str(error).partition(" - at `$")
        raise ProfileError(str(path), where.strip(".`"), problem) from error
    _check(path, profile)
    return profile


def _check(path: Path, profile: SiteProfile) -> None:
    """What the types alone cannot say. What our own profiles look for is compiled by the tests, not by every process."""

    def refuse(key: str, problem: str) -> None:
        raise ProfileError(str(path), key, problem)

    if bool(profile.layouts) == bool(profile.layouts_from):
        refuse("layouts", "either layouts or layouts_from is needed")
    if profile.timezone:
        try:
            ZoneInfo(profile.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            refuse("timezone", f"{profile.timezone!r} is no IANA time zone ({error})")
    for host in profile.hosts:
        if host != host.lower() or "/" in host or host.startswith("www."):
            refuse("hosts", f"{host!r}: write the bare lower-case host name, without www. and scheme")
    for host in profile.render_hosts:
        if host != host.lower() or "/" in host or ":" in host:
            refuse("render_hosts", f"{host!r}: write the bare lower-case host name")
    for key in ("feeds", "sitemaps", "sections"):
        for url in getattr(profile.sources, key):
            if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
                refuse(f"sources.{key}", f"{url!r} is no absolute http(s) URL")
    for key, urls in (
        ("endpoints", [one.url for one in profile.sources.endpoints]),
        ("archives", profile.sources.archives),
    ):
        for url in urls:
            if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
                refuse(f"sources.{key}", f"{url!r} is no absolute http(s) URL")
    names = [layout.name for layout in profile.layouts]
    for layout in profile.layouts:
        if names.count(layout.name) > 1:
            refuse(f"layouts.{layout.name}", "two layouts have this name")
        for rule in (*(entry.rule for entry in layout.remove), *(entry.rule for entry in layout.lines)):
            if not re.fullmatch(r"[a-z0-9-]+\.[a-z0-9-]+", rule):
                refuse(f"layouts.{layout.name}", f"rule {rule!r} must read <scope>.<thing>, lower case")
    if HERE not in path.parents:
        compile_profile(path, profile)


def compile_profile(path: Path, profile: SiteProfile) -> None:
    """Compile all that a profile looks for.

    Raises:
        ProfileError: it holds what is no pattern or selector.
    """
    for key, selector in _selectors(profile):
        try:
            compile_selector(selector)
        except SelectorError as error:
            raise ProfileError(str(path), key, str(error)) from error
    for key, pattern in _patterns(profile):
        try:
            re.compile(pattern)
        except re.error as error:
            raise ProfileError(str(path), key, f"{pattern!r} is no regular expression: {error}") from error


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


def load_sites(folder: Path | None = None) -> Sites:
    """The built-in profiles and those of `folder`, which win over built-in ones of the same name.

    Raises:
        ProfileError: for the first wrong file, or two profiles claiming one host.
    """
    return _load_sites(folder)


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
