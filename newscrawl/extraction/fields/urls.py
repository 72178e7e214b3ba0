"""The address an article is known by: what the publisher declares, without what tracks its readers.

The record's `id` hangs on it, so the mobile and AMP twins of a page and its shared copies must all come out alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urljoin, urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

from newscrawl.extraction.fields.evidence import Evidence, Found

TRACKERS = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_name", "utm_brand", "utm_social",
    "utm_social-type", "utm_reader", "utm_referrer", "utm_creative_format", "utm_marketing_tactic", "utm_source_platform",
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "li_fat_id", "srsltid",
    "igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl", "_hsenc", "_hsmi", "hsctatracking", "mkt_tok", "vero_id", "oly_enc_id",
    "oly_anon_id", "s_kwcid", "s_cid", "cmpid", "ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "ref_src", "ref_url",
    "at_medium", "at_campaign", "at_custom1", "at_custom2", "at_custom3", "at_custom4", "wt_mc", "wt_zmc", "xtor", "guccounter",
    "guce_referrer", "guce_referrer_sig", "__twitter_impression", "smid", "ncid", "spm", "trk", "trkcampaign", "pk_campaign",
    "pk_kwd", "mtm_campaign", "mtm_source", "mtm_medium", "__cf_chl_tk", "__cf_chl_rt_tk",
)  # fmt: skip
_AMP_HOST = re.compile(r"\Aamp\.|\.cdn\.ampproject\.org\Z")
_AMP_PATH = re.compile(r"/amp/?\Z|\A/amp/|\.amp(?:\.html?)?\Z|/amp/(?=[^/]+\Z)")
_AMP_QUERY = re.compile(r"(?:\A|&)(?:amp(?:=1|=true)?|outputType=amp)(?:&|\Z)", re.IGNORECASE)
#: An address with nothing that could be taken out or spelled otherwise.
_CLEAN = re.compile(r"https?://[a-z0-9.-]+/[A-Za-z0-9._~/-]*")
_MAX_CHARS = 2_000


def read_canonical(evidence: Evidence) -> Found:
    """The canonical address: declared and plausible, else the address the page was read at."""
    own = without_trackers(evidence.page.url)
    plausible = [(url, source) for url, source in _declared(evidence) if _is_plausible(url, own)]
    best = next((entry for entry in plausible if not is_amp(entry[0])), plausible[0] if plausible else None)
    return Found(without_trackers(best[0]), best[1]) if best else Found(own, "url")


def without_trackers(url: str) -> str:
    """The URL without tracking parameters and fragment, in one spelling.

    >>> without_trackers("https://X.test/a?utm_source=b&id=1#c")
    'https://x.test/a?id=1'
    """
    if _CLEAN.fullmatch(url):
        return url
    try:
        return str(canonicalize_url(url_query_cleaner(url, TRACKERS, remove=True)))
    except ValueError:
        return url


def is_amp(url: str) -> bool:
    """Whether an address is that of an AMP twin.

    >>> is_amp("https://x.test/story/amp/"), is_amp("https://x.test/amps-and-volts")
    (True, False)
    """
    parts = split_url(url)
    return any(
        pattern.search(piece or "")
        for pattern, piece in ((_AMP_HOST, parts.hostname), (_AMP_PATH, parts.path), (_AMP_QUERY, parts.query))
    )


def _declared(evidence: Evidence) -> Iterator[tuple[str, str]]:
    for source, values in (
        ("link canonical", evidence.structured.links.get("canonical", ())),
        ("meta og:url", evidence.structured.meta.get("og:url", ())),
    ):
        for value in values[:3]:
            if len(value) <= _MAX_CHARS and (full := _joined(evidence.page.url, value)):
                yield full, source


def _joined(base: str, address: str) -> str | None:
    try:
        return urljoin(base, address)
    except ValueError:
        return None


def split_url(url: str) -> SplitResult:
    """The parts of an address, all of them empty where it is none: pages hold what no parser takes for one.

    >>> split_url("http://[here").hostname, split_url("https://x.test/a").path
    (None, '/a')
    """
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _is_plausible(url: str, own: str) -> bool:
    """An absolute web address, and not the front page in the name of every story."""
    declared, read = split_url(url), split_url(own)
    if declared.scheme not in ("http", "https") or "." not in declared.netloc:
        return False
    return len(declared.path) > 1 or bool(declared.query) or (len(read.path) <= 1 and not read.query)
