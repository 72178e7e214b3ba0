"""The headline of the story, without the name of the site."""

import pytest

from newscrawl.extraction.fields.titles import Headline, choose_title, clean, without_site


def test_the_heading_wins_without_a_declared_news_article(fields_of) -> None:
    """Where the page declares no news article, the visible heading goes before what the search optimiser wrote."""
    fields = fields_of(
        '<title>Bridge facts 2026 | Harbour Gazette</title><meta property="og:title" content="10 facts about bridges">',
        "<h1>Ten things to know about the old bridge</h1>",
    )
    assert fields.title == "Ten things to know about the old bridge"


def test_a_declared_news_headline_wins_over_the_heading(fields_of) -> None:
    """What a news site declares as the headline of a NewsArticle is the headline."""
    fields = fields_of(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge opens again after two years"}</script>',
        "<h1>At last: bridge open</h1>",
    )
    assert fields.title == "Bridge opens again after two years"
    assert fields.evidence["title"] == "json-ld headline"


def test_what_the_feed_called_the_story_has_a_say(fields_of) -> None:
    """Where the page shows one headline and declares another, the feed's is a third voice."""
    head = '<meta property="og:title" content="Bridge opens again after two years of work">'
    body = "<h2>Bridge opens again after two years of work</h2><h1>Harbour notes for the week</h1>"

    assert fields_of(head, body, title="Bridge opens again after two years of work").title.startswith("Bridge opens")
    assert fields_of("", "<h1>Bridge opens again</h1>", title="Something else").title == "Bridge opens again"


def test_a_heading_that_says_something_else_is_no_headline(fields_of) -> None:
    """A dialog's `Log in` is no headline, though it is the only heading of the first rank."""
    fields = fields_of(
        '<title>Ferry strike enters its third week | Harbour Gazette</title><meta property="og:site_name" content="Harbour Gazette">',
        "<div><h1>Log in</h1></div><h2>Ferry strike enters its third week</h2>",
    )
    assert fields.title == "Ferry strike enters its third week"


def test_the_publishers_name_in_the_heading_is_no_headline(fields_of) -> None:
    """On many portals the heading of the first rank is the logo."""
    fields = fields_of(
        '<title>Rain ahead : Harbour Gazette</title><meta property="og:site_name" content="Harbour Gazette">'
        '<meta property="og:title" content="Rain ahead">',
        "<h1><a href=/>Harbour Gazette</a></h1><h2>Rain ahead</h2>",
    )
    assert fields.title == "Rain ahead"


def test_a_search_title_written_twice_is_one_voice(fields_of) -> None:
    """Where `name` only repeats `headline`, a search optimiser wrote both: the heading that readers see wins."""
    optimised = '{"@type":"BlogPosting","headline":"Best ferries of 2026 - top picks","name":"Best ferries of 2026 - top picks"}'
    head = f'<title>Best ferries of 2026 - top picks</title><meta property="og:title" content="Best ferries of 2026 - top picks"><script type="application/ld+json">{optimised}</script>'
    fields = fields_of(head, "<h1>Subscribe to our letters</h1>")
    assert fields.title == "Best ferries of 2026 - top picks"
    fields = fields_of(head, "<h1>Ten ferries that are the best for a detour</h1>")
    assert fields.title == "Ten ferries that are the best for a detour"


def test_the_only_heading_is_believed_in_a_box_of_any_name(fields_of) -> None:
    """A heading in a box that is named like a list counts, unless another stands outside such boxes."""
    head = '<title>Rain gauge guide | Harbour Blog</title><meta property="og:title" content="Rain gauge guide">'
    inside = "<div class='post-list'><h1>How to read a rain gauge</h1></div>"
    assert fields_of(head, inside).title == "How to read a rain gauge"
    assert fields_of(head, inside + "<h1>Rain gauge guide for you</h1>").title == "Rain gauge guide for you"


def test_the_blogs_name_as_heading_gives_way_to_the_story(fields_of) -> None:
    """What stands in front of the headline in `<title>` is the blog's name, not the headline, also as a heading."""
    head = '<title>Notes from the Quay: Small boats in spring</title><meta property="og:title" content="Small boats in spring">'
    fields = fields_of(head, "<h1>Notes from the Quay</h1><h3>Small boats in spring</h3>")
    assert fields.title == "Small boats in spring"


def test_the_portals_name_as_heading_gives_way_to_the_story(fields_of) -> None:
    """On a portal that no profile knows, the first heading is its name as it stands behind the headline in `<title>`."""
    head = '<title>Rain ahead for the coast | Sunny Portal News</title><meta property="og:title" content="Rain ahead for the coast">'
    fields = fields_of(head, "<h1>Sunny Portal News</h1><h2>Rain ahead for the coast</h2>")
    assert fields.title == "Rain ahead for the coast"
    fields = fields_of(head, "<h1>Rain is ahead for the coast, Sunny Portal says</h1>")
    assert fields.title == "Rain is ahead for the coast, Sunny Portal says"


