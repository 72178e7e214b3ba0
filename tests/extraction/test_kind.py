"""Pages that are no article."""

import pytest

import newscrawl
from newscrawl.errors import PageError

PROSE = "".join(
    f"<p>On day {n} the council of the harbour town spoke for hours about the old bridge and its repair.</p>"
    for n in range(9)
)


def page(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def code_of(html: str, url: str = "https://paper.example/news/1") -> str:
    with pytest.raises(PageError) as caught:
        newscrawl.extract(html, url=url)
    return caught.value.code


LIST = "".join(
    f"<li><a href=/n/{n}>Council of the harbour town decides question number {n} of the year</a></li>"
    for n in range(60)
)


@pytest.mark.parametrize(
    ("html", "code"),
    [
        (page("404 Not Found", "<h1>404 Not Found</h1><p>Sorry. The page you are looking for is gone.</p>"), "error-page"),
        (page("오류", "<h1>오류</h1><p>요청하신 페이지를 찾을 수 없습니다. 주소를 다시 확인해 주세요.</p>"), "error-page"),
        (page("Just a moment...", "<h1>Just a moment</h1><p>Checking your browser before you go on.</p>"), "bot-wall"),
        (
            page("The Courier", "<h1>We value your privacy</h1><p>We and our 812 partners store and use information on devices.</p>"),
            "consent-wall",
        ),
        (page("Log in", "<h1>Log in</h1><p>Log in or subscribe to go on reading The Courier of the town.</p>"), "login-wall"),
    ],
)  # fmt: skip
def test_walls_and_errors_are_refused_with_a_code(html: str, code: str) -> None:
    """A wall or an error page gives its own reason code."""
    assert code_of(html) == code


def test_a_wall_whose_lines_rules_take_is_refused() -> None:
    """What line rules leave of a wall does not tell it; all that it says does."""
    wall = "<p>Create an account or sign in to continue.</p><p>Log in or create an account to continue reading.</p><p>It is free and takes a minute.</p>"

    assert code_of(page("Ice on the lake", f"<h1>Ice on the lake</h1><div>{wall}</div>")) == "login-wall"


def test_a_flash_above_an_invitation_is_an_article() -> None:
    """Two sentences of story with a box below them are a story, whatever the box asks for."""
    flash = "<p>The bridge over the harbour was closed on Monday.</p><p>Nobody was hurt, the police said.</p>"
    box = "<p>Log in or create an account to continue reading.</p>"
    article = newscrawl.extract(
        page("Bridge closed", f"<article><h1>Bridge closed</h1>{flash}{box}</article>"), url="https://paper.example/3"
    )

    assert article.text.endswith("Nobody was hurt, the police said.")


def test_a_list_of_headlines_is_refused() -> None:
    """A front page of links is no article."""
    assert code_of(page("The Courier", f"<h1>News</h1><ul>{LIST}</ul>"), "https://paper.example/") in (
        "list-page",
        "no-article",
    )


@pytest.mark.parametrize(
    "title", ["404 jobs lost as the shipyard closes", "Page not found: how libraries lose books", "Log in, tune out"]
)
def test_an_article_about_the_matter_is_an_article(title: str) -> None:
    """The wording of a wall in a headline does not refuse a whole story."""
    assert (
        newscrawl.extract(
            page(title, f"<h1>{title}</h1><article>{PROSE}</article>"), url="https://paper.example/1"
        ).title
        == title
    )


def test_a_flash_of_two_sentences_is_an_article() -> None:
    """Short news is news; it is flagged."""
    flash = "<p>The bridge over the harbour was closed on Monday.</p><p>Nobody was hurt, the police said.</p>"
    article = newscrawl.extract(
        page("Bridge closed", f"<article><h1>Bridge closed</h1>{flash}</article>"), url="https://paper.example/2"
    )

    assert article.text.endswith("Nobody was hurt, the police said.")
    assert "short" in article.flags


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"   \n ", "empty"),
        (b"%PDF-1.7 blah", "not-html"),
        (b"\x89PNG\r\n\x1a\n0000", "not-html"),
        (b'{"title": "x", "text": "y"}', "not-html"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "not-html"),
        (b"<html>" + b"<p>x</p>" * 2_000_000, "too-large"),
    ],
)
def test_what_is_no_page_is_refused_with_a_code(data: bytes, code: str) -> None:
    """Bytes that are no HTML page never reach the extractor."""
    with pytest.raises(PageError) as caught:
        newscrawl.extract(data, url="https://paper.example/x")

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Kirchenglocke auch im Moor nicht gefunden",
            "Die Glocke von Sanktfelde bleibt verschwunden. Taucher suchten bis Sonntag im Moor.",
        ),
        ("골프장 길 열린다", "회원만 걷던 솔밭길이 열린다. 시 관계자는 로그인이 필요 없는 산책로라며 웃었다고 한다."),
        (
            "Biscuits for the school",
            "Thirty boxes of cookies arrived at the school on Monday. All parents had accepted, the head said.",
        ),
    ],
)
def test_short_articles_with_the_words_of_a_wall_are_articles(title: str, text: str) -> None:
    """A flash whose words sound like an error or a wall is an article, where the page says that it is one."""
    head = '<meta property="og:type" content=" Article"><meta property="article:published_time" content="2026-05-19T10:03:00+09:00">'

    assert newscrawl.extract(
        page(title, f"<article><h1>{title}</h1><p>{text}</p></article>", head), url="https://paper.example/news/1"
    ).text


