"""The published JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Callable

import jsonschema
import pytest

from newscrawl.article import Article, Removal
from newscrawl.output.record import Removals, Tombstone, encode
from newscrawl.output.schema import FILES, HERE, render


@pytest.mark.parametrize("file", FILES)
def test_the_checked_in_schema_is_current(file: str) -> None:
    """A change of the dataclasses is a change of the schema: run `python -m newscrawl.output.schema`."""
    assert (HERE / file).read_text(encoding="utf-8") == render(FILES[file])


@pytest.mark.parametrize("file", FILES)
def test_what_is_written_fits_the_schema(file: str, make_article: Callable[..., Article]) -> None:
    """A line validates; with a field more or less it does not."""
    removal = Removal(rule="any.x", stage="head", text="x", position=0, why="y")
    values = {
        "article.schema.json": make_article(removals=(removal,)),
        "removal.schema.json": Removals(id="i", url="u", run_id=None, removals=(removal,)),
        "tombstone.schema.json": Tombstone(
            id="i", revision=2, url="u", site="s", reason="http-410", gone_at="2026-03-01T00:00:00+00:00", run_id="r"
        ),
    }
    validator = jsonschema.Draft202012Validator(json.loads((HERE / file).read_text(encoding="utf-8")))
    data = json.loads(encode(values[file]))
    validator.validate(data)
    assert not validator.is_valid(data | {"extra": 1})
    assert not validator.is_valid({key: value for key, value in data.items() if key != "run_id"})
    assert not validator.is_valid(data | {"id": None})
