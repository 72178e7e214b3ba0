"""What a user gives on the command line: numbers, switches, and lists of addresses or names in a file or on stdin.

Whatever is wrong with them is a `ConfigError` of one line, before anything is fetched.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newscrawl.errors import ConfigError

#: A row of a table, or a record, that holds an address.
_WITHIN = re.compile(r"^(?!https?://).*https?://\S", re.IGNORECASE | re.DOTALL)
#: Name and password before a host.
_USER = re.compile(r"(?<=://)[^/?#\s]*@")
#: A host and a path, as browsers show them.
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?\Z", re.IGNORECASE)
_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


def check_names(spider: str, given: Iterable[str], known: Mapping[str, str]) -> None:
    """Refuse arguments that the spider does not know; those of a scheduler (`_job`) pass.

    Raises:
        ConfigError: names the known ones.
    """
    unknown = sorted(name for name in given if name not in known and not name.startswith("_"))
    if unknown:
        listed = ", ".join(f"{name} ({meaning})" for name, meaning in known.items())
        raise ConfigError(f"spider {spider} has no argument -a {unknown[0]}=…; it knows: {listed}")


def number(name: str, value: str | int | None) -> int | None:
    """A whole number from 1; None where nothing was given.

    Raises:
        ConfigError: it is something else.
    """
    if value is None:
        return None
    try:
        found = int(value)
    except ValueError:
        found = 0
    if found < 1:
        raise ConfigError(f"-a {name}={value}: must be a whole number from 1")
    return found


def switch(name: str, value: str | bool | None) -> bool:
    """Yes or no.

    Raises:
        ConfigError: it is neither.
    """
    word = str(value or "").strip().lower()
    if word not in _YES | _NO:
        raise ConfigError(f"-a {name}={value}: must be 1 or 0")
    return word in _YES


class Lines:
    """The lines of a list that say something: (line number from 1, text). Blank ones and those from `#` on are left out."""

    def __init__(self, name: str, content: bytes | Path) -> None:
        self.name = name
        self._content = content.removeprefix(codecs.BOM_UTF8) if isinstance(content, bytes) else content
        for number_, line in self._raw():
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise ConfigError(f"{name}: line {number_} is not UTF-8 (byte {error.start + 1} of it)") from error

    def _raw(self) -> Iterator[tuple[int, bytes]]:
        return enumerate(
            self._content.splitlines() if isinstance(self._content, bytes) else _file_lines(self._content), 1
        )

    def __iter__(self) -> Iterator[tuple[int, str]]:
        for number_, line in self._raw():
            text = line.decode("utf-8").strip()
            if text and not text.startswith("#"):
                yield number_, text


def _file_lines(path: Path) -> Iterator[bytes]:
    """Read as they are asked for: a list of millions of addresses is never in memory as a whole."""
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        for line in file:
            yield from line.splitlines() or [b""]


def read_lines(argument: str, name: str) -> Lines:
    """The lines of the file `name`, or of stdin for `-`.

    Raises:
        ConfigError: the file cannot be read, or a line of it is not UTF-8.
    """
    if name == "-":
        return Lines("<stdin>", sys.stdin.buffer.read())
    try:
        # a pipe can be read only once
        return Lines(name, Path(name) if Path(name).is_file() else Path(name).read_bytes())
    except IsADirectoryError as error:
        raise ConfigError(f"-a {argument}={name}: is a directory, not a file") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"-a {argument}={name}: cannot be read ({reason})") from error


def names_of(given: Mapping[str, object]) -> list[str]:
    """The names of `-a site=` and of the file of `-a sites=`, each once.

    Raises:
        ConfigError: the file cannot be read, or there is no name in it.
    """
    names = [word.strip() for word in str(given.get("site") or "").split(",") if word.strip()]
    if given.get("sites"):
        names += [line for _, line in read_lines("sites", str(given["sites"]))]
        if not names:
            raise ConfigError(f"-a sites={given['sites']}: there is no site in it")
    return list(dict.fromkeys(names))


def without_password(text: str) -> str:
    """An address as it may stand in a log.

    >>> without_password("https://reader:hunter2@paper.example/a@b")
    'https://***@paper.example/a@b'
    """
    return _USER.sub("***@", text)


def meant(text: str) -> str:
    """What helps with a text that is no address.

    >>> meant("paper.example/2026/bell"), meant("17,https://paper.example/2026/bell"), meant("bell")
    ('; did you mean https://paper.example/2026/bell?', '; the line has more than an address: give one a line, alone', '')
    """
    if _WITHIN.search(text):
        return "; the line has more than an address: give one a line, alone"
    return f"; did you mean https://{text[:200]}?" if _BARE.match(text) else ""
