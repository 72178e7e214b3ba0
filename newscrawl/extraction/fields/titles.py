"""Which of the page's headlines is the headline of the story, without the name of the site.

JSON-LD, Open Graph, `<h1>` and `<title>` each have a say; the wording that most of them agree on wins, and where they
differ, the more careful place.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from newscrawl.extraction.fields.evidence import Evidence, Found
from newscrawl.extraction.fields.lone import emphasised, lone, words
from newscrawl.extraction.fields.outline import Spot, is_elsewhere, text_in
from newscrawl.extraction.fields.structured import fold, text_of, types_of
from newscrawl.extraction.lines import length

_SEAM = re.compile(
    r"\s+[|│｜\-–—:»›·•<>/~]{1,2}\s+|\s*[|│｜]\s*|\s*::\s*|\s*[：](?=[^：]{2,20}$)|\s+:\s+|--|_(?=[^_]{2,20}(?:_[^_]{2,20}){0,3}$)|(?<=\S)(?=（[^（）]{2,20}）(?:\s|$))|\s+(?=-[^\s-])"
)
#: Between a kicker, or the name of a blog, and the headline behind it.
_FRONT = re.compile(r":\s+|\s[|–—»-]\s+|\s/\s+|\s?::\s?")
_MAX_CHARS, _MAX_KICKER, _MIN_END = 400, 32, 20
_MIN_SHARE = 0.6
_HOME = re.compile(r"\s*(?:(?:https?:)?//[^/?#]+)?/?(?:(?:index|default|home)\.\w{2,5})?\s*")
HEADING = "h1"
ALONE = "a line that stands alone"


@dataclass(frozen=True, slots=True)
class Headline:
    """One statement of the headline."""

    text: str
    source: str
    weight: float


def read_title(evidence: Evidence, site_names: Collection[str]) -> Found | None:
    """The headline by the layout's own selector, else the one that the page's statements support best."""
    own, selector = evidence.selected("title")
    if own:
        return Found(clean(own[0]), selector)
    chosen = choose_title(_headlines(evidence, site_names), site_names)
    return Found(*chosen) if chosen else None


def _headlines(evidence: Evidence, site_names: Collection[str]) -> Iterator[Headline]:
    """All statements of the headline, the more careful places first.

    What news sites declare as the headline of a `NewsArticle` is the headline, even where the page shows another; other
    sites declare what their template or their search optimiser wrote, so there the page's own heading goes first.
    """
    is_news = any("News" in kind or kind == "LiveBlogPosting" for kind in types_of(evidence.ld))
    declared = list(_declared(evidence, is_news))
    own = {word for name in site_names for word in words(name)}
    known = {word for headline in declared for word in words(headline.text)} - own
    heads = [spot for spot in evidence.outline.heads[:8] if spot.text]
    apart = [is_elsewhere(spot.element) for spot in heads]
    for number, spot in enumerate(heads):
        weight = (3.0 if is_news else 6.0) - min(number, 2)
        if apart[number]:
            weight = 0.75 * weight if all(apart) else 0.5
        is_told = (not known or bool(known & words(spot.text))) and not _leads_home(spot)
        yield Headline(spot.text, HEADING, weight if is_told else 0.15 * weight)
    yield from declared
    if announced := evidence.page.announced.get("title"):
        yield Headline(announced, "feed or sitemap", 1.0)
    if not is_news:
        repeated = _repeated_below(evidence.outline.subheads[:12], declared, site_names)
        yield from repeated
        told = bool(repeated) or any(known & words(spot.text) for spot in heads)
        lines = [] if told else list(_in_a_line(evidence, declared, site_names))
        yield from lines
        if not lines and not heads and all(headline.source == "title" for headline in declared):
            yield from _emphasised(evidence, declared[0].text if declared else "", told=told)


def _leads_home(spot: Spot) -> bool:
    """Whether a heading is a link to the site's front page, as the site's own name is."""
    links = [*spot.element.iter("a"), *spot.element.iterancestors("a")]
    return len(links) == 1 and _HOME.fullmatch(links[0].get("href") or "-") is not None


def _declared(evidence: Evidence, is_news: bool) -> Iterator[Headline]:
    """What the page declares. Search optimisers write their title everywhere, into `headline` and `name` alike."""
    first = evidence.structured.first
    headline, name = text_of(evidence.ld.get("headline")), text_of(evidence.ld.get("name"))
    is_optimised = not is_news and headline is not None and headline == name
    other_meta = ("dc.title", "dcterms.title", "parsely-title", "sailthru.title", "citation_title", "title")
    for said, source, weight in (
        (headline, "json-ld headline", 9.0 if is_news else 1.2 if is_optimised else 4.0),
        (first("og:title"), "meta og:title", 2.5),
        (first("twitter:title"), "meta twitter:title", 1.0),
        (None if is_optimised else name, "json-ld name", 1.0),
        (first(*other_meta), "meta title", 1.0),
        (evidence.structured.title, "title", 1.0),
    ):
        if said:
            yield Headline(said, source, weight)


def _repeated_below(spots: Sequence[Spot], declared: Sequence[Headline], site_names: Collection[str]) -> list[Headline]:
    """Headings of lower rank that say what is declared: there the first rank is the blog's name, or a dialog's."""
    said, parts = _said(declared, site_names)
    found = {
        folded: spot.text for spot in reversed(spots) if len(folded := fold(spot.text)) > 9 and folded in said | parts
    }
    return [Headline(text, "h2", 4.0 if folded in said else 2.0) for folded, text in found.items()]


def _said(declared: Sequence[Headline], site_names: Collection[str]) -> tuple[set[str], set[str]]:
    """What is declared, without the site's name, and the parts of it that may be the headline; folded."""
    names = {fold(name) for name in site_names}
    texts = [clean(headline.text) for headline in declared if len(headline.text) <= _MAX_CHARS]
    return {fold(without_site(text, names)) for text in texts}, {fold(part) for text in texts for part in _parts(text)}


