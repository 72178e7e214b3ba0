"""Whose names stand in the record."""

import pytest

LD = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge opens again","author":%s}</script>'
HEAD = '<meta property="og:site_name" content="Harbour Gazette">'
STORY = "<p>" + "The bridge over the inner harbour opened on Monday after two years of work on its piers. " * 3 + "</p>"


def test_declared_people_come_first(fields_of) -> None:
    """JSON-LD's authors win over a byline, if the page shows them at all."""
    fields = fields_of(
        LD % '[{"@type":"Person","name":"Ada Muster"}]',
        f"<h1>Bridge opens again</h1><p class=byline>By Ben Beispiel</p>{STORY}<p>Ada Muster writes about harbours.</p>",
    )
    assert fields.authors == ("Ada Muster",)
    assert fields.evidence["authors"] == "json-ld author"


def test_a_person_goes_before_the_house(fields_of) -> None:
    """Where the site declares itself as author and shows a person, the person is the author."""
    fields = fields_of(
        HEAD + LD % '{"@type":"Organization","name":"Harbour Gazette"}',
        f"<h1>Bridge opens again</h1><div>By <b>Ada Muster</b></div>{STORY}",
    )
    assert fields.authors == ("Ada Muster",)


def test_the_house_is_author_where_nobody_else_is(fields_of) -> None:
    """An organisation that is all the page names is its author."""
    fields = fields_of(
        HEAD + LD % '{"@type":"Organization","name":"Harbour Gazette"}', f"<h1>Bridge opens again</h1>{STORY}"
    )
    assert fields.authors == ("Harbour Gazette",)


def test_a_label_and_a_name_in_elements_of_their_own(fields_of) -> None:
    """`Written by` in one element and the name in the next make a byline."""
    fields = fields_of(body=f"<h1>Bridge opens again</h1><div><p>Written by</p><p>Ada Muster</p></div>{STORY}")
    assert fields.authors == ("Ada Muster",)


def test_touching_elements_do_not_glue_name_and_date(fields_of) -> None:
    """What style sheets part is parted, though no space stands between the elements."""
    fields = fields_of(
        body=f'<h1>Bridge opens again</h1><div class="byline"><span>Ada Muster</span><span>May 3, 2026</span></div>{STORY}'
    )
    assert fields.authors == ("Ada Muster",)


def test_links_to_people_are_names(fields_of) -> None:
    """Links to authors' pages by the headline are the authors, one by one."""
    fields = fields_of(
        body=f'<h1>Bridge opens again</h1><p>With <a href="/author/ada">Ada Muster</a>, <a href="/author/ben">Ben Beispiel</a></p>{STORY}'
    )
    assert fields.authors == ("Ada Muster", "Ben Beispiel")


def test_a_name_beside_the_date_is_the_author(fields_of) -> None:
    """A bare name right beside the date below the headline is a byline."""
    fields = fields_of(body=f"<h1>Bridge opens again</h1><ul><li>Ada Muster</li><li>May 3, 2026</li></ul>{STORY}")
    assert fields.authors == ("Ada Muster",)


def test_a_place_that_opens_a_short_report_beside_the_date_is_nobody(fields_of) -> None:
    """The first sentence stands below the date; a name in capitals with a role behind it stays."""
    date = "<h1>Bridge opens again</h1><div>May 3, 2026</div>"
    report = "<p>EXAMPLE TOWN — The old bridge is open again, the county board has decided.</p>"
    assert fields_of(body=f"{date}{report}{STORY}").authors == ()
    assert fields_of(body=f"{date}<p>ADA MUSTER — Harbour</p>{STORY}").authors == ("ADA MUSTER",)


def test_a_section_beside_the_date_is_nobody(fields_of) -> None:
    """What links to a section is no person, though it looks like one and stands beside the date."""
    fields = fields_of(
        body=f'<h1>Bridge opens again</h1><div><a href="/city-life">City Life</a></div><div>May 3, 2026</div>{STORY}'
    )
    assert fields.authors == ()


def test_bylines_of_other_stories_do_not_count(fields_of) -> None:
    """Names in a list of related stories are nobody here."""
    fields = fields_of(
        body=f'<h1>Bridge opens again</h1>{STORY}{STORY}<div class="related-stories"><p class="byline">By Ben Beispiel</p></div>'
    )
    assert fields.authors == ()


def test_reading_time_in_a_preview_is_nobody(fields_of) -> None:
    """Only the preview's label `Written by` makes its datum an author."""
    fields = fields_of(
        '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="Three Minutes">'
        '<meta name="twitter:label2" content="Written by"><meta name="twitter:data2" content="Ada Muster">'
    )
    assert fields.authors == ("Ada Muster",)


