"""Who signs a letter or a column below it, as Korean papers print it: a name and what its bearer is, or where he lives."""

from __future__ import annotations

import re

from newscrawl.extraction.fields.korean_names import is_korean_name
from newscrawl.extraction.lines import Mark

SIGNED = Mark("any.signature", "Who wrote the letter or column signs it, and stands in the field authors.")
#: What a headline opens with above what readers and guests wrote.
_BY_GUESTS = re.compile(
    r"\s*[\[<〈【][^\]>〉】]{0,12}(?:기고|칼럼|시론|시평|논단|투고|독자|수필|에세이|발언대|광장|단상|산책|편지|생각|시와|의 시|시가|시선)[^\]>〉】]{0,8}[\]>〉】]"
)
_MAX_CHARS = 50
_OFFICE = r"(?:시인|소설가|수필가|작가|평론가|교수|대표|회장|국장|관장|원장|소장|위원장|위원|의원|교사|교장|이사장?|변호사|주무관|과장|팀장|경위|경장|순경|사무관|연구원|목사|신부|스님|이장|주부|학생|농부)"
_SIGNATURE = re.compile(
    r"[<〈(/\s]{0,2}([가-힣]{3})(?:"
    r"(?:\s?[·/,|(]\s?|\s)(?:[가-힣A-Za-z·()]{1,14}\s){0,4}[가-힣·]{0,12}"
    rf"{_OFFICE}"
    r"|\s?[(<]\s?[가-힣\s]{2,16}(?:시|군|구|동|면|읍|리|로|길)(?=[)>])"
    r")[)>〉\s]{0,3}"
)

#: A name and an office whole in brackets, or with a bar between them, sign a column whatever its headline says.
_SIGNED = re.compile(
    rf"\[\s?([가-힣]{{3}})\s(?:[가-힣A-Za-z0-9·&()]{{1,16}}\s){{0,4}}[가-힣·]{{0,12}}{_OFFICE}(?:[·/]\s?[가-힣]{{2,8}})?\s?\]"
    rf"|([가-힣]{{3}})\s?[|│ㅣ]\s?(?:[가-힣A-Za-z0-9·&]{{1,16}}\s){{0,4}}[가-힣·]{{0,12}}{_OFFICE}(?:[·/,]\s?[가-힣]{{2,8}})?"
)


def is_by_guest(title: str) -> bool:
    """Whether a headline says that a reader or a guest wrote what follows.

    >>> is_by_guest("[기고] 새가 먼저 돌아왔다"), is_by_guest("[단독] 기고 끊은 시인")
    (True, False)
    """
    return _BY_GUESTS.match(title) is not None


def signer(line: str) -> str | None:
    """Whom the last line of such a piece names as its writer.

    >>> signer("홍길동 예시습지지킴이 사무국장"), signer("홍길동(예시시 강동면)"), signer("발이 젖는다")
    ('홍길동', '홍길동', None)
    """
    found = _SIGNATURE.fullmatch(line) if len(line) <= _MAX_CHARS else None
    return found[1] if found and is_korean_name(found[1]) else column_signer(line)


def column_signer(line: str) -> str | None:
    """Whom a line names that can be nothing but a signature.

    >>> column_signer("[홍길동 예시문학관 관장]"), column_signer("홍길동 | 소설가"), column_signer("[홍길동/예시시장]")
    ('홍길동', '홍길동', None)
    """
    found = _SIGNED.fullmatch(line) if len(line) <= _MAX_CHARS else None
    name = found and (found[1] or found[2])
    return name if name and is_korean_name(name) else None
