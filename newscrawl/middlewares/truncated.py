"""Whether a compressed body came whole. Scrapy decodes what there is of a cut gzip, deflate, br or zstd body and calls
it a 200; half a story must not be stored as a story.

It stands between the wire and HttpCompressionMiddleware. A cut body is fetched again, then `failed:truncated`. A body
that is not what its Content-Encoding says is asked for once more without compression, and then taken as it is.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from typing import Literal, Self

import brotli  # type: ignore[import-untyped]
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from newscrawl.middlewares.fetch_error import FetchError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Output bytes per step: small enough to stop a bomb early, large enough that the rest of the input is seldom copied.
_CHUNK = 1 << 20

#: `whole`: the stream ends where it says; `cut`: it goes on beyond the body; `lie`: it is no such stream at all.
State = Literal["whole", "cut", "lie"]


class TruncatedMiddleware:
    """Refuses cut bodies, sets wrong Content-Encodings right (downloader middleware)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Reads DOWNLOAD_MAXSIZE and, through Scrapy's retry, RETRY_TIMES."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Hand on a whole body; ask again for one that is not.

        Raises:
            FetchError: `truncated`, once the tries are used up.
        """
        encoding = _outermost(response)
        if request.method == "HEAD" or not encoding:
            return response
        if not response.body:
            return _plain(response)
        state = body_state(response.body, encoding, request.meta.get("download_maxsize", self._max_bytes))
        if state == "cut":
            return self._again(request, encoding)
        return response if state == "whole" else self._without_encoding(request, response)

    def _again(self, request: Request, encoding: str) -> Request:
        assert self._crawler.spider is not None
        again = get_retry_request(request, spider=self._crawler.spider, reason="truncated")
        if again is None:
            raise FetchError.failed("truncated", f"{encoding} body ends in the middle")
        return again

    def _without_encoding(self, request: Request, response: Response) -> Request | Response:
        if request.meta.get("asked_for_identity"):
            return _plain(response)
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value("newscrawl/wrong_content_encoding")
        again = request.replace(dont_filter=True)
        again.meta["asked_for_identity"] = True
        again.headers["Accept-Encoding"] = b"identity"
        return again


def _outermost(response: Response) -> str:
    """The coding that was applied last, "" for none that Scrapy decodes. A cut shows in the outermost layer."""
    codings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower().split(",")
    last = codings[-1].strip().removeprefix("x-")
    return last if last in _DECODERS else ""


def _plain(response: Response) -> Response:
    """The same response with its body as it is, of the class that its content calls for."""
    from scrapy.responsetypes import responsetypes

    headers = response.headers.copy()
    del headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=headers, url=response.url, body=response.body)
    return response.replace(cls=kind, headers=headers)


def body_state(body: bytes, encoding: str, max_bytes: int = 0) -> State:
    """Whether a body of the coding (`gzip`, `deflate`, `br`, `zstd`) is whole.

    Decoding stops after `max_bytes` (0: never) and calls the body whole: it is too large, which is for
    HttpCompressionMiddleware to say.
    """
    ended, produced = False, 0
    try:
        for at_end, size in _DECODERS[encoding](body):
            ended = at_end
            produced += size
            if max_bytes and produced > max_bytes:
                return "whole"
    except (zlib.error, brotli.error, zstd.ZstdError):
        return "lie" if produced == 0 else "cut"
    return "whole" if ended else "cut"


def _zlib_steps(body: bytes, wbits: int) -> Iterator[tuple[bool, int]]:
    """(ended, bytes out) per step; a gzip body may be several members, and what is no member ends it."""
    while body:
        decoder = zlib.decompressobj(wbits)
        while not decoder.eof:
            piece = decoder.decompress(body, _CHUNK)
            body = decoder.unconsumed_tail
            yield decoder.eof, len(piece)
            if not body and not piece and not decoder.eof:
                return
        body = decoder.unused_data
        if wbits < 16 or not body.startswith(b"\x1f\x8b"):
            return


def _gzip_steps(body: bytes) -> Iterator[tuple[bool, int]]:
    return _zlib_steps(body, 31)


def _deflate_steps(body: bytes) -> Iterator[tuple[bool, int]]:
    """zlib's form, or the raw one that some servers send."""
    try:
        zlib.decompressobj().decompress(body, _CHUNK)
    except zlib.error:
        return _zlib_steps(body, -15)
    return _zlib_steps(body, 15)


def _brotli_steps(body: bytes) -> Iterator[tuple[bool, int]]:
    decoder = brotli.Decompressor()
    piece = decoder.process(body, output_buffer_limit=_CHUNK)
    while piece and not decoder.is_finished():
        yield False, len(piece)
        piece = decoder.process(b"", output_buffer_limit=_CHUNK)
    yield decoder.is_finished(), len(piece)


def _zstd_steps(body: bytes) -> Iterator[tuple[bool, int]]:
    while body:
        decoder = zstd.ZstdDecompressor()
        piece = decoder.decompress(body, _CHUNK)
        while piece and not decoder.eof:
            yield False, len(piece)
            piece = decoder.decompress(b"", _CHUNK)
        yield decoder.eof, len(piece)
        if not decoder.eof or not decoder.unused_data.startswith(b"\x28\xb5\x2f\xfd"):
            return
        body = decoder.unused_data


_DECODERS = {"gzip": _gzip_steps, "deflate": _deflate_steps, "br": _brotli_steps, "zstd": _zstd_steps}
