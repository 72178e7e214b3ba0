"""Whatever a server sends in place of a list, readers give entries or say that it is none; nothing else is raised."""

import contextlib
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.sites.profile import Endpoint
from newscrawl.spiders.documents import DocumentError
from newscrawl.spiders.endpoint_reader import read_endpoint
from newscrawl.spiders.feed_reader import read_feed
from newscrawl.spiders.sitemap_reader import read_robots, read_sitemap
from tests.spiders import test_feed_reader, test_sitemap_reader

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


def spoiled(content, seed):
    """The content with some pieces put in, cut out and doubled."""
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 6)):
        at, length = chance.randrange(len(content) + 1), chance.randrange(40)
        middle = chance.choice([b"", content[at : at + length] * 2, chance.choice(PIECES), chance.randbytes(length)])
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
