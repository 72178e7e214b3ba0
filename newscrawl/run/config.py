"""The NEWSCRAWL_* settings that the store half reads, checked once at the start of a run.

A value that cannot be meant stops the run before the first request, with the name of the setting.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings, default_settings

from newscrawl.errors import ConfigError
from newscrawl.options import list_of
from newscrawl.output.packing import check_packing
from newscrawl.settings import defaults as our_defaults


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings in force; units and meanings stand in `settings.py`."""

    output: Path
    sites: Path | None
    rules: Path | None
    tries: int
    retry_seconds: float
    lease_seconds: float
    extract_processes: int
    extract_seconds: float
    extract_memory_mb: int
    learn_layouts: bool
    story_pages: int
    archive: bool
    archive_file_mb: int
    dedupe_text: bool
    learn: bool
    min_text_chars: int
    max_removed_share: float
    inline_removals: bool
    line_max_bytes: int
    sync_lines: int
    sync_seconds: float
    refetch_hours: tuple[float, ...]
    segment_mb: float
    segment_seconds: float
    packing: str
    min_free_mb: int
    stop_free_mb: int
    min_success_share: float
    time_budget_seconds: float
    stop_seconds: float
    per_host: int
    poll_max_seconds: float
    retry_after_max_seconds: float
    breaker_seconds: float
    health_command: str
    health_webhook: str
    strict_health: bool


