"""The JSON Schema of what is published, made from the dataclasses and checked in beside this file.

`python -m newscrawl.output.schema` writes both files anew; a test fails while they are not current.
"""

from __future__ import annotations

import ast
import inspect
import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import msgspec

import newscrawl.article
import newscrawl.output.record
from newscrawl.article import Article
from newscrawl.output.record import Removals, Tombstone

HERE = Path(__file__).parent

_MODULES = (newscrawl.article, newscrawl.output.record)
_TYPES: dict[str, type] = {
    name: entry
    for module in _MODULES
    for name, entry in vars(module).items()
    if isinstance(entry, type) and is_dataclass(entry)
}

FILES: dict[str, type] = {
    "article.schema.json": Article,
    "removal.schema.json": Removals,
    "tombstone.schema.json": Tombstone,
}


def schema_of(type_: type) -> dict[str, Any]:
    """JSON Schema (2020-12): every field is written always, and no other."""
    schema = msgspec.json.schema(type_)
    for name, definition in schema["$defs"].items():
        if "properties" in definition:
            _close(definition, _TYPES[name])
            _describe(definition, name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"newscrawl {type_.__name__.lower()}, one JSON object per line",
        **schema,
    }


def _close(definition: dict[str, Any], type_: type) -> None:
    """All fields in the order of the line, all required, no others."""
    properties = {field.name: definition["properties"][field.name] for field in fields(type_)}
    for field in properties.values():
        field.pop("default", None)
    definition |= {"properties": properties, "required": list(properties), "additionalProperties": False}


def _describe(definition: dict[str, Any], name: str) -> None:
    """Take over what stands under each field of the dataclass."""
    for field, text in _field_docs().get(name, {}).items():
        definition["properties"][field]["description"] = text


def _field_docs() -> dict[str, dict[str, str]]:
    docs = {}
    for module in _MODULES:
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef) and node.name in _TYPES:
                docs[node.name] = _class_docs(node)
    return docs


def _class_docs(node: ast.ClassDef) -> dict[str, str]:
    docs = {}
    for field, after in zip(node.body, node.body[1:], strict=False):
        is_doc = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and is_doc:
            docs[field.target.id] = inspect.cleandoc(str(after.value.value))  # type: ignore[attr-defined]
    return docs


def render(type_: type) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema_of(type_), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for file, type_ in FILES.items():
        (HERE / file).write_text(render(type_), encoding="utf-8")
