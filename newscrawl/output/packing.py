"""How finished files are packed, and how packed ones are read: plain, gzip or Zstandard, told by the name's ending.

A file that is still written to is never packed: a torn line can be cut off, a torn block of packed data cannot.
"""

from __future__ import annotations

import gzip
import importlib
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, cast

from newscrawl.errors import ConfigError

try:
    _zstd: Any = importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
except ImportError:
    _zstd = None

#: Packing -> what it adds to a file's name.
ENDINGS: Mapping[str, str] = MappingProxyType({"none": "", "gzip": ".gz", "zstd": ".zst"})

_GZIP_LEVEL = 6
_CHUNK = 1 << 20


def check_packing(packing: str) -> str:
    """The packing itself.

    Raises:
        ConfigError: it is unknown, or this Python cannot do it.
    """
    if packing not in ENDINGS:
        raise ConfigError(f"{packing!r} is none of {', '.join(ENDINGS)}")
    if packing == "zstd" and _zstd is None:
        raise ConfigError("zstd needs Python 3.14 or the package backports.zstd")
    return packing


def plain_name(name: str) -> str:
    """A file's name without what packing added."""
    return name.removesuffix(".gz").removesuffix(".zst")


def open_packed(path: Path) -> BinaryIO:
    """The file for reading, unpacked on the way; seeking forward works, and costs the unpacking.

    Raises:
        OSError: it cannot be read; also while reading, where what is packed is damaged.
    """
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.GzipFile(path, "rb"))
    if path.suffix != ".zst":
        return path.open("rb")
    if _zstd is None:
        raise OSError(f"{path}: to read it needs Python 3.14 or the package backports.zstd")
    return cast(BinaryIO, _zstd.ZstdFile(path, "rb"))


#: What reading a damaged packed file raises.
DAMAGED: tuple[type[Exception], ...] = (EOFError, gzip.BadGzipFile, zlib.error, *((_zstd.ZstdError,) if _zstd else ()))


def copy_packed(source: Path, target: BinaryIO, packing: str) -> None:
    """Write a file into another, packed; the same bytes always give the same bytes. Raises OSError."""
    with source.open("rb") as file:
        if packing == "none":
            _copy(file, target)
        elif packing == "gzip":
            with gzip.GzipFile("", "wb", _GZIP_LEVEL, target, mtime=0) as packed:
                _copy(file, cast(BinaryIO, packed))
        else:
            with _zstd.ZstdFile(target, "wb") as packed:
                _copy(file, cast(BinaryIO, packed))


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while chunk := source.read(_CHUNK):
        target.write(chunk)
