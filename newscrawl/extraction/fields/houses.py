"""What stands behind a name and is no other person: its bearer's paper or agency, place, or degree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.extraction.fields.names import EDGE, is_full_name

#: News agencies that go by their letters.
AGENCIES = frozenset(("AP", "AFP", "DPA", "APA", "SDA", "EFE", "ANSA", "AAP", "PA", "UPI", "EPD", "KNA", "SID", "TASS", "NTB", "TT", "ANP", "BTA", "PAP", "LUSA", "IANS", "PTI", "ANI"))  # fmt: skip
_HOUSE_WORD = re.compile(
    r"(?:The )?(?:[A-Z][\w.&-]*\s){1,4}(?:News|Service|Press|Agency|Times|Network|Radio|Media|Bureau)|(?:The )?(?:[A-Z][\w.&-]*\s){1,3}Staff|[A-Z]{2,5}-Studio\s.+"
)
#: The same by what papers call themselves: names of two words may be people's.
_PAPER = re.compile(
    r"(?:The )?(?:[A-Z][\w.&-]*\s){2,4}(?:Post|Mail|Star|Sun|Journal|Globe|Record|Register|Review|Daily|Mirror)|(?:[A-Z][\w.&-]*\s){1,3}TODAY|"
    r"(?:The )?(?:[A-Z][\w.&-]*\s){1,4}(?:Herald|Tribune|Gazette|Chronicle|Observer|Telegraph|Dispatch|Examiner|Inquirer|Sentinel|Courier|Newspapers?)"
)
#: `Associated Press Writer`, `Post Staff Writer Mon May 12`
_HOUSE_WRITER = re.compile(
    r"(?:[A-Z][\w.&'’-]*\s){1,4}(?:Writers?|Reporters?|Correspondents?)(?:,?\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b.*)?"
)
_ONE_WORD = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ'’-]{2,20}")
#: One word as well, and no place: agencies that are named beside people.
_BESIDE = frozenset(
    "Reuters Ritzau Belga Bloomberg Xinhua Lusa Ansa Agerpres Mediafax Antara Interfax Hina Tanjug Agenturen Agencies Agencias Redaktion Redacción".split()
)
_CREDENTIAL = re.compile(
    r"(?:Ph\.?\s?D|M\.?D|J\.?D|D\.?O|M\.?B\.?A|R\.?N|R\.?D|C\.?P\.?A|Esq|Jr|Sr|M\.?S[cW]?|B\.?A|B\.?Sc?|M\.?A|M\.?P\.?H|LL\.?M|[A-Z]{2,6}(?:-[A-Z]+)?)\.?"
)


def is_degree(part: str) -> bool:
    return _CREDENTIAL.fullmatch(part) is not None and part not in AGENCIES


def is_beside(parts: Sequence[str], position: int) -> bool:
    """Whether what follows a full name is its bearer's house or, behind one name, place: `Jane Doe, Example News, Nairobi`."""
    part = parts[position].strip(EDGE)
    if not is_full_name(parts[0].strip(EDGE)):
        return False
    houses = [_is_house(each.strip(EDGE)) for each in parts]
    is_place = all(houses[1:position]) and position == len(parts) - 1
    return houses[position] or (is_place and _ONE_WORD.fullmatch(part) is not None and part not in _BESIDE)


def _is_house(part: str) -> bool:
    return any(pattern.fullmatch(part) for pattern in (_HOUSE_WORD, _PAPER, _HOUSE_WRITER))
