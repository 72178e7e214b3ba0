"""An article as one row of a table: plain values, so that spreadsheets and statistics programs take it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from newscrawl.article import Article

_AND = "; "
"""Between the values of a list."""


def _as_it_is(name: str) -> Callable[[Article], object]:
    return lambda article: getattr(article, name)


def _listed(name: str) -> Callable[[Article], object]:
    return lambda article: _AND.join(getattr(article, name))


#: Columns in order: name -> its value.
COLUMNS: Mapping[str, Callable[[Article], object]] = MappingProxyType(
    {
        **{name: _as_it_is(name) for name in ("id", "revision", "url", "canonical_url", "site", "publisher")},
        **{name: _as_it_is(name) for name in ("title", "subtitle", "text")},
        "authors": _listed("authors"),
        "section": _as_it_is("section"),
        "tags": _listed("tags"),
        **{name: _as_it_is(name) for name in ("language", "published_at", "modified_at", "fetched_at")},
        "images": lambda article: " ".join(image.url for image in article.images),
        "captions": lambda article: _AND.join(image.caption for image in article.images if image.caption),
        "notice": lambda article: article.rights.notice,
        "ai_training": lambda article: article.rights.ai_training,
        "flags": _listed("flags"),
    }
)


def csv_lines(articles: Iterable[Article], columns: Sequence[str] = tuple(COLUMNS)) -> Iterator[bytes]:
    """CSV in UTF-8 (RFC 4180), its first row the names of the columns; what is absent is empty. Raises KeyError for an unknown column."""
    values = [COLUMNS[name] for name in columns]
    yield _row(columns)
    for article in articles:
        yield _row([value(article) for value in values])


def _row(cells: Sequence[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode("utf-8", "replace")
