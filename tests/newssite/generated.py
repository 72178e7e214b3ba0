"""Stories made from tables, as many as wanted and always the same ones: story n depends on n and its paper alone.

Every sentence names something that only this story has, so that none of them is taken for a line the site repeats.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from tests.newssite.papers import Paper
from tests.newssite.story import Block, Story

KST = timezone(timedelta(hours=9))
#: Later than every told story; ten thousand made ones take three days.
_BEGIN = datetime(2026, 11, 21, 0, 0, tzinfo=KST)

_TOWNS = (
    "해솔시",
    "달포항",
    "가람면",
    "별하읍",
    "누리섬",
    "온새골",
    "미르군",
    "다솜동",
    "라온마을",
    "한별구",
    "새암리",
)
_THINGS = (
    "마을버스",
    "공공도서관",
    "전통시장",
    "하천 산책로",
    "어린이 놀이터",
    "청년 공방",
    "돌봄센터",
    "수산물 경매장",
    "시민 텃밭",
    "자전거길",
    "작은 극장",
    "빵집 골목",
    "등대 전망대",
)
_ACTS = (
    "새로 문을 연다",
    "운영 시간을 늘린다",
    "이용료를 내린다",
    "다시 단장한다",
    "주민에게 맡겨진다",
    "겨울 채비에 들어간다",
    "첫 돌을 맞는다",
)
_SURNAMES, _GIVEN = ("가상", "나래", "도담", "마루", "보람"), ("솔비", "하람", "누림", "찬별", "온유", "다온", "이든")
_EN_TOWNS = ("Quillhaven", "Nettlebridge", "Oxbow Fen", "Marrowgate", "Tinder Hollow", "Saltmarsh End", "Pipers Cross")
_EN_THINGS = (
    "footbridge",
    "reading room",
    "ferry landing",
    "cider press",
    "weather mast",
    "bakers' market",
    "clock tower",
    "seed library",
    "skating pond",
    "lamp museum",
    "tram shed",
)
_EN_ACTS = (
    "reopens after repairs",
    "wins a longer lease",
    "asks for volunteers",
    "doubles its opening hours",
    "is handed to its users",
)
_EN_NAMES = ("Orla Thimblewick", "Casper Nightjar", "Della Fenwhistle", "Hugo Marrowby", "Ines Candlemere")  # fmt: skip


def generated_story(paper: Paper, number: int, index: int) -> Story:
    """Story `number` of a paper, the `index`-th generated one of the site."""
    return _english(paper, number, index) if paper.language == "en" else _korean(paper, number, index)


def _korean(paper: Paper, number: int, index: int) -> Story:
    town, thing, act = _TOWNS[index % 11], _THINGS[index % 13], _ACTS[index % 7]
    name = _SURNAMES[index % 5][0] + _GIVEN[index % 7]
    visitors, cost, days = 120 + index * 7, 3 + index * 2, 10 + index % 80
    lines = (
        f"{town}의 {thing}이 다음 달부터 {act}. 지난 한 해 이곳을 찾은 사람은 모두 {visitors}명으로 집계됐다.",
        f"{town}은 올해 {thing}에 들어간 돈이 {cost}백만 가람원이라고 밝혔다. 지난해보다 {index + 2}백만 가람원 늘어난 금액이다.",
        f"{thing} 운영을 맡은 {name} 팀장은 “{visitors}명의 목소리를 모두 듣는 데 {days}일이 걸렸다”며 “{town} 사람들이 정한 대로 가겠다”고 말했다.",
        f"주민들은 {index + 3}차례 모임을 열어 {thing}의 이름과 쓰임새를 정했다. {town} 주민 모임은 {index + 11}쪽짜리 기록도 남겼다.",
        f"새로 바뀌는 {thing}의 모습은 {days}일 뒤 {town} 광장에서 볼 수 있다. 미리 신청한 {visitors // 3}명이 먼저 둘러본다.",
    )
    return Story(
        paper=paper.key,
        number=number,
        title=f"{town} {thing}, {visitors}명 목소리 담아 {act}",
        blocks=tuple(Block("p", ((line,),)) for line in lines),
        published=_BEGIN + timedelta(seconds=25 * index),
        authors=(name,),
        publisher=paper.name,
        section=paper.sections[index % len(paper.sections)],
        tail=(f"{name} 기자 reporter{index}@press.example",),
        notice=f"Copyright © {paper.name}. 무단전재 및 재배포 금지.",
    )


def _english(paper: Paper, number: int, index: int) -> Story:
    town, thing, act, name = _EN_TOWNS[index % 7], _EN_THINGS[index % 11], _EN_ACTS[index % 5], _EN_NAMES[index % 5]
    visitors, cost = 120 + index * 7, 900 + index * 13
    lines = (
        f"The {thing} in {town} {act} next month, its keepers said on Friday, after a year in which {visitors} people came to see it.",
        f"Repairs to the {thing} cost {cost} crowns, some {index + 40} crowns more than {town} had set aside for them last spring.",
        f"“We asked all {visitors} visitors what they wanted, and most of them answered,” said the warden of the {thing}, who has kept it for {2 + index % 30} years.",
        f"Neighbours in {town} met {index + 3} times to settle how the {thing} should be run, and wrote {index + 11} pages of minutes.",
        f"A first look at the {thing} is offered to {visitors // 3} residents of {town}, who were drawn by lot from a box of {visitors} names.",
    )
    return Story(
        paper=paper.key,
        number=number,
        title=f"{town} {thing} {act} with the help of {visitors} visitors",
        slug=f"{town}-{thing}-{number}".lower().replace(" ", "-").replace("'", "") + f"-story-{index}",
        blocks=tuple(Block("p", ((line,),)) for line in lines),
        published=_BEGIN + timedelta(seconds=25 * index),
        authors=(name,),
        publisher=paper.name,
        section=paper.sections[index % len(paper.sections)],
        notice=f"Copyright {paper.name} 2026. All rights reserved.",
    )


def mislabelled_story() -> Story:
    """The good story that the broken host sends under a wrong encoding."""
    lines = (
        "온새골 활자 박물관이 잘못 찍힌 글자만 모은 전시를 연다. 뒤집힌 활자와 빠진 획을 모은 방이 따로 있다.",
        "박물관은 지난 삼십 년 동안 인쇄소에서 버려진 교정지를 모았다. 그 가운데 이백여 장이 이번에 처음 공개된다.",
        "전시를 꾸민 도온유 학예사는 “틀린 글자는 사람이 손으로 일했다는 흔적”이라며 “웃으면서 보고 가시면 좋겠다”고 말했다.",
        "전시는 다음 달 말까지 이어지며 입장은 무료다. 관람객은 자기 이름을 거꾸로 찍은 엽서를 받아 간다.",
    )
    return Story(
        paper="local",
        number=990001,
        title="온새골 활자 박물관, 틀린 글자만 모아 전시 연다",
        blocks=tuple(Block("p", ((line,),)) for line in lines),
        published=datetime(2026, 11, 20, 10, 30, tzinfo=KST),
        authors=("마다온",),
        publisher="해솔신문",
        section="문화",
        notice="저작권자 © 해솔신문 무단전재 및 재배포 금지",
    )
