"""Pages that browsers save as one file (`.mhtml`, `.mht`): a mail, of which the first HTML part is the page."""

from __future__ import annotations

import email
from pathlib import Path
from typing import NamedTuple

ENDINGS = (".mhtml", ".mht")
#: Pictures and style sheets stand behind the page, and need not be read.
_BYTES = 20_000_000


class Mhtml(NamedTuple):
    """The page in such a file."""

    url: str
    """Where it was read; "" where the file does not say."""
    content_type: str
    """With its charset; "" where the file does not say."""
    body: bytes


def is_mhtml(file: Path) -> bool:
    """Whether a file is a page saved so, by its name."""
    return file.name.lower().endswith(ENDINGS)


def read_mhtml(file: Path) -> Mhtml:
    """The page of a file. Raises OSError where it cannot be read, or holds none."""
    with file.open("rb") as stream:
        mail = email.message_from_bytes(stream.read(_BYTES))
    part = next((part for part in mail.walk() if part.get_content_type() == "text/html"), None)
    body = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(body, bytes):
        raise OSError(f"{file}: no HTML page in it")
    said = part.get("Content-Location") or mail.get("Snapshot-Content-Location") or mail.get("Content-Location") or ""
    charset = part.get_content_charset()
    return Mhtml("".join(str(said).split()), f"text/html; charset={charset}" if charset else "", body)
