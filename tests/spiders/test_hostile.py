"""Whatever a server sends in place of a list, readers give entries or say that it is none; nothing else is raised."""

import contextlib
import gzip
import random
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.sites.profile import Endpoint
from newscrawl.spiders.documents import DocumentError
from newscrawl.spiders.endpoint_reader import read_endpoint
from newscrawl.spiders.feed_reader import read_feed
from newscrawl.spiders.sitemap_reader import read_robots, read_sitemap
from newscrawl.spiders.warc_reader import pages, read_page
from tests.spiders import test_feed_reader, test_sitemap_reader
from tests.spiders.test_warc_reader import foreign

GOOD = [
    content.encode() if isinstance(content, str) else content
    for content in (
        *(shape[0] for shape in test_feed_reader.SHAPES.values()),
        *(shape[0] for shape in test_sitemap_reader.SHAPES.values()),
        b'cb({"rows": [{"u": "/a"}]});',
    )
]
PIECES = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"\0",
    b"\xff",
    b"\x1f\x8b",
    b"<item>",
    b"</url>",
    b"{",
    b'"',
    b"<!--",
    b"&#xD800;",
    b"&#0;",
    b"<?xml ",
]
RECORDS = [gzip.decompress(foreign(packed=packed, chunked=bool(packed))) for packed in ("", "gzip", "br", "zstd")]
HEADERS = [
    b"Content-Length: -5\r\n",
    b"WARC-Type: revisit\r\n",
    b"WARC-Date: tomorrow\r\n",
    b"Newscrawl-Announced: " + b"[" * 20_000 + b"\r\n",
    b"\r\n\r\n",
    b"HTTP/1.1\r\n",
    b" folded\r\n",
]


def spoiled(content, seed, pieces=PIECES):
    """The content with some pieces put in, cut out and doubled."""
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 6)):
        at, length = chance.randrange(len(content) + 1), chance.randrange(40)
        middle = chance.choice([b"", content[at : at + length] * 2, chance.choice(pieces), chance.randbytes(length)])
        content = content[:at] + middle + content[at + length :]
    return content


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.builds(spoiled, st.sampled_from(GOOD), st.integers(0, 10**9))))
def test_nothing_but_a_document_error(content):
    """Every reader, on any bytes."""
    endpoint = Endpoint(url="https://paper.example/api", items="rows", link="u")
    for read in (
        lambda: read_feed(content, "text/xml; charset=euc-kr", "https://paper.example/rss.xml"),
        lambda: list(read_sitemap(content)),
        lambda: read_robots(content),
        lambda: read_endpoint(content, "", endpoint),
    ):
        with contextlib.suppress(DocumentError):
            for entry in read():
                assert entry.url
                assert isinstance(entry.url, str)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.builds(spoiled, st.sampled_from(RECORDS), st.integers(0, 10**9), st.just(HEADERS)), max_size=3),
    st.binary(max_size=30),
)
def test_an_archive_gives_pages_or_says_where_it_is_damaged(tmp_path_factory, records, rest):
    """Of archives of anybody, whatever stands in them: nothing but a ValueError at the place of a page that cannot be read."""
    file = tmp_path_factory.mktemp("archive") / "x.warc.gz"
    file.write_bytes(gzip.compress(RECORDS[0]) + b"".join(map(gzip.compress, records)) + rest)

    found = list(pages(file))

    assert found[0][1].url == "https://a.example/1"
    for place, kept in found:
        assert not kept.fetched_at or datetime.fromisoformat(kept.fetched_at).tzinfo
        with contextlib.suppress(ValueError):
            assert len(read_page(place, 1000).body) <= 1001
