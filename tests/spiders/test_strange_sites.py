"""Crawls of small sites that announce their stories in odd ways: what a person would find, the spider finds."""

import json
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests import warm
from tests.middlewares.local_web import LocalServer

ROOT = Path(__file__).parent.parent.parent
XML = {"Content_Type": "application/xml"}
LINK = "Harbour counts its boats again today"


def page(body, head=""):
    """A web page."""
    return f"<!DOCTYPE html><html><head><title>Paper</title>{head}</head><body>{body}</body></html>"


def story(server, path, head=""):
    """Serve a story under a headline and a text of its own."""
    title = f"Harbour {path.strip('/').replace('/', ' ')} of {server.port} counts its boats"
    days = " ".join(f"On day {day} the harbour of {server.port}{path} counted {day * 31} boats." for day in range(12))
    server.page(path, page(f"<h1>{title}</h1><article><p>{days}</p></article>", head))
    return path


def rss(*addresses):
    """A feed of these."""
    items = "".join(f"<item><title>Harbour counts</title><link>{address}</link></item>" for address in addresses)
    return f'<rss version="2.0"><channel><title>Paper</title>{items}</channel></rss>'


def urlset(*addresses):
    """A news sitemap of these."""
    return f"<urlset>{''.join(f'<url><loc>{address}</loc><news:news/></url>' for address in addresses)}</urlset>"


def index(*addresses):
    """An index of sitemaps."""
    return (
        f"<sitemapindex>{''.join(f'<sitemap><loc>{address}</loc></sitemap>' for address in addresses)}</sitemapindex>"
    )


def with_base(server, name):
    """All links of the front page stand against its `base`."""
    story(server, "/news/2026/11/24/in-the-feed-only")
    story(server, "/news/2026/11/24/on-the-front-page")
    server.page("/news/all.xml", rss("2026/11/24/in-the-feed-only"), **XML)
    head = '<base href="/news/"><link rel="alternate" type="application/rss+xml" href="all.xml">'
    server.page("/", page(f'<a href="2026/11/24/on-the-front-page">{LINK}</a>', head))
    return {"/news/2026/11/24/in-the-feed-only", "/news/2026/11/24/on-the-front-page"}


def with_a_page_of_feeds(server, name):
    """The front page links to a page for readers, which lists the feeds."""
    story(server, "/economy/7001")
    server.page("/economy.xml", rss("/economy/7001"), **XML)
    server.page("/service/rss", page('<a href="/economy.xml">Economy</a> <a href="/sitemap-x.xml">Map</a>'))
    server.page("/", page('<a href="/service/rss">RSS</a>'))
    return {"/economy/7001"}


def with_a_sitemap_elsewhere(server, name):
    """robots.txt names a sitemap on a host of somebody else, which speaks for the paper and for others."""
    story(server, "/2026/11/24/named-elsewhere")
    store = f"http://store.test:{server.port}"
    server.page("/robots.txt", f"Sitemap: {store}/index.xml\nSitemap: http://inside.test/sitemap.xml\n")
    server.page("/index.xml", index("/paper.xml"), **XML)
    foreign = "http://foreign.test/2026/11/24/not-of-this-site"
    server.page("/paper.xml", urlset(f"http://{name}:{server.port}/2026/11/24/named-elsewhere", foreign), **XML)
    return {"/2026/11/24/named-elsewhere"}


def with_a_front_page_elsewhere(server, name):
    """`/` leads to another path, whose page names the feed."""
    story(server, "/2026/11/24/behind-a-redirect")
    server.routes["/"] = (302, {"Location": "/en/today"}, b"")
    server.page("/en/feed", rss("/2026/11/24/behind-a-redirect"), **XML)
    server.page("/en/today", page("", '<link rel="alternate" type="application/rss+xml" href="feed">'))
    return {"/2026/11/24/behind-a-redirect"}


def with_a_refresh(server, name):
    """The front page forwards by `meta`, and a story loads itself anew every three seconds."""
    story(server, "/2026/11/24/ticks", '<meta http-equiv="refresh" content="3">')
    server.page("/", page("", '<meta http-equiv="refresh" content="0; url=/start.html">'))
    server.page("/start.html", page(f'<a href="/2026/11/24/ticks">{LINK}</a>'))
    return {"/2026/11/24/ticks"}


def with_a_feed_for_a_sitemap(server, name):
    """robots.txt names a feed as its sitemap, in which the paper itself is an entry as well."""
    story(server, "/2026/11/24/in-a-feed")
    server.page("/robots.txt", "Sitemap: /news.rss\n")
    server.page("/news.rss", rss("/", "/2026/11/24/in-a-feed"), **XML)
    return {"/2026/11/24/in-a-feed"}


def with_loops(server, name):
    """Indexes name themselves and each other; one of them also a sitemap of stories."""
    story(server, "/2026/11/24/in-the-loop")
    server.page("/robots.txt", "Sitemap: /a.xml\n")
    server.page("/a.xml", index("/a.xml", "/b.xml"), **XML)
    server.page("/b.xml", index("/a.xml", "/b.xml", "/c.xml"), **XML)
    server.page("/c.xml", urlset("/2026/11/24/in-the-loop"), **XML)
    return {"/2026/11/24/in-the-loop"}


def in_another_script(server, name):
    """The host has a name in Hangul, and so has the path."""
    story(server, "/2026/11/24/%EB%B0%B0-%ED%8E%B8")
    server.page("/", page(f'<a href="http://신문.test:{server.port}/2026/11/24/배-편">{LINK}</a>'))
    return {"/2026/11/24/%EB%B0%B0-%ED%8E%B8"}


