"""What a Korean paper says to its readers below a story: told by place and speech instead of wording.

Reports are written in plain speech (`-다`), readers are spoken to politely (`-니다`, `-세요`); and behind byline, notice or sign-off
a story does not go on but with sentences in its own speech, or with rows of figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from newscrawl.extraction.lines import Mark, SourceLine
from newscrawl.extraction.teasers import is_headline

BEHIND = Mark("any.behind-byline", "It stands behind byline or notice and goes on with no sentence of the story.")
ADDRESSED = Mark("any.speaks-to-readers", "Below a report in plain speech the paper speaks to its readers politely.")
#: Rules, without their language, for lines behind which a story does not go on.
_CLOSING = frozenset((
    "byline-email", "byline", "byline-tail", "email-tail", "sign-off", "tip-off-block", "tip-off", "copyright", "copyright-holder",
    "copyright-tail",
))  # fmt: skip
#: So many sentences make a story, so many lines may stand behind it, and so long may they be.
_SENTENCES, _BEHIND, _MAX_CHARS = 3, 16, 200
#: One sentence in so many may be in the other speech.
_OTHER = 8
_HANGUL = re.compile("[가-힣]")
#: What stands behind a line's last sentence: an address, a link in brackets.
_TAIL = re.compile(
    r"(?:\s*(?:[\[(<〈][^\[\]()<>〈〉]{1,24}[\])>〉]|(?:https?://)?[\w.-]+\.[a-z]{2,4}(?:/\S*)?|\S+@\S+|[→👉♡♥]))+\Z"
)
_END = re.compile(r"[\s.!?~…]*\Z")
_POLITE = re.compile(r"(?:니다|니까|세요|십시오|시오|[가-힣]요|지요|죠)\Z")
_PLAIN = re.compile(r"(?<!니)다\Z")
_ASKS = re.compile(r"(?:(?<!계)세요|십시오|바랍니다|드립니다|드려요|부탁합니다)\Z")
#: Rows of lists and tables: signs that open them; figures without the quotations and points of headlines.
_ROW = re.compile(r"\s?(?:[◇◆○●◎△▲▽▼□■★☆‣•]|\d{1,2}(?:[.)위회]|\s)|[①-⑳])")
_FIGURES, _HEADLINE = re.compile(r"(?<![가-힣\d])\d"), re.compile(r"[“”\"'‘’…?!▶☞]|\.\.")
_CONTACT = re.compile(r"@|\d{2,4}-\d{3,4}|https?:|www\.|#\d{4}")
#: A turn of a talk; notes on what the story says are part of it.
_TURN = re.compile(r"[\W_]{0,3}[가-힣A-Za-z0-9. ]{1,16}\s?[:：>ㅣ|]|.*\?\s*\Z")
_OF_STORY = re.compile(r"가명|익명|실명|정정|바로잡|번역|괄호|원문")
_SIGN = re.compile(r"\s?(?:[※*▶▷☞►→✔✅↑☎]|[\U0001f300-\U0001faff]|[\[<〈《【].{2,}[\])>〉》】]\s?\Z)")
_PAPERS = re.compile(
    r"구독|후원|본지|본보|저희|제보|뉴스레터|채널|유튜브|팟캐스트|필자|필진|글쓴이|연재|시민기자|원고료|기고문|독자 ?(?:투고|의견|참여|제보|원고)|이 기사|본 기사|기자에게"
)


def closes(rule: str) -> bool:
    """Whether a story does not go on behind what this rule takes, but with whole sentences.

    >>> closes("ko.byline"), closes("ko.photo-credit")
    (True, False)
    """
    return rule.partition(".")[2] in _CLOSING


def is_korean(kept: Sequence[SourceLine]) -> bool:
    """Whether any of the last lines is Korean: of other stories nothing is asked here."""
    return any(_HANGUL.search(line.text) for line in kept[-_BEHIND:])


def afterwords(
    kept: Sequence[SourceLine], texts: Sequence[str], closed: Collection[int], headed: Collection[int], publisher: str
) -> dict[int, Mark]:
    """Lines below the story's last sentence that are the paper's own words, by their positions, each with its reason.

    Args:
        kept: the lines of the story, in page order.
        texts: what is left of each.
        closed: positions of lines that close a story, kept or taken.
        headed: positions of headings over other stories that were taken.
        publisher: the paper's name, "" where nobody knows it.
    """
    spoken = [_speech(text) for text in texts]
    own = _own_speech(spoken)
    if own is None:
        return {}
    last = _last_sentence(spoken, texts, own)
    if sum(each in (own, "quoted") for each in spoken[: last + 1]) < _SENTENCES or len(kept) - last > _BEHIND:
        return {}
    found = {}
    for line, text in zip(kept[last + 1 :], texts[last + 1 :], strict=True):
        if line.is_heading or len(text) > _MAX_CHARS or not _HANGUL.search(text) or _OF_STORY.search(text):
            continue
        if any(kept[last].position <= position < line.position for position in closed):
            below_heading = any(kept[last].position <= position < line.position for position in headed)
            if _is_polite_in(own, text) or not _is_row(text) or (below_heading and not _ROW.match(text)):
                found[line.position] = BEHIND
        elif _is_polite_in(own, text) and _is_papers(text, publisher):
            found[line.position] = ADDRESSED
    return found


def _own_speech(spoken: Sequence[str]) -> str | None:
    """The speech of nearly all of a story's sentences, those at its end left out, where the paper may speak."""
    plain = [number for number, each in enumerate(spoken) if each == "plain"]
    until = plain[-1] + 1 if len(plain) > 1 else len(spoken)
    polite = sum(each == "polite" for each in spoken[:until])
    if len(plain) >= _OTHER * polite and plain:
        return "plain"
    return "polite" if polite >= _OTHER * len(plain) else None