def test_names_of_a_bibliography_are_turned_round(fields_of) -> None:
    """`citation_author` gives the family name first, one person each."""
    head = '<meta name="citation_author" content="Muster, Ada"><meta name="citation_author" content="Ben Beispiel">'
    assert fields_of(head, "<h1>Bridges</h1>").authors == ("Ada Muster", "Ben Beispiel")


def test_a_byline_behind_a_user_of_the_editing_system(fields_of) -> None:
    """A declared name that the page shows nowhere gives way to the byline that it shows."""
    declared = LD % '{"@type":"Person","name":"web.desk7"}'
    fields = fields_of(declared, f"<h1>Bridge opens again</h1><p>By Ben Beispiel</p>{STORY}")
    assert fields.authors == ("Ben Beispiel",)
    fields = fields_of(declared, f"<h1>Bridge opens again</h1><p>By the harbour</p>{STORY}")
    assert fields.authors == ("web.desk7",)


def test_more_people_are_shown_than_declared(fields_of) -> None:
    """A byline that names the declared author and others is richer; a place or a role beside the name is nobody."""
    declared = LD % '{"@type":"Person","name":"Ada Muster"}'
    both = '<p><a href="/author/a">Ada Muster</a></p><p>and</p><p><a href="/author/b">Ben Beispiel</a></p>'
    assert fields_of(declared, f"<h1>Bridge opens again</h1>{both}{STORY}").authors == ("Ada Muster", "Ben Beispiel")
    alone = "<p>By Ada Muster, Zürich</p>"
    assert fields_of(declared, f"<h1>Bridge opens again</h1>{alone}{STORY}").authors == ("Ada Muster",)


def test_who_only_reviewed_is_no_author(fields_of) -> None:
    """Links to those who reviewed, edited or checked a story are no bylines."""
    linked = '<p>By <a href="/author/a">Ada Muster</a>. Reviewed by <a href="/author/b">Ben Beispiel</a></p>'
    assert fields_of(body=f"<h1>Bridge opens again</h1>{linked}{STORY}").authors == ("Ada Muster",)
    turned = '<p>Edited by <a href="/author/b">Ben Beispiel</a>, written by <a href="/author/a">Ada Muster</a></p>'
    assert fields_of(body=f"<h1>Bridge opens again</h1>{turned}{STORY}").authors == ("Ada Muster",)


def test_a_sentence_that_begins_with_by_names_nobody(fields_of) -> None:
    """`By using the links …` is no byline."""
    note = "<p>(By using the links and/or codes in this post you help us)</p>"
    assert fields_of(body=f"<h1>Bridge opens again</h1>{note}{STORY}").authors == ()


def test_the_box_about_the_author(fields_of) -> None:
    """A box apart names the author, who is then told about; a box about nobody in particular does not."""
    box = "<aside class=author-box><b>Ada Muster</b><p>Ada Muster is a writer at the quay.</p></aside>"
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{box}").authors == ("Ada Muster",)
    other = "<aside class=author-box><b>Our Authors</b><p>They write about harbours.</p></aside>"
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{other}").authors == ()


def test_the_only_person_that_is_linked(fields_of) -> None:
    """One link to an author, wherever it stands, names the author; several name those of other stories."""
    link = '<aside><a rel="author" href="/x/1">Ada Muster</a></aside>'
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{link}").authors == ("Ada Muster",)
    others = link + '<aside><a rel="author" href="/x/2">Ben Beispiel</a></aside>'
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{others}").authors == ()


def test_a_name_flush_right_below_the_story_signs_it(fields_of) -> None:
    """A full name alone in a line flush right goes before the house; other words there are nobody."""
    house = HEAD + LD % '{"@type":"Organization","name":"Harbour Gazette"}'
    signed = f'{STORY}<p style="text-align: right;"><strong>Đỗ Mẫu</strong></p>'
    assert fields_of(house, f"<h1>Bridge opens again</h1>{signed}", "vi").authors == ("Đỗ Mẫu",)
    closed = f'{STORY}<p style="text-align: right;">to be continued</p>'
    assert fields_of(house, f"<h1>Bridge opens again</h1>{closed}").authors == ("Harbour Gazette",)


def test_a_team_beside_a_person(fields_of) -> None:
    """A team that is declared as one more author stays beside the person."""
    declared = LD % '[{"@type":"Person","name":"Ada Muster"},{"@type":"Person","name":"Quay Team"}]'
    assert fields_of(declared, f"<h1>Bridge opens again</h1>{STORY}").authors == ("Ada Muster", "Quay Team")


