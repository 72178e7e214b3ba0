"""Where the times of a page are read."""

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


def test_the_feed_s_word_is_heard(fields_of) -> None:
    """What the feed said counts where the page says nothing."""
    assert (
        fields_of(body="<h1>Bridge</h1>", published="Sat, 21 Mar 2026 21:43:00 +0900").published_at
        == "2026-03-21T21:43:00+09:00"
    )
