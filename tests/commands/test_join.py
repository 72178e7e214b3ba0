"""`scrapy crawl` of stories that stand on several pages."""

import threading

import pytest

import newscrawl
from newscrawl.ledger.sqlite import SqliteLedger
from tests.commands.conftest import wait_for

TITLE = "The mills of Lower Bexford"
DECK = ["Three mills stood on the river, and this is how they went, one after the other."]


def words(first, last):
    """Paragraphs of an invented story."""
    return [
        f"Mill {number} ground its last corn in {1890 + number}, and {number * 3} people of the ward lost their work there that winter."
        for number in range(first, last)
    ]


def page(lines, links="", *, title=TITLE, head=""):
    """One page of a story, with its links to the others."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f"<html lang=en><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a><a href='/town/'>Town</a></nav>"
        f"<h1>{title}</h1><article>{body}</article>{links}<footer>The Bexford Bell</footer></body></html>"
    )


def pager(*links):
    """The row of page numbers below a story."""
    return "<div class=pagination>" + "".join(f"<a href='{href}'>{text}</a>" for href, text in links) + "</div>"


def three_pages(site, path="/2026/11/24/mills-of-bexford"):
    """A story of three pages, each of which begins with the deck."""
    deck = DECK[0]
    links = pager((path, 1), (f"{path}/2", 2), (f"{path}/3", 3), (f"{path}/2", "Next page"))
    site.page(f"{path}/2", page([deck, *words(7, 13)], links, title=f"{TITLE} - Page 2"))
    site.page(f"{path}/3", page([deck, *words(13, 19)], links, title=f"{TITLE} - Page 3"))
    return site.page(path, page([deck, *words(1, 7)], links)), "\n".join([deck, *words(1, 19)])


def only_article(crawl):
    """The one article that was written."""
    (article,) = newscrawl.read(crawl.output)
    return article


def fate(crawl, url):
    """What became of a URL."""
    ledger = SqliteLedger(crawl.output / "ledger.sqlite", "test")
    trace = ledger.trace(url)
    ledger.close()
    return trace


def test_a_story_of_three_pages_is_one_line(crawl, site):
    """In page order, the deck once; the further pages are settled, kept and accounted for."""
    url, text = three_pages(site)
    done = crawl("articles", "-a", f"url={url}", NEWSCRAWL_INLINE_REMOVALS=1)

    assert done.returncode == 0, done.stderr
    article = only_article(crawl)
    assert article.text == text
    assert "joined" in article.flags and "truncated" not in article.flags
    assert [removal.text[:17] for removal in article.removals if removal.rule == "page.repeated"] == [
        "Three mills stood"
    ] * 2
    assert len({removal.position for removal in article.removals} & set(range(7))) == 0
    assert fate(crawl, f"{url}/2").state == "duplicate" and fate(crawl, f"{url}/3").detail == f"page 3 of {url}"


def test_a_further_page_that_is_found_elsewhere_is_not_fetched_again(crawl, site):
    """Its address is known by then."""
    url, _ = three_pages(site)
    crawl("articles", "-a", f"url={url}")
    done = crawl("articles", "-a", f"url={url}/2")

    assert done.returncode == 0, done.stderr
    assert site.times("/2026/11/24/mills-of-bexford/2") == 1
    assert only_article(crawl).url == url


def test_the_archive_gives_the_same_story(crawl, site, tmp_path):
    """Nothing is fetched, and nothing is kept a second time."""
    url, text = three_pages(site)
    crawl("articles", "-a", f"url={url}")
    crawl("articles", "-a", f"url={site.urls[0]}")
    asked = len(site.asked)
    again = type(crawl)(tmp_path / "again")
    done = again("archive", "-a", f"path={crawl.output / 'pages'}")

    assert done.returncode == 0, done.stderr
    assert {article.url: article.text for article in newscrawl.read(again.output)}[url] == text
    assert len(list(newscrawl.read(again.output))) == 2
    assert len(site.asked) == asked
    assert list((again.output / "pages").iterdir()) == []


def test_an_archive_without_the_further_pages_gives_what_it_has(crawl, site, tmp_path):
    """As one that was written before stories were followed."""
    url, _ = three_pages(site)
    crawl("articles", "-a", f"url={url}", NEWSCRAWL_STORY_PAGES=1)
    again = type(crawl)(tmp_path / "again")
    done = again("archive", "-a", f"path={crawl.output / 'pages'}")

    assert done.returncode == 0, done.stderr
    assert "truncated" in only_article(again).flags and only_article(again).text.endswith(words(6, 7)[0])


def archived(crawl, urls):
    """An archive as others make them: each page is one of its own, and none says to which other it belongs."""
    (crawl.output.parent / "urls.txt").write_text("\n".join(urls))
    crawl(
        "articles", "-a", f"urls={crawl.output.parent / 'urls.txt'}", NEWSCRAWL_STORY_PAGES=1, NEWSCRAWL_DEDUPE_TEXT=0
    )
    return crawl.output / "pages"


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_pages_of_an_archive_that_does_not_say_what_belongs_together_are_found_by_their_address(
    crawl, site, tmp_path, order
):
    """Whichever lies first; they are none of their own then, and nothing is fetched."""
    url, text = three_pages(site)
    pages = [url, f"{url}/2", f"{url}/3"]
    folder = archived(crawl, [*(pages[number] for number in order), site.urls[0]])
    asked = len(site.asked)
    again = type(crawl)(tmp_path / "again")
    done = again("archive", "-a", f"path={folder}")

    assert done.returncode == 0, done.stderr
    assert sorted(article.url for article in newscrawl.read(again.output)) == sorted([url, site.urls[0]])
    (story,) = (article for article in newscrawl.read(again.output) if article.url == url)
    assert (story.text, "joined" in story.flags, "truncated" in story.flags) == (text, True, False)
    assert len(site.asked) == asked


def test_a_page_that_becomes_no_part_of_another_story_is_a_story(crawl, site, tmp_path):
    """It is asked for by a story whose address it has but for a number, and is one of its own."""
    url = site.page(
        "/2026/11/24/mills", page(words(1, 7), pager(("/2026/11/24/mills/2", 2)), title="The mills of the north")
    )
    other = site.page("/2026/11/24/mills/2", page(words(30, 36), title="A choir sings at the weir"))
    again = type(crawl)(tmp_path / "again")
    again("archive", "-a", f"path={archived(crawl, [url, other])}")

    assert {article.url: article.text for article in newscrawl.read(again.output)} == {
        url: "\n".join(words(1, 7)), other: "\n".join(words(30, 36)),
    }  # fmt: skip


def test_stories_can_be_taken_as_their_first_page_has_them(crawl, site):
    """The setting; the flag says that there is more."""
    url, _ = three_pages(site)
    crawl("articles", "-a", f"url={url}", NEWSCRAWL_STORY_PAGES=1)

    assert "truncated" in only_article(crawl).flags
    assert site.times("/2026/11/24/mills-of-bexford/2") == 0


def test_a_story_with_more_pages_than_are_asked_for_is_flagged(crawl, site):
    """It is given as far as it was followed."""
    url, _ = three_pages(site)
    crawl("articles", "-a", f"url={url}", NEWSCRAWL_STORY_PAGES=2)

    assert only_article(crawl).text.endswith(words(12, 13)[0])
    assert {"joined", "truncated"} <= set(only_article(crawl).flags)


def test_a_further_page_that_fails_makes_the_story_one_for_later(crawl, site):
    """Half a story looks like a whole one: nothing is written until the page is there again."""
    url, text = three_pages(site)
    good = site.routes["/2026/11/24/mills-of-bexford/3"]
    site.page("/2026/11/24/mills-of-bexford/3", "away", status=503)
    done = crawl("articles", "-a", f"url={url}", NEWSCRAWL_RETRY_SECONDS=0, NEWSCRAWL_BACKOFF_SECONDS=0.1)

    assert list(newscrawl.read(crawl.output)) == []
    assert f"{url}/3" in fate(crawl, url).detail, done.stderr

    site.routes["/2026/11/24/mills-of-bexford/3"] = good
    crawl("articles", "-a", f"url={url}", NEWSCRAWL_RETRY_SECONDS=0)
    assert only_article(crawl).text == text


@pytest.mark.parametrize(("status", "tries"), [(503, 1), (404, 3)])
def test_a_further_page_that_never_comes_costs_only_itself(crawl, site, status, tries):
    """When the last try failed, or there is no such page, the story is given as far as it goes."""
    url, _ = three_pages(site)
    site.page("/2026/11/24/mills-of-bexford/3", "away", status=status)
    crawl("articles", "-a", f"url={url}", NEWSCRAWL_TRIES=tries, NEWSCRAWL_BACKOFF_SECONDS=0.1)

    assert only_article(crawl).text.endswith(words(12, 13)[0])
    assert {"joined", "truncated"} <= set(only_article(crawl).flags)


def test_robots_txt_is_asked_about_further_pages(crawl, site):
    """What it forbids is not fetched, and the story says that there is more."""
    url, _ = three_pages(site)
    site.page("/robots.txt", "User-agent: *\nDisallow: /*/2$\n", Content_Type="text/plain")
    crawl("articles", "-a", f"url={url}")

    assert site.times("/2026/11/24/mills-of-bexford/2") == 0
    assert "truncated" in only_article(crawl).flags


def test_pages_of_comments_add_nothing(crawl, site):
    """They show the story again: it is whole, and after three stories the site is not asked for them any more."""
    urls = []
    for number in range(5):
        path, title = f"/2026/11/24/mill-{number}", f"Mill {number} is sold"
        lines = [line.replace("ground", f"of owner {number} ground") for line in words(1, 7)]
        for address in (path, f"{path}?page=2"):
            site.page(address, page(lines, pager((path, 1), (f"{path}?page=2", 2)), title=title))
        urls.append(f"{site.base}{path}")
    (crawl.output.parent / "urls.txt").write_text("\n".join(urls))
    crawl("articles", "-a", f"urls={crawl.output.parent / 'urls.txt'}", CONCURRENT_REQUESTS_PER_DOMAIN=1)

    found = list(newscrawl.read(crawl.output))
    assert len(found) == 5
    assert sum("truncated" not in article.flags and "joined" not in article.flags for article in found) >= 3
    assert sum("page=2" in asked for asked in site.asked) < 5


def test_two_stories_of_one_name_stay_two(crawl, site):
    """A paper writes "Morning news" each day, and its next entry has the same address with a number."""
    path = "/morning-news"
    times = [f"<meta property='article:published_time' content='2026-11-2{day}T06:00:00Z'>" for day in (3, 4)]
    site.page(f"{path}-2", page(words(7, 13), title="Morning news", head=f"{times[1]}<link rel=prev href='{path}'>"))
    url = site.page(path, page(words(1, 7), title="Morning news", head=f"{times[0]}<link rel=next href='{path}-2'>"))
    crawl("articles", "-a", f"url={url}")
    crawl("articles", "-a", f"url={url}-2")

    found = {article.url: article for article in newscrawl.read(crawl.output)}
    assert found[url].text == "\n".join(words(1, 7)) and found[url].flags == ()
    assert found[f"{url}-2"].text == "\n".join(words(7, 13))


def test_pages_that_lead_on_without_adding_come_to_an_end(crawl, site):
    """The last page leads to one that is the same."""
    path = "/2026/11/24/mills"
    site.page(f"{path}?page=2", page(words(7, 13), pager((f"{path}?page=3", "next"))))
    site.page(f"{path}?page=3", page(words(7, 13), pager((f"{path}?page=4", "next"))))
    url = site.page(path, page(words(1, 7), pager((f"{path}?page=2", "next"))))
    crawl("articles", "-a", f"url={url}")

    assert only_article(crawl).text == "\n".join(words(1, 13))
    assert "truncated" not in only_article(crawl).flags and site.times(f"{path}?page=4") == 0


def test_a_further_page_that_is_announced_too_is_no_story_of_its_own(crawl, site):
    """Whether it comes before the first one or behind it; it says itself that it is one from the middle."""
    url, text = three_pages(site)
    for number in (2, 3):
        path = f"/2026/11/24/mills-of-bexford/{number}"
        status, headers, body = site.routes[path]
        before = url if number == 2 else f"{url}/2"
        site.routes[path] = (
            status,
            headers,
            body.replace(b"<title>", f"<link rel=prev href='{before}'><title>".encode()),
        )
    for order, urls in enumerate(([f"{url}/2", url], [url, f"{url}/2"], [f"{url}/2"])):
        again = type(crawl)(crawl.output / str(order))
        (crawl.output.parent / "urls.txt").write_text("\n".join(urls))
        done = again("articles", "-a", f"urls={crawl.output.parent / 'urls.txt'}", CONCURRENT_REQUESTS_PER_DOMAIN=1)
        assert done.returncode == 0, done.stderr
        assert only_article(again).text == text
        assert only_article(again).url == url


def test_a_page_that_leads_to_another_address_is_no_page_of_the_story(crawl, site):
    """What it leads to is a story of its own."""
    url, _ = three_pages(site)
    other = site.page("/2026/11/24/other", page(words(30, 36), title="Another story of the ward"))
    site.routes["/2026/11/24/mills-of-bexford/2"] = (302, {"Location": other}, b"")
    (crawl.output.parent / "urls.txt").write_text(f"{url}\n{other}")
    crawl("articles", "-a", f"urls={crawl.output.parent / 'urls.txt'}", CONCURRENT_REQUESTS_PER_DOMAIN=1)

    found = {article.url: article.text for article in newscrawl.read(crawl.output)}
    assert found == {url: "\n".join([*DECK, *words(1, 7)]), other: "\n".join(words(30, 36))}


def test_a_story_that_is_stored_whole_is_not_replaced_by_half_of_it(crawl, site, tmp_path):
    """Its further page is gone when it is read again; nor does a replay forget what lies in the archive."""
    url, text = three_pages(site)
    crawl("articles", "-a", f"url={url}")
    del site.routes["/2026/11/24/mills-of-bexford/3"]
    crawl("articles", "-a", f"url={url}", "-a", "again=1")
    assert only_article(crawl).text == text

    again = type(crawl)(tmp_path / "again")
    again("archive", "-a", f"path={crawl.output / 'pages'}")
    assert only_article(again).text == text


def test_a_replay_knows_pages_by_the_address_that_was_asked_for(crawl, site, tmp_path):
    """Two addresses lead to the story."""
    url, text = three_pages(site)
    short = [site.base + path for path in ("/short/1", "/short/2")]
    for each in short:
        site.routes[each.removeprefix(site.base)] = (301, {"Location": url}, b"")
    (crawl.output.parent / "urls.txt").write_text("\n".join(short))
    crawl("articles", "-a", f"urls={crawl.output.parent / 'urls.txt'}", CONCURRENT_REQUESTS_PER_DOMAIN=1)
    again = type(crawl)(tmp_path / "again")
    again("archive", "-a", f"path={crawl.output / 'pages'}")

    assert only_article(crawl).text == only_article(again).text == text


def test_a_stop_fetches_no_further_pages(crawl, site):
    """The story is one for the next run."""
    url, text = three_pages(site)
    good = site.routes["/2026/11/24/mills-of-bexford/2"]

    is_asked, is_stopped = threading.Event(), threading.Event()

    def held_back(handler):
        is_asked.set()
        is_stopped.wait(300)
        return good

    site.routes["/2026/11/24/mills-of-bexford/2"] = held_back
    running = crawl.start("articles", "-a", f"url={url}", NEWSCRAWL_STOP_SECONDS=600)
    assert is_asked.wait(180)
    running.terminate()
    wait_for(lambda: "SIGTERM" in running.log, "the crawl knows that it shall stop")
    is_stopped.set()
    running.communicate(timeout=300)
    assert running.returncode == 143
    assert list(newscrawl.read(crawl.output)) == [] and site.times("/2026/11/24/mills-of-bexford/3") == 0

    site.routes["/2026/11/24/mills-of-bexford/2"] = good
    crawl("articles", "-a", f"url={url}")
    assert only_article(crawl).text == text