def _last_sentence(spoken: Sequence[str], texts: Sequence[str], own: str) -> int:
    """The number of the last line that is a sentence in the story's speech, and asks the reader for nothing; or of a quotation."""
    told = [
        number
        for number, (each, text) in enumerate(zip(spoken, texts, strict=True))
        if each == "quoted" or (each == own and not (own == "polite" and _ASKS.search(_bare(text))))
    ]
    return told[-1] if told else -1


def _bare(text: str) -> str:
    """A line without what stands behind its last sentence, and without full stop."""
    return _END.sub("", _TAIL.sub("", text[-_MAX_CHARS:]))


def _speech(text: str) -> str:
    """How a line ends: `plain`, `polite`, `quoted`, `open` (a question, an unfinished sentence with its stop), "" for no sentence.

    >>> [_speech(text) for text in ("다리가 열렸다.", "구독해 주세요", "“또 해요?”", "지갑을 열까.", "다리 앞 가게들")]
    ['plain', 'polite', 'quoted', 'open', '']
    """
    bare = _bare(text)
    if _POLITE.search(bare):
        return "polite"
    if _PLAIN.search(bare) and not is_headline(text):
        return "plain"
    if re.search(r"[.!?…][”’\"']\s*\Z", _TAIL.sub("", text[-_MAX_CHARS:])):
        return "quoted"
    return "open" if re.search(r"[.?]\s*\Z", text) else ""


def _is_polite_in(own: str, text: str) -> bool:
    return own == "plain" and _speech(text) == "polite"


def _is_row(text: str) -> bool:
    """Whether a line may be a row of a list or a table of the story.

    >>> _is_row("1위 해든 6분10초"), _is_row("◇최종 순위"), _is_row("전화 02-000-0000"), _is_row("“값이 4만원” 수박의 여름")
    (True, True, False, False)
    """
    if _CONTACT.search(text):
        return False
    return _ROW.match(text) is not None or (_FIGURES.search(text) is not None and _HEADLINE.search(text) is None)


def _is_papers(text: str, publisher: str) -> bool:
    """Whether a polite line is the paper's own: by a sign in front, by the paper's name, or by what it speaks of."""
    if _TURN.match(text):
        return False
    named = len(publisher) > 1 and publisher in text
    return named or _SIGN.match(text) is not None or _PAPERS.search(text) is not None
