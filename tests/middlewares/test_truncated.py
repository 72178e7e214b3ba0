"""Cut and mislabelled bodies."""

import gzip
import random
import zlib

import brotli
import pytest
from backports import zstd

from newscrawl.middlewares.truncated import body_state
from tests.middlewares.local_web import ONLY_FIRST, LocalServer, crawl

PAGE = (
    "<html><body>" + " ".join(random.Random(7).choice("abcdefghij") * 5 for _ in range(3000)) + "</body></html>"
).encode()


def raw_deflate(data):
    """Deflate without zlib's frame, as some servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKED = {
    "gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "raw deflate": raw_deflate(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
}
CODING = {"raw deflate": "deflate"}


@pytest.mark.parametrize("name", PACKED)
def test_a_whole_body_is_whole(name):
    """A complete stream is recognised, also with several members or frames, and with bytes behind it."""
    coding, body = CODING.get(name, name), PACKED[name]
    assert body_state(body, coding) == "whole"
    if name in ("gzip", "zstd"):
        assert body_state(body + body, coding) == "whole"
    if name != "br":
        assert body_state(body + b"\r\n", coding) == "whole"


@pytest.mark.parametrize("name", PACKED)
def test_a_body_cut_anywhere_is_never_whole(name):
    """Cut at 50 points, from the first byte to the last but one, no body counts as complete."""
    coding, body = CODING.get(name, name), PACKED[name]
    for cut in sorted({1, 2, len(body) - 1, *range(3, len(body), max(1, len(body) // 47))}):
        assert body_state(body[:cut], coding) != "whole", cut


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_plain_html_is_no_compressed_body(coding):
    """A page that is not compressed although it says so is a lie, not a cut."""
    assert body_state(b"<html><body>plain</body></html>" * 20, coding) == "lie"


def test_a_second_member_that_is_cut_shows():
    """The end of the first gzip member is not the end of the body."""
    assert body_state(PACKED["gzip"] + PACKED["gzip"][:-20], "gzip") == "cut"


def test_a_bomb_is_left_to_the_size_limit():
    """Decoding stops at the limit, whatever the body would unpack to."""
    assert body_state(gzip.compress(b"\0" * 50_000_000), "gzip", max_bytes=1_000_000) == "whole"


@pytest.fixture(scope="module")
def outcomes():
    """One crawl of good, cut and mislabelled pages, as (what was asked, outcome by path, server)."""
    site = LocalServer()
    for name, body in PACKED.items():
        coding = CODING.get(name, name)
        site.page(f"/whole/{name.replace(' ', '-')}", body, Content_Encoding=coding)
        site.page(f"/cut/{name.replace(' ', '-')}", body[: len(body) // 2], Content_Encoding=coding)
    site.page("/lie", PAGE, Content_Encoding="gzip")
    site.page("/empty", b"", Content_Encoding="gzip")
    site.page("/stacked", brotli.compress(PACKED["gzip"]), Content_Encoding="gzip, br")
    site.page("/bomb", gzip.compress(b"\0" * 30_000_000), Content_Encoding="gzip")
    tries = iter((PACKED["gzip"][:500], PACKED["gzip"]))
    site.routes["/second-time"] = lambda _: (200, {"Content-Encoding": "gzip"}, next(tries))
    site.routes["/identity"] = _honest_without_coding
    paths = list(site.routes)
    done = crawl(urls=[site.base + path for path in paths], settings=ONLY_FIRST)["outcomes"]
    yield {path: done[site.base + path] for path in paths}, site
    site.close()


def _honest_without_coding(handler):
    """Sends what it promises only to who asks for no compression."""
    if handler.headers["Accept-Encoding"] == "identity":
        return 200, {}, b"<html><body>honest</body></html>"
    return 200, {"Content-Encoding": "br"}, b"\xff\xff not brotli"


@pytest.mark.parametrize("name", PACKED)
def test_half_a_page_is_no_page(outcomes, name):
    """A cut body is asked for again and then fails as truncated; the whole one is decoded."""
    done, site = outcomes
    path = f"/cut/{name.replace(' ', '-')}"
    assert done[path] == {"fate": "failed:truncated", "detail": f"{CODING.get(name, name)} body ends in the middle"}
    assert site.times(path) == 2
    assert done[path.replace("cut", "whole")]["body"].encode() == PAGE[:200]


def test_a_body_that_comes_whole_the_second_time_is_taken(outcomes):
    """A retry that brings the whole body is a success."""
    assert outcomes[0]["/second-time"]["body"].encode() == PAGE[:200]


def test_a_wrong_content_encoding_is_asked_without_compression_once(outcomes):
    """The second request asks for identity; what it brings is taken, with its lie removed if it lies still."""
    done, site = outcomes
    assert "honest" in done["/identity"]["body"]
    assert done["/lie"]["body"].encode() == PAGE[:200]
    assert site.times("/lie") == 2


def test_empty_stacked_and_oversized_bodies(outcomes):
    """An empty body is empty, stacked codings are undone, a bomb is refused as too large."""
    done, _ = outcomes
    assert done["/empty"]["body"] == ""
    assert done["/stacked"]["body"].encode() == PAGE[:200]
    assert done["/bomb"].get("error") == "IgnoreRequest"