def read_config(settings: BaseSettings) -> Config:
    """The settings as values.

    Raises:
        ConfigError: names the first setting that is wrong.
    """
    _check_kinds(settings)
    read = _Reader(settings)
    return Config(
        output=Path(read.text("OUTPUT_DIR")).absolute(),
        sites=read.folder("SITES_DIR"),
        rules=read.folder("RULES_DIR"),
        tries=read.whole("TRIES", 1, 100),
        retry_seconds=read.number("RETRY_SECONDS", 0, 1e9),
        lease_seconds=read.number("LEASE_SECONDS", 1, 1e6),
        extract_processes=read.whole("EXTRACT_PROCESSES", 1, 512),
        extract_seconds=read.number("EXTRACT_SECONDS", 0.1, 3600),
        extract_memory_mb=read.whole("EXTRACT_MEMORY_MB", 64, 1_000_000),
        learn_layouts=read.switch("LEARN_LAYOUTS"),
        story_pages=read.whole("STORY_PAGES", 1, 1000),
        archive=read.switch("ARCHIVE"),
        archive_file_mb=read.whole("ARCHIVE_FILE_MB", 1, 1_000_000),
        dedupe_text=read.switch("DEDUPE_TEXT"),
        learn=read.switch("LEARN"),
        min_text_chars=read.whole("MIN_TEXT_CHARS", 1, 100_000),
        max_removed_share=read.number("MAX_REMOVED_SHARE", 0, 1),
        inline_removals=read.switch("INLINE_REMOVALS"),
        line_max_bytes=read.whole("LINE_MAX_BYTES", 10_000, 10**9),
        sync_lines=read.whole("SYNC_LINES", 1, 100_000),
        sync_seconds=read.number("SYNC_SECONDS", 0, 60),
        refetch_hours=read.numbers("REFETCH_HOURS", 0.01, 1e6),
        segment_mb=read.number("SEGMENT_MB", 0.001, 1e6),
        segment_seconds=read.number("SEGMENT_SECONDS", 1, 1e9),
        packing=read.packing("SEGMENT_PACKING"),
        min_free_mb=read.whole("MIN_FREE_MB", 0, 10**9),
        stop_free_mb=read.whole("STOP_FREE_MB", 0, 10**9),
        min_success_share=read.number("MIN_SUCCESS_SHARE", 0, 1),
        time_budget_seconds=read.number("TIME_BUDGET_SECONDS", 0, 1e9),
        stop_seconds=read.number("STOP_SECONDS", 0, 1e6),
        poll_max_seconds=read.number("POLL_MAX_SECONDS", 0, 1e9),
        retry_after_max_seconds=read.number("RETRY_AFTER_MAX_SECONDS", 0, 1e9),
        breaker_seconds=read.number("BREAKER_SECONDS", 0, 1e9),
        health_command=str(settings.get("NEWSCRAWL_HEALTH_COMMAND") or ""),
        health_webhook=read.web_address("HEALTH_WEBHOOK"),
        strict_health=read.switch("STRICT_HEALTH"),
        per_host=_per_host(settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")),
    )


def _per_host(concurrency: int) -> int:
    """URLs of a host that may be out: those being fetched, and those in the line, which takes longer than a fast host."""
    return 4 * concurrency if concurrency > 1 else 2


def _check_kinds(settings: BaseSettings) -> None:
    """Scrapy reads its own settings late, and ends with a traceback where a number is none; so do our middlewares."""
    for name, default in (vars(default_settings) | our_defaults).items():
        if not isinstance(default, int | float) or not settings.getpriority(name):
            continue
        value = settings.get(name)
        read = settings.getbool if isinstance(default, bool) else settings.getfloat
        try:
            read(name)
        except (TypeError, ValueError):
            kind = "neither true nor false" if isinstance(default, bool) else "no number"
            raise ConfigError(f"{name}: {value!r} is {kind}") from None
    level = settings.get("LOG_LEVEL")
    if not isinstance(level, int) and level not in logging.getLevelNamesMapping():
        raise ConfigError(f"LOG_LEVEL: {level!r} is none of DEBUG, INFO, WARNING, ERROR, CRITICAL")


class _Reader:
    def __init__(self, settings: BaseSettings) -> None:
        self._settings = settings

    def text(self, name: str) -> str:
        value = self._settings.get(f"NEWSCRAWL_{name}")
        if not isinstance(value, str | Path) or not str(value):
            raise ConfigError(f"NEWSCRAWL_{name}: {value!r} is no path")
        return str(value)

    def folder(self, name: str) -> Path | None:
        value = self._settings.get(f"NEWSCRAWL_{name}")
        if not value:
            return None
        if not Path(value).is_dir():
            raise ConfigError(f"NEWSCRAWL_{name}: there is no folder {str(value)!r}")
        return Path(value).absolute()

    def web_address(self, name: str) -> str:
        value = str(self._settings.get(f"NEWSCRAWL_{name}") or "")
        if value and not value.lower().startswith(("http://", "https://")):
            raise ConfigError(f"NEWSCRAWL_{name}: {value!r} is no http or https address")
        return value

    def switch(self, name: str) -> bool:
        try:
            return self._settings.getbool(f"NEWSCRAWL_{name}")
        except ValueError:
            value = self._settings.get(f"NEWSCRAWL_{name}")
            raise ConfigError(f"NEWSCRAWL_{name}: {value!r} is neither true nor false") from None

    def packing(self, name: str) -> str:
        try:
            return check_packing(str(self._settings.get(f"NEWSCRAWL_{name}")))
        except ConfigError as error:
            raise ConfigError(f"NEWSCRAWL_{name}: {error}") from None

    def numbers(self, name: str, least: float, most: float) -> tuple[float, ...]:
        values = list_of(self._settings, f"NEWSCRAWL_{name}")
        return tuple(self._number(name, value, least, most) for value in values)

    def number(self, name: str, least: float, most: float) -> float:
        return self._number(name, self._settings.get(f"NEWSCRAWL_{name}"), least, most)

    @staticmethod
    def _number(name: str, value: Any, least: float, most: float) -> float:
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ConfigError(f"NEWSCRAWL_{name}: {value!r} is no number") from None
        if not least <= number <= most:
            raise ConfigError(f"NEWSCRAWL_{name}: {value!r} is not between {least:g} and {most:g}")
        return number

    def whole(self, name: str, least: int, most: int) -> int:
        number = self.number(name, least, most)
        if number != int(number):
            raise ConfigError(f"NEWSCRAWL_{name}: {number:g} is no whole number")
        return int(number)