def test_a_name_in_a_row_with_the_date(fields_of) -> None:
    """Elements without telling names in one row, a person and a date among them: that is who wrote it."""
    row = "<div><span>Ada Muster</span> <time>3 March 2026</time> <span>Updated 10:20</span></div>"
    assert fields_of(body=f"<h1>Bridge opens again</h1>{row}{STORY}").authors == ("Ada Muster",)
    row = "<div><a href='/town'>Harbour Town</a> <time>3 March 2026</time></div>"
    assert fields_of(body=f"<h1>Bridge opens again</h1>{row}{STORY}").authors == ()


def test_when_and_where_behind_posted_by_is_no_name(fields_of) -> None:
    """`Posted by` names who, then when and where; a title with "on" in it is no such line."""
    line = "Posted by Ada Muster on 12 May 2008 at 10:41 in Roads"
    assert fields_of(body=f"<h1>Bridge opens again</h1><div>{line}</div>{STORY}").authors == ("Ada Muster",)


def test_a_name_behind_the_date(fields_of) -> None:
    """A name that ends the line of the date is the author's; a place there is none."""
    line = "<div>Published on May 3, 2008, 14:26, {}</div>"
    assert fields_of(body=f"<h1>Bridge opens again</h1>{line.format('Ada Muster')}{STORY}").authors == ("Ada Muster",)
    assert fields_of(body=f"<h1>Bridge opens again</h1>{line.format('Joyport')}{STORY}").authors == ()


def test_the_address_of_an_article_names_its_authors(fields_of) -> None:
    """`address` by the headline holds the authors; with a street in it it holds none."""
    body = "<h1>Bridge opens again</h1><address>{}</address>" + STORY
    assert fields_of(body=body.format("Ada Muster and Ben Beispiel")).authors == ("Ada Muster", "Ben Beispiel")
    assert fields_of(body=body.format("Harbour Street 3, Joyport")).authors == ()


def test_a_share_link_is_nobody(fields_of) -> None:
    """Links that share the page lead to profiles of networks, not to people who wrote."""
    links = '<div><a href="https://bsky.app/profile/joy">Bluesky</a> <a href="https://mastodon.example/share?u=/people/">Mastodon</a></div>'
    assert fields_of(body=f"<h1>Bridge opens again</h1>{links}{STORY}").authors == ()


def test_who_posted_it_below_the_story(fields_of) -> None:
    """Old blogs say below the entry who posted it and when; who posted a comment is no author."""
    comment = '<div id="comments"><p>Posted by Ben Beispiel on May 4, 2008</p></div>'
    footer = "<p>Posted by Ada Muster on May 3, 2008 10:41 AM | <a href=/tb>TrackBack</a></p>"
    body = f"<h1>Bridge opens again</h1>{STORY * 3}"
    found = fields_of(body=body + footer + comment)
    assert (found.authors, found.published_at) == (("Ada Muster",), "2008-05-03T10:41:00")
    assert fields_of(body=body + comment).authors == ()


def test_lines_that_say_who_and_when(fields_of) -> None:
    """Byline and date by the headline are known as such; the reporter behind the last of a few short sentences is not."""
    head = "<div>By Ada Muster, Joyport</div><div>Sept. 3, 2008, 10:41 a.m.</div>"
    story = "<p>The bridge opened.</p><p>It took two years.</p><p>It has two lanes. By Ada Muster</p><p>Ada Muster</p>"
    fields = fields_of(body=f"<h1>Bridge opens again</h1>{head}{story}")
    assert fields.bylines == ("By Ada Muster, Joyport", "Sept. 3, 2008, 10:41 a.m.")


def test_the_desk_behind_a_person_is_none(fields_of) -> None:
    """A name that begins with the house's and stands behind a person is a desk of it."""
    head = '<meta property="og:site_name" content="P1">'
    assert fields_of(head, f"<h1>Bridge opens</h1><p>Por Ana Ejemplo, P1 Interior</p>{STORY}").authors == (
        "Ana Ejemplo",
    )
    assert fields_of(head, f"<h1>Bridge opens</h1><p>By Ana Ejemplo, Ben Beispiel</p>{STORY}").authors == (
        "Ana Ejemplo",
        "Ben Beispiel",
    )


def test_a_second_name_in_an_element_of_its_own(fields_of) -> None:
    """Behind "and" the other author may stand in the next element."""
    body = "<h1>Bridge opens</h1><div class=byline>By Ada Muster and</div><div class=byline>Ben Beispiel</div>"
    assert fields_of(body=body + STORY).authors == ("Ada Muster", "Ben Beispiel")


