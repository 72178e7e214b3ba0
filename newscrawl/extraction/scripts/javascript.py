"""What stands in a script as text: JSON values, and the string literals of others.

No parser of JavaScript: strings and comments are told apart from left to right, and what touches by `+` or `,` is one text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

MIN_CHARS = 300
"""Characters of prose below which a value is no story."""
MAX_SCRIPT_CHARS = 5_000_000

#: What is left open is passed over as a whole, so that no script is read twice.
_TOKEN = re.compile(
    r"""//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|(?P<string>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`)|(?:"(?:[^"\\\n]|\\.)*+|'(?:[^'\\\n]|\\.)*+|`(?:[^`\\]|\\.)*+)""",
    re.DOTALL,
)
_BETWEEN = re.compile(r"\s*([+,])\s*")
_NAME = re.compile(r"([\w$]{1,60})[\"']?\s{0,5}[:=]\s{0,5}[(\[]{0,2}\s{0,5}\Z")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n|.))", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\n", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": "", "\r\n": ""}
_MAX_STRINGS = 20_000
_NAME_CHARS = 80
#: An address in a script begins like a comment.
_ADDRESS = ":"


class Literal(NamedTuple):
    """A text that a script holds."""

    name: str
    """Of the variable or key that it is given to; "" where none is seen."""
    text: str


def literals(script: str) -> Iterator[Literal]:
    """The strings of a script, those that are put together as one text, lists of strings with a line for each.

    >>> list(literals("var body = '<p>It\\\\'s open.</p>' + \\"<p>Come.</p>\\"; // don't"))
    [Literal(name='body', text="<p>It's open.</p><p>Come.</p>")]
    """
    name, parts, end = "", list[str](), 0
    for found in islice(_strings(script), _MAX_STRINGS):
        between = _BETWEEN.fullmatch(script, end, found.start()) if parts else None
        if between:
            parts.append("\n" if between[1] == "," else "")
        else:
            if parts:
                yield Literal(name, "".join(parts))
            named = _NAME.search(script[max(0, found.start() - _NAME_CHARS) : found.start()])
            name, parts = named[1] if named else "", []
        parts.append(_unescaped(found["string"][1:-1]))
        end = found.end()
    if parts:
        yield Literal(name, "".join(parts))


def _strings(script: str) -> Iterator[re.Match[str]]:
    at = 0
    while found := _TOKEN.search(script, at):
        at = found.end()
        if found["string"]:
            yield found
        elif script[found.start() - 1 : found.start()] == _ADDRESS:
            at = found.start() + 2


def _unescaped(text: str) -> str:
    """What a string says, its escapes resolved; pairs of surrogates are one character."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code is None:
        return _PLAIN.get(found[4], found[4])
    return chr(number) if (number := int(code, 16)) < 0x110000 else ""


def loaded(text: str) -> Any:
    """The JSON value that a text is; None where it is none."""
    try:
        return json.loads(text.strip(), strict=False)
    except (ValueError, RecursionError):
        return None


def decoded(text: str, at: int) -> Any:
    """The JSON value that starts at a place of a script; None where there is none."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return None
