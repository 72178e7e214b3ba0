"""One article, one row."""

import csv
import io

import pytest

from newscrawl.article import Image, Rights
from newscrawl.output.table import COLUMNS, csv_lines


def rows(*articles, **columns):
    """What a reader of CSV makes of the lines."""
    return list(csv.reader(io.StringIO(b"".join(csv_lines(articles, **columns)).decode(), newline="")))


def test_values_come_back_whatever_is_in_them(make_article):
    """Line feeds, quotes and commas included; lists are joined, what is absent is empty."""
    article = make_article(
        title='He said "no", twice', text="one\n\"two\", three", authors=("김하나", "Cy, J."), subtitle=None, flags=("short", "live"),
        images=(Image(url="https://a.example/1.jpg", caption="a"), Image(url="https://a.example/2.jpg")), rights=Rights(notice="ⓒ", ai_training="prohibited"),
    )  # fmt: skip
    names, values = rows(article)
    row = dict(zip(names, values, strict=True))

    assert names == list(COLUMNS)
    assert (row["title"], row["text"], row["subtitle"]) == (article.title, article.text, "")
    assert (row["authors"], row["flags"], row["revision"]) == ("김하나; Cy, J.", "short; live", "1")
    assert (row["images"], row["captions"]) == ("https://a.example/1.jpg https://a.example/2.jpg", "a")
    assert (row["notice"], row["ai_training"]) == ("ⓒ", "prohibited")


@pytest.mark.parametrize("title", ["=HYPERLINK(A1)", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1+1", "＝1+1"])
def test_a_headline_is_no_formula_where_people_open_the_file(make_article, title):
    """A program gets what was written."""
    article = make_article(title=title, subtitle="1 = 1")

    assert rows(article, columns=["title", "subtitle", "revision"], is_for_people=True)[1] == [
        f"'{title}",
        "1 = 1",
        "1",
    ]
    assert rows(article, columns=["title"])[1] == [title]


def test_columns_may_be_chosen(make_article):
    """In the order that was asked for; an unknown one is an error."""
    assert rows(make_article("x"), columns=["title", "id"]) == [["title", "id"], ["다리가 열렸다", "x"]]
    with pytest.raises(KeyError):
        rows(make_article(), columns=["nothing"])


def test_every_field_of_the_text_has_a_column():
    """What is left out says how the page was fetched and read."""
    from dataclasses import fields

    from newscrawl.article import Article

    left = {field.name for field in fields(Article)} - COLUMNS.keys()
    assert left == {
        "structure", "rights", "run_id", "http", "content_hash", "extractor", "removed", "removals", "schema_version",
    }  # fmt: skip
