"""The sample site's pages, each extracted as it is served, against the truth of its story."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawl import PageError, extract
from newscrawl.article import Article
from newscrawl.sites import Sites, load_sites
from tests.newssite.broken import ANSWERS
from tests.newssite.demo import crawl
from tests.newssite.server import SITES_DIR, NewsSite
from tests.newssite.story import Story, told_stories


@pytest.fixture(scope="module")
def site() -> Iterator[NewsSite]:
    with NewsSite() as served:
        yield served


@pytest.fixture(scope="module")
def sites() -> Sites:
    return load_sites(SITES_DIR)


@pytest.fixture(scope="module")
def articles(site: NewsSite, sites: Sites) -> dict[tuple[str, int], Article]:
    """Every told story's page, extracted."""
    return {
        (story.paper, story.number): extract(site.page(story), site.url(story), sites=sites) for story in told_stories()
    }


def _name(story: Story) -> str:
    return f"{story.paper}-{story.number}"


_stories = pytest.mark.parametrize("story", told_stories(), ids=_name)


@_stories
def test_text_is_the_story_and_nothing_else(story: Story, articles: dict[tuple[str, int], Article]) -> None:
    """All lines of the story are there in order, and no other; an agency's dateline may stay at its place."""
    text = articles[story.paper, story.number].text
    assert text.removeprefix(story.dateline).split("\n") == list(story.lines)


@_stories
def test_title(story: Story, articles: dict[tuple[str, int], Article]) -> None:
    """The headline is the story's, without the paper's name."""
    assert articles[story.paper, story.number].title == story.title


@_stories
def test_subtitle(story: Story, articles: dict[tuple[str, int], Article]) -> None:
    """The deck's lines are the subtitle."""
    assert articles[story.paper, story.number].subtitle == ("\n".join(story.deck) or None)


@_stories
def test_authors(story: Story, articles: dict[tuple[str, int], Article]) -> None:
    """The people who wrote it, by name alone."""
    assert articles[story.paper, story.number].authors == story.authors


@_stories
def test_publisher(story: Story, articles: dict[tuple[str, int], Article]) -> None:
    """The press that wrote it, never the portal."""
    assert articles[story.paper, story.number].publisher == story.publisher


@_stories
def test_published_at(story: Story, articles: dict[tuple[str, int], Article]) -> None:
    """The time of publication with its zone, as exactly as the page says it."""
    to_the_minute = story.paper == "old"
    expected = story.published.replace(second=0) if to_the_minute else story.published
    assert articles[story.paper, story.number].published_at == expected.isoformat()


@_stories
def test_modified_at(story: Story, articles: dict[tuple[str, int], Article]) -> None:
    """The time of the last change; where nothing was changed, none or that of publication."""
    modified = articles[story.paper, story.number].modified_at
    if story.modified:
        assert modified == story.modified.isoformat()
    else:
        assert modified in (None, story.published.isoformat())


@_stories
def test_pictures(story: Story, articles: dict[tuple[str, int], Article]) -> None:
    """Captions and credits stand with their pictures."""
    pictures = [block.rows[0] for block in story.blocks if block.kind == "picture"]
    images = articles[story.paper, story.number].images
    said = [" ".join(filter(None, (image.caption, image.credit))) for image in images]
    if pictures and len(said) > len(pictures):  # the declared lead picture, where the story's first stands far down
        assert said.pop(0) == ""
    assert said == [" ".join(words) for words in pictures]


@_stories
def test_address_and_language(story: Story, site: NewsSite, articles: dict[tuple[str, int], Article]) -> None:
    """The page's own address, port and query kept, and the paper's language."""
    article = articles[story.paper, story.number]
    assert (article.canonical_url, article.language) == (site.url(story), site.papers[story.paper].language)


@_stories
def test_rights(story: Story, articles: dict[tuple[str, int], Article]) -> None:
    """The copyright line is kept beside the text, with what it says of AI training."""
    rights = articles[story.paper, story.number].rights
    assert rights.notice is not None
    assert any(notice in rights.notice for notice in story.notices)
    assert (rights.ai_training == "prohibited") == any("AI" in notice for notice in story.notices)


def test_a_wrong_encoding_in_header_and_page_does_not_spoil_the_text(site: NewsSite, sites: Sites) -> None:
    """EUC-KR bytes that call themselves Latin-1 and UTF-8 come out as they were written."""
    story, url = site.mislabelled
    page = site.mislabelled_page()
    assert b'charset="utf-8"' in page
    article = extract(page, url, headers={"content-type": "text/html; charset=iso-8859-1"}, sites=sites)
    assert (article.title, article.text) == (story.title, story.text)


