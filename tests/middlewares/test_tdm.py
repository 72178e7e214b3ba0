"""`/.well-known/tdmrep.json`: what it says of a page, how seldom it is asked for, and where it ends."""

import json
from pathlib import Path

import pytest

import newscrawl
from newscrawl.middlewares.tdm import PATH, read_tdmrep, said_of
from tests import warm
from tests.middlewares.local_web import LocalServer

ROOT = Path(__file__).parent.parent.parent
POLICY = "https://paper.example/policy.json"


@pytest.mark.parametrize(
    ("location", "path", "fits"),
    [
        ("/", "/news/a.html", True),
        ("/news/", "/news/a.html", True),
        ("/news/*", "/news/a.html", True),
        ("*", "/news/a.html", True),
        ("*.html$", "/news/a.html", True),
        ("*.html$", "/news/a.html?print=1", False),
        ("/news/*/print", "/news/2026/a/print?x=1", True),
        ("/news$", "/news", True),
        ("/news$", "/news/a.html", False),
        ("/news/", "/sport/a.html", False),
        ("/News/", "/news/a.html", False),
        ("/%EA%B2%BD%EC%A0%9C/", "/경제/1", True),
        ("/경제/", "/%EA%B2%BD%EC%A0%9C/1", True),
        ("a*a$", "/aa", False),
        ("/a*a$", "/a", False),
        ("/" + "*a" * 200 + "b", "/" + "a" * 5000, False),
    ],
)
def test_locations(location, path, fits):
    """Matched as robots.txt is, in linear time."""
    assert bool(said_of(((location, "1", ""),), "https://paper.example" + path)) is fits


def test_the_first_rule_that_fits_counts():
    """Exceptions stand in front."""
    body = json.dumps(
        [
            {"location": "/free/*", "tdm-reservation": 0},
            {"location": "/*", "tdm-reservation": 1, "tdm-policy": POLICY},
        ]
    ).encode()
    rules = read_tdmrep(body)
    assert said_of(rules, "https://paper.example/free/a") == "tdm-reservation: 0 (tdmrep.json, /free/*)"
    assert said_of(rules, "https://paper.example/a") == f"tdm-reservation: 1 (tdmrep.json, /*)\ntdm-policy: {POLICY}"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Not found</html>",
        b"[]",
        b"null",
        b'"x"',
        b"[1, null, []]",
        b'[{"location": 5, "tdm-reservation": 1}]',
        b'[{"location": "/", "tdm-reservation": "maybe"}]',
        b'[{"tdm-reservation": 1}]',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_such_file_says_nothing(body):
    """A page for people, another form, nonsense."""
    assert read_tdmrep(body) == ()


def test_forms_that_are_meant_well():
    """A byte order mark, one object without a list, a number in quotes."""
    body = b'\xef\xbb\xbf{"location": "/", "tdm-reservation": "1"}'
    assert read_tdmrep(body) == (("/", "1", ""),)


def paper(address, robots="User-agent: *\nDisallow:", tdm=None):
    """A host with two stories."""
    server = LocalServer(address)
    server.page("/robots.txt", robots, Content_Type="text/plain")
    if tdm is not None:
        server.page(PATH, json.dumps(tdm), Content_Type="application/json")
    for number in (1, 2):
        text = " ".join(f"On day {day} harbour {number} counted {number * 31 + day} boats." for day in range(12))
        title = f"Harbour {number} of {address} counts its boats"
        server.page(
            f"/{'free' if number == 2 else 'news'}/{number}",
            f"<html><head><title>{title}</title></head><body><h1>{title}</h1><article><p>{address}: {text}</p></article></body></html>",
        )
    return server


def crawl(folder, *urls, **settings):
    """`scrapy crawl articles`, which must end well."""
    settings = {
        "NEWSCRAWL_OUTPUT_DIR": folder, "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.0/8", "NEWSCRAWL_EXTRACT_PROCESSES": 1,
        "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0, **settings,
    }  # fmt: skip
    done = warm.run("crawl", "articles", "-a", f"url={' '.join(urls)}", *warm.settings_as_words(settings))
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Three hosts, crawled twice: one that reserves, one that forbids asking, one that has no such file."""
    folder = tmp_path_factory.mktemp("tdm")
    reserves = paper(
        "127.0.0.31", tdm=[{"location": "/news/", "tdm-reservation": 1, "tdm-policy": POLICY}, {"location": "/", "tdm-reservation": 0}]
    )  # fmt: skip
    forbids = paper("127.0.0.32", robots="User-agent: *\nDisallow: /.well-known/", tdm=[{"location": "/", "tdm-reservation": 1}])  # fmt: skip
    silent = paper("127.0.0.33")
    servers = (reserves, forbids, silent)
    for number, name in ((1, "news"), (2, "free")):
        crawl(folder, *(f"{server.base}/{name}/{number}" for server in servers))
    yield folder, servers
    for server in servers:
        server.close()


def test_it_is_asked_once_for_all_runs_of_a_day(crawled):
    """One request per host, also where there is no such file; none where robots.txt says no."""
    assert [server.times(PATH) for server in crawled[1]] == [1, 0, 1]


def test_it_ends_in_the_rights_of_the_article(crawled):
    """Under the words of the file; a reservation prohibits."""
    folder, (reserves, forbids, silent) = crawled
    rights = {article.url: article.rights for article in newscrawl.read(folder)}
    reserved = rights[f"{reserves.base}/news/1"]
    assert reserved.ai_training == "prohibited"
    assert [(signal.source, signal.value, signal.ai_training) for signal in reserved.signals] == [
        ("tdm", "1 (tdmrep.json, /news/)", "prohibited"),
        ("tdm", POLICY, None),
    ]
    assert rights[f"{reserves.base}/free/2"].ai_training == "allowed"
    assert rights[f"{forbids.base}/news/1"].signals == rights[f"{silent.base}/news/1"].signals == ()


def test_it_can_be_switched_off(tmp_path):
    """Then nobody is asked."""
    server = paper("127.0.0.34", tdm=[{"location": "/", "tdm-reservation": 1}])
    crawl(tmp_path, f"{server.base}/news/1", NEWSCRAWL_TDMREP=0)
    server.close()
    assert server.times(PATH) == 0
    (article,) = newscrawl.read(tmp_path)
    assert article.rights.signals == ()
