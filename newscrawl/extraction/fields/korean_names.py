"""Names in Korean bylines: what stands in front of the role (`홍길동 기자`), and what else can be known for a name.

A Korean name is one of some hundred family names and one or two syllables more, so places, desks and papers that
stand beside it are told apart without a list of people.
"""

from __future__ import annotations

import re

_FAMILY = frozenset(
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길연위"
    "표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간견당시갈라리림"
)
_FAMILY_OF_TWO = ("남궁", "황보", "제갈", "사공", "선우", "독고", "서문", "동방")
#: Begin with a family name's syllable, but are a place, a desk, a paper or a word of bylines.
_NO_NAME = frozenset("""
    서울 부산 인천 대구 대전 광주 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주 수원 성남 고양 용인 안양 안산 전주 청주 천안 창원
    포항 원주 강릉 춘천 여수 순천 목포 김해 진주 경주 구미 도쿄 베이징 상하이 워싱턴 뉴욕 파리 런던 홍콩 하노이 방콕 모스크바 중국 일본 미국
    정치 경제 사회 문화 국제 전국 지역 산업 금융 증권 부동산 연예 방송 사진 영상 기획 탐사 편집 논설 선임 전문 수석 인턴 수습 객원 시민 특별
    연합 연합뉴스 한국 조선 중앙 동아 경향 국민 한겨레 매일 서경 이데일리 노컷 오마이 기자 기사 특파원 위원 제공 자료 본문 온라인 디지털 정보
    기자명 작성자 글쓴이 필자
    이슈 주간 신문 일보 경제부 사회부 정치부 문화부 국제부 산업부 전국부 체육부 연예부 편집부 사진부 증권부 금융부 정책 국회 청와대 선거 현장 취재
    글 사진 구독 응원 다른 해당 이번 모든 인물 안녕 우리 저희 본지 동영상 조사 종합 단독 속보 인터뷰 마이데일리 스타뉴스 엑스포츠뉴스 프레시안
    대표 대표이사 발행인 편집인 편집국장 국장 부장 팀장 차장 책임 담당 에디터 작가 교수 앵커 오전 오후 입력 수정 작성 등록 승인 최종 최초 공유
    신임 전임 전직 현직 임시 차기 공동 명예 석좌 방문 신인 원로 유명 인기 여성 남성 남자 여자 국내 지방 선배 동료 연구 정식 고정 주임
    이메일 전체 전화 문의 제보 주소 지면 무단 전재 한국경제 서울신문 서울경제 조선일보 중앙일보 동아일보 국민일보 문화일보 세계일보 경향신문
""".split())  # fmt: skip
_ROLE = (
    r"(?:기자|특파원|논설위원|논설위원장|논설실장|논설주간|해설위원|전문위원|편집위원|앵커|아나운서|기상캐스터|캐스터|리포터|에디터|작가|칼럼니스트|평론가|"
    r"통신원|PD|피디|인턴|수습기자|선임기자|전문기자|대기자|인턴기자|객원기자|사진기자|영상기자|시민기자|기획위원|선임|수습|부장|국장|교수|변호사|소장|원장|대표)"
)
_WORD = re.compile(r"[가-힣]{2,5}|[A-Za-z]+|[·ㆍ‧,/&]|[^\s가-힣A-Za-z]")
_JOIN = frozenset("·ㆍ‧,/&")
#: Endings of desks, papers and other houses, and of words for a kind of reporter.
_HOUSE = re.compile(
    r".*(?:부|팀|국|실|뉴스|일보|신문|방송|통신|타임스|저널|투데이|닷컴|미디어|경제|시스|어린이|대학생|청소년|스포츠|자동차|프리랜서|에서|에게)"
)
_IN_ROLE = re.compile(rf"([가-힣]{{2,4}}?)((?:선임|전문|수습|인턴|객원|시민|사진|영상)?{_ROLE})")
_STRONG_ROLE = re.compile(r"기자|특파원|논설위원|앵커|아나운서|캐스터|리포터|통신원")
#: What some papers write onto the role: `홍길동 기자공개 2026-03-12`.
_TIMED = re.compile(r"기자(?=(?:공개|입력|승인|등록|송고|작성)[\s:])")
#: Credits of a caption: the office that it names is that of whom the picture shows.
_CAPTION = re.compile(r"[(\[]\s?사진\s?[=:：|ㅣ]|재판매\s?및\s?DB")
_MAX_WORDS = 60
_SHORT_WORDS = 5


