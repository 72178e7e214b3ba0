"""A first profile of a site, drafted from some of its pages: where the story and its fields stand on all of them, and what to remove.

The pages are read without any profile; what is drafted are the places where that reading found things. A person looks at it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from newscrawl.article import Article
from newscrawl.errors import PageError
from newscrawl.extraction import extract_page
from newscrawl.noise import Rules
from newscrawl.report.draft_fields import find_fields
from newscrawl.report.draft_pages import Read, shown_text
from newscrawl.report.noise_boxes import Ground, removes
from newscrawl.report.places import found_by, outermost, stands_in, ways_to
from newscrawl.report.url_shapes import article_patterns, site_of
from newscrawl.sites import Layout, SiteProfile, Sites, with_profile
from newscrawl.sites.profile import Url

#: More text beside the story than this share of it, and the elements are no body but half the page; a design is looked for
#: by the first, and by the second on what is left.
_MOST_BESIDE = (0.3, 0.6)
#: Shares are told apart so roughly: a plain selector is worth a few lines that can be removed.
_ROUGHLY = 0.15
#: And so finely where as many pages have both.
_FINELY = 0.03
#: Of a story so many lines are asked what they stand in.
_LINES = 40
_COMPARED = ("title", "subtitle", "authors", "section", "published_at", "modified_at")


@dataclass(frozen=True, slots=True)
class Draft:
    """A profile, and what is to be said of it."""

    profile: SiteProfile
    pages: Mapping[str, Sequence[Read]]
    """The pages of each layout, by its name."""
    others: Sequence[Read]
    """Pages on which no element with a name holds the story and little else."""

    @property
    def held(self) -> list[Read]:
        """The pages that have a layout."""
        return [read for reads in self.pages.values() for read in reads]

    def count(self, layout: Layout, selector: str) -> int:
        """On how many pages of a layout a selector finds something."""
        return sum(bool(read.opened.nodes.index.select(selector)) for read in self.pages[layout.name])


def drafted(reads: Sequence[Read]) -> Draft | None:
    """A profile of the site that the pages are of, with a layout for each design; None where no page has a body with a name."""
    name = site_of([read.article.url for read in reads])
    left, designs = list(reads), dict[str, list[Read]]()
    for most in _MOST_BESIDE:
        while left and (found := _body(left, most)) is not None:
            body, those = found
            designs.setdefault(body, []).extend(those)
            left = [read for read in left if read not in those]
    layouts, pages = list[Layout](), dict[str, Sequence[Read]]()
    for body, those in designs.items():
        layout = _layout(those, body, name, taken=pages)
        layouts.append(layout)
        pages[layout.name] = those
    if not layouts:
        return None
    layouts.sort(key=lambda layout: max(read.article.published_at or "" for read in pages[layout.name]), reverse=True)
    profile = SiteProfile(
        name=name,
        hosts=(name,),
        language=_common(read.article.language for read in reads),
        publisher=_common(read.article.publisher for read in reads),
        url=Url(article=tuple(article_patterns([read.article.url for read in reads]))),
        layouts=tuple(layouts),
    )
    return Draft(profile, pages, left)


def differences(
    profile: SiteProfile, reads: Iterable[Read], default: Sites, rules: Rules
) -> Iterator[tuple[str, list[str]]]:
    """Per page what is read otherwise with the profile: `+` what comes, `-` what goes; in force are `default` and the profile."""
    sites = with_profile(default, profile)
    for read in reads:
        try:
            article = extract_page(read.opened.page, sites=sites, rules=rules).article
        except PageError as error:
            yield read.article.url, [f"- no article: {error}"]
            continue
        yield read.article.url, list(_changes(read.article, article))


def _changes(before: Article, after: Article) -> Iterator[str]:
    old, new = Counter(before.text.split("\n")), Counter(after.text.split("\n"))
    yield from (f"- {line}" for line in old - new)
    yield from (f"+ {line}" for line in new - old)
    if old == new and before.text != after.text:
        yield "- the order of the lines"
    for key in _COMPARED:
        was, now = getattr(before, key), getattr(after, key)
        if was != now:
            yield f"- {key}: {_told(was)}"
            yield f"+ {key}: {_told(now)}"


def _told(value: str | Sequence[str] | None) -> str:
    """A value in one line; a deck may have several."""
    if not value:
        return "none"
    return value.replace("\n", " / ") if isinstance(value, str) else ", ".join(value)


def _layout(reads: Sequence[Read], body: str, site: str, *, taken: Iterable[str]) -> Layout:
    """The layout of pages with one body."""
    boxes = removes([_ground(read, body) for read in reads], body, site)
    fields = find_fields(reads)
    part = _part(reads, body, fields.get("title", ()))
    images = f"{body} figure"
    if any(found_by(read.opened.nodes, images) for read in reads):
        fields |= {"images": (images,), "caption": ("figcaption",)}
    name = _year(reads)
    while name in taken:
        name += "-other"
    layout = Layout(
        name=name, seen=_seen(reads), mark=(body,), article=(part,) if part else (), body=(body,), remove=tuple(boxes)
    )
    return msgspec.structs.replace(layout, **fields)


def _body(reads: Sequence[Read], most: float) -> tuple[str, list[Read]] | None:
    """The selector whose element holds the whole story of most pages, and little else (`most`, a share of it); and those pages.

    Several elements that hold the story in parts come last: the next page may have a part of another name.
    """
    ways = _ranked(ways_to(read.opened.nodes, number) for read in reads for number in _holders(read))
    fits = {way: shares for way in ways if (shares := _beside(reads, way, most))}

    def worth(way: str) -> tuple[bool, float, int, float, int, int, str]:
        shares = fits[way]
        in_parts = any(len(found_by(reads[number].opened.nodes, way)) > 1 for number in shares)
        share = sum(shares.values()) / len(shares)
        return in_parts, share // _ROUGHLY, -len(shares), share // _FINELY, ways[way], len(way), way

    best = min(fits, key=worth, default=None)
    return None if best is None else (best, [read for number, read in enumerate(reads) if number in fits[best]])


def _ranked(ways: Iterable[Iterable[str]]) -> dict[str, int]:
    """How plain each selector is: its first place among those of an element."""
    ranks: dict[str, int] = {}
    for each in ways:
        for rank, way in enumerate(each):
            ranks[way] = min(rank, ranks.get(way, rank))
    return ranks


def _holders(read: Read) -> Iterator[int]:
    """Elements that hold lines of the story: some or all of them, or one that stands in a box of its own."""
    nodes, seen, single = read.opened.nodes, set[int](), set(read.single)
    for number in read.kept[:_LINES]:
        for each in nodes.above(number) if number in single else (number, *nodes.above(number)):
            if each in seen or each <= nodes.body:
                break
            seen.add(each)
            yield each


def _beside(reads: Sequence[Read], selector: str, most: float) -> dict[int, float]:
    """Of each page on which the elements hold the whole story and not much else: how much else, as a share of it."""
    shares: dict[int, float] = {}
    for number, read in enumerate(reads):
        nodes = read.opened.nodes
        found = outermost(nodes, found_by(nodes, selector))
        if found and all(stands_in(nodes, found, line) for line in read.kept):
            chars = sum(size for line, size in read.noise if stands_in(nodes, found, line))
            if chars <= most * len(read.article.text):
                shares[number] = chars / len(read.article.text)
    return shares


def _ground(read: Read, body: str) -> Ground:
    """What stands in the body of a page, and what of it shows text and is no story."""
    nodes = read.opened.nodes
    holders = outermost(nodes, found_by(nodes, body))
    gone = {number: mark for number, mark, _ in read.left_out} | dict(read.marks)
    noise = {
        number: mark
        for number, mark in gone.items()
        if number not in holders and stands_in(nodes, holders, number) and shown_text(nodes, number)
    }
    return Ground(nodes, holders, read.kept, read.single, noise, read.marks)


def _part(reads: Sequence[Read], body: str, titles: Sequence[str]) -> str | None:
    """The smallest named element that holds body and headline, and is one on each page."""
    above = [
        (read.opened.nodes, number)
        for read in reads
        for number in read.opened.nodes.above(found_by(read.opened.nodes, body)[0])
    ]
    ways = _ranked(ways_to(nodes, number) for nodes, number in above if number > nodes.body)
    sizes = {way: size for way in ways if (size := _part_size(reads, way, (body, *titles))) is not None}
    return min(sizes, key=lambda way: (sizes[way], ways[way], len(way), way), default=None)


def _part_size(reads: Sequence[Read], selector: str, within: Sequence[str]) -> int | None:
    size = 0
    for read in reads:
        nodes = read.opened.nodes
        found = found_by(nodes, selector)
        held = [number for each in within for number in found_by(nodes, each)]
        if len(found) != 1 or not all(nodes.holds(found[0], each) for each in held):
            return None
        size += nodes.ends[found[0]] - found[0]
    return size


def _common(values: Iterable[str | None]) -> str | None:
    """The value that all pages have."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _year(reads: Sequence[Read]) -> str:
    """The year of the oldest page, as the name of the layout: since when its design is known."""
    return min((day for read in reads if (day := read.article.published_at)), default="first")[:5].rstrip("-")


def _seen(reads: Sequence[Read]) -> str:
    days = sorted(day[:10] for read in reads if (day := read.article.published_at))
    when = "" if not days else f" of {days[0]}" if days[0] == days[-1] else f" of {days[0]} to {days[-1]}"
    return f"{len(reads)} article page{'s' if len(reads) > 1 else ''}{when}"
