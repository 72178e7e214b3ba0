"""A profile tried on one page: the golden pages, whose expectations are in the same form."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawl.article import Page
from newscrawl.errors import DataFileError
from newscrawl.noise import load_rules
from newscrawl.report.trial import Trial, differences, read_expected, tried
from newscrawl.sites import load_sites

GOLDEN = Path(__file__).parent.parent / "golden"
#: Profiles, the generic path, a refusal, pictures, flags, a page of which every line is labelled.
SLUGS = ("mk", "daum-portal", "hankookilbo-2026", "american-local", "bot-wall", "columnist", "picture-boxes", "paywall-half")  # fmt: skip


def trial_of(slug: str) -> Trial:
    """A golden page, read."""
    expected = read_expected(GOLDEN / slug / "expected.toml")
    html = (GOLDEN / slug / "page.html").read_bytes()
    return tried(Page(url=expected.page.url, html=html, headers=expected.page.headers), load_sites(), load_rules())


@pytest.mark.parametrize("slug", sorted(path.parent.name for path in GOLDEN.glob("*/expected.toml")))
def test_every_golden_expectation_is_in_the_form(slug: str) -> None:
    """So what is written for our pages can be written for anybody's."""
    assert read_expected(GOLDEN / slug / "expected.toml").page.url


@pytest.mark.parametrize("slug", SLUGS)
def test_a_golden_page_is_as_expected(slug: str) -> None:
    """No difference is found where there is none."""
    assert list(differences(trial_of(slug), read_expected(GOLDEN / slug / "expected.toml"))) == []


CHANGES = {
    "title": ('title = "', 'title = "No '),
    "text": ("국산 콩 1㎏ 값이 7800원으로", "국산 콩 값이"),
    "authors": ('["노을찬", "서리담"]', '["노을찬"]'),
    "section": ('section = "경제"', ""),
    "language": ('language = "ko"', 'language = "en"'),
    "rights.ai_training": ('"prohibited"', '"allowed"'),
    "images": ("tofu.jpg", "soy.jpg"),
    "removed.mk.ad": ('"mk.ad" = ["광고"]', '"mk.ad" = ["다른 광고"]'),
    "structure.headings": ("[rights]", '[structure]\nheadings = ["국산 콩 1㎏ 7800원"]\n\n[rights]'),
    "page": ("[article]", 'refused = "list-page"\n[article]'),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_difference_is_named(name: str, tmp_path: Path) -> None:
    """With the field that differs, and no other."""
    old, new = CHANGES[name]
    text = (GOLDEN / "mk" / "expected.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "expected.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    found = list(differences(trial_of("mk"), read_expected(tmp_path / "expected.toml")))

    assert found
    assert {difference.partition(": ")[0] for difference in found} == {name}


def test_a_rule_that_nobody_expected_is_named_on_a_page_that_is_labelled_whole() -> None:
    """`complete = true` says that every removed line is listed."""
    slug = next(s for s in sorted(path.parent.name for path in GOLDEN.glob("*/expected.toml")) if is_complete(s))
    trial, expected = trial_of(slug), read_expected(GOLDEN / slug / "expected.toml")
    assert trial.extraction is not None
    odd = replace(trial.extraction.removals[0], rule="odd.rule", text="odd")
    more = replace(trial, extraction=replace(trial.extraction, removals=(*trial.extraction.removals, odd)))

    assert list(differences(more, expected)) == ["removed.odd.rule: expected to take nothing, took ['odd']"]


def is_complete(slug: str) -> bool:
    """Whether every removed line of a golden page is listed."""
    return bool(tomllib.loads((GOLDEN / slug / "expected.toml").read_text(encoding="utf-8"))["page"].get("complete"))


@pytest.mark.parametrize(
    ("text", "key"), [('[article]\ntitel = "x"\n', "article"), ("[article]\nauthors = 'x'\n", "article.authors"), ("[artikel]\n", ""), ("[", "")]
)  # fmt: skip
def test_a_slip_in_the_expectation_is_refused(text: str, key: str, tmp_path: Path) -> None:
    """It would expect nothing in silence."""
    (tmp_path / "expected.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        read_expected(tmp_path / "expected.toml")

    assert caught.value.key == key
