"""Ten changes made to the templates of the sample site: how many pages pass before each is noticed, and how many of some
two thousand unchanged pages are held though nothing happened.

    python -m benchmarks.template_changes

Pages are generated and extracted as a crawl does it, in the order of their dates; the guard is the crawl's own.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newscrawl.article import Extraction, Page
from newscrawl.errors import PageError
from newscrawl.extraction import extract_page
from newscrawl.health.guard import SiteHealth, sample_of
from newscrawl.sites import load_sites
from tests.newssite.server import SITES_DIR, NewsSite
from tests.newssite.story import Story

TRAINED, CHANGED = 100, 20

Change = Callable[[str], str]


def _sub(pattern: str, instead: str) -> Change:
    return lambda page: re.sub(pattern, instead, page, flags=re.DOTALL)


#: paper, what was changed, how
CHANGES: tuple[tuple[str, str, Change], ...] = (
    ("portal", "the headline's class is renamed", _sub("tit_view", "title-main")),
    ("portal", "the body's container is renamed", _sub(r"article_view|harmonyContainer|news_view", "story-box")),
    ("portal", "reporter and time change their classes, meta times go", lambda page: _sub(r"og:regDate|article:published_time|datePublished", "x:y")(page).replace("info_view", "info-box")),
    ("economy", "the headline's wrapper is renamed", _sub("news_ttl_wrap", "headline-area")),
    ("economy", "the body's class is renamed", _sub("news_cnt_detail_wrap", "article-content")),
    ("economy", "authors move into a script", lambda page: _sub(r'<dl class="author.*?</dl>', "")(page)),
    ("news", "all classes of the head are renamed", _sub("media_end_head", "article-head")),
    ("news", "the story's element is another one", lambda page: page.replace('id="dic_area"', 'id="story_area"').replace("newsct_article", "story_article")),
    ("old", "the table of the old design becomes a new one", _sub(r"article-head-title|info-text", "head-area")),
    ("gazette", "meta and structured data are dropped", lambda page: _sub(r"<script type=.application/ld\+json.*?</script>", "")(_sub(r"<meta [^>]*(?:property|name)=[^>]*>", "")(page))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one paper, as they would be read."""

    site: NewsSite
    stories: tuple[Story, ...]

    def read(self, change: Change | None = None) -> Iterator[Extraction | None]:
        """Each page extracted, None where it gave no article."""
        sites = load_sites(SITES_DIR)
        for story in self.stories:
            html = self.site.page(story).decode(self.site.papers[story.paper].encoding)
            changed = (change(html) if change else html).encode(
                self.site.papers[story.paper].encoding, "xmlcharrefreplace"
            )
            try:
                yield extract_page(Page(url=self.site.url(story), html=changed), sites=sites)
            except PageError:
                yield None


def noticed_after(health: SiteHealth, pages: Iterator[Extraction | None]) -> int | None:
    """Pages until something was said; a page without an article says it at once. None: nothing was said."""
    for number, extraction in enumerate(pages, 1):
        if extraction is None or health.look(sample_of(extraction)):
            return number
    return None


def main() -> int:
    """Print one line per change, and the false holds; 1 where the goal is missed."""
    with NewsSite(stories=2400, hosts=7) as site:
        by_paper = {key: [story for story in site.stories if story.paper == key] for key in site.papers}
        held = total = 0
        for key, stories in by_paper.items():
            random.Random(1).shuffle(stories)
            health = SiteHealth()
            for extraction in Pages(site, tuple(stories[: 2000 // len(by_paper)])).read():
                total += 1
                held += bool(extraction is not None and health.look(sample_of(extraction)))
            print(f"{key}: {held} of {total} unchanged pages held so far", flush=True)
        caught = sum(_try(site, by_paper[paper], what, change) for paper, what, change in CHANGES)
    print(f"{caught} of {len(CHANGES)} changes noticed within {CHANGED} pages; {held} of {total} unchanged pages held")
    return 0 if caught >= 9 and not held else 1


def _try(site: NewsSite, stories: list[Story], what: str, change: Change) -> bool:
    health = SiteHealth()
    for extraction in Pages(site, tuple(stories[:TRAINED])).read():
        if extraction is not None:
            health.look(sample_of(extraction))
    after = noticed_after(health, Pages(site, tuple(stories[TRAINED : TRAINED + CHANGED])).read(change))
    result = f"noticed after {after} pages ({health.alarm or 'no article'})" if after else "not noticed"
    print(f"{stories[0].paper}: {what}: {result}", flush=True)
    return after is not None


if __name__ == "__main__":
    sys.exit(main())
