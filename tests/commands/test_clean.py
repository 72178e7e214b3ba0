"""`scrapy clean`: the article of a page, or one clear line."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import Crawl
from tests.commands.typed import GOLDEN, page, typed
from tests.middlewares.local_web import LocalServer

URL = "https://v.daum.net/v/20260312091503214"
HOSTILE = {
    "empty": b"",
    "blank": b" \n\t ",
    "random": bytes((i * 7919 + i // 251 * 31) % 256 for i in range(200_000)),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(400),
    "gif": b"GIF89a" + bytes(400),
    "json": b'{"title": "No page", "text": "' + b"words and words " * 80 + b'"}',
    "feed": b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>',
    "html-without-text": b"<!doctype html><html><head><title>x</title></head><body></body></html>",
    "error-page": b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><p>The page you are looking for is gone.</p></body></html>",
}  # fmt: skip


def one_line(text: str) -> str:
    """The error as it should be: one line, from us, no traceback."""
    assert text.count("\n") == 1, text
    assert text.startswith("newscrawl: ")
    return text


def test_a_file_is_shown_readable() -> None:
    """Headline, deck, reporter and story are there, the portal's layers are not."""
    done = typed("clean", page("daum-portal"), "--url", URL)

    assert done.returncode == 0, done.stderr
    assert "해든시, 나루다리 석 달 만에 다시 연다" in done.stdout
    assert "윤서담 · 한들경제 · 2026-03-12T09:15:03+09:00" in done.stdout
    assert "이 글자크기로 변경됩니다" not in done.stdout
    assert "요약보기" not in done.stdout
    assert "\x1b[" not in done.stdout


@pytest.mark.parametrize("source", ["paper.example/2026/bell", "www.paper.example"])
def test_an_address_without_its_scheme_is_told(source: str) -> None:
    """It is taken for a file; a file that is missing is just that."""
    assert (
        typed("clean", source).stderr
        == f"newscrawl: {source}: No such file or directory; an address begins with https://\n"
    )
    assert typed("clean", "gone.html").stderr == "newscrawl: gone.html: No such file or directory\n"


def test_markdown_has_headings_lists_and_tables() -> None:
    """What the page sets as such; and it is that or the record."""
    done = typed("clean", page("election-tables"), "--markdown")

    assert done.stdout.startswith("# Thornby votes: the council, ward by ward\n\nNobody won Thornby.")
    assert (
        "\n\n## The seats\n\n| Party | Seats | Change |\n| --- | --- | --- |\n| Drainage Alliance | 11 | +3 |\n"
        in done.stdout
    )
    assert "\n\n- Abbey Drove: Drainage, by 14 votes\n- Cold Fen: Bypass\n" in done.stdout
    assert typed("clean", page("election-tables"), "--markdown", "--json").returncode == 2
    assert typed("clean", page("election-tables"), "--links").returncode == 2


def test_a_pipe_gets_each_paragraph_as_one_line(tmp_path: Path) -> None:
    """Nothing is wrapped at a width that no pipe has, and nothing filled up with blanks."""
    days = " ".join(f"On day {day} the harbour counted {day * 31} boats." for day in range(40))
    path = tmp_path / "page.html"
    path.write_text(f"<title>Harbour counts boats</title><h1>Harbour counts boats</h1><article><p>{days}</p></article>", encoding="utf-8")  # fmt: skip

    assert days in typed("clean", str(path)).stdout.splitlines()
    assert any(line.endswith(days) for line in typed("explain", str(path)).stdout.splitlines())
    assert not [line for line in typed("clean", str(path)).stdout.splitlines() if line != line.rstrip()]


def test_json_is_one_line_with_the_record() -> None:
    """`--json` prints the record of the output files."""
    done = typed("clean", page("daum-portal"), "--url", URL, "--json")
    record = json.loads(done.stdout)

    assert done.stdout.count("\n") == 1
    assert record["schema_version"] == 1
    assert record["publisher"] == "한들경제"
    assert record["removals"] is None


def test_removals_are_inline_on_request() -> None:
    """`--removals` adds what was taken and why."""
    record = json.loads(typed("clean", page("daum-portal"), "--url", URL, "--json", "--removals").stdout)

    assert {"rule", "stage", "text", "position", "why"} <= set(record["removals"][0])


def test_standard_input_is_a_page() -> None:
    """`-` reads the page from standard input, whatever its encoding."""
    done = typed("clean", "-", "--json", stdin=(GOLDEN / "japanese-sjis" / "page.html").read_bytes())

    assert json.loads(done.stdout)["publisher"] == "霧見新報"


