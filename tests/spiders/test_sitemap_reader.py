"""Sitemaps as they are found in the wild: entries, their titles and dates, and the sitemaps that indexes name."""

import gzip

import pytest

from newscrawl.spiders import sitemap_reader
from newscrawl.spiders.documents import DocumentError
from newscrawl.spiders.sitemap_reader import MAX_ENTRIES, Child, read_robots, read_sitemap

A, B = "https://paper.example/a", "https://paper.example/b"
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def urlset(
    entries, space='xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', head='<?xml version="1.0" encoding="UTF-8"?>'
):
    """A sitemap around its entries."""
    return f"{head}<urlset {space}>{entries}</urlset>"


def url(address=A, more=""):
    """One entry."""
    return f"<url><loc>{address}</loc>{more}</url>"


def news(title="Rates rise", date="2026-11-23T08:15:00+09:00", prefix="news"):
    """What a news sitemap says of an entry."""
    said = f"<{prefix}:publication><{prefix}:name>Paper</{prefix}:name></{prefix}:publication>"
    return f"<{prefix}:news>{said}<{prefix}:publication_date>{date}</{prefix}:publication_date><{prefix}:title>{title}</{prefix}:title></{prefix}:news>"


def index(*addresses):
    """An index of sitemaps."""
    inner = "".join(f"<sitemap><loc>{address}</loc><lastmod>2026-11-23</lastmod></sitemap>" for address in addresses)
    return (
        f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</sitemapindex>'
    )


PICTURE = '<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><image:loc>https://paper.example/p.jpg</image:loc><image:title>p</image:title></image:image>'
VIDEO = '<video:video xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"><video:title>v</video:title><video:publication_date>2020-01-01</video:publication_date></video:video>'

