"""The exception with which a download is given up. It carries the fate that the ledger writes down, so that
whoever knows why also says whether a later run should try again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Self

from scrapy.exceptions import IgnoreRequest

from newscrawl.ledger.fates import Fate


class FetchError(IgnoreRequest):
    """This download gives no page and is not tried again in this run.

    Attributes:
        fate: `refused` (final) or `failed` (a later run may try), with one of the ledger's `FETCH_CODES`.
    """

    def __init__(self, fate: Fate) -> None:
        self.fate = fate
        super().__init__(f"{fate.code}: {fate.detail}" if fate.detail else fate.code)

    @classmethod
    def refused(cls, code: str, detail: str = "") -> Self:
        """Never to be tried again."""
        return cls(Fate("refused", code, detail))

    @classmethod
    def postponed(cls, detail: str) -> Self:
        """The run ends for another reason; the next one may try at once."""
        return cls(Fate("failed", "postponed", detail, retry_at=datetime.now(UTC)))

    @classmethod
    def failed(cls, code: str, detail: str = "", *, retry_at: datetime | None = None) -> Self:
        """May work later; `retry_at` (aware, UTC) where the host said when."""
        return cls(Fate("failed", code, detail, retry_at=retry_at))