def test_an_offer_in_place_of_a_story_is_a_wall() -> None:
    """A page that says no more than what it costs to read on has no story; a flash that begins alike has."""
    title, head = "Talks fail", '<meta property="og:type" content="article">'
    offer = "Subscribe now for a pound a week and read every story on our site and in our app."
    flash = "Subscribers to the harbour club lost their moorings on Monday, the harbour master said."

    assert code_of(page(title, f"<article><h1>{title}</h1><div><p>{offer}</p></div></article>", head)) == "login-wall"
    assert newscrawl.extract(
        page(title, f"<article><h1>{title}</h1><div><p>{flash}</p></div></article>", head),
        url="https://paper.example/news/1",
    ).text


def test_a_collection_is_refused() -> None:
    """A section page whose teasers are prose is known by what it declares."""
    teasers = "".join(
        f"<h3>Question {n}</h3><p>On day {n} the council spoke for hours about the old bridge and its repair.</p>"
        for n in range(9)
    )
    head = '<script type="application/ld+json">{"@type": "CollectionPage", "name": "Local"}</script>'

    assert (
        code_of(
            page("Local news", f"<main><h1>Local news</h1>{teasers}</main>", head), "https://paper.example/news/local/"
        )
        == "list-page"
    )


def test_a_video_page_without_a_story_is_refused() -> None:
    """A player and one line below it are no article."""
    head = '<meta property="og:type" content="video.other">'

    assert (
        code_of(
            page(
                "Seal visits the market",
                "<main><h1>Seal visits the market</h1><p>He did not want any fish.</p></main>",
                head,
            )
        )
        == "gallery"
    )


def card(number: int) -> str:
    """A teaser of another story, with a paragraph of prose."""
    return (
        f"<div class=card><a href=/2026/story-{number}><h2>Headline number {number} of the day</h2></a>"
        f"<p>The council of the harbour town voted on bridge {number} on Monday, and the mayor said that it would be open by the summer.</p></div>"
    )


CARDS = "".join(map(card, range(8)))


@pytest.mark.parametrize(
    "url", ["https://paper.example/", "https://paper.example/town", "https://paper.example/tag/bridge"]
)
def test_a_list_of_teasers_in_prose_is_refused(url: str) -> None:
    """Teasers of prose, each beside a headline that leads elsewhere, are a list, whatever their length."""
    assert code_of(page("Town", f"<main><h1>Town</h1>{CARDS}</main>"), url) == "list-page"


def test_a_story_in_boxes_is_an_article() -> None:
    """Sections in boxes of their own, with links to shops elsewhere and to places on the page, are one story."""
    boxes = "".join(
        f"<div class=box><h2><a href=#part-{n}>Part {n} of the long story</a></h2><p>On day {n} the council of the harbour town "
        f"spoke for hours about the old bridge and its repair.</p><p>The mayor of the town went home late on day {n}, and said nothing.</p></div>"
        for n in range(8)
    )
    article = newscrawl.extract(page("Town", f"<main><h1>Town</h1>{boxes}</main>"), url="https://paper.example/story")

    assert article.text.count("went home late") == 8


def post(number: int) -> str:
    """A whole story among others, its headline a link to its own page."""
    return (
        f"<article><h2><a href=/2026/story-{number}>Headline number {number} of the day</a></h2>"
        f"<p>The council of the harbour town voted on bridge {number} on Monday, after hours of talk.</p>"
        f"<p>The mayor said that bridge {number} would be open to carts and people by the summer.</p></article>"
    )


POSTS = "".join(map(post, range(6)))


@pytest.mark.parametrize("url", ["https://paper.example/blog/", "https://paper.example/town/page/2"])
def test_whole_stories_one_below_the_other_are_a_list(url: str) -> None:
    """A page of several stories is no story, however much of each it shows."""
    assert code_of(page("Town", f"<main><h1>Town</h1>{POSTS}</main>"), url) == "list-page"


def test_a_story_whose_parts_lead_elsewhere_is_an_article() -> None:
    """Ten walks, each with a page of its own, are one story at the address of a story."""
    url = "https://paper.example/2026/six-bridges-to-cross-before-the-summer"

    assert newscrawl.extract(page("Six bridges", f"<main><h1>Six bridges</h1>{POSTS}</main>"), url=url).text.count(
        "by the summer"
    ) == len(range(6))