def _in_a_line(evidence: Evidence, declared: Sequence[Headline], site_names: Collection[str]) -> Iterator[Headline]:
    """An element that is no heading and says what is declared, or a part of it."""
    said, parts = _said(declared, site_names)
    element = lone(evidence.nodes, {text for text in said | parts if length(text) > 9})
    if element is not None:
        text = text_in(element)
        yield Headline(text, ALONE, 4.0 if fold(text) in said else 2.0)


def _emphasised(evidence: Evidence, title: str, *, told: bool) -> Iterator[Headline]:
    """The emphasised line above the story: in other words what `<title>` says, or what the story is about where that
    names the site. A heading that says what `<title>` says (`told`) may name the site, too."""
    line, is_near = emphasised(evidence.nodes, title)
    if line is not None and not (told and is_near):
        yield Headline(line.text, ALONE, 3.0 if is_near else 6.0)


def _parts(text: str) -> Iterator[str]:
    """What may be the headline in a title whose other part is a name that the page gives nowhere else."""
    yield from (text[: seam.start()] for seam in _SEAM.finditer(text))
    yield from (text[seam.end() :] for seam in _FRONT.finditer(text))


def choose_title(headlines: Iterable[Headline], site_names: Collection[str]) -> tuple[str, str] | None:
    """The headline that the statements support best, and where it was read; None where there is none.

    >>> choose_title([Headline("Rain ahead | The Gazette", "title", 1), Headline("Rain ahead", "h1", 2)], [])
    ('Rain ahead', 'h1')
    """
    known = {name for site in site_names if (name := fold(site))}
    given = [Headline(clean(h.text), h.source, h.weight) for h in headlines if h.text and len(h.text) <= _MAX_CHARS]
    given = [h for h in given if fold(h.text) and fold(h.text) not in known]
    names = _names_beside(given)
    given = [h for h in given if h.source != HEADING or fold(h.text) not in names]
    bare = [Headline(without_site(h.text, known, [o.text for o in given]), h.source, h.weight) for h in given]
    if not bare:
        return None
    bare += _common_ends(bare)
    best = max(bare, key=lambda headline: _support(headline, bare))
    return _whole(best, bare)


