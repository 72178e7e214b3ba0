"""Feeds as they are found in the wild: what a person would read in each is what the reader gives."""

import gzip
import json

import pytest
from w3lib.html import remove_tags

from newscrawl.extraction.prints import prints_of
from newscrawl.spiders.documents import DocumentError
from newscrawl.spiders.feed_reader import MAX_ENTRIES, read_feed

BASE = "https://paper.example/feeds/all.xml"
A, B = "https://paper.example/a", "https://paper.example/b"


def rss(items, head='<?xml version="1.0" encoding="utf-8"?>', version="2.0", space=""):
    """An RSS feed around its items."""
    return f'{head}<rss version="{version}" {space}><channel><title>Paper</title><link>https://paper.example/</link>{items}</channel></rss>'


def item(url=A, title="Rates rise", date="Mon, 23 Nov 2026 08:15:00 +0900", more=""):
    """One RSS item."""
    return f"<item><title>{title}</title><link>{url}</link><pubDate>{date}</pubDate>{more}</item>"


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>{}</feed>'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://paper.example/"><title>Paper</title></channel>{}</rdf:RDF>'
)
KOREAN = rss(item(title="금리 동결"), head='<?xml version="1.0" encoding="euc-kr"?>')

#: name -> (bytes or text, Content-Type, addresses that are expected)
SHAPES = {
    "rss-2.0": (rss(item() + item(B)), "application/rss+xml", [A, B]),
    "rss-0.91": (rss(item(), version="0.91"), "text/xml", [A]),
    "rss-0.92-without-dates": (rss(f"<item><title>x</title><link>{A}</link></item>", version="0.92"), "", [A]),
    "rss-0.90-as-rdf": (
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
        f"<item><title>x</title><link>{A}</link></item></rdf:RDF>",
        "",
        [A],
    ),
    "rdf-1.0": (
        RDF.format(f'<item rdf:about="{A}"><title>x</title><link>{A}</link><dc:date>2026-11-23T08:15:00+09:00</dc:date></item>'),
        "application/rdf+xml",
        [A],
    ),
    "atom-1.0": (ATOM.format(f'<entry><title>x</title><link rel="alternate" href="{A}"/><id>tag:1</id></entry>'), "", [A]),
    "atom-several-links": (
        ATOM.format(
            f'<entry><title>x</title><link rel="self" href="https://paper.example/entry.atom"/><link rel="enclosure" href="https://paper.example/a.mp3"/>'
            f'<link rel="alternate" type="text/html" href="{A}"/></entry>'
        ),
        "",
        [A],
    ),
    "atom-link-without-rel": (ATOM.format(f'<entry><title>x</title><link href="{A}"/></entry>'), "", [A]),
    "atom-prefixed": (
        f'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>x</a:title><a:link href="{A}"/></a:entry></a:feed>',
        "",
        [A],
    ),
    "json-feed": (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": A}]}), "application/feed+json", [A]),
    "json-feed-id-is-the-address": (json.dumps({"items": [{"id": A}, {"id": "2"}, "odd", None]}), "", [A]),
    "json-feed-external": (json.dumps({"items": [{"id": "1", "external_url": A, "title": None}]}), "", [A]),
    "json-feed-with-bom": ("\ufeff" + json.dumps({"items": [{"id": "1", "url": A}]}), "", [A]),
    "guid-is-the-address": (rss(f'<item><title>x</title><guid isPermaLink="true">{A}</guid></item>'), "", [A]),
    "guid-without-permalink-mark": (rss(f"<item><title>x</title><guid>{A}</guid></item>"), "", [A]),
    "guid-is-no-address": (rss(f'<item><title>x</title><guid isPermaLink="false">77</guid></item>{item(B)}'), "", [B]),
    "entry-without-link": (rss(f"<item><title>x</title></item>{item()}"), "", [A]),
    "empty-link": (rss(f"<item><title>x</title><link></link></item>{item()}"), "", [A]),
    "link-in-cdata": (rss(item(f"<![CDATA[ {A} ]]>")), "", [A]),
    "link-on-its-own-line": (rss(item(f"\n    {A}\n  ")), "", [A]),
    "escaped-query": (rss(item(f"{A}?x=1&amp;y=2")), "", [f"{A}?x=1&y=2"]),
    "bare-ampersands": (rss(item(f"{A}?x=1&y=2", title="Fish & Chips")), "", [f"{A}?x=1&y=2"]),
    "bare-ampersand-that-looks-like-an-entity": (rss(item(f"{A}?x=1&copy=2")), "", [f"{A}?x=1&copy=2"]),
    "html-entities-undeclared": (rss(item(title="Rates&nbsp;rise &hellip;")), "", [A]),
    "html-in-title": (rss(item(title="<b>Rates</b> rise")), "", [A]),
    "html-in-description": (rss(item(more=f'<description><p>See <a href="{B}">this</a><br></p></description>')), "", [A]),
    "unclosed-tags": (f'<rss version="2.0"><channel>{item()}<item><title>y</title><link>{B}</link>', "", [A, B]),
    "control-characters": (rss(item(title="Rates\x0b\x1f rise")), "", [A]),
    "blank-lines-in-front": ("\r\n\n  " + rss(item()), "", [A]),
    "warning-in-front": ("<br />\n<b>Warning</b>: mysql_connect() in <b>/var/www/feed.php</b> on line <b>3</b><br />" + rss(item()), "", [A]),
    "comment-in-front": ("<!-- cached -->" + rss(item(), head=""), "", [A]),
    "stylesheet-in-front": ('<?xml version="1.0"?><?xml-stylesheet href="/x.xsl"?>' + rss(item(), head=""), "", [A]),
    "bom": (b"\xef\xbb\xbf" + rss(item()).encode(), "", [A]),
    "two-boms": (b"\xef\xbb\xbf\xef\xbb\xbf" + rss(item()).encode(), "", [A]),
    "utf-16": (rss(item(), head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"), "", [A]),
    "utf-16-without-bom": (rss(item(), head='<?xml version="1.0"?>').encode("utf-16-le"), "", [A]),
    "euc-kr": (KOREAN.encode("cp949"), "text/xml", [A]),
    "euc-kr-undeclared": (rss(item(title="금리 동결"), head="").encode("cp949"), "", [A]),
    "says-euc-kr-is-utf-8": (KOREAN.encode(), "text/xml; charset=euc-kr", [A]),
    "unknown-encoding": (rss(item(), head='<?xml version="1.0" encoding="x-nonsense"?>'), "", [A]),
    "gzip-file": (gzip.compress(rss(item()).encode()), "application/x-gzip", [A]),
    "gzip-file-cut-at-the-end": (gzip.compress(rss(item() + "<!--" + "x" * 99 + "-->").encode())[:-9], "", [A]),
    "called-html": (rss(item()), "text/html; charset=utf-8", [A]),
    "called-a-picture": (rss(item()), "image/png", [A]),
    "feedburner": (
        rss(
            item("https://feeds.example/~r/1", more=f"<feedburner:origLink>{A}</feedburner:origLink>"),
            space='xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
        ),
        "",
        [A],
    ),
    "upper-case": (rss(item()).replace("<item>", "<ITEM>").replace("</item>", "</ITEM>"), "", [A]),
    "undeclared-prefix": (rss(item(more="<media:content url='x.jpg'/><dc:creator>K</dc:creator>")), "", [A]),
    "link-with-atom-self": (
        rss(f'<atom:link rel="self" href="{BASE}"/>{item()}', space='xmlns:atom="http://www.w3.org/2005/Atom"'), "", [A],
    ),
    "doctype-with-dtd": (
        rss(item(), head='<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://feeds.example/rss.dtd">'),
        "",
        [A],
    ),
    "entity-bomb": (
        rss(item(title="&c;"), head='<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'),
        "",
        [A],
    ),
    "no-items": (rss(""), "", []),
    "items-beside-the-channel": (f'<rss version="2.0"><channel><title>x</title></channel>{item()}</rss>', "", [A]),
    "twice": (rss(item() + item()), "", [A, A]),
    "relative-link": (rss(item("/a")), "", [A]),
    "relative-to-the-feed": (rss(item("../a")), "", [A]),
    "link-without-scheme": (rss(item("//paper.example/a")), "", [A]),
    "atom-with-a-base": (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://paper.example/news/"><entry><title>x</title><link href="../a"/></entry></feed>',
        "",
        [A],
    ),
    "atom-0.3": (
        f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>x</title><link rel="alternate" type="text/html" href="{A}"/>'
        "<issued>2026-11-23T08:00:00Z</issued><modified>2026-11-24T08:00:00Z</modified></entry></feed>",
        "",
        [A],
    ),
    "atom-page-and-amp": (
        ATOM.format(f'<entry><title>x</title><link rel="alternate" type="text/html" href="{A}"/><link rel="alternate" href="{A}/amp"/></entry>'), "", [A],
    ),
    "rdf-without-link": (RDF.format(f'<item rdf:about="{A}"><title>x</title></item>'), "", [A]),
    "two-links": (rss(f"<item><title>x</title><link>{A}</link><link>{B}</link></item>"), "", [A]),
    "atom-link-in-rss": (
        rss(f'<item><title>x</title><atom:link href="{A}"/></item>', space='xmlns:atom="http://www.w3.org/2005/Atom"'), "", [A],
    ),
    "link-as-attribute-in-rss": (rss(f'<item><title>x</title><link href="{A}"/></item>'), "", [A]),
    "link-wrapped-in-the-middle": (rss(item("https://paper.example/\n        a")), "", [A]),
    "query-escaped-twice": (rss(item(f"{A}?x=1&amp;amp;y=2")), "", [f"{A}?x=1&y=2"]),
    "without-channel": (f'<rss version="2.0">{item()}</rss>', "", [A]),
    "default-namespace": (rss(item(), space='xmlns="http://backend.userland.com/rss2"'), "", [A]),
    "halves-of-characters": (rss(item(title="&#55357;&#56832; rise")), "", [A]),
    "half-a-character": (rss(item(title="&#xD83D; rise")), "", [A]),
    "control-references": (rss(item(title="Rates&#0; &#x1F;rise")), "", [A]),
    "utf-32": (rss(item(), head='<?xml version="1.0" encoding="utf-32"?>').encode("utf-32"), "", [A]),
    "one-broken-byte": (rss(item(title="금리 동결, 물가 안정")).encode().replace(b", ", b"\xea\xb8 "), "", [A]),
    "windows-1251": (rss(item(title="Ставки"), head='<?xml version="1.0" encoding="windows-1251"?>').encode("cp1251"), "", [A]),
    "shift-jis": (rss(item(title="金利上昇"), head='<?xml version="1.0" encoding="Shift_JIS"?>').encode("cp932"), "", [A]),
    "warning-behind": (rss(item()) + "<br/><b>Notice</b>: undefined index in feed.php", "", [A]),
    "cdata-that-never-ends": (rss(item() + "<item><title><![CDATA[Rates</title><link>https://paper.example/b</link></item>"), "", [A]),
    "guid-of-a-proxy": (rss(item("https://feeds.example/r/1", more=f'<guid isPermaLink="false">{A}</guid>')), "", ["https://feeds.example/r/1"]),
    "only-a-sound-file": (rss('<item><title>x</title><enclosure url="https://paper.example/a.mp3" type="audio/mpeg"/></item>'), "", []),
    "xml-1.1": (rss(item(), head='<?xml version="1.1" encoding="utf-8"?>'), "", [A]),
}  # fmt: skip


def _bytes(content):
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize("name", SHAPES)
def test_shapes(name):
    """Every feed gives the addresses that it announces, whatever is wrong with it."""
    content, content_type, expected = SHAPES[name]
    assert [entry.url for entry in read_feed(_bytes(content), content_type, BASE)] == expected


def first(content, content_type=""):
    """The first entry."""
    return read_feed(_bytes(content), content_type, BASE)[0]


@pytest.mark.parametrize(
    ("name", "title"),
    [("windows-1251", "Ставки"), ("shift-jis", "金利上昇"), ("one-broken-byte", "금리 동결\ufffd 물가 안정")],
)
def test_other_scripts(name, title):
    """Titles in other encodings, and one in which a byte is broken, are read as they were meant."""
    content, content_type, _ = SHAPES[name]
    assert first(content, content_type).announced["title"] == title


@pytest.mark.parametrize("name", ["euc-kr", "euc-kr-undeclared", "says-euc-kr-is-utf-8"])
def test_the_bytes_say_the_encoding(name):
    """A Korean headline is read as it was meant, whatever was declared."""
    content, content_type, _ = SHAPES[name]
    assert first(content, content_type).announced["title"] == "금리 동결"


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Rates rise", "Rates rise"),
        ("<![CDATA[Rates <i>rise</i> &amp; fall]]>", "Rates rise & fall"),
        ("Rates &amp;amp; prices", "Rates & prices"),
        ("&lt;b&gt;Rates&lt;/b&gt; rise", "Rates rise"),
        ("Rates\n   rise\t", "Rates rise"),
        ("&quot;Rates&quot; rise", '"Rates" rise'),
        ("5 &lt; 6", "5 < 6"),
        ("&#44552;&#47532;", "금리"),
        ("&#55357;&#56832; rise", "😀 rise"),
        ("&#xD83D;&#xDE00; rise", "😀 rise"),
        ("<![CDATA[a ]]]]><![CDATA[> b]]>", "a ]]> b"),
    ],
)
def test_titles_are_plain_text(title, plain):
    """Markup, entities and white space of a headline are undone."""
    assert first(rss(item(title=title))).announced["title"] == plain


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 23 Nov 2026 08:15:00 +0900",
        "2026-11-23 08:15:00",
        "2026.11.23 08:15",
        "yesterday",
        "Thu, 01 Jan 1970 00:00:00 GMT",
    ],
)
def test_a_date_is_handed_on_in_the_feeds_own_words(date):
    """Whether it can be believed is for the fields to decide."""
    assert first(rss(item(date=date))).announced["published"] == date


