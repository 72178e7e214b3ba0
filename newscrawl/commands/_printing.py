"""Standard output of a command: what cannot be written there ends it in one line, or without a word where nobody reads any more."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_CANNOT_WRITE, _STORAGE = 73, 74
_BROKEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG})


def fail(code: int, message: str) -> NoReturn:
    """End with one line on standard error."""
    note(message)
    raise SystemExit(code)


def note(message: str) -> None:
    """A line on standard error that a person should see, beside the result."""
    with suppress(OSError):
        print(f"newscrawl: {message}", file=sys.stderr)


def write_code(error: BaseException | None) -> int:
    """The exit code for what kept something from being written: 74 the disk is full or broken, 73 anything else."""
    return _STORAGE if isinstance(error, OSError) and error.errno in _BROKEN else _CANNOT_WRITE


class _Printed(io.FileIO):
    """Standard output that ends the process where it cannot be written. No `except OSError` of a command takes it for its own matter."""

    def __init__(self, number: int, *, to_the_end: bool) -> None:
        super().__init__(number, "w", closefd=False)
        self._to_the_end = to_the_end

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BlockingIOError:  # the buffer's matter
            raise
        except OSError as error:
            os.dup2(
                os.open(os.devnull, os.O_WRONLY), self.fileno()
            )  # what is left in buffers goes there, or fails once more
            if not isinstance(error, BrokenPipeError):
                fail(write_code(error), f"standard output: {error.strerror}")
            if not self._to_the_end:
                raise SystemExit(0) from None
            return memoryview(data).nbytes


@contextmanager
def printing(*, to_the_end: bool) -> Iterator[None]:
    """Standard output as above, as long as a command works.

    Args:
        to_the_end: the exit code is a verdict, so the command goes on though nobody reads any more.
    """
    try:
        number = sys.stdout.fileno()
    except (OSError, ValueError):  # a notebook's or test's own
        yield
        return
    before, raw = sys.stdout, _Printed(number, to_the_end=to_the_end)
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(raw), before.encoding, before.errors, line_buffering=raw.isatty())
    try:
        yield
    finally:
        try:
            sys.stdout.flush()
        finally:
            sys.stdout = before