def is_korean_name(word: str) -> bool:
    """Whether a word has the shape of a Korean name.

    >>> [is_korean_name(w) for w in ("홍길동", "서울", "경제부", "남궁민수", "뉴시스")]
    [True, False, False, True, False]
    """
    if word in _NO_NAME or not re.fullmatch(r"[가-힣]{2,4}", word):
        return False
    if (
        word[-1] in "부팀국실"
        and len(word) >= 3
        and word[-2:] in ("제부", "회부", "치부", "화부", "스부", "스팀", "집국", "업부", "책부", "융부", "집부")
    ):
        return False
    return (word[0] in _FAMILY and len(word) <= 3) or word[:2] in _FAMILY_OF_TWO


def is_beside_role(word: str) -> bool:
    """Whether a word of three syllables right before `기자` is a name, though it begins with no common family name.

    >>> [is_beside_role(w) for w in ("누리봄", "워싱턴", "경제부", "본지", "뉴시스")]
    [True, False, False, False, False]
    """
    return re.fullmatch(r"[가-힣]{3}", word) is not None and word not in _NO_NAME and not _HOUSE.fullmatch(word)


def korean_people(text: str, *, in_text: bool = False) -> tuple[str, ...]:
    """Names in front of a Korean role, in order; empty where there is neither role nor name.

    Args:
        text: an author string, without e-mail addresses.
        in_text: it comes from a story, where only a reporter's role (`기자`, `특파원` …) makes a byline.

    >>> korean_people("김지한·이영희 기자")
    ('김지한', '이영희')
    >>> korean_people("유효정 중국 전문기자")
    ('유효정',)
    >>> korean_people("[예시=뉴시스] 홍길동 신임 원장. (사진=예시원 제공)", in_text=True)
    ()
    """
    if not any("가" <= char <= "힣" for char in text):
        return ()
    if in_text and not _STRONG_ROLE.search(text) and (not re.search(r"[;=]", text) or _CAPTION.search(text)):
        return ()
    found_words = _WORD.findall(_TIMED.sub("기자 ", text))[:_MAX_WORDS]
    rare = not in_text or _is_short_byline(found_words)
    words = [word for found in found_words for word in _apart(found, rare)]
    names: dict[str, None] = {}
    for position, word in enumerate(words):
        if re.fullmatch(rf"(?:선임|전문|수습|인턴|객원|시민|사진|영상)?{_ROLE}", word):
            names |= dict.fromkeys(reversed(list(_before(words, position, rare))))
    if not names and in_text:
        return tuple(word for word in words[:2] if is_korean_name(word))[:1] if ";" in text else ()
    return tuple(names)


def _is_short_byline(words: list[str]) -> bool:
    """Whether a line of a story is so short, and ends so, that a word of unknown kind before its role is a name."""
    spoken = [word for word in words if word[0].isalnum()]
    return 0 < len(spoken) <= _SHORT_WORDS and _STRONG_ROLE.search(spoken[-1]) is not None


def _apart(word: str, rare: bool) -> list[str]:
    """A role that is written onto the name (`홍길동기자`) parted from it."""
    found = _IN_ROLE.fullmatch(word)
    if found and (is_korean_name(found[1]) or (rare and is_beside_role(found[1]) and _STRONG_ROLE.search(found[2]))):
        return [found[1], found[2]]
    return [word]


def _before(words: list[str], position: int, rare: bool) -> list[str]:
    """The names that a role at `position` belongs to, last first."""
    names: list[str] = []
    index = position - 1
    skipped, joined = 0, False
    while index >= 0:
        word = words[index]
        is_name = is_korean_name(word) or (
            rare
            and is_beside_role(word)
            and (joined or (index == position - 1 and _alone(words, index, words[position])))
        )
        if is_name and (not names or joined or len(word) == 3):
            # without a joining mark a word of two syllables is rather a place: `장충 홍길동 기자`
            names.append(word)
            index -= 1
            joined = index >= 0 and words[index] in _JOIN
            while index >= 0 and words[index] in _JOIN:
                index -= 1
            continue
        if names or skipped == 2 or not re.fullmatch(r"[가-힣A-Za-z]+", word) or re.fullmatch(_ROLE, word):
            break
        skipped += 1
        index -= 1
    return names


def _alone(words: list[str], index: int, role: str) -> bool:
    """Whether no name stands before the word that it could be a place or a desk of: `홍길동 부에나 특파원`."""
    unjoined = [word for word in words[max(0, index - 2) : index] if word not in _JOIN]
    beside = index > 0 and words[index - 1] in _JOIN
    return _STRONG_ROLE.search(role) is not None and (beside or not any(map(is_korean_name, unjoined)))
