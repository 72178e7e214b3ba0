"""Readers' comments below a story, told by what stands between them: who wrote when, and a way to answer."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from lxml import etree

from newscrawl.extraction.lines import SourceLine, length
from newscrawl.extraction.model.features import ends_sentence

#: So much of the story stands above its comments, in so many sentences at least; else the page is a thread itself.
_STORY_CHARS, _STORY_LINES = 200, 2
_SIGN_CHARS, _NAME_CHARS = 70, 40
#: So many lines below the heading of the comments the first of them begins; so many lines a comment has, and so many say who wrote it.
_BELOW_HEADING, _COMMENT_LINES, _HEAD_LINES = 4, 8, 3

_TOOLS = (
    r"(?:like|share|report|flag|upvote|downvote|quote|recommend|gefällt mir|melden|teilen|zitieren|j[’']aime|signaler|me gusta|reportar|denunciar|curtir|mi piace|"
    r"segnala|leuk|rapporteer|gilla|anmäl|liker|нравится|пожаловаться|beğen|thích|좋아요|싫어요|공감|비공감|신고|いいね|通報|赞|点赞|讚|举报|檢舉)"
)
#: The whole line is a way to answer, with other tools beside it.
_REPLY = re.compile(
    rf"[\W_\d]{{0,6}}(?:{_TOOLS}[\W_\d]{{1,8}}){{0,3}}"
    r"(?:reply|respond|antworten?|répondre|responder|rispondi|beantwoorden|reageren?|svara|besvar|vastaa|odpowiedz|odpovědět|odpovedať|válasz|"
    r"răspunde|odgovori|отговори|ответить|відповісти|απάντηση|yanıtla|cevapla|trả lời|balas|ตอบกลับ|رد|پاسخ|जवाब दें|জবাব|השב|답글(?: ?(?:쓰기|달기))?|대댓글|응답|返信(?:する)?|回复|回覆)"
    rf"(?!\s?[:：])(?:[\W_\d]{{1,8}}(?:{_TOOLS}[\W_\d]{{0,8}}){{0,4}})?",
    re.IGNORECASE,
)
_UNIT = r"\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mos?|months?|y|yrs?|years?)"
_AGO = re.compile(
    rf"\b(?:\d{{1,3}}|an?){_UNIT}\sago\b|\bvor\s(?:\d{{1,3}}|eine[rm])\s(?:sekunde|minute|stunde|tag|woche|monat|jahr)\w{{0,2}}\b"
    r"|\bil\sy\sa\s(?:\d{1,3}|une?)\s\w{2,8}|\bhace\s(?:\d{1,3}|una?)\s\w{2,8}|\bhá\s(?:\d{1,3}|uma?)\s\w{2,8}|\b(?:\d{1,3}|una?)\s\w{2,8}\sfa\b"
    r"|\b(?:\d{1,3}|een)\s\w{2,8}\sgeleden\b|\bför\s\d{1,3}\s\w{2,8}\ssedan\b|\bfor\s\d{1,3}\s\w{2,8}\ssiden\b|\b\d{1,3}\s\w{2,9}\ssitten\b|\b\d{1,3}\s\w{2,9}\stemu\b"
    r"|\bpřed\s\d{1,3}\s\w{2,8}|\b\d{1,3}\s\w{2,8}\s(?:назад|тому)\b|\b\d{1,3}\s\w{2,8}\sönce\b|\b\d{1,3}\s\w{2,8}\strước\b|\b\d{1,3}\s\w{2,8}\syang\slalu\b"
    r"|\d{1,3}\s?(?:초|분|시간|일|주|개월|달|년)\s?전|\d{1,3}\s?(?:秒|分|時間|日|週間|か月|ヶ月|年)前|\d{1,3}\s?(?:秒|分钟|分鐘|小时|小時|天|周|週|个月|個月|年)前",
    re.IGNORECASE,
)
_COUNT = r"\(?\d{1,3}(?:[.,]?\d{3})?\)?"
_HEADING = re.compile(
    rf"[\W_]{{0,3}}(?:{_COUNT}\s)?(?:(?:all|reader|readers[’']|top|latest|user|recent|your|vos|ihre|eure|tus|sus|i vostri|seus|uw|ваши)\s)?"
    r"(?:comments?|responses|replies|(?:leser|nutzer)?kommentare?|commentaires?|réactions?|comentarios?|comentários?|commenti|reacties|kommentarer|kommentit|komentarze|"
    r"komentáře|hozzászólás(?:ok)?|comentarii|комментари(?:и|ев|й|я)|коментар(?:і|и|ів)|σχόλια|yorum(?:lar)?|bình luận|komentar|ความคิดเห็น|تعليقات|التعليقات|نظرات|टिप्पणियाँ|"
    r"(?:전체 ?)?댓글|(?:みんなの)?コメント|(?:网友|全部|最新|热门|用户)?(?:评论|評論|留言))"
    rf"\s?[:：(（]?\s?(?:{_COUNT}\s?(?:件|条|則|개)?)?[)）]?[\W_]{{0,3}}"
    rf"|[\W_]{{0,3}}{_COUNT}\s(?:thoughts?|comments?|responses?|replies|gedanken|kommentare?|antworten|réflexions?|commentaires?|réponses?|comentarios?|respuestas?|pensamientos?|"
    r"comentários?|commenti|pensieri|reacties|gedachten)\s(?:on|to|zu|auf|sur|à|en|sobre|su|op|em)\s[“”«„\"'‘].{2,120}"
    rf"|.{{2,80}}(?:への|에 대한|의)\s?{_COUNT}\s?(?:件のフィードバック|件のコメント|개의 댓글)|.{{2,80}}有\s?{_COUNT}\s?(?:条|則|条回)(?:评论|評論|复)",
    re.IGNORECASE,
)  # fmt: skip
#: Who wrote a comment, above its words: `Comment by: Jane`, `Jane wrote on 3 May:`, `Jane said...`.
_WROTE = re.compile(
    r"(?:(?:article |reader )?(?:comment(?:ed)?|posted|written|submitted)(?: by| on)?|kommentar von|geschrieben von|commentaire de|par|comentario de|comentário de|commento di)\s?:\s?\S.*"
    r"|\S.{0,60}\b(?:wrote|writes|says|said|schrieb|schreibt|meint|a écrit|dit|escribió|dijo|dice|escreveu|disse|ha scritto|schreef|zegt|написал(?:а)?|пишет)\b[^.!?:“”\"]{0,50}(?::|\.\.\.|…)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d).{0,24}(?<!\d)\d{1,2}[:.h]\d\d(?!\d)|(?<!\d)\d{1,2}[:.h]\d\d(?!\d).{0,24}(?<!\d)(?:19|20)\d\d(?!\d)"
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
#: Day and month in front of a year: "March 3, ", "3. März ".
_DAY = re.compile(r"(?:\b[^\W\d_]+\.?\s)?(?<!\w)\d.*")
#: A name has no more words than this, with "Posted by" or "says" beside it.
_NAME_WORDS = 5
_INITIAL = re.compile(r"\b[A-ZÀ-Þ]\.$")
#: The form below the comments of a weblog, or of a page that has none yet.
_FORM = re.compile(
    r"[\W_]{0,3}(?:leave (?:a|your) (?:reply|comment)|post a (?:reply|comment)|(?:add|write) (?:a|your) comment|join the (?:discussion|conversation)|"
    r"schreiben? (?:sie )?(?:einen|ihren) kommentar|kommentar (?:schreiben|verfassen|hinterlassen)|hinterlasse(?:n sie)? einen kommentar|"
    r"laisser (?:un commentaire|une réponse)|(?:écrire|ajouter|poster) un commentaire|dej(?:a|ar) (?:una respuesta|un comentario)|escrib(?:e|ir) un comentario|"
    r"lascia un commento|deix(?:e|ar) (?:um comentário|uma resposta)|geef een reactie|plaats een reactie|skriv en kommentar|lämna (?:ett svar|en kommentar)|dodaj komentarz|"
    r"оставить комментарий|добавить комментарий|bir yanıt yazın|yorum yap(?:ın)?|để lại (?:một )?bình luận|tinggalkan (?:komentar|balasan)|댓글 (?:남기기|달기|쓰기)|コメントを(?:残す|投稿)|"
    r"发表(?:评论|回复)|發表(?:評論|留言)|留下(?:评论|留言)|我要(?:评论|留言))[\W_]{0,3}",
    re.IGNORECASE,
)  # fmt: skip
_SENTENCE_ENDS = tuple(".!?。！？…")
#: Names of those who comment may stand in smaller headings; these head the entries of a live blog.
_STORY_HEADINGS = ("h1", "h2", "h3")
_ROWS = ("li", "dt", "dd", "td", "tr")


class _Story(NamedTuple):
    around: Set[etree._Element]
    """The elements that hold its first sentences."""
    end: int
    """Behind the last sentence that stands beside them."""


def comments_below(lines: Sequence[SourceLine], kept: set[int]) -> set[int]:
    """The kept lines that are readers' comments: from the first to the last way to answer, or all below a heading that counts them.

    Where hardly anything stands above them, they are what the page is about.
    """
    told = _told(lines, kept)
    part = _thread(lines, told, _story(lines, told, kept)) if told else None
    if part is None or part[0] < told:
        return set()
    return {line.position for line in lines[part[0] : part[1]]} & kept


def _told(lines: Sequence[SourceLine], kept: set[int]) -> int:
    """How far down the page so much of the story stands that comments may follow; 0 where there is not so much."""
    sentences = size = 0
    for number, line in enumerate(lines, 1):
        if line.position in kept and ends_sentence(line.text):
            sentences, size = sentences + 1, size + length(line.text)
            if sentences >= _STORY_LINES and size >= _STORY_CHARS:
                return number
    return 0


def _story(lines: Sequence[SourceLine], told: int, kept: set[int]) -> _Story:
    first = [line.element for line in lines[:told] if line.position in kept and ends_sentence(line.text)]
    parents = {element.getparent() for element in first}
    beside = (n for n, line in enumerate(lines, 1) if line.position in kept and line.element.getparent() in parents)
    end = max((n for n in beside if ends_sentence(lines[n - 1].text)), default=0)
    return _Story({box for element in first for box in element.iterancestors()}, end)


def _thread(lines: Sequence[SourceLine], told: int, story: _Story) -> tuple[int, int] | None:
    """Where the comments begin and end, by what stands below a part of the story."""
    texts = ["" if number < told or len(line.text) > _SIGN_CHARS else line.text for number, line in enumerate(lines)]
    replies = [n for n, text in enumerate(texts) if text and _REPLY.fullmatch(text) and _stands_below_words(lines, n)]
    headed = _headed(lines, texts, replies, story)
    if headed is not None:
        return headed, len(lines)
    if len(replies) > 1:
        return _begin(lines, replies[0]), replies[-1] + 1
    form = next((number for number, text in enumerate(texts) if text and _FORM.fullmatch(text)), 0)
    written = {number: name for number in range(told, form) if (name := _who_wrote_when(lines, number))}
    names = set(written.values())
    if len(names) < 2 or len(written) >= 2 * len(names):  # the same few write the entries of a live blog
        return None
    first, last = min(written), max(written)
    is_amid = first < story.end or _around(lines[first], lines[last]) in story.around
    return None if is_amid else (_with_name(lines, first), form)


def _stands_below_words(lines: Sequence[SourceLine], reply: int) -> bool:
    """Whether a way to answer is one: below the words, with who wrote next under it. In questions and answers it is a label of the
    words under it."""
    if lines[reply].is_heading:
        return False
    if reply + 1 == len(lines) or not ends_sentence(lines[reply + 1].text):
        return True
    return any(_tells_time(line.text) for line in lines[max(0, reply - _COMMENT_LINES) : reply])


def _tells_time(text: str) -> bool:
    return len(text) <= _SIGN_CHARS and (_says_when(text) or _DATE.search(text) is not None)


def _headed(lines: Sequence[SourceLine], texts: Sequence[str], replies: Sequence[int], story: _Story) -> int | None:
    """The first heading of comments that has a comment below it, or counts them below the story; amid the story one that counts them, or has a way
    to answer below it: a story may quote comments under such a heading."""
    for number, text in enumerate(texts):
        if text and _HEADING.fullmatch(text):
            below = range(number + 1, min(number + 1 + _BELOW_HEADING, len(texts)))
            if any(other in replies for other in below):
                return number
            is_amid = number < story.end or lines[number].element.getparent() in story.around
            counts = any(map(str.isdigit, text))
            if any(_tells_time(texts[other]) for other in below) and (counts or not is_amid):
                return number
            if not is_amid and any(_WROTE.fullmatch(texts[other]) for other in below):
                return number
            if counts and not is_amid and lines[number].is_heading:
                return number
    return None


def _around(first: SourceLine, last: SourceLine) -> etree._Element | None:
    """The smallest element around two lines."""
    others = set(last.element.iterancestors())
    return next((element for element in first.element.iterancestors() if element in others), None)


def _says_when(text: str) -> bool:
    return bool(text) and not text.endswith(_SENTENCE_ENDS) and _AGO.search(text) is not None


def _who_wrote_when(lines: Sequence[SourceLine], number: int) -> str:
    """The name in a line of a name and a time, or in the line above a time; "" where there is none."""
    line = lines[number]
    if len(line.text) > _SIGN_CHARS or line.text.endswith(_SENTENCE_ENDS) or line.is_heading:
        return ""
    found = _DATE.search(line.text) or _AGO.search(line.text)
    if found is None:
        return ""
    name = _DAY.sub("", line.text[: found.start()])
    if any(word[0].isupper() or not word.isascii() for word in _WORDS.findall(name)):
        return name
    above = lines[number - 1]
    is_name = len(line.text) < _NAME_CHARS and _may_be_name(above.text) and len(above.text.split()) <= _NAME_WORDS
    return above.text if is_name and above.tag not in _STORY_HEADINGS else ""


def _begin(lines: Sequence[SourceLine], reply: int) -> int:
    """The first line of the comment that a way to answer stands below: who wrote it, above its words."""
    begin = max(0, reply - 1)
    for number in range(begin, max(-1, begin - _COMMENT_LINES), -1):
        if _tells_time(lines[number].text):
            return _with_name(lines, number)
    return _with_name(lines, begin)


def _with_name(lines: Sequence[SourceLine], begin: int) -> int:
    """The first of the short lines above a line, which may say who wrote it, and are no rows of a list of the story."""
    tag = lines[begin].tag
    for number in range(begin - 1, max(-1, begin - 1 - _HEAD_LINES), -1):
        line = lines[number]
        if not _may_be_name(line.text) or (line.tag in _ROWS and line.tag != tag):
            break
        begin = number
    return begin


def _may_be_name(text: str) -> bool:
    return len(text) <= _NAME_CHARS and (_INITIAL.search(text) is not None or not text.endswith(_SENTENCE_ENDS))
