"""Where an element stands in the page: inside which others, and how far below one whose class or id tells something."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from lxml import etree

#: What the words of class and id say of an element, by group.
GROUPS: dict[str, str] = {
    "story": "articlebody article-body articletext article-text article-content articlecontent post-content postcontent post-body "
    "entry-content entry story-body storybody story-content story richtext rich-text prose bodytext body-text maintext "
    "content-body body-content paragraph text-block wysiwyg main-content article-main",
    "article": "article post content body main text hentry page-content single",
    "more": "related relation recommend recommended recommendation more popular trending latest most read-next readmore teaser promo "
    "promoted carousel also similar headlines topstories top-stories outbrain taboola also-read next prev previous pager pagination",
    "share": "share sharing social follow facebook twitter kakao whatsapp sns bookmark print toolbar tools actions buttons button",
    "talk": "comment comments disqus respond reply replies discussion forum reviews rating vote poll quiz",
    "ad": "ad ads advert advertisement sponsor sponsored sponsors banner commercial affiliate shop product deal deals cta donate "
    "donation paywall subscription offer",
    "who": "author authors byline bio biography profile reporter writer contributor contributors about avatar vcard credits",
    "meta": "meta date time timestamp tags tag taxonomy category categories breadcrumb breadcrumbs label labels keywords topics info "
    "byline-date updated published posted source footnote footnotes references notes",
    "picture": "caption figcaption wp-caption credit image img photo photos picture gallery slideshow media video player figure thumbnail "
    "thumb slider",
    "frame": "nav navigation menu navbar header masthead footer sidebar side aside widget widgets modal popup overlay dropdown "
    "offcanvas skip toc sitemap search topbar secondary rail right-rail colophon copyright legal cookie consent hidden screen-reader",
    "letter": "newsletter subscribe signup sign-up register login form mailing email optin opt-in mc-embed alert alerts",
    "box": "box card cards list listing item items module block component grid row col column infobox table callout factbox embed "
    "summary highlights key-points takeaways excerpt abstract lead intro standfirst dek deck subtitle headline title",
}
#: Elements that mean something to what is in them.
PLACES = (
    "article",
    "main",
    "aside",
    "footer",
    "nav",
    "header",
    "figure",
    "form",
    "ul",
    "ol",
    "table",
    "blockquote",
    "section",
    "dl",
)
NAMES = ("depth", *(f"in_{place}" for place in PLACES), *(f"near_{group}" for group in GROUPS), "itemprop", "hidden")
FAR = 12
"""Elements further above than this count as being this far."""

_GROUP = {word: number for number, words in enumerate(GROUPS.values()) for word in words.split()}
_COLUMN = {place: 1 + number for number, place in enumerate(PLACES)}
_FIRST_GROUP = 1 + len(PLACES)
_FURTHER = (*range(1, FAR + 1), FAR)
_NAMES_CHARS = 300
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s_]+")


class Places:
    """Rows of `NAMES` for elements; each ancestor is looked at once."""

    def __init__(self) -> None:
        self._known: dict[etree._Element, tuple[int, ...]] = {}

    def of(self, element: etree._Element) -> tuple[int, ...]:
        """How deep it lies, how many of each place it is in, how far above each word group is named, and two flags."""
        chain = []
        row: tuple[int, ...] | None = None
        current: etree._Element | None = element
        while current is not None and (row := self._known.get(current)) is None:
            chain.append(current)
            current = current.getparent()
        if row is None:
            row = (0,) * _FIRST_GROUP + (FAR,) * len(GROUPS) + (0, 0)
        for current in reversed(chain):
            row = self._known[current] = _below(row, current)
        return row


def _below(above: tuple[int, ...], element: etree._Element) -> tuple[int, ...]:
    row = list(above)
    row[0] += 1
    column = _COLUMN.get(element.tag)
    if column:
        row[column] += 1
    attributes: dict[str, str] = dict(element.attrib)  # type: ignore[arg-type]
    named = _named(element.tag, attributes)
    row[_FIRST_GROUP:-2] = [_FURTHER[far] for far in row[_FIRST_GROUP:-2]]
    for group in range(len(GROUPS)) if named else ():
        if named >> group & 1:
            row[_FIRST_GROUP + group] = 0
    if attributes:
        row[-2] |= attributes.get("itemprop") == "articleBody"
        row[-1] |= (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or "display:none" in attributes.get("style", "").replace(" ", "")
        )
    return tuple(row)


def _named(tag: str, attributes: dict[str, str]) -> int:
    if not attributes or tag in ("html", "body"):
        return 0
    get = attributes.get
    names = f"{get('class', '')} {get('id', '')} {get('data-component', '')} {get('role', '')}"[:_NAMES_CHARS]
    return _groups(names) if names != "   " else 0


@lru_cache(maxsize=65536)
def _groups(names: str) -> int:
    """Bit set of the word groups that class and id name, as words or as pairs of words.

    >>> [name for number, name in enumerate(GROUPS) if _groups("Article_relatedStories__x1 left") >> number & 1]
    ['article', 'more']
    """
    found = 0
    for name in _HUMP.sub(" ", names).lower().split():
        parts = name.split("-")
        pairs = [f"{one}-{other}" for one, other in pairwise(parts)]
        for word in (name, *parts, *pairs):
            if word in _GROUP:
                found |= 1 << _GROUP[word]
    return found
