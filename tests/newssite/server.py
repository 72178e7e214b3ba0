"""The site's server: all hosts on one loopback port, told apart by the Host header, with a record of every request.

`with NewsSite() as site:` serves until the block ends; `site.publish(5)` adds stories while it runs.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlsplit

from tests.newssite import broken, feeds, scripted
from tests.newssite.broken import Answer
from tests.newssite.designs import Sheet
from tests.newssite.designs.listing import listing
from tests.newssite.generated import generated_story, mislabelled_story
from tests.newssite.loopback import LoopbackServer
from tests.newssite.papers import DOMAIN, Paper, papers
from tests.newssite.story import Story, told_stories

#: Profiles of the papers that have one; the others are read without.
SITES_DIR = Path(__file__).parent / "sites"
_XML = "application/xml; charset=utf-8"


class NewsSite:
    """The sample site.

    Args:
        port: 0 for any free one.
        stories: at least so many; those beyond the told ones are made from tables, always the same.
        hosts: at least so many papers.
        address: where it listens; loopback.
        threads: requests that are answered at once.
    """

    def __init__(
        self, port: int = 0, *, stories: int = 0, hosts: int = 0, address: str = "127.0.0.1", threads: int = 16
    ) -> None:
        self.papers = papers(hosts)
        self.hits: list[tuple[str, str, int]] = []
        """(host, path, status) of every request, in the order of their answers."""
        self.conditional = 0
        """How many of them asked whether something has changed."""
        self.inside = ""
        """The address that a script of the scripted paper reaches for."""
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._stories: dict[str, list[Story]] = {key: [] for key in self.papers}
        self._paths: dict[tuple[str, str], Story] = {}
        self._made = 0
        for story in told_stories():
            self._add(story)
        self._address, self._port, self._threads = address, port, threads
        self._server: LoopbackServer | None = None
        self.publish(max(0, stories - len(self.stories)))

    # what is served

    @property
    def stories(self) -> list[Story]:
        """All stories, paper by paper, in the order of their numbers."""
        return [story for told in self._stories.values() for story in told]

    def publish(self, count: int) -> list[Story]:
        """Add so many new stories, one paper after the other; they are the newest of their papers."""
        keys = list(self.papers)
        added = []
        with self._lock:
            for _ in range(count):
                paper = self.papers[keys[self._made % len(keys)]]
                story = generated_story(paper, len(self._stories[paper.key]) + 1, self._made)
                self._made += 1
                self._add(story)
                added.append(story)
        return added

    def _add(self, story: Story) -> None:
        self._stories[story.paper].append(story)
        self._paths[story.paper, self.papers[story.paper].path(story)] = story

    def newest(self, paper: str) -> list[Story]:
        """A paper's stories, newest first."""
        with self._lock:
            return sorted(self._stories[paper], key=lambda story: story.published, reverse=True)

    def page(self, story: Story) -> bytes:
        """The page of a story as it is served."""
        paper = self.papers[story.paper]
        others = [(self.url(other), other.title) for other in self._stories[story.paper][-12:] if other is not story]
        sheet = Sheet(paper=paper, base=self.base[paper.key], url=self.url(story), others=others)
        return paper.pages.article(story, sheet).encode(paper.encoding, errors="xmlcharrefreplace")

    def story_at(self, paper: str, path: str) -> Story | None:
        """The story whose page has this path."""
        return self._paths.get((paper, path))

    # where it is served

    @property
    def port(self) -> int:
        """The port that is listened on; before the start the one that was asked for."""
        return self._server.server_address[1] if self._server else self._port

    @property
    def base(self) -> dict[str, str]:
        """Short name of each host -> its address up to the port."""
        return {key: f"http://{key}.{DOMAIN}:{self.port}" for key in (*self.papers, broken.HOST_KEY)}

    @property
    def hosts(self) -> list[str]:
        """`name=address` for each host, as `NEWSCRAWL_HOSTS` takes them."""
        names = [f"{key}.{DOMAIN}" for key in (*self.papers, broken.HOST_KEY, scripted.PAPER.key)]
        return [f"{name}={self._address}" for name in (*names, scripted.SCRIPTS_HOST)]

    @property
    def scripted(self) -> str:
        """Address of the paper whose pages need JavaScript; it is none of `base`, because not everybody has a browser."""
        return f"http://{scripted.PAPER.host}:{self.port}"

    def url(self, story: Story) -> str:
        """The address of a story."""
        return self.base[story.paper] + self.papers[story.paper].path(story)

    @property
    def urls(self) -> list[str]:
        """The addresses of all stories."""
        return [self.url(story) for story in self.stories]

    @property
    def settings(self) -> dict[str, str]:
        """The settings with which a crawl reaches the site."""
        return {
            "NEWSCRAWL_HOSTS": ",".join(self.hosts),
            "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.0/8",
            "NEWSCRAWL_SITES_DIR": str(SITES_DIR),
        }

    # life

    def start(self) -> Self:
        """Listen; `with` does it too, and ends it.

        Raises:
            OSError: the port is taken.
        """
        self._server = LoopbackServer((self._address, self._port), self, self._threads)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Answer what is begun, and end."""
        assert self._server is not None
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self if self._server else self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # answers

    def answer(self, host: str, target: str) -> Answer:
        """What is sent for a request."""
        key = host.partition(":")[0].lower().removesuffix("." + DOMAIN)
        path = urlsplit(target).path
        if key == broken.HOST_KEY:
            return self._broken(path)
        if key in (scripted.PAPER.key, scripted.SCRIPTS_HOST):
            return scripted.answer(host, target, self.inside)
        if key not in self.papers:
            return Answer(status=404, body=b"no such host", content_type="text/plain")
        story = self.story_at(key, target)
        if story is not None:
            return self._html(self.papers[key], self.page(story))
        return self._announcement(self.papers[key], path) or self._list(self.papers[key], target)

    def _html(self, paper: Paper, body: bytes) -> Answer:
        # the old paper's server leaves the encoding to the page
        return Answer(body=body, content_type="text/html" if paper.encoding != "utf-8" else "text/html; charset=utf-8")

    def _announcement(self, paper: Paper, path: str) -> Answer | None:
        base, stories = self.base[paper.key], self.newest(paper.key)
        if path == "/robots.txt":
            return Answer(body=feeds.robots(base), content_type="text/plain")
        if path == "/sitemap_index.xml":
            return Answer(body=feeds.sitemap_index(base), content_type=_XML)
        if path == "/news-sitemap.xml":
            return Answer(body=feeds.news_sitemap(paper, base, stories), content_type=_XML)
        if path == "/sitemap-all.xml.gz":
            return Answer(body=feeds.packed_sitemap(paper, base, stories), content_type="application/gzip")
        if path == paper.feed:
            make = feeds.atom if path.startswith("/atom") else feeds.rss
            return Answer(body=make(paper, base, stories), content_type="application/xml")
        return None

    def _list(self, paper: Paper, target: str) -> Answer:
        parts = urlsplit(target)
        page = _number(parse_qs(parts.query).get("page", ["1"])[0])
        number = _number(parts.path.removeprefix("/section/")) if parts.path != "/" else 0
        if (parts.path != "/" and not 1 <= number <= len(paper.sections)) or not page:
            return Answer(status=404, body=b"<html><body><h1>404 Not Found</h1></body></html>")
        section = paper.sections[number - 1] if number else None
        stories = [story for story in self.newest(paper.key) if section in (None, story.section)]
        text = listing(paper, stories, heading=section or paper.name, path=parts.path, page=page)
        return self._html(paper, text.encode(paper.encoding, errors="xmlcharrefreplace"))

    def _broken(self, path: str) -> Answer:
        if path == "/":
            return Answer(body=broken.front_page())
        if path == "/robots.txt":
            return Answer(body=b"User-agent: *\nDisallow: /private/\n", content_type="text/plain")
        if path == broken.mislabelled_path():
            return Answer(body=self.mislabelled_page(), content_type="text/html; charset=iso-8859-1")
        return broken.answer(path) or Answer(status=404, body=b"<html><body><h1>404 Not Found</h1></body></html>")

    @property
    def mislabelled(self) -> tuple[Story, str]:
        """The good story that is sent under a wrong encoding, and its address."""
        return mislabelled_story(), self.base[broken.HOST_KEY] + broken.mislabelled_path()

    def mislabelled_page(self) -> bytes:
        """EUC-KR bytes that call themselves UTF-8 in the page and Latin-1 in the header."""
        story, url = self.mislabelled
        paper = self.papers["local"]
        sheet = Sheet(paper=paper, base=self.base[broken.HOST_KEY], url=url, others=())
        return paper.pages.article(story, sheet).encode("cp949", errors="xmlcharrefreplace")


def _number(text: str) -> int:
    """A number from 1 that somebody wrote into an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() else 0
