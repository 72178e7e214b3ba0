"""Changes made to the templates of the sample site: how many pages pass before each is noticed, and how many of some
three thousand unchanged pages are held though nothing happened.

    python -m benchmarks.template_changes

Pages are made and extracted as a crawl does it, and judged by the crawl's own guards. Stories vary as a newspaper's do: briefs,
sometimes several in a row, columns, unsigned agency copy, pictures with a sentence, live blogs, tables. A change that leaves everything as it
was read before, or on a quarter of the pages at most, needs no notice; one that is noticed all the same is named too.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from lxml import html as lxml_html
from lxml.html import HtmlElement

from newscrawl.article import Extraction, Page
from newscrawl.errors import PageError
from newscrawl.extraction import extract_page
from newscrawl.health.guard import SiteHealth, sample_of
from newscrawl.health.harvest import Harvest
from newscrawl.sites import load_sites
from tests.newssite.server import SITES_DIR, NewsSite
from tests.newssite.story import Block, Story

TRAINED, CHANGED = 100, 20
#: Share of the pages that must be read otherwise for a change to do harm.
_HARM = 0.25


# stories as a newspaper's vary


def varied(stories: Sequence[Story], chance: random.Random) -> Iterator[Story]:
    """The same stories, some of them of another kind; one brief in three is followed by another."""
    kind = ""
    for story in stories:
        kind = (
            kind if kind == "brief" and chance.random() < 0.4 else chance.choices(*zip(*_KINDS.items(), strict=True))[0]
        )
        yield _VARY[kind](story, chance)


def _with_pictures(story: Story, chance: random.Random) -> Story:
    pictures = [_picture(story, number) for number in range(chance.choice((0, 1, 1, 2)))]
    deck = (f"{story.title[:20]} ({story.number})",) if chance.random() < 0.3 else ()
    longer = (
        story.blocks * 1
        if chance.random() < 0.7
        else (*story.blocks, *(_again(block, story) for block in story.blocks))
    )
    return replace(story, blocks=(*pictures, *longer), deck=deck)


def _again(block: Block, story: Story) -> Block:
    return Block("p", ((f"{block.text} ({story.number}-{len(block.text)})",),))


def _picture(story: Story, number: int) -> Block:
    return Block("picture", ((f"{story.title[:24]} {number}", story.publisher),))


def _live(story: Story, chance: random.Random) -> Story:
    rows = []
    for hour in range(chance.randint(6, 14)):
        rows += [
            Block("h", ((f"{hour + 8}:{hour * 7 % 60:02}",),)),
            _again(story.blocks[hour % len(story.blocks)], story),
        ]
    return replace(story, blocks=tuple(rows))


def _table(story: Story, chance: random.Random) -> Story:
    rows = tuple((f"{story.title[:8]} {row}", str(chance.randint(1, 900))) for row in range(12))
    return replace(story, blocks=(story.blocks[0], Block("table", rows)), authors=())


_KINDS = {"story": 70, "brief": 8, "unsigned": 8, "column": 5, "pictures": 4, "live": 2, "table": 3}
_VARY: dict[str, Callable[[Story, random.Random], Story]] = {
    "story": _with_pictures,
    "brief": lambda story, chance: replace(story, blocks=story.blocks[:1], authors=()),
    "unsigned": lambda story, chance: replace(story, authors=(), tail=()),
    "column": lambda story, chance: replace(story, authors=(), blocks=(*story.blocks, *(_again(block, story) for block in story.blocks))),
    "pictures": lambda story, chance: replace(story, blocks=(story.blocks[0], *(_picture(story, number) for number in range(5)))),
    "live": _live,
    "table": _table,
}  # fmt: skip


# templates


@dataclass(frozen=True, slots=True)
class Template:
    """Where the parts of a paper's page stand, as XPath."""

    title: str
    body: str
    people: str
    times: str
    section: str
    notice: str
    related: str


def _has(name: str) -> str:
    return f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"