#: name -> (content, addresses that are expected)
SHAPES = {
    "plain": (urlset(url() + url(B)), [A, B]),
    "no-namespace": (urlset(url(), space=""), [A]),
    "other-namespace": (urlset(url(), space='xmlns="http://www.google.com/schemas/sitemap/0.84"'), [A]),
    "https-namespace": (urlset(url(), space='xmlns="https://www.sitemaps.org/schemas/sitemap/0.9"'), [A]),
    "prefixed": (f'<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>{A}</s:loc></s:url></s:urlset>', [A]),
    "undeclared-news-prefix": (urlset(url(more=news())), [A]),
    "no-declaration": (urlset(url(), head=""), [A]),
    "blank-lines-in-front": (urlset(url(), head='\n\n  <?xml version="1.0"?>'), [A]),
    "bom": ("\ufeff" + urlset(url()), [A]),
    "loc-on-its-own-line": (urlset(url(f"\n   {A}\n  ")), [A]),
    "loc-in-cdata": (urlset(url(f"<![CDATA[{A}]]>")), [A]),
    "escaped-query": (urlset(url(f"{A}?x=1&amp;y=2")), [f"{A}?x=1&y=2"]),
    "entry-without-loc": (urlset("<url><lastmod>2026-11-23</lastmod></url>" + url()), [A]),
    "empty-loc": (urlset(url("") + url(B)), [B]),
    "relative-loc": (urlset(url("/a")), ["/a"]),
    "with-pictures": (urlset(url(more=PICTURE) + url(B)), [A, B]),
    "picture-before-loc": (urlset(f"<url>{PICTURE}<loc>{A}</loc></url>"), [A]),
    "cut": (urlset(url() + url(B))[:-30], [A]),
    "second-root": (urlset(url()) + urlset(url(B)), [A]),
    "comments": (urlset(f"<!-- old --><url><!-- x --><loc>{A}</loc></url>"), [A]),
    "stylesheet": (urlset(url(), head='<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/s.xsl"?>'), [A]),
    "text": (f"{A}\n{B}\n", [A, B]),
    "text-with-bom-and-blank-lines": (f"\ufeff{A}\r\n\r\n  {B}  \r\n", [A, B]),
    "index": (index(A, B), [A, B]),
    "index-in-index": (index("https://paper.example/index2.xml"), ["https://paper.example/index2.xml"]),
    "index-and-urls-mixed": (index(B).replace("</sitemapindex>", url() + "</sitemapindex>"), [B, A]),
    "empty-urlset": (urlset(""), []),
    "self-closed-urlset": ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', []),
    "broken-dates": (urlset(url(more="<lastmod>soon</lastmod>")), [A]),
    "bare-ampersand": (urlset(url(f"{A}?x=1&y=2")), [f"{A}?x=1&y=2"]),
    "declared-euc-kr": (urlset(url(more=news("금리 동결")), head='<?xml version="1.0" encoding="euc-kr"?>').encode("cp949"), [A]),
    "declared-utf-8-is-euc-kr": (urlset(url(more=news("금리 동결"))).encode("cp949"), [A]),
    "utf-16": (urlset(url(), head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), [A]),
    "gzip-file": (gzip.compress(urlset(url()).encode()), [A]),
    "called-gz-and-is-not": (urlset(url()).encode(), [A]),
    "packed-twice": (gzip.compress(gzip.compress(urlset(url()).encode())), [A]),
    "gzip-members": (gzip.compress(urlset(url())[:60].encode()) + gzip.compress(urlset(url())[60:].encode()), [A]),
    "entity-in-loc": (f'<!DOCTYPE u [<!ENTITY h "x">]>{urlset(url() + url(B), head="")}', [A, B]),
    "upper-case": (urlset(url()).replace("urlset", "URLSET").replace("url>", "URL>").replace("loc>", "LOC>"), [A]),
    "warning-in-front": ("<b>Warning</b>: something in /var/www/map.php\n" + urlset(url()), [A]),
    "bare-less-than": (urlset(url(more=news("5 < 6 rises")) + url(B)), [A, B]),
    "html-entities": (urlset(url(more=news("Rates&nbsp;rise &eacute;tat"))), [A]),
    "halves-of-characters": (urlset(url(more=news("&#55357;&#56832; rise")) + url(B)), [A, B]),
    "query-escaped-twice": (urlset(url(f"{A}?x=1&amp;amp;y=2")), [f"{A}?x=1&y=2"]),
    "ampersand-in-cdata": (urlset(url(f"<![CDATA[{A}?x=1&y=2]]>")), [f"{A}?x=1&y=2"]),
    "two-declarations": ('<?xml version="1.0"?>' + urlset(url()), [A]),
    "in-a-page": (f"<html><body><pre>{urlset(url(), head='')}</pre></body></html>", [A]),
    "page-behind": (urlset(url()) + "<script>track()</script></body></html>", [A]),
    "other-languages": (urlset(url(more='<xhtml:link rel="alternate" hreflang="de" href="https://paper.example/de/a"/>')), [A]),
    "wrong-end-tag": (urlset(f"<url><loc>{A}</lok></url>" + url(B)), [A, B]),
    "gzip-with-something-behind": (gzip.compress(urlset(url()).encode()) + b"\0\0trailer", [A]),
    "gzip-cut": (gzip.compress((urlset(url()) + "<!--" + "".join(map(str, range(9000))) + "-->").encode())[:-2000], [A]),
    "text-in-utf-16": (f"{A}\n{B}".encode("utf-16"), [A, B]),
    "impossible-dates": (urlset(url(more=news(date="0000-00-00")) + url(B, news(date="23/11/2026 8h"))), [A, B]),
    "latin-1": (urlset(url(more=news("Zölle")), head='<?xml version="1.0" encoding="ISO-8859-1"?>').encode("latin-1"), [A]),
    "bare-control-character": (urlset(url(more=news("Rates\x0b rise")) + url(B)), [A, B]),
}  # fmt: skip


def _bytes(content):
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name):
    """Every sitemap gives the addresses that it names, whatever is wrong with it."""
    content, expected = SHAPES[name]
    assert [found.url for found in read_sitemap(_bytes(content))] == expected


def test_an_index_names_sitemaps_and_a_sitemap_pages():
    """What an index names is a sitemap, never taken for an article."""
    assert list(read_sitemap(_bytes(index(A)))) == [Child(A, "2026-11-23")]
    (entry,) = read_sitemap(_bytes(urlset(url())))
    assert not isinstance(entry, Child)