@pytest.mark.parametrize(
    ("url", "head"),
    [
        ("https://paper.example/privacy-policy", ""),
        ("https://paper.example/en/about-us/", ""),
        ("https://shop.example/clocks/oak", '<meta property="og:type" content="product">'),
    ],
)
def test_what_a_site_says_of_itself_or_sells_is_no_article(url: str, head: str) -> None:
    """Service pages and products have prose enough, and are no stories."""
    assert code_of(page("The Courier", f"<main><h1>The Courier</h1>{PROSE}</main>", head), url) == "no-article"


def test_a_dated_story_at_the_address_of_a_service_page_is_an_article() -> None:
    """What has a time of publication was published."""
    head = '<meta property="article:published_time" content="2026-05-19T10:03:00+09:00">'

    assert newscrawl.extract(
        page("About us", f"<main><h1>About us</h1>{PROSE}</main>", head), url="https://paper.example/about-us"
    ).text


@pytest.mark.parametrize(("body", "is_article"), [("<article>{}</article>", True), ("<main>{}</main>", False)])
def test_a_few_sentences_at_the_address_of_a_section_need_an_article_around_them(body: str, is_article: bool) -> None:
    """Without a date and with a short address, what calls itself an article is one, and else what a section says of itself."""
    text = "<h1>Correction</h1><p>We said on Monday that the ferry costs eight pounds.</p><p>It costs six.</p>"
    html = page("Correction", body.format(text))

    if is_article:
        assert newscrawl.extract(html, url="https://paper.example/correction").text.endswith("It costs six.")
    else:
        assert code_of(html, "https://paper.example/correction") == "list-page"


def test_a_short_story_about_cookies_is_no_consent_wall() -> None:
    """A wall speaks of nothing else; a story has more to tell."""
    title = "Shop must pay for its banner"
    text = (
        "<p>A shop that showed “Accept all” and hid how to reject its cookies must pay, the regulator said on Monday.</p>"
        "<p>The shop sells lamps, ropes and boots in the old harbour, and says that it will go to court.</p>"
        "<p>Its owner said that she had never looked at the page herself. The next hearing is in May.</p>"
    )

    assert newscrawl.extract(page(title, f"<h1>{title}</h1>{text}"), url="https://paper.example/2026/1").text


FIGURES = "".join(
    f"<figure><img src=/p{n}.jpg><figcaption>Picture {n}: the bridge at dawn, seen from the mill.</figcaption></figure>"
    for n in range(6)
)


@pytest.mark.parametrize("intro", ["", "<p>See the bridge.</p>"])
def test_a_page_of_captions_is_a_gallery(intro: str) -> None:
    """Pictures and their captions are refused as what they are, not as too short."""
    head = '<meta property="og:type" content="article">'
    html = page("In pictures: the bridge", f"<article><h1>In pictures: the bridge</h1>{intro}{FIGURES}</article>", head)

    assert code_of(html, "https://paper.example/2026/bridge") == "gallery"


def test_pictures_with_a_story_are_an_article() -> None:
    """A story among pictures is a story."""
    html = page("In pictures: the bridge", f"<article><h1>In pictures: the bridge</h1>{FIGURES}{PROSE}</article>")

    assert newscrawl.extract(html, url="https://paper.example/2026/bridge").text.startswith("On day 0")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("橋が再開", "川にかかる古い橋が三日、再開した。市が発表した。"),
        ("大桥重开", "河上的老桥三日重新开放。工程历时两年。"),
    ],
)
def test_two_sentences_are_an_article_in_every_script(title: str, text: str) -> None:
    """Scripts that say a word in two signs have flashes too."""
    html = page(title, f"<article><h1>{title}</h1><p>{text}</p></article>")

    assert newscrawl.extract(html, url="https://paper.example/2026/hashi").text == text


def service_page(title: str) -> str:
    """A dated page that calls itself an article, as editing systems do for all."""
    words = "".join(
        f"<p>Section {n} of this text says what becomes of the data of everybody who reads these pages.</p>"
        for n in range(9)
    )
    return page(
        title, f"<main><h1>{title}</h1><p>1 March 2026</p>{words}</main>", "<meta property='og:type' content='article'>"
    )


@pytest.mark.parametrize(
    "title", ["Privacy Policy", "Datenschutzerklärung", "Términos y condiciones de uso", "개인정보처리방침", "利用規約"]
)
def test_pages_that_say_what_a_site_asks_for(title: str) -> None:
    """They are known by what they are called, with a date and at any address."""
    assert code_of(service_page(title), "https://paper.example/2026/03/page-412") == "no-article"


@pytest.mark.parametrize(
    "title",
    ["Privacy policy of the town is a riddle", "Who reads terms of service?", "Impressum: Der Mann hinter der Zeile"],
)
def test_stories_about_such_pages_are_articles(title: str) -> None:
    """Their headlines say more."""
    assert newscrawl.extract(service_page(title), url="https://paper.example/2026/03/page-412").title == title
