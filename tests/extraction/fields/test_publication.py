"""Where the times of a page are read."""

import pytest

STORY = "<p>" + "The bridge over the inner harbour opened on Monday after two years of work on its piers. " * 3 + "</p>"


def test_declared_times_keep_apart(fields_of) -> None:
    """The time of publication and that of the last change are two fields, with zone."""
    fields = fields_of(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge","datePublished":"2026-03-21T21:43:00+09:00",'
        '"dateModified":"2026-03-22T08:00:00+09:00"}</script>'
    )
    assert (fields.published_at, fields.modified_at) == ("2026-03-21T21:43:00+09:00", "2026-03-22T08:00:00+09:00")
    assert fields.evidence["published_at"] == "json-ld datePublished"
    assert fields.flags == ()


def test_a_time_without_zone_is_flagged(fields_of) -> None:
    """Where neither page nor profile knows the zone, the record says so."""
    fields = fields_of('<meta property="article:published_time" content="2026-03-21T21:43:00">')
    assert fields.published_at == "2026-03-21T21:43:00"
    assert "no-zone" in fields.flags


@pytest.mark.parametrize(
    ("modified", "published"),
    [
        ("2026-03-22T08:00:00+09:00", "2026-03-21T21:43:00+09:00"),
        ("2026-03-21T12:50:00Z", "2026-03-21T21:43:00"),
        ("2026-07-22T08:00:00+09:00", "2026-03-21T21:43:00"),
    ],
)
def test_a_change_of_these_days_tells_the_zone(fields_of, modified: str, published: str) -> None:
    """A change in local time says in which; one in UTC, or months later, does not."""
    fields = fields_of(
        '<meta property="article:published_time" content="2026-03-21T21:43:00">'
        f'<meta property="article:modified_time" content="{modified}">'
    )
    assert fields.published_at == published
    assert ("no-zone" in fields.flags) is (published[-6] != "+")


def test_the_date_by_the_headline_needs_no_name(fields_of) -> None:
    """A date below the headline is found, whatever its element is called."""
    fields = fields_of(body=f'<h1>Bridge opens again</h1><div class="x1 y2">5 min read · March 21, 2026</div>{STORY}')
    assert fields.published_at == "2026-03-21"


def test_published_and_updated_in_one_line(fields_of) -> None:
    """`Published … | Updated …` in one element are two times."""
    fields = fields_of(body=f"<h1>Bridge opens again</h1><p>Published 21 March 2026 | Updated 4 April 2026</p>{STORY}")
    assert (fields.published_at, fields.modified_at) == ("2026-03-21", "2026-04-04")


def test_only_an_update_is_flagged(fields_of) -> None:
    """Where the page shows no date but that of an update, it is given and flagged."""
    fields = fields_of(body=f"<h1>Bridge opens again</h1><p>Updated 4 April 2026</p>{STORY}")
    assert (fields.published_at, fields.modified_at) == ("2026-04-04", "2026-04-04")
    assert "update-only" in fields.flags


def test_a_declared_change_is_never_the_publication(fields_of) -> None:
    """A declared time of change alone leaves the time of publication open."""
    fields = fields_of('<meta property="article:modified_time" content="2026-04-04T10:00:00Z">')
    assert (fields.published_at, fields.modified_at) == (None, "2026-04-04T10:00:00+00:00")


def test_a_republished_site_does_not_hide_the_shown_date(fields_of) -> None:
    """Where the page shows an earlier day than it declares, readers and we believe what is shown."""
    fields = fields_of(
        '<script type="application/ld+json">{"@type":"Article","headline":"Bridge opens again","datePublished":"2026-06-12"}</script>',
        f"<h1>Bridge opens again</h1><p>November 2, 2025</p>{STORY}",
    )
    assert fields.published_at == "2025-11-02"


def test_dates_of_other_stories_do_not_count(fields_of) -> None:
    """The dates in a list of related stories are not this story's."""
    fields = fields_of(
        body=f'<h1>Bridge opens again</h1><time datetime="2026-03-21">21 March</time>{STORY}{STORY}'
        '<aside class="related"><time datetime="2026-05-01">1 May</time><time datetime="2026-05-01T10:00">1 May</time></aside>'
    )
    assert fields.published_at == "2026-03-21"


def test_script_state_is_the_last_resort(fields_of) -> None:
    """Where only a script's state knows the date, it is read there."""
    fields = fields_of(
        body='<h1>Bridge opens again</h1><script>window.state={"story":{"publishedAt":"2026-03-21T21:43:00Z"}}</script>'
    )
    assert fields.published_at == "2026-03-21T21:43:00+00:00"
    assert fields.evidence["published_at"] == "script state"
    fusion = (
        '<script>Fusion.globalContent={"_id":"X1","first_publish_date":"2026-03-21T12:43:00Z","type":"story"};</script>'
    )
    assert fields_of(body=f"<h1>Bridge opens again</h1>{fusion}").published_at == "2026-03-21T12:43:00+00:00"


