"""Headlines that stand in no heading."""

PROSE = "The bridge over the inner harbour opened on Monday after two years of work on its piers. " * 3
CELL = (
    "<td><font size=5><b>{}</b></font><br>By Ada Muster<br>May 3, 2008<br><br>" + PROSE + "<br><br>" + PROSE + "</td>"
)


def test_a_bold_line_parts_the_title_from_the_paper(fields_of) -> None:
    """A line in a cell that says one side of `<title>` is the headline; the other side is the paper's name."""
    head = "<title>Joyport Post | Town | Bridge opens again after storm</title>"
    fields = fields_of(head, f"<table><tr>{CELL.format('Bridge opens again after storm')}</tr></table>")
    assert fields.title == "Bridge opens again after storm"


def test_the_emphasised_line_says_more_of_the_story_than_the_papers_name(fields_of) -> None:
    """Where `<title>` names the site alone, the bold line above the story that shares its words is the headline."""
    head = "<title>The Joyport Post Online</title>"
    fields = fields_of(
        head, f"<table><tr><td><b>Weather and tides</b></td>{CELL.format('Harbour bridge opens')}</tr></table>"
    )
    assert fields.title == "Harbour bridge opens"


def test_a_title_that_says_it_is_not_given_up(fields_of) -> None:
    """A bold caption above the story does not take the place of a `<title>` that tells of it."""
    head = "<title>Harbour bridge opened after two years</title>"
    fields = fields_of(head, f"<div><b>Ferries were full on Monday</b></div><div>{PROSE}</div>")
    assert fields.title == "Harbour bridge opened after two years"


def test_a_link_to_the_story_is_no_headline(fields_of) -> None:
    """A list that links to the story in bold type does not hold its headline."""
    head = "<title>Bridge opens again after storm - Joyport Post</title>"
    body = f"<div><b><a href=/1>Bridge opens again after storm</a></b></div><p>{PROSE}</p><p>By Ada Muster</p>"
    assert fields_of(head, body).authors == ()


def test_a_page_without_any_title_shows_its_headline(fields_of) -> None:
    """A fragment without `<title>` is known by its bold line."""
    assert fields_of("", f"<b>Harbour bridge opens</b><p>{PROSE}</p>").title == "Harbour bridge opens"


def test_byline_and_date_in_one_cell_with_the_story(fields_of) -> None:
    """What line breaks part are lines: the byline and the date between headline and story are read."""
    head = "<title>Bridge opens again after storm</title>"
    fields = fields_of(head, f"<table><tr>{CELL.format('Bridge opens again after storm')}</tr></table>")
    assert (fields.authors, fields.published_at) == (("Ada Muster",), "2008-05-03")


def test_a_heading_with_the_papers_name_gives_way_to_the_line_about_the_story(fields_of) -> None:
    """`<title>` and a heading that name the paper alone do not hide the line in large type that the story is about."""
    head = "<title>The Joyport Post</title>"
    body = f"<center><h2>The Joyport Post</h2></center><big><b>Harbour bridge opens</b></big><p>{PROSE}</p>"
    assert fields_of(head, body).title == "Harbour bridge opens"


def test_short_headlines_of_dense_scripts_count(fields_of) -> None:
    """Six characters of Chinese say what twelve letters do, behind them section and site parted by underlines."""
    head = "<title>灰桥封闭十一周_新闻中心_谷地网</title>"
    body = (
        f"<td><b>灰桥封闭十一周</b><br>2008年05月12日10:41 谷地日报<br><p>{'县交通局宣布，灰桥将封闭。' * 12}</p></td>"
    )
    fields = fields_of(head, f"<table><tr>{body}</tr></table>", "zh")
    assert (fields.title, fields.published_at) == ("灰桥封闭十一周", "2008-05-12T10:41:00")


def test_the_headline_behind_its_kicker_is_found(fields_of) -> None:
    """A line that says the headline behind a word for the section shows where byline and date stand."""
    head = "<title>Joyport News - Bridge opens again after storm</title>"
    body = f"<div><b>Town: Bridge opens again after storm</b></div><div>By Ada Muster</div><p>{PROSE}</p>"
    assert fields_of(head, body).authors == ("Ada Muster",)
