"""An article as one row of a table: plain values, so that spreadsheets and statistics programs take it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from newscrawl.article import Article

_AND = "; "
"""Between the values of a list."""
_COMPUTED = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a formula begins with, also as East Asian keyboards write it."""


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
        "links": lambda article: " ".join(link.url for link in article.links),
        "captions": lambda article: _AND.join(image.caption for image in article.images if image.caption),
        "notice": lambda article: article.rights.notice,
        "ai_training": lambda article: article.rights.ai_training,
        "flags": _listed("flags"),
    }
)


def csv_lines(
    articles: Iterable[Article], columns: Sequence[str] = tuple(COLUMNS), *, is_for_people: bool = False
) -> Iterator[bytes]:
    """CSV in UTF-8 (RFC 4180), its first row the names of the columns; what is absent is empty.

    Args:
        is_for_people: an apostrophe goes before what a spreadsheet would compute: a headline is a stranger's word.

    Raises:
        KeyError: a column is unknown.
    """
    values = [COLUMNS[name] for name in columns]
    yield _row(columns)
    for article in articles:
        cells = [value(article) for value in values]
        yield _row([_as_text(cell) for cell in cells] if is_for_people else cells)


def _as_text(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(_COMPUTED) else cell


def _row(cells: Sequence[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode("utf-8", "replace")
