"""One run for people."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from newscrawl.article import Article, Extraction, Extractor, Removal, Removed
from newscrawl.output.manifest import Manifest, SiteCount, SiteFigures
from newscrawl.output.record import encode, removals_of
from newscrawl.output.writer import Entry, Writer
from newscrawl.report.figures import summary
from newscrawl.report.newest import newest_article
from newscrawl.report.run import explain_run, show_run
from newscrawl.report.tables import removals_table

CUT = Removal(rule="any.contact", stage="line", text="Call\x1b[31m us", position=4, why="asks the reader to call")


def manifest(segments=(), **sites):
    """The account of a run over these sites."""
    total = SiteCount()
    for count in sites.values():
        for name in ("announced", "stored", "unchanged", "duplicate", "refused", "failed", "refused_before", "waiting"):
            setattr(total, name, getattr(total, name) + getattr(count, name))
        total.codes |= count.codes
        total.codes_before |= count.codes_before
    return Manifest(
        run_id="20261124T000000-0001",
        command="scrapy crawl site -a site=a.example",
        started_at="2026-11-24T00:00:00+00:00",
        ended_at="2026-11-24T00:01:30+00:00",
        exit_code=0,
        reason="complete",
        versions={"newscrawl": "1"},
        settings={},
        urls=total,
        lists={"expanded": 2},
        adds_up=True,
        sites={name.replace("_", "."): count for name, count in sites.items()},
        fields_present={"title": 1.0},
        removals_by_rule={"any.contact": 3},
        fetched={"responses": 5, "bytes": 900},
        adopted=0,
        segments=segments,
    )


def written(folder, *articles):
    """Articles (id, time fetched) of one run, each in the segment of its site; returns the segments."""
    writer = Writer(folder, "run1")
    for id, site, fetched_at in articles:
        article = Article(
            id=id, url=f"https://{site}/{id}", canonical_url=f"https://{site}/{id}", site=site, title=f"Title {id}",
            text="A story.", content_hash="0", fetched_at=fetched_at, removed=Removed(lines=1, chars=7),
            extractor=Extractor(version="1", profile="default", rules="x"),
        )  # fmt: skip
        extraction = Extraction(article=article, lines=(), removals=(CUT,))
        writer.write([Entry(site, encode(article), encode(removals_of(extraction)))])
    return writer.close()


def shown(show, *arguments):
    """What is printed where the output is no terminal."""
    console = Console(file=io.StringIO(), width=120)
    show(console, *arguments)
    return console.file.getvalue()


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (SiteCount(), "0 stored, no news in 2 lists"),
        (SiteCount(stored=12, unchanged=3, duplicate=1), "12 stored, 3 unchanged, 1 duplicate"),
        (
            SiteCount(stored=4, refused=3, codes={"not-html": 1, "list-page": 2}),
            "4 stored, 3 refused (list-page 2, not-html 1)",
        ),
        (
            SiteCount(refused=1, failed=1, waiting=7, codes={"dns": 1, "robots": 1}),
            "0 stored, 1 refused, 1 failed (dns 1, robots 1), 7 waiting",
        ),
        (
            SiteCount(announced=1, refused_before=1, codes_before={"address": 1}),
            "0 stored, 1 refused before (address 1; -a again=1 asks anew)",
        ),
        (
            SiteCount(announced=3, stored=1, refused_before=2, codes_before={"robots": 2}),
            "1 stored, 2 refused before (robots 2)",
        ),
    ],
)
def test_the_summary_says_what_became_of_the_pages_and_where_they_are(tmp_path, monkeypatch, count, line):
    """What did not happen is left out; codes stand by number; the folder is named as the user would."""
    monkeypatch.chdir(tmp_path)
    assert summary(manifest(a_example=count), tmp_path / "output") == f"{line} -> output/articles"


def test_a_run_in_which_nothing_answered_has_not_looked_for_news(tmp_path):
    """Though a robots.txt was read."""
    dead = replace(manifest(a_example=SiteCount()), lists={"expanded": 1, "failed:http-error": 3}, exit_code=69)
    assert summary(dead, tmp_path).startswith("0 stored -> ")


@pytest.mark.parametrize(
    ("lists", "resting", "line"),
    [
        ({"unchanged": 17, "expanded": 1}, 5, "0 stored, no news in 18 lists (5 rest)"),
        ({"unchanged": 1}, 0, "0 stored, no news in 1 list"),
        ({"failed:dns": 2}, 0, "0 stored"),
        ({}, 0, "0 stored"),
    ],
)
def test_a_run_without_news_says_that_it_looked(tmp_path, monkeypatch, lists, resting, line):
    """Whoever runs it again right away would wonder; lists that failed are told otherwise."""
    monkeypatch.chdir(tmp_path)
    quiet = replace(manifest(a_example=SiteCount()), lists=lists, fetched={"lists_resting": resting})
    assert summary(quiet, tmp_path / "output") == f"{line} -> output/articles"


def test_the_newest_article_is_the_one_fetched_last(tmp_path):
    """Across the segments of the run, with its own removals."""
    segments = written(
        tmp_path,
        ("1", "a.example", "2026-11-24T00:00:01+00:00"),
        ("2", "b.example", "2026-11-24T00:00:03+00:00"),
        ("3", "a.example", "2026-11-24T00:00:02+00:00"),
    )
    article, removals = newest_article(manifest(segments), tmp_path)

    assert article.id == "2"
    assert removals == (CUT,)


def test_what_was_cut_is_shown_with_its_rule_and_reason_and_drives_no_terminal(tmp_path):
    """Text of a page may hold anything; it is printed escaped."""
    segments = written(tmp_path, ("1", "a.example", "2026-11-24T00:00:01+00:00"))
    text = shown(show_run, manifest(segments, a_example=SiteCount(announced=1, stored=1)), tmp_path)

    assert "Title 1" in text
    assert "any.contact" in text
    assert "asks the reader to call" in text
    assert "\x1b" not in text


def test_a_run_without_articles_says_so(tmp_path):
    """There is nothing to show, and that is no error."""
    assert "No new article" in shown(show_run, manifest(a_example=SiteCount(announced=1, waiting=1)), tmp_path)


@pytest.mark.parametrize("gone", [0, 1])
def test_a_segment_that_is_gone_is_said_and_no_error(tmp_path, gone):
    """Somebody may have moved the articles, or their removals."""
    segments = written(tmp_path, ("1", "a.example", "2026-11-24T00:00:01+00:00"))
    (tmp_path / segments[gone].file).unlink()

    assert "cannot be read" in shown(show_run, manifest(segments), tmp_path)


def test_columns_without_numbers_are_left_out():
    """A table of eight columns of zeros tells nobody anything."""
    text = shown(explain_run, manifest(a_example=SiteCount(announced=5, stored=4, refused=1, codes={"robots": 1})))

    assert "refused" in text
    assert "duplicate" not in text


def test_several_sites_are_summed_up():
    """Each has a row, and all have one."""
    text = shown(explain_run, manifest(a_example=SiteCount(stored=4), b_example=SiteCount(stored=5)))

    (row,) = [line.split() for line in text.splitlines() if line.split()[:1] == ["all"]]
    assert "9" in row


def test_a_run_is_explained_by_its_reason_its_rules_and_whether_it_adds_up():
    """What an operator asks first."""
    text = shown(explain_run, manifest(a_example=SiteCount(announced=1, stored=1)))

    assert "exit code: 0, complete" in text
    assert "adds up: yes" in text
    assert "(90.0 s)" in text
    assert "any.contact" in text


def narrow(account):
    """What 80 columns show of a run."""
    console = Console(file=io.StringIO(), width=80)
    explain_run(console, account)
    return console.file.getvalue()


def test_names_of_sites_are_whole_on_a_narrow_terminal():
    """With every column there is; a name that is too long is broken and not cut."""
    names = {"economy_newssite_test": 1, "a_rather_long_name_of_a_newspaper_example": 2}
    counts = {
        name: SiteCount(announced=9, stored=2, duplicate=1, refused=1, failed=number, waiting=1, unchanged=1)
        for name, number in names.items()
    }
    text = narrow(manifest(**counts))
    table = text[text.index("What became") : text.index("Feeds,")]
    first_column = "".join(line[:17].strip() for line in table.splitlines()[4:])
    assert all(name.replace("_", ".") in first_column for name in names)
    assert max(map(len, text.splitlines())) <= 80


def test_sites_that_are_odd_stand_beside_what_is_usual_there():
    """What is wrong, each figure with the usual one in brackets, and what to do with held articles."""
    account = manifest(a_example=SiteCount(announced=5, stored=3, refused=2, codes={"held": 2}))
    account.health = {"a.example": ["its pages have changed (no authors), 2 held in this run"]}
    account.figures = {
        "a.example": SiteFigures(articles=5, articles_usual=6, text_chars=900, text_chars_usual=1200, held=2),
        "new.example": SiteFigures(articles=9),
    }
    text = narrow(account)
    assert "no authors" in text
    assert "5 (6)" in text
    assert "900 (1200)" in text
    assert "`scrapy held`" in text
    assert "new.example" not in text


def test_what_one_rule_took_in_a_row_is_one_entry(tmp_path):
    """Thirty languages of a translation layer are no thirty rows."""
    taken = [
        Removal(rule="any.languages", stage="node", text=f"Language {n}", position=n + 5, why="a layer")
        for n in range(30)
    ]
    console = Console(file=io.StringIO(), width=80)
    console.print(removals_table([*taken, CUT]))
    text = console.file.getvalue()
    assert "5–34" in text
    assert "and 29 more" in " ".join(text.split())
    assert "Language 7" not in text
    assert "any.contact" in text
