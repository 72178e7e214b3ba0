"""Who signs a letter or a column below it, as Korean papers print it: a name and what its bearer is, or where he lives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from newscrawl.extraction.fields.korean_names import is_korean_name
from newscrawl.extraction.lines import Mark

SIGNED = Mark("any.signature", "Who wrote the letter or column signs it, and stands in the field authors.")
#: What a headline opens with above what readers and guests wrote.
_BY_GUESTS = re.compile(
    r"\s*[\[<〈【][^\]>〉】]{0,12}(?:기고|칼럼|시론|시평|논단|투고|독자|수필|에세이|발언대|광장|단상|산책|편지|생각|시와|의 시|시가|시선)[^\]>〉】]{0,8}[\]>〉】]"
)
_MAX_CHARS = 50
#: What stands behind a noun that looks like a name (`강사는 …`).
_PARTICLES = frozenset("는를의에도")
_STOPPED = re.compile(r"[.!?…][”’\"']?\Z")
_ANNOUNCES = re.compile(r"(?:다음|아래|이하|명단|수상|선정|당선|뽑)[^.]{0,24}[.]\Z")
_OFFICE = r"(?:시인|소설가|수필가|작가|평론가|교수|대표|회장|국장|관장|원장|소장|위원장|위원|의원|교사|교장|이사장?|변호사|주무관|과장|팀장|경위|경장|순경|사무관|연구원|목사|신부|스님|이장|주부|학생|농부)"
_SIGNATURE = re.compile(
    r"[<〈(/\s]{0,2}([가-힣]{3})(?:"
    r"(?:\s?[·/,|(]\s?|\s)(?:[가-힣A-Za-z·()]{1,14}\s){0,4}[가-힣·]{0,12}"
    rf"{_OFFICE}(?:\s?\([가-힣·\s]{{2,12}}\))?"
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

    >>> signer("홍길동 예시대 교수(교육평가)"), signer("홍길동(예시시 강동면)"), signer("발이 젖는다")
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


def signs_below(texts: Sequence[str]) -> bool:
    """Whether the last line of a piece is the one signature in it, below a sentence that announces nobody.

    >>> signs_below(["무를 묻었다.", "홍길동 수필가"]), signs_below(["수상자는 다음과 같다.", "홍길동 시인"])
    (True, False)
    """
    name = signer(texts[-1]) if len(texts) > 1 else None
    if name is None or name[-1] in _PARTICLES or any(map(signer, texts[:-1])):
        return False
    return _STOPPED.search(texts[-2]) is not None and _ANNOUNCES.search(texts[-2]) is None


def is_signature(texts: Sequence[str], by_guest: bool) -> bool:
    """Whether the last line of a piece signs it; what guests wrote may be signed in more ways."""
    return bool((signer if by_guest else column_signer)(texts[-1])) or signs_below(texts)


def signs_alone(text: str, texts: Iterable[str]) -> bool:
    """Whether a line names the writer of a column; in a list of people each part is headed so."""
    return bool(column_signer(text)) and sum(bool(column_signer(other)) for other in texts) == 1
