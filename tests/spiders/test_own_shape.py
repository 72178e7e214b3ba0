"""Which entries of a list are its articles where only the list itself says so."""

import pytest
from scrapy.http import HtmlResponse

from newscrawl.spiders import teasers as teasers_module
from newscrawl.spiders.link_reader import article_links, without_furniture
from newscrawl.spiders.own_shape import linked_articles, listed_articles
from newscrawl.spiders.teasers import dated_teasers

SITE = "https://paper.example"
HEADLINES = [
    "Hafenbrücke wieder für Autos frei",
    "Gemeinderat streicht das Freibad",
    "Neue Buslinie fährt bis ans Wehr",
    "Schule bekommt endlich ihr Dach",
    "Wochenmarkt zieht an den Fluss um",
    "Feuerwehr rettet Hund aus dem Eis",
]
#: (addresses, of one kind each) as small papers' systems make them
SHAPES = [
    [f"/artikel/{number}.html" for number in range(96, 102)],
    [f"/noticias/{number}" for number in (9, 87, 471, 4711, 4712, 4713)],
    [f"/node/{number}" for number in range(4321, 4327)],
    [f"/?p={number}" for number in range(4321, 4327)],
    [f"/article/{number}" for number in range(9781, 9787)],
    [f"/news.asp?id={number}" for number in range(884, 890)],
    [f"/lokales/{name}" for name in ("bruecke-offen", "freibad-zu", "bus-faehrt", "dach-da", "markt-zieht-um", "hund-lebt")],
    [f"/politica/{name}.html" for name in ("el-alcalde-dimite", "la-feria-abre", "el-rio-crece", "sin-agua", "voto-local", "el-nuevo-puente")],
    [f"/n/{name}" for name in ("a81bx2", "f00c91", "b4c55d", "e19a7c", "d20f3b", "a7720e")],
]  # fmt: skip
MENU = [
    "/",
    "/lokales",
    "/sport/",
    "/kultur",
    "/abo",
    "/impressum",
    "/kontakt",
    "/lokales?page=2",
    "/wetter/heute-im-tal",
]
#: pages that are named like stories and are none
OTHERS = [
    [f"/autoren/{name}" for name in ("anna-schmidt", "max-alexander-huber", "eva-lind", "jo-berg", "ina-see", "ute-tal")],
    [f"/tag/{name}" for name in ("hafen-bruecke", "frei-bad", "bus-linie", "schul-dach", "wochen-markt", "feuer-wehr")],
    [f"/thema/{name}-und-mehr" for name in ("hafen", "bad", "bus", "schule", "markt", "hund")],
    [f"/lokales/seite-{number}" for number in range(2, 8)],
    [f"/2026/{month:02}" for month in range(1, 7)],
    ["/lokales", "/sport", "/kultur", "/politik", "/vereine", "/leserbriefe"],
]  # fmt: skip


@pytest.mark.parametrize("paths", SHAPES, ids=lambda paths: paths[0])
def test_what_makes_up_most_of_a_sitemap_is_its_articles(paths):
    """Pages of the paper itself among them are none."""
    urls = [SITE + path for path in [*MENU[:4], *paths]]
    assert listed_articles(urls, 0) == [SITE + path for path in paths]


@pytest.mark.parametrize("paths", OTHERS, ids=lambda paths: paths[0])
def test_a_sitemap_of_people_tags_months_or_sections_has_no_articles(paths):
    """However many there are."""
    assert listed_articles([SITE + path for path in paths], 0) == []


def test_a_sitemap_of_which_enough_is_taken_is_not_guessed_at():
    """Nor one in which no form makes up most of it, nor one of four entries."""
    urls = [SITE + path for path in SHAPES[0]]
    assert listed_articles(urls, 3) == []
    assert listed_articles([*urls, *(f"{SITE}/{word}" for word in "abcdefgh")], 0) == []
    assert listed_articles(urls[:4], 0) == []


