"""Who is told that sites are not as usual: a command of the user's, a webhook of the user's. Neither can spoil the run."""

from __future__ import annotations

import logging
import shlex
import subprocess
import threading
import urllib.request
from collections.abc import Mapping, Sequence

import msgspec

from newscrawl.run.config import Config

logger = logging.getLogger(__name__)

_COMMAND_SECONDS = 60
_POST_SECONDS = 20
_READ_BYTES = 1 << 16


def tell(config: Config, run_id: str, findings: Mapping[str, Sequence[str]]) -> None:
    """Give the findings as JSON to NEWSCRAWL_HEALTH_COMMAND and NEWSCRAWL_HEALTH_WEBHOOK; a failure is logged."""
    if not findings:
        return
    report = msgspec.json.encode({"run_id": run_id, "sites": findings})
    if config.health_command:
        _start(config.health_command, report)
    if config.health_webhook:
        try:
            post_json(config.health_webhook, report)
        except OSError as error:
            logger.error("NEWSCRAWL_HEALTH_WEBHOOK: %s", error)


def _start(command: str, report: bytes) -> None:
    try:
        subprocess.run(shlex.split(command), input=report, timeout=_COMMAND_SECONDS, check=True)  # noqa: S603
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        logger.error("NEWSCRAWL_HEALTH_COMMAND: %s", error)


def post_json(url: str, body: bytes, seconds: float = _POST_SECONDS) -> None:
    """POST a JSON document to an address that the user chose, private ones too.

    Raises:
        OSError: it was not taken within so many seconds; `TimeoutError`, `urllib.error.HTTPError` and the like are.
    """
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"}, method="POST")
    failed: list[Exception] = []

    def post() -> None:
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                answer.read(_READ_BYTES)
        except Exception as error:  # noqa: BLE001 - handed over to the caller
            failed.append(error)

    # a server that sends a byte now and then keeps a socket's own timeout from ever ending
    thread = threading.Thread(target=post, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"no answer within {seconds:g} s")
    if failed:
        raise failed[0] if isinstance(failed[0], OSError) else OSError(str(failed[0]))
