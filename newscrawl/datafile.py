"""One reader of data files: profiles and noise rules are TOML, checked against a form, and a wrong one is named with file and key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from newscrawl.errors import DataFileError

Form = TypeVar("Form")


def read_data_file(path: Path, form: type[Form], error: type[DataFileError]) -> Form:
    """The file as a `form` of msgspec; a mark of order before it, as Windows' editors write one, says nothing.

    Raises:
        DataFileError: as `error`, where the file cannot be read, is no TOML in UTF-8, or does not fit the form.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (
        OSError,
        ValueError,
        RecursionError,
    ) as cause:  # of tomllib's own, of the text's encoding, of a number's length
        raise error(str(path), "", str(cause)) from cause
    try:
        return msgspec.convert(data, form)
    except msgspec.ValidationError as cause:
        problem, _, where = str(cause).partition(" - at `$")
        raise error(str(path), where.strip(".`"), problem) from cause