def read(body, taken=0):
    """The stories of a section page, as the spider finds them."""
    response = HtmlResponse(SITE + "/lokales", body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8")
    stand = without_furniture(response)
    links = [pair for pair in article_links(response) if pair[0] in stand]
    return linked_articles(links, taken, lambda: dated_teasers(response))


def teasers(paths, texts=HEADLINES):
    """A list of links under headings."""
    return "".join(f'<h2><a href="{path}">{text}</a></h2>' for path, text in zip(paths, texts, strict=False))


def menu(paths, text="Ein Wort"):
    """Links of a row without headings."""
    return "".join(f'<a href="{path}">{text}</a> ' for path in paths)


@pytest.mark.parametrize("paths", SHAPES, ids=lambda paths: paths[0])
def test_links_of_one_form_that_read_like_headlines_are_articles(paths):
    """The section's menu, its footer and its next page are not."""
    body = f"<nav>{menu(MENU)}</nav><main>{teasers(paths)}</main>{menu(['/lokales?page=2'], '2')}<footer>{menu(MENU)}</footer>"
    assert read(body) == [SITE + path for path in paths]


@pytest.mark.parametrize(
    "body",
    [
        menu(SHAPES[6]),
        teasers(OTHERS[0], ["Anna Schmidt", "Max Alexander Huber", "Eva Lind", "Jo Berg", "Ina See", "Ute Tal"]),
        teasers([path.replace("autoren", "leute") for path in OTHERS[0]], ["Anna Schmidt", "Max Alexander Huber"] * 3),
        teasers(OTHERS[1]),
        teasers(OTHERS[2]),
        f"<nav>{teasers(SHAPES[6])}</nav>",
        f"<footer>{teasers(SHAPES[6])}</footer>",
        f'<ul class="tag-cloud">{teasers(SHAPES[6])}</ul>',
        f'<div role="contentinfo">{teasers(SHAPES[6])}</div>',
        teasers(OTHERS[5]),
        teasers(SHAPES[0][:4]),
    ],
    ids=["short texts", "authors", "people", "tags", "themes", "menu", "footer", "cloud", "imprint", "sections", "four"],
)  # fmt: skip
def test_menus_tags_authors_and_footers_are_no_articles(body):
    """By where they stand, what they are named, or how short their texts are."""
    assert read(body) == []


def test_a_teaser_in_a_footer_of_its_article_counts():
    """Themes put the link to a story there."""
    body = "".join(f"<article><footer>{teasers([path], [text])}</footer></article>" for path, text in zip(SHAPES[0], HEADLINES, strict=True))  # fmt: skip
    assert len(read(body)) == 6


def test_a_section_of_which_enough_is_taken_is_not_guessed_at():
    """Two links of a sidebar do not count as enough; half as many as the list has do."""
    assert len(read(teasers(SHAPES[0]), taken=2)) == 6
    assert read(teasers(SHAPES[0]), taken=3) == []


def dated(paths, day="<time datetime=2026-11-24>24.</time>", texts=HEADLINES, box="li"):
    """Teasers, each with its day in a box of its own."""
    pairs = zip(paths, texts, strict=False)
    return "".join(
        f'<{box}><div><h3><a href="{path}">{text}</a></h3></div><p>{day}</p></{box}>' for path, text in pairs
    )


@pytest.mark.parametrize("paths", SHAPES, ids=lambda paths: paths[0])
@pytest.mark.parametrize(
    "day", ["<time datetime=2026-11-24>24.</time>", "Dienstag, 24. November 2026", "24.11.2026, 08:30 Uhr"]
)
def test_two_or_three_of_one_form_are_articles_where_each_has_its_day(paths, day):
    """A small paper has no more on its front page."""
    for few in (paths[:2], paths[:3]):
        assert read(f"<nav>{menu(MENU)}</nav><ul>{dated(few, day)}</ul>") == [SITE + path for path in few]


def test_of_few_only_those_with_a_day_are_taken():
    """What stands among them without one may be anything."""
    body = dated(SHAPES[6][:2]) + teasers(["/lokales/unsere-partner-im-tal"], ["Unsere Partner im ganzen Tal"])
    assert read(body) == [SITE + path for path in SHAPES[6][:2]]


@pytest.mark.parametrize(
    "body",
    [
        dated(SHAPES[0][:1]),
        dated(SHAPES[0][:3], "Seite 24"),
        f"<p>Dienstag, 24. November 2026</p>{teasers(SHAPES[0][:3])}",
        f"<article><time datetime=2026-11-24></time>{teasers(SHAPES[0][:3])}</article>",
        "".join(f"<article>{teasers([path], [text])}</article>" for path, text in zip(SHAPES[0][:3], HEADLINES, strict=False)),
        dated(SHAPES[0][:3], texts=["Max Huber", "Eva Lind", "Jo Berg"]),
        f"<footer>{dated(SHAPES[0][:3])}</footer>",
        "".join(f'<li><a href="{path}">{text}</a> 24.11.2026</li>' for path, text in zip(SHAPES[0][:3], HEADLINES, strict=False)),
        dated(OTHERS[0][:3]),
    ],
    ids=["one", "no day", "the page's day", "one box", "boxes without a day", "people", "footer", "no headings", "authors"],
)  # fmt: skip
def test_few_links_without_a_day_each_are_no_articles(body):
    """A day is one teaser's only in a box without other headlines."""
    assert read(body) == []


def test_a_card_that_is_one_link_has_its_day_inside():
    """The link holds heading, day and first words."""
    cards = "".join(
        f'<div class=card><a href="{path}"><span>24.11.2026</span><h3>{text}</h3><p>Der Rat tagte lange.</p></a></div>'
        for path, text in zip(SHAPES[1][:3], HEADLINES, strict=False)
    )
    assert read(f"<main>{cards}</main>") == [SITE + path for path in SHAPES[1][:3]]


def test_a_box_is_read_once_however_many_links_lead_to_its_story(monkeypatch):
    """Else a page of thousands of links to one story costs time that grows with the square, while other lists wait."""
    read_texts = []
    monkeypatch.setattr(teasers_module, "parse_date", read_texts.append)
    boxes = (f"<li><i>Seite 24</i>{teasers([path] * 50, HEADLINES[:1] * 50)}</li>" for path in SHAPES[0][:3])

    assert (read(f"<ul>{''.join(boxes)}</ul>"), read_texts) == ([], ["Seite 24"] * 3)


def test_only_the_beginning_of_a_box_is_looked_at():
    """Boxes of thousands of elements, one in another, would each be read to their end; comments in a card are no end."""
    day = "<!-- of the day --> 24.11.2026"
    assert read(f"<ul>{dated(SHAPES[0][:3], '<br>' * 50 + day)}</ul>") == [SITE + path for path in SHAPES[0][:3]]
    assert read(f"<ul>{dated(SHAPES[0][:3], '<br>' * 5_000 + day)}</ul>") == []
