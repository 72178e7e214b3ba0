"""A small article to write and read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newscrawl.article import Article, Extractor, Http, Image, Removed, Rights, Signal


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Article]:
    """`make_article(id, field=value, …)`."""

    def make(id: str = "id1", **changes: object) -> Article:
        values: dict[str, object] = {
            "id": id,
            "url": f"https://a.example/{id}",
            "canonical_url": f"https://a.example/{id}",
            "site": "a.example",
            "title": "다리가 열렸다",
            "text": "첫 줄.\n둘째 줄.",
            "authors": ("김하나",),
            "images": (Image(url="https://a.example/i.jpg", caption="다리"),),
            "rights": Rights(notice="ⓒ", signals=(Signal(source="notice", value="ⓒ"),)),
            "http": Http(status=200, content_type="text/html", bytes=10, archive="f.warc.gz#<urn:uuid:1>"),
            "content_hash": "0" * 64,
            "extractor": Extractor(version="1", profile="default", rules="abc"),
            "removed": Removed(lines=1, chars=9, by_rule={"any.copyright-line": 1}),
            "run_id": "run1",
        }
        return Article(**(values | changes))  # type: ignore[arg-type]

    return make