def _whole(best: Headline, bare: Sequence[Headline]) -> tuple[str, str]:
    """The headline, or the one that it is the beginning of where both the page and Open Graph go on."""
    own = fold(best.text)
    longer = {fold(h.text) for h in bare if h.source == "meta og:title" and fold(h.text).startswith(own)} - {own}
    shown = next((h for h in bare if h.source == HEADING and fold(h.text) in longer), best)
    return shown.text, shown.source


def _names_beside(given: Sequence[Headline]) -> set[str]:
    """What stands in front of another statement in a title, or behind it: `My Blog: Rain ahead`, `Rain ahead | Portal
    News`. Alone, as some pages' first heading has it, that is no headline. Where both are said, a colon has the name in front."""
    said = {fold(headline.text) for headline in given}
    parted = [(seam, h.text) for h in given if h.source != HEADING for seam in _FRONT.finditer(h.text)]
    names: set[str] = set()
    for seam, text in parted:
        front, behind = text[: seam.start()], text[seam.end() :]
        is_front = fold(behind) in said and (fold(front) not in said or seam[0].strip() in (":", "::", "»", "/"))
        if is_front:
            names |= {fold(name) for name in (front, *_FRONT.split(front))}
        elif fold(front) in said:
            names.add(fold(behind))
    return names


def _common_ends(bare: Sequence[Headline]) -> list[Headline]:
    """The headline that statements share behind kickers that have nothing in common."""
    ends: dict[str, list[tuple[set[str], Headline]]] = {}
    for headline in bare:
        seam = _FRONT.search(headline.text)
        if seam and seam.start() <= _MAX_KICKER and len(end := headline.text[seam.end() :]) > _MIN_END:
            kicker = set(headline.text[: seam.start()].casefold().split())
            ends.setdefault(fold(end), []).append((kicker, Headline(end, headline.source, headline.weight)))
    apart = (found for found in ends.values() if any(found[0][0].isdisjoint(kicker) for kicker, _ in found[1:]))
    return [headline for found in apart for _, headline in found]


def clean(text: str) -> str:
    """One line, entities resolved (twice, as pages escape them twice)."""
    return (
        " ".join(html.unescape(html.unescape(text)).replace("\u200b", "").split())
        if "&" in text
        else " ".join(text.split())
    )


def _support(headline: Headline, all_of_them: list[Headline]) -> float:
    """The weight of those that say the same, and half of those that say it among other things."""
    own = fold(headline.text)
    support = 0.0
    for other in all_of_them:
        theirs = fold(other.text)
        if theirs == own:
            support += other.weight
        elif own in theirs and len(own) > _MIN_SHARE * len(theirs):
            support += 0.5 * other.weight
        elif theirs and own.startswith(theirs) and len(theirs) > _MIN_SHARE * len(own):
            # the other is cut short
            support += 0.3 * other.weight
    return support * (0.5 if headline.text.endswith(("...", "…")) and len(own) > 30 else 1)


def without_site(text: str, known: set[str], others: Collection[str] = ()) -> str:
    """The headline without the site's name (or a section and the name) at either end.

    Args:
        text: as declared.
        known: names of the site, folded.
        others: what other places of the page give as headline; a seam is one where they end.

    >>> without_site("Rain ahead - Weather - The Gazette", {"thegazette"})
    'Rain ahead - Weather'
    >>> without_site("Heavy rain ahead - Weather - The Gazette", {"thegazette"}, ["Heavy rain ahead"])
    'Heavy rain ahead'
    """
    seams = list(_SEAM.finditer(text))
    if not seams:
        return text
    shorter = {folded for other in others if 10 <= len(folded := fold(other)) < len(fold(text))}
    for seam in seams:
        # only what stands behind: in front stands what the editor put there
        if fold(text[: seam.start()]) in shorter:
            return text[: seam.start()].strip()
    while seams and _names_site(text[seams[-1].end() :], known):
        text = text[: seams.pop().start()]
    while seams and _names_site(text[: seams[0].start()], known) and len(text) > seams[0].end():
        return text[seams[0].end() :].strip()
    return text.strip()


def _names_site(piece: str, known: Collection[str]) -> bool:
    folded = fold(piece)
    if not folded:
        return True
    if folded in known:
        return True
    return (
        any(len(name) > 3 and (name in folded or (len(folded) > 3 and folded in name)) for name in known)
        and len(piece) < 40
    )
