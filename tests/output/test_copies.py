"""Which stories say what an earlier one has said."""

import random

import pytest

from newscrawl.output.copies import groups, pieces_of

ENGLISH = "harbour ferry council bridge night winter money people school market river vote engine captain ticket north summer letter window silver".split()
KOREAN = "다리 시장 나루 겨울 학교 의회 돈 사람 배 밤 강 표 선장 창문 편지 여름 북쪽 은 기관 투표".split()


def story(seed, paragraphs=8, words=ENGLISH):
    """A story of its own words, the same for the same seed."""
    chance = random.Random(seed)
    return [" ".join(chance.choices(words, k=30)) + "." for _ in range(paragraphs)]


@pytest.fixture
def told(make_article):
    """`told(id, lines, hour)`: a story published on that hour."""

    def make(id, lines, hour=9, **changes):
        return make_article(id, text="\n".join(lines), published_at=f"2026-03-01T{hour:02}:00:00+00:00", **changes)

    return make


def found(articles, **share):
    """First story -> its copies."""
    return {group.first.id: [copy.id for copy in group.copies] for group in groups(articles, **share)}


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
@pytest.mark.parametrize(
    "edit",
    [
        lambda lines: lines,
        lambda lines: lines[:4],
        lambda lines: lines[1:3] + lines[5:],
        lambda lines: story(7, 2) + lines,
        lambda lines: [lines[3], *lines[:3], *lines[4:]],
        lambda lines: [line.replace(" the ", " a ").replace(",", "").upper() for line in lines],
    ],
    ids=["same", "shortened", "cut", "own paragraphs", "another order", "another case"],
)
def test_a_copy_is_found_however_it_was_edited(told, words, edit):
    """Whatever site and headline it has; the order in which they are read says nothing."""
    own = story(1, words=words)
    articles = [
        told("first", own, 9),
        told("copy", edit(own), 11, title="Another", site="b.example"),
        told("other", story(2, words=words), 8),
    ]

    assert found(articles) == found(articles[::-1]) == {"first": ["copy"]}


@pytest.mark.parametrize(
    "later",
    [story(1)[:3] + story(2), story(2) + story(1)[:1], story(1)[:1], []],
    ids=["quotes much", "quotes little", "a line", "nothing"],
)
def test_what_says_more_of_its_own_is_no_copy(told, later):
    """An earlier flash makes no copy of the whole story either; a line is too little to tell."""
    assert found([told("first", story(1), 9), told("later", later, 11)]) == {}
    assert found([told("flash", story(1)[:2], 9), told("whole", story(1), 11)]) == {}


def test_a_paragraph_that_all_stories_have_groups_none_of_them(told):
    """And hides no copy: a story is compared with the one that has most of it."""
    same = story(99, 2)
    articles = [told(f"{number}", [*same, *story(number)], number) for number in range(1, 20)]

    assert found(articles) == {}
    assert found([*articles, told("copy", [*same, *story(5)], 22)]) == {"5": ["copy"]}


def test_a_copy_of_a_copy_is_one_of_the_first(told):
    """Though hardly a word of the first is left in it: `share` says how near it is to the one it was made of."""
    first = story(1)
    articles = [
        told("1", first, 9),
        told("2", first[2:] + story(2, 3), 10),
        told("3", first[5:] + story(2, 3) + story(3, 1), 11),
    ]
    (group,) = groups(articles)

    assert [copy.id for copy in group.copies] == ["2", "3"]
    assert group.first.share is None
    assert [0.55 < copy.share < 1 for copy in group.copies] == [True, True]


def test_a_day_without_an_hour_is_not_its_first(told, make_article):
    """Many sites give the day alone; who gives no time is last of all."""
    lines = story(1)
    day = make_article("day", text="\n".join(lines), published_at="2026-03-01T00:00:00+00:00")
    never = make_article("never", text="\n".join(lines), published_at=None)

    assert found([never, day, told("evening", lines, 22)]) == {"evening": ["day", "never"]}


def test_how_much_must_be_the_same_may_be_said(told):
    """Of half a story an earlier one has said half."""
    articles = [told("first", story(1), 9), told("half", story(1)[:4] + story(2, 4), 11)]

    assert found(articles) == {}
    assert found(articles, share=0.4) == {"first": ["half"]}


def test_pieces_are_the_same_wherever_they_stand():
    """White space, signs and case are none of a text; of a short one nothing is said."""
    text = "\n".join(story(1))

    assert set(pieces_of(text)) <= set(pieces_of("More of it. " + text.replace(" ", "  ").upper() + " And more!"))
    assert len(pieces_of(text[:60])) == len(pieces_of("")) == 0
