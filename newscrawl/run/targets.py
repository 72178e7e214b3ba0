"""What a spider's Request says to the ledger; everything else of it is forgotten on purpose."""

from __future__ import annotations

from urllib.parse import urldefrag, urlsplit

from scrapy import Request

from newscrawl.ledger import KINDS
from newscrawl.ledger.base import Target


def target_of(request: Request, depth: int = 0, found_in: str = "") -> Target:
    """What a spider announced with a request; `found_in` is the list page that named it, unless the request says.

    Raises:
        ValueError: `meta["kind"]` is missing or unknown.
    """
    kind = request.meta.get("kind")
    if kind not in KINDS:
        said = f"meta['kind'] of {request} must be one of {', '.join(KINDS)}, not {kind!r}"
        raise ValueError(f"{said}: a NewsSpider yields self.request(url, kind)")
    url = urldefrag(request.url).url
    return Target(
        url=url,
        kind=kind,
        site=request.meta.get("site") or (urlsplit(url).hostname or "").removeprefix("www."),
        announced=request.meta.get("announced") or {},
        depth=depth,
        found_in=request.meta.get("found_in") or found_in,
        again=bool(request.meta.get("again")),
        **({"days": request.meta["days"]} if "days" in request.meta else {}),
    )