def test_a_declared_address_gives_way_to_a_person(fields_of) -> None:
    """What the site calls itself by its address is no author where the page names one."""
    head = '<meta name="author" content="Kobold.de">'
    assert fields_of(head, f"<h1>Bridge opens</h1><div>By <b>Ada Muster</b></div>{STORY}").authors == ("Ada Muster",)


def test_the_time_that_touches_a_name_is_no_part_of_it(fields_of) -> None:
    """Two elements that touch are two words, whatever their language."""
    body = "<h1>Bridge opens</h1><div><span>كتبت: سلمى المثال</span><time>الأربعاء، 19 يناير 2022 12:30 م</time></div>"
    assert fields_of(body=body + STORY).authors == ("سلمى المثال",)
    body = "<h1>Bridge opens</h1><div class=authors><span>מאת</span> <a>יעל לדוגמה</a> <span>פורסם: 12.02.20, 07:30</span></div>"
    assert fields_of(body=body + STORY).authors == ("יעל לדוגמה",)


def test_a_label_in_a_row_of_others(fields_of) -> None:
    """The word for "by" may stand amid a row that says when, too."""
    body = "<h1>Bridge opens</h1><div><span>13 октомври 2022 | 09:40</span><span>Автор: <a>Мила Пример</a></span></div>"
    assert fields_of(body=body + STORY).authors == ("Мила Пример",)


def test_who_posted_it_in_other_languages(fields_of) -> None:
    """Weblogs say it below the story, in the language of their system."""
    head = "<h1>Bridge opens</h1>" + STORY
    assert fields_of(body=head + "<div>Geschrieben von <a>Konrad</a> in <a>Roads</a> um 18:22</div>").authors == (
        "Konrad",
    )
    assert fields_of(body=head + "<div><span>Publicado por <span>Ana Ejemplo</span></span> en 9:14</div>").authors == (
        "Ana Ejemplo",
    )


def test_a_place_beside_the_date_below_a_byline_is_nobody(fields_of) -> None:
    """Another line says who wrote it, though it is the desk or an agency."""
    below = "<div>Por <b>{}</b><br>Puerto Ceniza | 20 nov 2026 - 18:45</div>"
    assert fields_of("", f"<h1>El faro vuelve a encenderse</h1>{below.format('Redacción')}").authors == ()
    assert fields_of("", f"<h1>El faro vuelve a encenderse</h1>{below.format('EFE')}").authors == ("EFE",)


@pytest.mark.parametrize(
    "line",
    [
        "Cette entrée a été publiée le Dimanche 3 mai 2008 à 21:14 par Gaspard et est classée dans Ponts.",
        "Esta entrada fue publicada el Lunes, 3 de Mayo de 2008 a las 9:40 am por Gaspard y está archivada en Puentes.",
        "Questo articolo è stato pubblicato il 3 maggio 2008 da Gaspard. Puoi seguire i commenti.",
        "Dit bericht werd geplaatst op 3 mei 2008 door Gaspard in Bruggen.",
    ],
)
def test_what_wordpress_said_below_an_entry(fields_of, line: str) -> None:
    """The same sentence in each language of its first design; without a day it is a sentence like others."""
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}<p>{line}</p>").authors == ("Gaspard",)
    told = "<p>Cette entrée a été publiée par Gaspard contre son gré.</p>"
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{told}").authors == ()


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        ("<b>ADA MUSTER</b><br>da Redação", ("ADA MUSTER",)),
        ("<b>ADA MUSTER</b><br>Associated Press Writer", ("ADA MUSTER",)),
        ("<b>Ada MUSTER</b>", ("Ada MUSTER",)),
        ("dal nostro inviato <b>ADA MUSTER</b>", ("ADA MUSTER",)),
        ("<b>HARBOUR TOWN</b><br>Two years of work", ()),
        ("<b>Ada Bridge</b><br>Two years of work", ()),
        ("Text Size: <a href=#>-</a> <a href=#>+</a>", ()),
    ],
)
def test_names_that_stand_as_bylines_do(fields_of, below: str, authors: tuple[str, ...]) -> None:
    """In capitals above the desk, with the family name in capitals, behind `our correspondent`; places and decks are no names."""
    fields = fields_of(body=f"<h1>Bridge opens again</h1><div>{below}</div>{STORY}")
    assert tuple(name.casefold() for name in fields.authors) == tuple(name.casefold() for name in authors)
