"""`scrapy sites draft`: from pages to a profile that can be put to use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands.typed import typed
from tests.newssite.server import NewsSite
from tests.report.test_drafts import page


@pytest.fixture
def saved(tmp_path: Path) -> list[str]:
    """Three saved pages of a paper, each with its address."""
    files = []
    for number in range(3):
        made = page(number)
        file = tmp_path / f"{number}.html"
        file.write_text(
            str(made.html).replace("<head>", f'<head><link rel="canonical" href="{made.url}">'), encoding="utf-8"
        )
        files.append(str(file))
    return files


def test_a_draft_is_put_to_use(saved: list[str], tmp_path: Path) -> None:
    """The file passes the check, is found by its host, and the pages are read by it."""
    done = typed("sites", "draft", *saved)
    (tmp_path / "sites").mkdir()
    file = tmp_path / "sites" / "gazette.example.toml"
    file.write_text(done.stdout, encoding="utf-8")
    checked = typed("sites", "check", str(file), "--page", saved[0], "--url", page(0).url)
    cleaned = typed("explain", saved[1], "--url", page(1).url, "-s", f"NEWSCRAWL_SITES_DIR={file.parent}")

    assert done.returncode == 0
    assert done.stderr.count("the same article with this profile") == 3
    assert checked.returncode == 0
    assert "read with gazette.example/2026" in checked.stdout
    assert "[gazette.example/2026]" in cleaned.stdout


def test_what_cannot_be_had_is_told(saved: list[str], tmp_path: Path) -> None:
    """A page that is missing or says no address is named, and the others are read."""
    nowhere = tmp_path / "nowhere.html"
    nowhere.write_text(str(page(0).html), encoding="utf-8")
    done = typed("sites", "draft", *saved, str(nowhere), str(tmp_path / "gone.html"))

    assert done.returncode == 0
    assert f"{nowhere}: the page names no address of its own" in done.stderr
    assert f"{tmp_path / 'gone.html'}: No such file or directory" in done.stderr


@pytest.mark.parametrize("args, code", [((), 2), (("/nowhere/page.html",), 66)])
def test_nothing_to_draft_from(args: tuple[str, ...], code: int) -> None:
    """Nobody is left to guess why nothing came out."""
    done = typed("sites", "draft", *args)

    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.strip()


def test_pages_without_names_give_no_draft(tmp_path: Path) -> None:
    """65, as for a page that gives no article."""
    file = tmp_path / "bare.html"
    words = "".join(
        f"<div>The mill of Lindholm was open on day {day}, and {day} people came to see it in the afternoon.</div>"
        for day in range(9)
    )
    file.write_text(
        f'<link rel=canonical href="https://bare.example/1"><div><h3>The mill</h3><div>{words}</div></div>',
        encoding="utf-8",
    )
    done = typed("sites", "draft", str(file))

    assert (done.returncode, done.stdout) == (65, "")
    assert "no layout can be drafted" in done.stderr


def test_pages_of_several_sites_give_no_draft(saved: list[str], tmp_path: Path) -> None:
    """The sites are named, for one of the pages was given by mistake."""
    other = tmp_path / "other.html"
    other.write_text(
        Path(saved[1]).read_text(encoding="utf-8").replace("www.gazette.example", "courier.test"), encoding="utf-8"
    )
    done = typed("sites", "draft", *saved, str(other))

    assert (done.returncode, done.stdout) == (65, "")
    assert "no one site that has a name: courier.test, gazette.example" in done.stderr


def test_a_site_that_was_crawled_needs_its_name_only(tmp_path: Path) -> None:
    """Its kept pages are read, from which nobody is asked for; half of them tell how good the draft is."""
    output = f"NEWSCRAWL_OUTPUT_DIR={tmp_path / 'out'}"
    with NewsSite(stories=100) as news:
        urls = [url for url in news.urls if url.startswith(news.base["gazette"])]
        (tmp_path / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        settings = {**news.settings, "DOWNLOAD_DELAY": 0, "NEWSCRAWL_EXTRACT_PROCESSES": 1}
        options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        crawled = typed("crawl", "articles", "-a", f"urls={tmp_path / 'urls.txt'}", *options, "-s", output)
    done = typed("sites", "draft", "gazette.newssite.test", "-s", output)

    assert crawled.returncode == 0
    assert done.returncode == 0
    assert f"gazette.newssite.test: {len(urls)} pages that are kept" in done.stderr
    assert (more := re.search(r"of (\d+) pages more, which it was not drafted from, (\d+) give the same", done.stderr))
    assert int(more[1]) == len(urls) // 2
    assert int(more[2]) > len(urls) // 2 - 2
    assert 'body = ["div.story-body"]' in done.stdout


def test_neither_a_file_nor_a_site(tmp_path: Path) -> None:
    """What a name could have been is said."""
    done = typed("sites", "draft", "paper.example", "-s", f"NEWSCRAWL_OUTPUT_DIR={tmp_path}")

    assert done.returncode == 66
    assert "paper.example: No such file or directory, nor has a crawl stories of such a site" in done.stderr