@pytest.mark.parametrize(
    ("slug", "codes"),
    [
        ("page-with-nothing-on-it", {"empty"}),
        ("council-minutes-as-a-file", {"not-html"}),
        ("answer-meant-for-a-program", {"not-html"}),
        ("everything-we-know-of-lamp-oil", {"list-page", "no-article"}),
        ("before-you-may-read-this-story", {"consent-wall"}),
        ("story-we-have-taken-down", {"error-page"}),
    ],
)
def test_broken_pages_are_refused_with_a_reason(slug: str, codes: set[str], site: NewsSite, sites: Sites) -> None:
    """A page without a story says what it is instead."""
    with pytest.raises(PageError) as refused:
        extract(ANSWERS[slug][1].body, f"{site.base['broken']}/2026/11/20/{slug}", sites=sites)
    assert refused.value.code in codes


def _get(site: NewsSite, host: str, path: str, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{site.port}{path}", headers={"Host": f"{host}.newssite.test", **headers}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_one_port_serves_all_hosts_and_keeps_count(site: NewsSite) -> None:
    """The Host header chooses the paper, and every request is recorded with its status."""
    assert "새소리".encode() in _get(site, "portal", "/")[1]
    assert "가람면민보".encode("cp949") in _get(site, "old", "/")[1]
    assert _get(site, "gazette", "/no-such-page")[0] == 404
    assert site.hits[-3:] == [
        ("portal.newssite.test", "/", 200),
        ("old.newssite.test", "/", 200),
        ("gazette.newssite.test", "/no-such-page", 404),
    ]


def test_it_grows_while_it_runs() -> None:
    """New stories stand at the head of their paper's feed, and generated ones are always the same."""
    with NewsSite(stories=200, hosts=20) as site, NewsSite(stories=200, hosts=20) as other:
        assert len(site.papers) == 20
        assert [story.text for story in site.stories] == [story.text for story in other.stories]
        story = site.publish(1)[0]
        feed = _get(site, story.paper, site.papers[story.paper].feed)[1]
        assert story.title.encode() in feed
        made = [story for story in site.stories if story not in told_stories()]
        assert len({story.text for story in made}) == len(made) == 201 - len(told_stories())
        assert len(set(site.urls)) == 201


def test_an_unchanged_feed_is_answered_without_its_bytes(site: NewsSite) -> None:
    """A conditional request gets 304 until a story is published."""
    request = urllib.request.Request(f"http://127.0.0.1:{site.port}/rss.xml", headers={"Host": "portal.newssite.test"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        etag = answer.headers["ETag"]
    assert _get(site, "portal", "/rss.xml", **{"If-None-Match": etag}) == (304, b"")


def test_generated_stories_come_out_clean(sites: Sites) -> None:
    """Stories made from tables are stories like the told ones, in every design."""
    with NewsSite(stories=100, hosts=10) as grown:
        made = [story for story in grown.stories if story not in told_stories()]
        assert {grown.papers[story.paper].design for story in made} == {paper.design for paper in grown.papers.values()}
        for story in made:
            article = extract(grown.page(story), grown.url(story), sites=sites)
            assert (article.title, article.text) == (story.title, story.text)


def _article_requests(site: NewsSite, since: int) -> list[str]:
    """The addresses of stories that were asked for, in order."""
    asked = [f"http://{host}:{site.port}{path}" for host, path, _ in site.hits[since:]]
    return [url for url in asked if url in set(site.urls)]


def test_crawls_ask_for_every_story_once(tmp_path: Path) -> None:
    """The first run fetches each story once, the second none, and new ones are all that the third asks for."""
    hosts = ("portal", "gazette")
    patient = ("-s", "NEWSCRAWL_EXTRACT_PROCESSES=1", "-s", "DOWNLOAD_TIMEOUT=60")
    with NewsSite() as site:
        assert crawl(site, tmp_path, *patient, hosts=hosts) == 0
        told = [site.url(story) for story in site.stories if story.paper in hosts]
        assert sorted(_article_requests(site, 0)) == sorted(told)
        since = len(site.hits)
        assert crawl(site, tmp_path, *patient, hosts=hosts) == 0
        assert _article_requests(site, since) == []
        fresh = [site.url(story) for story in site.publish(14) if story.paper in hosts]
        since = len(site.hits)
        assert crawl(site, tmp_path, *patient, hosts=hosts) == 0
        assert sorted(_article_requests(site, since)) == sorted(fresh)