def test_the_date_of_publication_not_of_the_last_change():
    """Atom's `updated` is no date of publication; RDF's only date is."""
    both = f'<entry><title>x</title><link href="{A}"/><updated>2026-11-24T00:00:00Z</updated><published>2026-11-23T00:00:00Z</published></entry>'
    only = f'<entry><title>x</title><link href="{A}"/><updated>2026-11-24T00:00:00Z</updated></entry>'
    assert first(ATOM.format(both)).published == "2026-11-23T00:00:00Z"
    assert first(ATOM.format(only)).published == ""
    content, content_type, _ = SHAPES["rdf-1.0"]
    assert first(content, content_type).published == "2026-11-23T08:15:00+09:00"
    content, content_type, _ = SHAPES["atom-0.3"]
    assert first(content, content_type).published == "2026-11-23T08:00:00Z"


STORY = "".join(
    f"<p>{line}</p>"
    for line in (
        "The bank left rates as they were.",
        "It said so on Monday evening.",
        "Nobody had expected it, he added.",
    )
)
CDATA = f"<![CDATA[{STORY}]]>"
JSON_ITEM = {"url": A, "title": "Rates rise"}


@pytest.mark.parametrize(
    "feed",
    [
        rss(
            item(more=f"<description>Rates.</description><content:encoded>{CDATA}</content:encoded>"),
            space='xmlns:content="http://purl.org/rss/1.0/modules/content/"',
        ),
        rss(item(more=f"<description>{CDATA}</description>")),
        ATOM.format(f'<entry><title>x</title><link href="{A}"/><content type="html">{CDATA}</content></entry>'),
        ATOM.format(
            f'<entry><title>x</title><link href="{A}"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{STORY}</div></content></entry>'
        ),
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [JSON_ITEM | {"content_html": STORY}]}),
        json.dumps({"version": "1", "items": [JSON_ITEM | {"content_text": remove_tags(STORY.replace("</p>", "\n"))}]}),
    ],
    ids=["content:encoded", "description", "atom", "atom xhtml", "json html", "json text"],
)
def test_the_text_of_a_story_is_handed_on_as_prints(feed):
    """A feed that carries whole stories says which lines of the page are the story."""
    assert first(feed).announced["lines"] == prints_of(STORY)