@pytest.mark.parametrize("prefix", ["news", "n"])
def test_a_news_sitemap_says_title_and_date(prefix):
    """Both travel with the address, whatever the prefix is called, and pictures and videos have no say."""
    space = f'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:{prefix}="http://www.google.com/schemas/sitemap-news/0.9"'
    (entry,) = read_sitemap(_bytes(urlset(url(more=PICTURE + VIDEO + news(prefix=prefix)), space=space)))
    assert entry.news
    assert entry.announced == {"title": "Rates rise", "published": "2026-11-23T08:15:00+09:00"}


@pytest.mark.parametrize("name", ["declared-euc-kr", "declared-utf-8-is-euc-kr"])
def test_the_bytes_say_the_encoding(name):
    """A Korean headline is read as it was meant, whatever was declared."""
    (entry,) = read_sitemap(_bytes(SHAPES[name][0]))
    assert entry.announced["title"] == "금리 동결"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("bare-less-than", "5 < 6 rises"),
        ("html-entities", "Rates rise état"),
        ("halves-of-characters", "😀 rise"),
        ("latin-1", "Zölle"),
    ],
)
def test_headlines_are_read_to_their_end(name, title):
    """Whatever in them is no XML."""
    assert next(iter(read_sitemap(_bytes(SHAPES[name][0])))).announced["title"] == title


def test_the_last_change_is_known_but_is_no_date_of_publication():
    """`lastmod` says when to look again, not when the story appeared."""
    (entry,) = read_sitemap(_bytes(urlset(url(more="<lastmod>2026-11-23</lastmod>"))))
    assert (entry.published, entry.changed) == ("", "2026-11-23")
    (child,) = read_sitemap(_bytes(index(A)))
    assert child.changed == "2026-11-23"


NO_SITEMAPS = {
    "empty": b"",
    "page": b"<!DOCTYPE html><html><body><h1>404</h1></body></html>",
    "feed": b'<?xml version="1.0"?><rss version="2.0"><channel><item><link>https://paper.example/a</link></item></channel></rss>',
    "text": b"User-agent: *\nDisallow:",
    "zeros": b"\0" * 50,
    "gzip-damaged": b"\x1f\x8b\x08\x00garbage-garbage",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_SITEMAPS)
def test_what_is_no_sitemap_is_said_to_be_none(name):
    """A page, an error, a picture: one kind of error, which says what came."""
    with pytest.raises(DocumentError):
        list(read_sitemap(NO_SITEMAPS[name]))


def test_entries_are_bounded():
    """The protocol's 50,000 entries are read, and no more."""
    content = _bytes(urlset("".join(url(f"{A}{number}") for number in range(MAX_ENTRIES + 5))))
    assert sum(1 for _ in read_sitemap(content)) == MAX_ENTRIES


def test_a_packed_bomb_is_refused(monkeypatch):
    """Unpacking stops at the protocol's limit."""
    monkeypatch.setattr(sitemap_reader, "MAX_BYTES", 1_000_000)
    with pytest.raises(DocumentError, match="bytes unpacked"):
        list(read_sitemap(gzip.compress(b" " * 2_000_000)))


def test_a_sitemap_names_no_file():
    """An external entity is not loaded, and what it would say is nowhere."""
    head = '<?xml version="1.0"?><!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    found = list(read_sitemap(_bytes(urlset(url("https://paper.example/&x;") + url(B), head=head))))
    assert [entry.url for entry in found] in ([B], ["https://paper.example/", B], ["https://paper.example/&x;", B])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("User-agent: *\nDisallow: /x\nSitemap: https://paper.example/a\n", [A]),
        (f"sitemap:{A}\nSITEMAP : {B}", [A, B]),
        (f"Sitemap: {A}\nSitemap: {A}", [A]),
        (f"Sitemap: {A} # news", [A]),
        (f"\ufeffSitemap: {A}\r\nSitemap: {B}\r\n", [A, B]),
        (f"Sitemap: {A}\rSitemap: {B}", [A, B]),
        ("# Sitemap: https://paper.example/a", []),
        ("Sitemap:\nUser-agent: *", []),
        ("Sitemap: /sitemap.xml", ["/sitemap.xml"]),
        ("<html>not found</html>", []),
    ],
)
def test_robots_txt_names_sitemaps(text, expected):
    """`Sitemap:` lines stand anywhere, in any case, each sitemap counts once."""
    assert [child.url for child in read_robots(text.encode())] == expected
