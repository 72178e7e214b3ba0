"""The papers of the site: their hosts, designs, languages, encodings, and the addresses of their stories."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from tests.newssite.story import Story

DOMAIN = "newssite.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One host of the site."""

    key: str
    """Short name; the host is `<key>.newssite.test`."""
    name: str
    """What the paper calls itself."""
    design: str
    """Module of `tests.newssite.designs`."""
    language: str = "ko"
    encoding: str = "utf-8"
    article: str
    """Address of a story: a format string over its number, time, section and slug."""
    feed: str = "/rss.xml"
    sections: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """Host name."""
        return f"{self.key}.{DOMAIN}"

    def path(self, story: Story) -> str:
        """Path and query of a story's page."""
        return self.article.format(
            number=story.number,
            stamp=f"{story.published:%Y%m%d%H%M%S}{story.number % 1000:03}",
            day=f"{story.published:%Y/%m/%d}",
            section=self.sections.index(story.section) + 1 if story.section in self.sections else 1,
            slug=story.slug,
        )

    @property
    def pages(self) -> ModuleType:
        """The design's module: `article(story, sheet)`."""
        return importlib.import_module(f"tests.newssite.designs.{self.design}")


_ND = "/news/articleView.html?idxno={number:06}"

TOLD = (
    Paper(key="portal", name="새소리", design="portal", article="/v/{stamp}", sections=("사회", "경제", "문화", "IT", "스포츠")),
    Paper(key="news", name="누리터 뉴스", design="frame", article="/mnews/article/907/{number:010}", sections=("사회", "경제", "생활", "세계")),
    Paper(key="economy", name="나루경제", design="economy", article="/news/economy/{number:08}", sections=("경제", "기업", "증권", "부동산")),
    Paper(key="local", name="해솔신문", design="local", article=_ND, feed="/rss/allArticle.xml", sections=("사회", "행정", "문화")),
    Paper(key="harbor", name="달포항만일보", design="local", article=_ND, feed="/rss/allArticle.xml", sections=("항만", "수산", "사회")),
    Paper(key="old", name="가람면민보", design="local_old", encoding="cp949", article=_ND, feed="/rss/allArticle.xml", sections=("사회", "농정")),
    Paper(key="gazette", name="The Quillhaven Gazette", design="gazette", language="en", article="/{day}/{slug}", feed="/atom.xml", sections=("Town", "Business", "Science", "Sport")),
)  # fmt: skip

_TOWNS = (
    "mirae",
    "saebom",
    "hanbit",
    "nuri",
    "garam",
    "dasom",
    "areum",
    "byeolha",
    "sori",
    "bada",
    "sol",
    "onnuri",
    "maru",
)


def papers(count: int) -> Mapping[str, Paper]:
    """At least `count` papers by key: the told ones, and town papers of the local and the English design in turn."""
    more = []
    for index in range(max(0, count - len(TOLD))):
        town = _TOWNS[index % len(_TOWNS)] + (str(index // len(_TOWNS) + 1) if index >= len(_TOWNS) else "")
        if index % 3 == 2:
            more.append(Paper(key=town, name=f"The {town.title()} Courier", design="gazette", language="en",
                              article="/{day}/{slug}", feed="/atom.xml", sections=("Town", "Business")))  # fmt: skip
        else:
            more.append(Paper(key=town, name=f"{town} 마을신문", design="local", article=_ND,
                              feed="/rss/allArticle.xml", sections=("사회", "행정")))  # fmt: skip
    return {paper.key: paper for paper in (*TOLD, *more)}