TEMPLATES = {
    "portal": Template(_has("tit_view"), _has("article_view") + "/section", _has("info_view") + "/*[1][not(*)]", _has("num_date"), _has("screen_out"), _has("txt_copyright"), "//aside//ul"),
    "economy": Template(_has("news_ttl_wrap") + "//h2", _has("news_cnt_detail_wrap"), _has("author"), _has("time_area"), _has("cate"), _has("bt_copyright"), _has("news_detail_foot_group") + "//ul"),
    "news": Template("//*[@id='title_area']", "//*[@id='dic_area']", _has("media_end_head_journalist") + "/*|" + _has("byline_p"), _has("media_end_head_info_datestamp"), _has("media_end_categorize_item"), _has("c_text"), "//ul[.//a[contains(@href, '/article/')]]"),
    "local": Template(_has("heading"), "//*[@id='article-view-content-div']", _has("infomation") + "/li[1]|" + _has("article-writer"), _has("infomation") + "/li[2]", _has("article-head-nav") + "/a[2]", _has("view-copyright"), _has("article-relation") + "//ul"),
    "gazette": Template("//h1", _has("story-body"), _has("byline"), _has("dateline"), _has("kicker"), _has("copyright"), _has("more-stories") + "//ul"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that is about to be changed."""

    tree: HtmlElement
    template: Template
    story: Story

    def all(self, path: str) -> list[HtmlElement]:
        return list(self.tree.xpath(path))

    @property
    def body(self) -> HtmlElement:
        return self.all(self.template.body)[0]

    def drop(self, path: str) -> None:
        """Take elements out, the text behind them stays."""
        for element in self.all(path):
            element.drop_tree()

    def put(self, index: int, markup: str) -> None:
        """Put elements into the body."""
        for element in reversed(lxml_html.fragments_fromstring(markup)):
            self.body.insert(index, element)

    def declared(self, *names: str) -> None:
        """Take fields out of what the page declares."""
        for meta in self.all("//meta"):
            said = f"{meta.get('property', '')} {meta.get('name', '')}".lower()
            if any(name.lower() in said for name in names):
                meta.drop_tree()
        for script in self.all("//script[@type='application/ld+json']"):
            data = json.loads(script.text or "{}")
            script.text = json.dumps({name: value for name, value in data.items() if name not in names})


Change = Callable[[Draft], None]
_TIMES = ("datePublished", "dateModified", "published_time", "modified_time", "regDate")


def _renamed(draft: Draft) -> None:
    for element in (draft.body, *(draft.body.iterancestors("div", "section", "article"))):
        for name in ("class", "id", "itemprop", "data-tiara-layer", "data-translation-body"):
            if element.attrib.pop(name, None) is not None:
                element.set("class", "content-box")


def _into_json(draft: Draft) -> None:
    inner = "".join(lxml_html.tostring(child, encoding="unicode") for child in draft.body) or escape(
        draft.body.text_content()
    )
    _emptied(draft)
    data = {"props": {"pageProps": {"article": {"headline": draft.story.title, "contentHtml": inner}}}}
    script = lxml_html.fromstring('<script id="__NEXT_DATA__" type="application/json"></script>')
    script.text = json.dumps(data).replace("</", "<\\/")
    draft.tree.find("body").append(script)


def _emptied(draft: Draft) -> None:
    for child in list(draft.body):
        child.drop_tree()
    draft.body.text = ""


def _other_title(draft: Draft) -> None:
    for element in draft.all(draft.template.title):
        element.tag, element.attrib["class"] = "div", "hl"
        element.attrib.pop("id", None)


def _no_time(draft: Draft) -> None:
    draft.declared(*_TIMES)
    draft.drop(draft.template.times)
    draft.drop("//time")


def _byline_in_text(draft: Draft) -> None:
    draft.declared("author")
    draft.drop(draft.template.people)
    names = ", ".join(draft.story.authors)
    if names:
        draft.put(0, f"<p>{escape(names)}</p>")


def _captions_in_text(draft: Draft) -> None:
    for figure in draft.all("//figure"):
        figure.tag = "div"
        figure.attrib.clear()
        for caption in figure.xpath(".//figcaption"):
            caption.tag = "p"
            caption.attrib.clear()


def _related_in_body(draft: Draft) -> None:
    links = [
        link for path in (draft.template.related, "//ul") for link in draft.all(path + "//a[string-length(.) > 15]")
    ][:5]
    rows = "".join(f"<p><a href='{link.get('href')}'>{escape(link.text_content())}</a></p>" for link in links)
    draft.put(len(draft.body) // 2, rows or "<p></p>")


def _two_columns(draft: Draft) -> None:
    children, body = list(draft.body), draft.body
    half = len(children) // 2
    for column in (children[:half], children[half:]):
        div = lxml_html.fromstring(
            "<div class='col'><div><p>Advertisement</p><p>Order now and save half, only this week at Marrow &amp; Sons</p></div></div>"
        )
        body.append(div)
        for child in column:
            div.append(child)


def _paywall(draft: Draft) -> None:
    children = list(draft.body)
    for child in children[1:]:
        child.drop_tree()
    draft.put(
        len(draft.body),
        "<div class='paywall'><p>Subscribe to read the full story. 이 기사는 구독자만 볼 수 있습니다.</p></div>",
    )


def _consent(draft: Draft) -> None:
    body = draft.tree.find("body")
    for child in list(body):
        child.drop_tree()
    body.append(
        lxml_html.fromstring(
            "<div><h1>Before you continue</h1><p>We and our partners use cookies to store and access personal data. Do you accept?</p><button>Accept all</button><button>Reject all</button></div>"
        )
    )


def _nothing_declared(draft: Draft) -> None:
    draft.drop("//meta[@property or @name]")
    draft.drop("//script")


def _hashed(draft: Draft) -> None:
    for element in draft.all("//body//*[@class or @id]"):
        said = element.attrib.pop("id", "") + element.attrib.pop("class", "")
        element.set("class", f"css-{sum(map(ord, said)) * 7919 % 99991:x}")
        element.attrib.pop("itemprop", None)


def _one_block(draft: Draft) -> None:
    text = "<br><br>".join(escape(child.text_content()) for child in draft.body)
    _emptied(draft)
    draft.put(0, f"<div>{text or escape(draft.story.text)}</div>")


def _shell(draft: Draft) -> None:
    body = draft.tree.find("body")
    for child in list(body):
        child.drop_tree()
    body.append(lxml_html.fromstring("<div id='root'></div>"))


def _comments(draft: Draft) -> None:
    rows = "".join(
        f"<div><b>reader{n}</b><p>{escape(draft.story.title[:12])} {n}번째로 읽었습니다. I read this {n + 2} times and agree.</p><span>{n} min ago</span></div>"
        for n in range(12)
    )
    draft.put(len(draft.body), f"<div class='talk'>{rows}</div>")


def _slogan(draft: Draft) -> None:
    for element in (*draft.all(draft.template.title), *draft.all("//title")):
        for child in list(element):
            child.drop_tree()
        element.text = "Always first, always near: news that matters"
    draft.declared("title", "headline")


def _doubled(draft: Draft) -> None:
    inner = "".join(lxml_html.tostring(child, encoding="unicode") for child in draft.body)
    draft.put(len(draft.body), f"<div class='mobile-only'>{inner or '<p>' + escape(draft.story.text) + '</p>'}</div>")


def _first_page(draft: Draft) -> None:
    for child in list(draft.body)[max(1, len(draft.body) // 3) :]:
        child.drop_tree()
    draft.put(len(draft.body), "<p><a href='?page=2'>Next page 2/3</a></p>")


def _gone(*parts: str) -> Change:
    def change(draft: Draft) -> None:
        for part in parts:
            draft.drop(getattr(draft.template, part))
            draft.declared(part, {"people": "author", "section": "articleSection", "notice": "copyright"}[part])

    return change


CHANGES: dict[str, Change] = {
    "the body's container is renamed": _renamed,
    "the body moves into JSON": _into_json,
    "the headline is another element": _other_title,
    "the time is gone": _no_time,
    "the byline stands in the text": _byline_in_text,
    "captions stand in the text": _captions_in_text,
    "related headlines stand in the body": _related_in_body,
    "two columns with adverts": _two_columns,
    "a paywall after the first paragraph": _paywall,
    "a consent wall for all": _consent,
    "nothing is declared any more": _nothing_declared,
    "all classes are hashes": _hashed,
    "one block of text, broken by br": _one_block,
    "an empty shell for scripts": _shell,
    "comments open inside the body": _comments,
    "a slogan instead of the headline": _slogan,
    "the story twice, for phones too": _doubled,
    "only a third of the story a page": _first_page,
    "authors are gone": _gone("people"),
    "section and notice are gone": _gone("section", "notice"),
}
#: The first ten are the ones that happen; nine in ten of them must be noticed where they do harm.
TEN = list(CHANGES)[:10]


# judging


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one paper, as they would be read."""

    site: NewsSite
    paper: str
    stories: tuple[Story, ...]

    def read(self, change: Change | None = None) -> Iterator[Extraction | None]:
        """Each page extracted, None where it gave no article."""
        sites, encoding = load_sites(SITES_DIR), self.site.papers[self.paper].encoding
        for story in self.stories:
            html = self.site.page(story)
            if change:
                draft = Draft(lxml_html.document_fromstring(html.decode(encoding)), TEMPLATES[self.paper], story)
                change(draft)
                html = lxml_html.tostring(draft.tree, encoding="unicode").encode(encoding, "xmlcharrefreplace")
            try:
                yield extract_page(Page(url=self.site.url(story), html=html), sites=sites)
            except PageError:
                yield None


class Site:
    """What a crawl knows of a site, with runs of one page each."""

    def __init__(self) -> None:
        self.guard, self.harvest = SiteHealth(), Harvest()

    def look(self, extraction: Extraction | None) -> str:
        """What is said of the site after this page."""
        missing = self.harvest.add(int(extraction is not None), int(extraction is None))
        alarm = self.guard.look(sample_of(extraction)) if extraction else ""
        return alarm or ("no article" if missing else "")


def _record(extraction: Extraction | None) -> object:
    if extraction is None:
        return None
    article = extraction.article
    return article.title, article.text, article.authors, article.published_at, article.publisher, article.section


def _try(pages: Pages, known: Sequence[Extraction | None], change: Change) -> tuple[str, bool, bool]:
    """(what is to be said of it, whether it did harm, whether it was noticed)."""
    site = Site()
    for extraction in known:
        site.look(extraction)
    before, after = list(pages.read()), list(pages.read(change))
    harmed = sum(_record(one) != _record(other) for one, other in zip(before, after, strict=True))
    said = [site.look(extraction) for extraction in after]
    noticed = next((number for number, alarm in enumerate(said, 1) if alarm), 0)
    is_harm = harmed > len(after) * _HARM
    word = f"{noticed}: {said[noticed - 1]}" if noticed else ("missed" if is_harm else "hardly read otherwise")
    return f"{word} ({harmed} of {len(after)} read otherwise)", is_harm, bool(noticed)


def _unchanged(site: NewsSite) -> tuple[int, int]:
    """(pages held, pages) of all papers, none of which changes anything."""
    held = total = 0
    for number, paper in enumerate(site.papers):
        stories = [story for story in site.stories if story.paper == paper]
        stories = list(varied(stories, random.Random(number)))
        known = Site()
        for extraction in Pages(site, paper, tuple(stories)).read():
            total += 1
            held += bool(alarm := known.look(extraction))
            if alarm:
                print(f"{paper}: held for {alarm}")
                known = Site()
        print(f"{paper}: {held} of {total} unchanged pages held so far", flush=True)
    return held, total


def main() -> int:
    """Print a line per change and paper, and the false holds; 1 where the goal is missed."""
    noticed: dict[str, list[bool]] = {}
    with NewsSite(stories=3000, hosts=20) as site:
        held, total = _unchanged(site)
    with NewsSite(stories=900, hosts=7) as site:
        for paper in TEMPLATES:
            stories = list(varied([story for story in site.stories if story.paper == paper], random.Random(3)))
            known = list(Pages(site, paper, tuple(stories[:TRAINED])).read())
            pages = Pages(site, paper, tuple(stories[TRAINED : TRAINED + CHANGED]))
            for what, change in CHANGES.items():
                said, is_harm, is_noticed = _try(pages, known, change)
                print(f"{paper}: {what}: {said}", flush=True)
                if is_harm:
                    noticed.setdefault(what, []).append(is_noticed)
    usual = [one for what in TEN for one in noticed.get(what, [])]
    others = [one for what, all_of in noticed.items() if what not in TEN for one in all_of]
    print(
        f"noticed within {CHANGED} pages: {sum(usual)} of {len(usual)} of the ten usual kinds, {sum(others)} of {len(others)} of the others"
    )
    print(f"{held} of {total} unchanged pages held")
    return 0 if sum(usual) >= 0.9 * len(usual) and not held else 1


if __name__ == "__main__":
    sys.exit(main())
