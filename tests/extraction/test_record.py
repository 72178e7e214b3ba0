"""The record of a page whose story is chosen."""

import pytest

import newscrawl

URL = "http://www.joyport.example/2008/story"
SENTENCE = "The bridge over the inner harbour opened on Monday after two years of work on its piers. "


def test_a_story_without_any_headline_goes_by_its_first_words() -> None:
    """A piece of a page, as archives and mails have them, is a story all the same; where its name was read is on record."""
    read = newscrawl.explain(f"<div><p>{SENTENCE * 3}</p><p>{SENTENCE * 4}</p></div>".encode(), url=URL)
    assert (
        read.article.title
        == "The bridge over the inner harbour opened on Monday after two years of work on its piers. …"
    )
    assert read.evidence["title"] == "first words of the story"


def test_a_few_words_without_a_headline_are_no_story() -> None:
    """A nameless scrap is refused as ever."""
    with pytest.raises(newscrawl.PageError):
        newscrawl.extract(f"<div><p>{SENTENCE}</p></div>".encode(), url=URL)


def test_a_deck_that_is_all_of_the_story_is_none() -> None:
    """What some engines call the intro is the whole entry; the record does not hold it twice."""
    page = f'<title>Bridge opens</title><h1>Bridge opens</h1><div class="body"><div class="intro">{SENTENCE * 4}</div></div>'
    article = newscrawl.extract(page.encode(), url=URL)
    assert (article.subtitle, article.text) == (None, (SENTENCE * 4).strip())


@pytest.mark.parametrize(("places", "authors"), [("abcdT", ()), ("aBbcd", ("Erika Beispiel",))])
def test_who_wrote_what_a_teaser_leads_to_is_no_author(places: str, authors: tuple[str, ...]) -> None:
    """A byline under the first paragraph is the story's, one among the paragraphs is a teaser's."""
    said = (
        "Die Brücke über den Hafen ist seit Montag wieder offen, wie die Stadt nach {} Jahren Bauzeit am Abend sagte."
    )
    parts = {
        "a": f"<p>{said.format('zwei')} Der Verkehr rollt wieder.</p>",
        "b": f"<p>{said.format('drei')} Für Lastwagen bleibt sie bis zum Herbst gesperrt.</p>",
        "c": f"<p>{said.format('vier')} Ein Neubau hätte mehr als dreißig Millionen gekostet.</p>",
        "d": f"<p>{said.format('fünf')} Bis dahin messen Sensoren jede Bewegung.</p>",
        "B": "<div><p>Von Erika Beispiel</p></div>",
        "T": "<section><h3>Mehr zum Thema</h3><div><p>Die marodeste Brücke</p><p>Von Erika Beispiel</p></div></section>",
    }
    rest = "<p>Der Rat berät im Mai noch einmal, dann soll ein Plan für den Neubau der Brücke vorliegen.</p>"
    page = (
        f"<html lang='de'><h1>Brücke wieder offen</h1><article>{''.join(map(parts.get, places))}{rest}</article></html>"  # type: ignore[arg-type]
    )
    assert newscrawl.extract(page.encode(), url=URL).authors == authors


@pytest.mark.parametrize(
    ("caption", "notice"),
    [
        ("The bridge at dawn, seen from the mill - Copyright Ada Muster/Harbour Photos", None),
        ("© Ada Muster", None),
        ("© 2026 Harbour Gazette. All rights reserved.", "© 2026 Harbour Gazette. All rights reserved."),
    ],
)
def test_whose_a_picture_is_is_no_notice_of_the_story(caption: str, notice: str | None) -> None:
    """A picture's rights stand with the picture; the page's own stand among captions now and then."""
    figure = f"<figure><img src=/a.jpg><figcaption>{caption}</figcaption></figure>"
    page = f"<h1>Bridge opens</h1><article><p>{SENTENCE * 3}</p>{figure}<p>{SENTENCE * 2}</p></article>"

    assert newscrawl.extract(page.encode(), url=URL).rights.notice == notice


def test_tags_of_a_line_below_the_story_stand_in_their_field() -> None:
    """Where nothing else declares any; the line says that it is theirs."""
    story = "".join(
        f"<p>On day {day} the council spoke about the bridge at length, and nobody went home.</p>" for day in range(5)
    )
    html = f"<html lang=es><body><h1>Se abre el puente</h1><article>{story}<p>Archivado en: Política · Puertos</p></article></body></html>"

    assert newscrawl.extract(html, "https://paper.example/2026/1").tags == ("Política", "Puertos")
