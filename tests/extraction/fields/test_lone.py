"""Headlines that stand in no heading."""

import pytest

PROSE = "The bridge over the inner harbour opened on Monday after two years of work on its piers. " * 3
CELL = (
    "<td><font size=5><b>{}</b></font><br>By Ada Muster<br>May 3, 2008<br><br>" + PROSE + "<br><br>" + PROSE + "</td>"
)


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        pytest.param(
            "Joyport Post | Town | Bridge opens again after storm",
            f"<table><tr>{CELL.format('Bridge opens again after storm')}</tr></table>",
            "Bridge opens again after storm",
            id="a line says one side of it, the other is the paper's name",
        ),
        pytest.param(
            "The Joyport Post Online",
            f"<table><tr><td><b>Weather and tides</b></td>{CELL.format('Harbour bridge opens')}</tr></table>",
            "Harbour bridge opens",
            id="it names the site alone, a line shares the story's words",
        ),
        pytest.param(
            "The Joyport Post",
            f"<center><h2>The Joyport Post</h2></center><big><b>Harbour bridge opens</b></big><p>{PROSE}</p>",
            "Harbour bridge opens",
            id="a heading names the site too",
        ),
        pytest.param(
            "Joyport Post - Leisure",
            f"<table><tr>{CELL.format('Rain does not stop play')}</tr></table>",
            "Rain does not stop play",
            id="it has no word of the story, one line is set large",
        ),
        pytest.param(
            "Harbour bridge opened after two years",
            f"<div><b>Ferries were full on Monday</b></div><div>{PROSE}</div>",
            "Harbour bridge opened after two years",
            id="it tells of the story, the bold line is a caption",
        ),
        pytest.param(
            "Joyport Harbour Post",
            f"<div><font size=5>Rain does not stop play</font></div><div>{PROSE}</div>",
            "Joyport Harbour Post",
            id="it has a word of the story, a large line has none",
        ),
        pytest.param(
            None, f"<b>Harbour bridge opens</b><p>{PROSE}</p>", "Harbour bridge opens", id="a fragment has none"
        ),
    ],
)
def test_headlines_in_no_heading(fields_of, title: str | None, body: str, expected: str) -> None:
    """What `<title>` says, or does not say, decides which line in bold or large type is the headline."""
    assert fields_of(f"<title>{title}</title>" if title else "", body).title == expected


def test_a_link_to_the_story_is_no_headline(fields_of) -> None:
    """A list that links to the story in bold type does not hold its headline."""
    head = "<title>Bridge opens again after storm - Joyport Post</title>"
    body = f"<div><b><a href=/1>Bridge opens again after storm</a></b></div><p>{PROSE}</p><p>By Ada Muster</p>"
    assert fields_of(head, body).authors == ()


def test_byline_and_date_in_one_cell_with_the_story(fields_of) -> None:
    """What line breaks part are lines: the byline and the date between headline and story are read."""
    head = "<title>Bridge opens again after storm</title>"
    fields = fields_of(head, f"<table><tr>{CELL.format('Bridge opens again after storm')}</tr></table>")
    assert (fields.authors, fields.published_at) == (("Ada Muster",), "2008-05-03")


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
