"""Crawls of the sample site, one after the other: nothing is fetched twice, and list pages are asked conditionally."""

import json

import pytest

from tests import warm
from tests.newssite.demo import words
from tests.newssite.server import NewsSite

HOSTS = ("gazette", "economy")
PATIENT = ("-s", "NEWSCRAWL_EXTRACT_PROCESSES=1", "-s", "DOWNLOAD_TIMEOUT=60")


def requests(site, since):
    """(addresses of stories, other paths with their status) that were asked for."""
    stories = {site.url(story).partition("test")[2].partition("/")[2] for story in site.stories}
    hits = site.hits[since:]
    asked = [path for _, path, _ in hits if path[1:] in stories]
    return asked, [(path, status) for _, path, status in hits if path[1:] not in stories]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Three runs: the first, one right after it, one after five new stories. Gives what each asked for and its account."""
    folder = tmp_path_factory.mktemp("incremental")
    found = []
    with NewsSite() as site:
        for new in (0, 0, 5):
            if new:
                site.publish(7)
            since = len(site.hits)
            assert warm.run(*words(site, folder, HOSTS), *PATIENT).returncode == 0
            found.append(requests(site, since))
        manifests = [json.loads(path.read_text()) for path in sorted((folder / "runs").glob("*.json"))]
        told = sum(story.paper in HOSTS for story in site.stories)
    return found, manifests, told


def test_the_first_run_fetches_every_story_once(runs):
    """Whichever feed, sitemap and front page announce it."""
    (stories, _), manifest = runs[0][0], runs[1][0]
    assert len(stories) == len(set(stories)) == manifest["urls"]["stored"]
    assert manifest["adds_up"]


def test_the_second_run_asks_only_whether_something_is_new(runs):
    """No story is asked for, and every list page says 304."""
    stories, others = runs[0][1]
    assert stories == []
    assert {status for path, status in others if path != "/robots.txt"} == {304}
    # once for its rules and its sitemaps
    assert sum(path == "/robots.txt" for path, _ in others) == len(HOSTS)
    assert list(runs[1][1]["lists"]) == ["unchanged"]


def test_new_stories_cost_one_request_each(runs):
    """And no list page is asked more often than in the run before."""
    stories, others = runs[0][2]
    manifest = runs[1][2]
    assert len(stories) == len(set(stories)) == manifest["urls"]["stored"] > 0
    assert len(others) <= len(runs[0][1][1])
    assert runs[2] == sum(manifest["urls"]["stored"] for manifest in runs[1])