def test_the_feed_s_word_is_heard(fields_of) -> None:
    """What the feed said counts where the page says nothing."""
    assert (
        fields_of(body="<h1>Bridge</h1>", published="Sat, 21 Mar 2026 21:43:00 +0900").published_at
        == "2026-03-21T21:43:00+09:00"
    )


def test_the_only_date_in_a_line_of_its_own(fields_of) -> None:
    """Where nothing is marked, the one line that is a date and no more tells it; a date in a sentence does not."""
    line = '<section><small class="text-dim">March 21, 2026</small></section>'
    fields = fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{STORY}{line}")
    assert fields.published_at == "2026-03-21"
    assert fields.evidence["published_at"] == "the only date on the page"
    cited = "<p>See <i>Harbours and Bridges</i>. March 21, 2026. <b>Third edition</b></p>"
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{STORY}{cited}").published_at is None
    two = line + line.replace("March", "April")
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{STORY}{two}").published_at is None


def test_an_update_at_the_foot_of_the_page(fields_of) -> None:
    """`Last updated` in a line of its own is a time of change, flagged as the only date."""
    fields = fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{STORY}<p>Last updated: November 13, 2025</p>")
    assert (fields.published_at, fields.modified_at) == ("2025-11-13", "2025-11-13")
    assert "update-only" in fields.flags


def test_a_labelled_time_counts_in_a_box_apart(fields_of) -> None:
    """A time under the heading `Published` is the story's, though it stands in a side bar beside other times."""
    boxes = '<aside><h4>Published</h4> <time datetime="2018-11-15">15 November 2018</time></aside>'
    other = '<ul><li><time datetime="2019-01-17">17 January 2019</time></li></ul>'
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{STORY}{other}{boxes}").published_at == "2018-11-15"


def test_dates_of_cards_come_last(fields_of) -> None:
    """A bare date in a line of its own goes before the marked dates of other stories."""
    cards = "".join(f'<div class="card"><div class="card-date">May {day}, 2026</div></div>' for day in (3, 4))
    line = "<span><span>March 21, 2026</span></span>"
    assert fields_of(body=f"<h1>Bridge opens again</h1>{STORY}{STORY}{cards}{line}").published_at == "2026-03-21"


def test_an_earlier_day_is_over_before_it_is_believed(fields_of) -> None:
    """A shown day that is only a zone away from the declared time does not contradict it."""
    declared = (
        '<script type="application/ld+json">{"@type":"Article","headline":"Bridge","datePublished":"%s"}</script>'
    )
    shown = f"<h1>Bridge opens again</h1><p>March 21, 2026</p>{STORY}"
    assert fields_of(declared % "2026-03-22T03:00:00Z", shown).published_at == "2026-03-22T03:00:00+00:00"
    assert fields_of(declared % "2026-03-22T22:00:00Z", shown).published_at == "2026-03-21"


def test_state_in_an_attribute(fields_of) -> None:
    """Frameworks of islands keep an element's state in an attribute."""
    state = "{&quot;story&quot;:{&quot;publishedAt&quot;:&quot;2026-03-21T21:43:00Z&quot;}}"
    fields = fields_of(body=f'<h1>Bridge opens again</h1><page-island props="{state}"></page-island>')
    assert fields.published_at == "2026-03-21T21:43:00+00:00"


def test_words_for_an_update_in_many_languages(fields_of) -> None:
    """A date that is called a change is none of publication, whatever the language."""
    for word in (
        "Обновлено",
        "تحديث",
        "अपडेट",
        "更新日時",
        "Güncellendi",
        "Cập nhật",
        "Ostatnia aktualizacja",
        "Bijgewerkt",
    ):
        fields = fields_of(body=f"<h1>Bridge opens again</h1><p>{word}: 21.03.2026</p>{STORY}")
        assert "update-only" in fields.flags, word


def test_what_an_abbreviation_stands_for(fields_of) -> None:
    """Old blogs shorten the time for readers and say it whole in the title (hAtom)."""
    stamp = "<abbr class='published' itemprop='datePublished' title='2026-03-04T09:15:00+00:00'>09:15</abbr>"
    fields = fields_of(body=f"<h1>Bridge opens again</h1>{STORY}<p>Posted at {stamp}</p>")
    assert fields.published_at == "2026-03-04T09:15:00+00:00"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Given 03/04/2005 the clerk shrugs. He always does.", None),
        ("Posted 03/25/2005. Updated twice.", "2005-03-25"),
    ],
)
def test_a_date_that_sentences_speak_of_is_none_of_the_page(fields_of, line: str, day: str | None) -> None:
    """What a short paragraph below the headline tells of a day says nothing of when it was written, unless it says so."""
    assert fields_of(body=f"<h1>Parsing dates</h1><p>{line}</p>{STORY}").published_at == day