def test_a_teaser_is_handed_on_as_nothing():
    """Two sentences of a description say nothing of the story's lines."""
    assert (
        "lines" not in first(rss(item(more="<description>The bank left rates as they were.</description>"))).announced
    )


NO_FEEDS = {
    "empty": b"",
    "blank": b" \n\n ",
    "page": b"<!DOCTYPE html><html><head><title>404</title></head><body><a href='/a'>x</a></body></html>",
    "page-after-comment": b"<!-- x --><html><body>gone</body></html>",
    "text": b"Too many requests",
    "json": b'{"error": "not found"}',
    "json-list": b"[1, 2]",
    "json-cut": b'{"items": [{"url": "https://paper.example/a"',
    "json-deep": b'{"items":' + b"[" * 100_000,
    "sitemap": b'<?xml version="1.0"?><urlset><url><loc>https://paper.example/a</loc></url></urlset>',
    "zeros": b"\0" * 64,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "gzip-damaged": b"\x1f\x8b\x08\x00garbage-garbage",
    "gzip-bomb": gzip.compress(b" " * 30_000_000),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_FEEDS)
def test_what_is_no_feed_is_said_to_be_none(name):
    """A page, an error, a picture: one kind of error, which says what came."""
    with pytest.raises(DocumentError):
        read_feed(NO_FEEDS[name], "application/rss+xml", BASE)


def test_a_feed_names_no_file():
    """An external entity is not loaded."""
    head = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    assert first(rss(item(title="[&x;]"), head=head)).announced.get("title", "[]") in ("[]", "[&x;]")


def test_entries_are_bounded():
    """A feed of any length gives so many entries and no more."""
    assert len(read_feed(rss(item() * (MAX_ENTRIES + 10)).encode(), "", BASE)) == MAX_ENTRIES


def test_a_cut_feed_gives_what_there_is():
    """Items before the cut are good."""
    whole = rss(item() + item(B))
    assert [entry.url for entry in read_feed(whole[: whole.index("</item>") + 30].encode(), "", BASE)] == [A]