def test_a_packed_page_is_unpacked(tmp_path: Path) -> None:
    """By its first bytes and not by its name; no further than a page may be large, and damage is told."""
    html = (GOLDEN / "daum-portal" / "page.html").read_bytes()
    packed = tmp_path / "page"
    packed.write_bytes(gzip.compress(html))
    said = typed("clean", "-", "--json", "--url", URL, stdin=html).stdout
    assert typed("clean", str(packed), "--json", "--url", URL).stdout == said != ""
    assert typed("clean", "-", "--json", "--url", URL, stdin=gzip.compress(html)).stdout == said

    packed.write_bytes(gzip.compress(html)[:-200])
    torn = typed("clean", str(packed))
    assert (torn.returncode, "its gzip is damaged" in one_line(torn.stderr)) == (66, True)
    packed.write_bytes(gzip.compress(bytes(300_000_000), 9))
    bomb = typed("clean", str(packed))
    assert (bomb.returncode, "too-large" in one_line(bomb.stderr)) == (65, True)


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_gives_no_article_is_told_in_one_line(kind: str, tmp_path: Path) -> None:
    """Empty, random, foreign and broken input ends with 65 and a reason code."""
    path = tmp_path / kind
    path.write_bytes(HOSTILE[kind])
    done = typed("clean", str(path))

    assert (done.returncode, done.stdout) == (65, "")
    assert "no article: " in one_line(done.stderr)