def with_twins(server, name):
    """AMP and plain page, `www.` and bare host, with and without trackers: one story."""
    story(server, "/2026/11/24/one-of-five")
    own = f"{name}:{server.port}"
    server.page("/feed.xml", rss(f"http://{own}/2026/11/24/one-of-five/amp?utm_source=x"), **XML)
    others = ("/2026/11/24/one-of-five", "/2026/11/24/one-of-five/amp/", "/2026/11/24/one-of-five?outputType=amp#top")
    links = "".join(f'<a href="{other}">{LINK}</a>' for other in others)
    server.page("/", page(links, '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'))
    return {"/2026/11/24/one-of-five"}


def certificate(folder, name):
    """A self-signed certificate and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "both.pem").write_bytes(private + made.public_bytes(Encoding.PEM))
    return folder / "both.pem"


def with_https(server, name):
    """All of it is sent on to https, robots.txt too; the feed still names http."""
    secure = LocalServer(server.base.split("//")[1].split(":")[0])
    with tempfile.TemporaryDirectory() as folder:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(Path(folder), name))
    secure._server.socket = context.wrap_socket(secure._server.socket, server_side=True)
    secure.asked = server.asked

    def forward(handler):
        server.asked.pop()  # it is the answer over https that counts
        return 301, {"Location": f"https://{name}:{secure.port}{handler.path}"}, b""

    for path in ("/", "/robots.txt", "/2026/11/24/named-with-http"):
        server.routes[path] = forward
    story(secure, "/2026/11/24/named-with-http")
    story(secure, "/2026/11/24/linked-with-https")
    secure.page("/robots.txt", "User-agent: *\nDisallow: /2026/11/24/private\n")
    secure.page("/rss", rss(f"http://{name}:{server.port}/2026/11/24/named-with-http"), **XML)
    links = "".join(f'<a href="/2026/11/24/{slug}">{LINK}</a>' for slug in ("linked-with-https", "private-thoughts-of-mine"))  # fmt: skip
    secure.page("/", page(links, '<link rel="alternate" type="application/rss+xml" href="/rss">'))
    return {"/2026/11/24/named-with-http", "/2026/11/24/linked-with-https"}


def with_a_new_name(server, name):
    """The paper has moved to another domain, page by page; old links and feeds lead there."""

    def moved(handler):
        if handler.headers["Host"].startswith(name):
            server.asked.pop()
            return 301, {"Location": f"http://newname.test:{server.port}{handler.path}"}, b""
        return kept[handler.path]

    story(server, "/2026/11/24/moved-with-the-paper")
    server.page("/", page(f'<a href="/2026/11/24/moved-with-the-paper">{LINK}</a>'))
    kept = dict(server.routes)
    server.routes.update(dict.fromkeys(kept, moved))
    return {"/2026/11/24/moved-with-the-paper"}


SITES = {
    "base.test": with_base,
    "feeds.test": with_a_page_of_feeds,
    "elsewhere.test": with_a_sitemap_elsewhere,
    "moved.test": with_a_front_page_elsewhere,
    "refresh.test": with_a_refresh,
    "rssmap.test": with_a_feed_for_a_sitemap,
    "loops.test": with_loops,
    "신문.test": in_another_script,
    "twins.test": with_twins,
    "secure.test": with_https,
    "oldname.test": with_a_new_name,
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """One crawl of all of them; name -> (paths of stories that were asked for, that are expected), and the account."""
    folder = tmp_path_factory.mktemp("strange")
    servers = {name: LocalServer(f"127.0.0.{number}") for number, name in enumerate(SITES, 71)}
    expected = {name: make(servers[name], name) for name, make in SITES.items()}
    hosts = [f"{name}=127.0.0.{number}" for number, name in enumerate(SITES, 71)]
    hosts += ["store.test=127.0.0.73", "inside.test=10.0.0.1", "foreign.test=127.0.0.73", "newname.test=127.0.0.81"]
    settings = {
        "NEWSCRAWL_OUTPUT_DIR": folder, "NEWSCRAWL_HOSTS": ",".join(hosts), "NEWSCRAWL_ALLOW_ADDRESSES": "127.0.0.0/8",
        "DOWNLOAD_VERIFY_CERTIFICATES": 0, "NEWSCRAWL_EXTRACT_PROCESSES": 1, "DOWNLOAD_DELAY": 0, "RETRY_TIMES": 0, "NEWSCRAWL_TDMREP": 0, "NEWSCRAWL_CONTACT": "news@example.org",
    }  # fmt: skip
    sites = ",".join(f"http://{name}:{server.port}" for name, server in servers.items())
    done = warm.run("crawl", "site", "-a", f"site={sites}", *warm.settings_as_words(settings))
    assert done.returncode == 0, done.stderr[-3000:]
    (account,) = [json.loads(path.read_text()) for path in (folder / "runs").glob("*.json")]
    for server in servers.values():
        server.close()
    return {name: (server.asked, expected[name]) for name, server in servers.items()}, account


@pytest.mark.parametrize("name", SITES)
def test_its_stories_are_found(crawled, name):
    """Each once, and nothing else that is shaped like one."""
    asked, expected = crawled[0][name]
    stories = [path for path in asked if path.startswith(("/2026/", "/news/2026/", "/economy/"))]
    assert sorted(stories) == sorted(expected)


def test_every_list_is_asked_for_once(crawled):
    """Also where lists name themselves and each other."""
    asked = crawled[0]["loops.test"][0]
    assert [asked.count(path) for path in ("/a.xml", "/b.xml", "/c.xml")] == [1, 1, 1]


def test_all_of_it_is_stored(crawled):
    """No story is lost on its way, and the sitemap inside the house was not asked for."""
    account = crawled[1]
    assert account["urls"]["stored"] == sum(len(expected) for _, expected in crawled[0].values())
    assert account["adds_up"]
    assert account["lists"]["refused:address"] == 1
