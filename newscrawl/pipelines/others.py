"""Stages that are none of ours: what breaks in them is told as theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from scrapy.exceptions import DropItem
from scrapy.utils.defer import ensure_awaitable
from scrapy.utils.python import global_object_name

from newscrawl.article import Article, Extraction, Page
from newscrawl.errors import NewscrawlError

_OURS = __name__.partition(".")[0]
#: What a stage may make of what it was given; behind `write` it may do as it likes.
_MADE: dict[type, tuple[type, ...]] = {Page: (Page, Extraction), Extraction: (Extraction,), Article: (object,)}


class StageError(Exception):
    """A stage broke that is none of ours. Attributes: `stage`, its dotted name; `problem`, in words."""

    def __init__(self, stage: str, problem: str) -> None:
        self.stage, self.problem = stage, problem
        super().__init__(stage, problem)

    def __str__(self) -> str:
        return f"{self.stage}: {self.problem}"


def is_ours(stage: object) -> bool:
    """Whether it is a stage of newscrawl."""
    return type(stage).__module__.partition(".")[0] == _OURS


def _said(error: BaseException) -> str:
    """An error in words, also one that breaks while it is asked for them."""
    try:
        words = str(error)
    except Exception:  # noqa: BLE001 - theirs
        words = ""
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _task() -> asyncio.Task[Any] | None:
    """The task that is being run, if any is."""
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None


def watched(stage: object, process: Callable[[Any], Any]) -> Callable[[Any], Awaitable[Any]]:
    """A stage's `process_item`, whose mistakes bear its name.

    It raises `StageError` where the stage raises what is no `DropItem` and none of our errors, or gives back what no next
    stage can work on.
    """
    name = global_object_name(type(stage))

    async def process_item(item: Any) -> Any:
        task = _task()
        try:
            made = await ensure_awaitable(process(item), _warn=name)
        except (DropItem, NewscrawlError):
            raise
        except asyncio.CancelledError as error:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise  # from outside, for the run ends; the stage's own would leave the page without a fate
            raise StageError(name, _said(error)) from error
        except GeneratorExit as error:
            if task is None or _task() is not task:
                raise  # Python closes what was never awaited to its end; the stage's own would end the run as complete
            raise StageError(name, _said(error)) from error
        except (Exception, SystemExit) as error:
            raise StageError(name, _said(error)) from error
        if not isinstance(made, _MADE.get(type(item), (object,))):
            raise StageError(name, f"gave back {type(made).__name__} in place of the {type(item).__name__}")
        return made

    return process_item