@pytest.mark.parametrize(
    "source",
    [
        "gone.html",
        ".",
        "no-address",
        "http://",
        "https:///path",
        "http://[::1",
        "file:///etc/hostname",
        "ftp://paper.example/a",
        "data:text/html,x",
        "javascript:alert(1)",
        "http://127.0.0.1:9/a",
        "http://localhost:9/a",
        "http://[::1]:9/a",
        "http://169.254.169.254/latest",
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(source: str) -> None:
    """Missing files, folders, wrong addresses, other schemes and private hosts end with 66."""
    done = typed("clean", source, "-s", "NEWSCRAWL_CONTACT=news@paper.example")

    assert (done.returncode, done.stdout) == (66, "")
    assert source in one_line(done.stderr)


@pytest.mark.skipif(os.geteuid() == 0, reason="the super-user reads every file")
def test_a_file_without_permission_is_told_in_one_line(tmp_path: Path) -> None:
    """A file that may not be read ends with 66."""
    path = tmp_path / "locked.html"
    path.write_bytes(b"x")
    path.chmod(0)

    assert typed("clean", str(path)).returncode == 66


@pytest.mark.parametrize("args", [(), ("a.html", "b.html")])
def test_not_one_page_is_a_mistake_of_use(args: tuple[str, ...]) -> None:
    """No page, or two, ends with 2 and the usage."""
    done = typed("clean", *args)

    assert done.returncode == 2
    assert "FILE|URL|-" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_profile_is_told_in_one_line(tmp_path: Path) -> None:
    """A wrong profile in the user's folder ends with 78 and names file and key."""
    (tmp_path / "paper.toml").write_text('name = "paper"\nhost = []\n', encoding="utf-8")
    done = typed("clean", page("daum-portal"), "-s", f"NEWSCRAWL_SITES_DIR={tmp_path}")

    assert done.returncode == 78
    assert str(tmp_path / "paper.toml") in one_line(done.stderr)


def test_help_speaks_to_a_stranger() -> None:
    """`--help` says what goes in and what comes out."""
    done = typed("clean", "--help")

    assert done.returncode == 0
    assert "--json" in done.stdout
    assert "standard input" in done.stdout


@pytest.fixture
def server() -> Iterator[LocalServer]:
    """A server on loopback that notes who asks."""
    local = LocalServer("127.0.0.6")
    yield local
    local.close()


NEAR = ("-s", "NEWSCRAWL_ALLOW_ADDRESSES=127.0.0.0/8", "-s", "DOWNLOAD_DELAY=0")


def bridge(server: LocalServer, number: int = 1, last: int = 3) -> str:
    """Serve a page of a story; its address."""
    days = "".join(f"<p>On day {number * 10 + day} the council spoke about the bridge at length.</p>" for day in range(5))  # fmt: skip
    link = f"<a href='/2026/bridge?page={number + 1}'>{number + 1}</a>" if number < last else ""
    page = f"<html lang=en><title>Bridge talks</title><h1>Bridge talks</h1><article>{days}</article>{link}</html>"
    return server.page("/2026/bridge" + (f"?page={number}" if number > 1 else ""), page)


def test_a_story_of_several_pages_is_fetched_to_its_end(server: LocalServer) -> None:
    """An address is followed; a page that is missing is flagged."""
    url, *_ = (bridge(server, number, last=4) for number in range(1, 4))
    record = json.loads(typed("clean", url, "--json", *NEAR).stdout)

    assert len(record["text"].split("\n")) == 15
    assert {"joined", "truncated"} <= set(record["flags"])
    first = json.loads(typed("clean", url, "--json", *NEAR, "-s", "NEWSCRAWL_STORY_PAGES=1").stdout)
    assert len(first["text"].split("\n")) == 5 and "truncated" in first["flags"]


def test_nobody_is_asked_without_a_contact(server: LocalServer) -> None:
    """As in a crawl nothing but this machine is; the setting is named, and a name of NEWSCRAWL_HOSTS is the machine it leads to."""
    url = bridge(server, last=1)
    away = typed("clean", "http://paper.example/a", "-s", "NEWSCRAWL_HOSTS=paper.example=192.0.2.1")
    here = url.replace("127.0.0.6", "paper.example")

    assert (away.returncode, away.stdout) == (78, "")
    assert "NEWSCRAWL_CONTACT is not set" in one_line(away.stderr)
    assert typed("clean", here, "-s", "NEWSCRAWL_HOSTS=paper.example=127.0.0.6", *NEAR).returncode == 0


def test_an_address_that_is_not_public_is_refused_by_the_setting_that_would_allow_it(server: LocalServer) -> None:
    """Also one to which a name or a redirect leads."""
    url = bridge(server, last=1)
    moved = server.page("/moved", status=302, Location=url.replace("127.0.0.6", "127.0.0.7"))

    assert "127.0.0.6, a loopback address that NEWSCRAWL_ALLOW_ADDRESSES does not name" in one_line(typed("clean", url).stderr)  # fmt: skip
    assert "127.0.0.7" in one_line(typed("clean", moved, "-s", "NEWSCRAWL_ALLOW_ADDRESSES=127.0.0.6").stderr)
    assert server.asked == ["/moved"]


def test_the_contact_goes_into_the_user_agent(server: LocalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also from the environment."""
    agents: list[str] = []
    server.routes["/a"] = lambda handler: agents.append(handler.headers["User-Agent"]) or b""
    typed("clean", server.base + "/a", *NEAR)
    monkeypatch.setenv("NEWSCRAWL_CONTACT", "news@paper.example")
    typed("clean", server.base + "/a", *NEAR)

    assert "@" not in agents[0]
    assert agents[1].endswith(" (+news@paper.example)")
    assert typed("clean", server.base + "/a", *NEAR, "-s", "NEWSCRAWL_CONTACT=me").returncode == 78


def test_a_page_that_a_crawl_has_kept_is_read_from_there(server: LocalServer, crawl: Crawl) -> None:
    """All pages of its story; the web is asked on request, and for what was not crawled."""
    url, *_ = (bridge(server, number) for number in range(1, 4))
    own = (*NEAR, "-s", f"NEWSCRAWL_OUTPUT_DIR={crawl.output}")
    crawl("articles", "-a", f"url={url}", NEWSCRAWL_ALLOW_ADDRESSES="127.0.0.6")
    asked = len(server.asked)
    kept = typed("clean", url, "--json", *own)

    assert len(json.loads(kept.stdout)["text"].split("\n")) == 15
    assert f"newscrawl: read from {crawl.output}/pages/" in one_line(kept.stderr)
    assert len(server.asked) == asked
    assert typed("explain", url, "--fetch", *own).stderr == ""
    assert len(server.asked) == asked + 3
    assert typed("clean", server.page("/2026/ferry", "<html>"), *own).returncode == 65
    assert len(server.asked) == asked + 4


def test_a_file_has_the_profile_of_the_site_that_it_names(tmp_path: Path) -> None:
    """By its canonical address, if we know that site; this is said, and `--url` names another."""
    mine, foreign = tmp_path / "mine.html", tmp_path / "foreign.html"
    html = Path(page("daum-portal")).read_text(encoding="utf-8")
    link = "<link rel=canonical href='{}'>"
    mine.write_text(html.replace("</head>", link.format(URL) + "</head>"), encoding="utf-8")
    foreign.write_text(link.format("https://nobody.example/a") + html.replace("v.daum.net", "x.example"), encoding="utf-8")  # fmt: skip
    read = typed("clean", str(mine), "--json")

    assert json.loads(read.stdout)["extractor"]["profile"] == "v.daum.net/2023"
    assert f"newscrawl: read as {URL}, which it says it is, with the profile v.daum.net" in one_line(read.stderr)
    assert typed("clean", str(mine), "--url", URL).stderr == ""
    assert typed("clean", str(foreign)).stderr == ""


@pytest.mark.parametrize("url", ["nonsense", "ftp://paper.example/a", "https://", "http://[::1"])
def test_an_address_that_is_none_is_a_mistake_of_use(url: str) -> None:
    """It would choose no profile in silence."""
    done = typed("clean", page("daum-portal"), "--url", url)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"--url {url}: is no http or https address" in done.stderr