def test_a_declared_headline_is_found_below_the_first_rank(fields_of) -> None:
    """A heading of lower rank that says what the page declares is the headline, not the slogan of the first rank."""
    head = '<title>Sleep in harbours | Quay Care</title><meta property="og:title" content="Sleep in harbours">'
    body = "<h1>Harbours for everyone, every night</h1><h2>Sleep in harbours</h2><h2>Why it is loud</h2>"
    assert fields_of(head, body).title == "Sleep in harbours"
    assert fields_of(head, body.replace("Sleep in harbours", "Sleep")).title == "Harbours for everyone, every night"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Rain ahead - The Gazette", "Rain ahead"),
        ("The Gazette | Rain ahead", "Rain ahead"),
        ("Rain ahead｜The Gazette", "Rain ahead"),
        ("비 소식 :: The Gazette", "비 소식"),
        ("Rain ahead - the week in pictures", "Rain ahead - the week in pictures"),
        ("Gazette editor-in-chief steps down", "Gazette editor-in-chief steps down"),
    ],
)
def test_the_site_goes_and_the_rest_stays(text: str, bare: str) -> None:
    """Only a piece beyond a seam that names the site is cut off."""
    assert without_site(text, {"thegazette"}) == bare


def test_agreement_decides_between_equals() -> None:
    """Of statements of one weight, the wording wins that most of them share."""
    statements = [
        Headline("Storm closes ports", "a", 1),
        Headline("Ports closed", "b", 1),
        Headline("Storm closes ports", "c", 1),
    ]
    assert choose_title(statements, []) == ("Storm closes ports", "a")


def test_nothing_but_the_sites_name_is_no_title() -> None:
    """A page whose only title is the site's name has none."""
    assert choose_title([Headline("The Gazette", "title", 1)], ["The Gazette"]) is None


def test_entities_escaped_twice_are_resolved() -> None:
    """`&amp;quot;` is a quotation mark."""
    assert clean("&amp;quot;Yes&amp;quot;  he  said") == '"Yes" he said'


def test_a_kicker_that_most_places_have_stays() -> None:
    """A kicker that the page declares twice stays, though the heading shows it apart."""
    statements = [
        Headline("Harbour opens for ferries", "h1", 3),
        Headline("After the storm - Harbour opens for ferries", "json-ld headline", 9),
        Headline("After the storm: Harbour opens for ferries", "meta og:title", 2),
    ]
    assert choose_title(statements, []) == ("After the storm - Harbour opens for ferries", "json-ld headline")


def test_a_paper_in_korean_goes_from_its_declared_title(fields_of) -> None:
    """Where a known site's heading is not found, the declared title is taken without the paper's name."""
    url = "https://www.mk.co.kr/news/society/99330001"
    fields = fields_of('<meta property="og:title" content="나루다리에 새 난간 - 매일경제">', "<p>…</p>", "ko", url)
    assert fields.title == "나루다리에 새 난간"


def test_two_kickers_and_one_headline() -> None:
    """Places that put different kickers in front of one headline agree on the headline."""
    statements = [
        Headline("Strike at sea - Ferries stay in the harbour on Monday", "h1", 3),
        Headline("Transport workers: Ferries stay in the harbour on Monday", "meta og:title", 2.5),
    ]
    assert choose_title(statements, []) == ("Ferries stay in the harbour on Monday", "h1")


def test_half_a_headline_behind_its_colon_is_no_headline() -> None:
    """A headline with a colon stays whole where places differ in its first half only by a word."""
    statements = [
        Headline("Joyport fails its fishers: there is a way out of it", "h1", 3),
        Headline("The city of Joyport fails its fishers: there is a way out of it", "json-ld headline", 9),
    ]
    assert choose_title(statements, []) == (statements[1].text, "json-ld headline")


def test_a_heading_of_lower_rank_parts_the_title_from_an_unknown_name(fields_of) -> None:
    """Without a first rank, a heading that says one side of the title tells that the other is the site."""
    head = "<title>Riapre il ponte vecchio - La Gazzetta del Guado</title>"

    assert fields_of(head, "<h2>Riapre il ponte vecchio</h2><p>…</p>").title == "Riapre il ponte vecchio"


def test_an_old_blogs_name_is_no_headline(fields_of) -> None:
    """Old blogs put their name into the first rank and in front of each title, a word for the archive between them."""
    head = "<title>The Loft Blog &raquo; Blog Archive &raquo; Bridge opens again</title>"
    assert fields_of(head, "<h1>The Loft Blog</h1><h2>Bridge opens again</h2><p>…</p>").title == "Bridge opens again"


def test_a_heading_that_leads_home_is_the_sites_name(fields_of) -> None:
    """A first rank that is a link to the front page names the site; one that links to the story is its headline."""
    head = "<title>Bridge opens again | Valley Voice</title>"
    body = '<h1><a href="{}">{}</a></h1><h2>{}</h2><p>…</p>'
    assert fields_of(head, body.format("/", "Valley Voice", "Bridge opens again")).title == "Bridge opens again"
    assert fields_of(head, body.format("/a/1", "Bridge opens again", "Valley Voice")).title == "Bridge opens again"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Pub saved by darts team opens after four years", "Pub saved by darts team opens after four years"),
        ("Pub saved by darts team: all you need to know", "Pub saved by darts team"),
    ],
)
def test_a_headline_that_is_cut_short_is_told_in_full(fields_of, heading: str, title: str) -> None:
    """Where the heading and Open Graph go on behind what is declared as headline, they say the whole of it."""
    fields = fields_of(
        '<meta property="og:title" content="Pub saved by darts team opens after four years">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Pub saved by darts team"}</script>',
        f"<h1>{heading}</h1>",
    )
    assert fields.title == title
