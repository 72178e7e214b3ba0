"""Golden pages: hand-made replicas of real designs with invented stories, one test per page and field.

`golden/<slug>/page.html` is the page as a server would send it, `expected.toml` what a careful editor reads in it,
or, with `refused = "<code>"` under `[page]`, why it holds no article.
How to add one stands in `golden/README.md`.
"""

import tomllib
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import newscrawl
from newscrawl import Extraction

FOLDER = Path(__file__).parent / "golden"
SLUGS = sorted(path.parent.name for path in FOLDER.glob("*/expected.toml"))
FIELDS = (
    "title", "subtitle", "text", "authors", "publisher", "published_at", "modified_at",
    "section", "tags", "language", "site", "canonical_url",
)  # fmt: skip
ALWAYS = frozenset(("title", "subtitle", "text", "authors", "publisher", "published_at", "modified_at", "section"))


@cache
def expected(slug: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / slug / "expected.toml").read_text(encoding="utf-8"))


PAGES = [slug for slug in SLUGS if "refused" not in expected(slug)["page"]]
REFUSED = [slug for slug in SLUGS if slug not in PAGES]


@cache
def extraction(slug: str) -> Extraction:
    page = expected(slug)["page"]
    html = (FOLDER / slug / "page.html").read_bytes()
    return newscrawl.explain(html, page["url"], headers=page.get("headers"))


def lines_by_rule(slug: str) -> dict[str, list[str]]:
    """Everything that was removed, by rule, in page order."""
    by_rule: dict[str, list[str]] = {}
    for removal in extraction(slug).removals:
        by_rule.setdefault(removal.rule, []).append(removal.text)
    return by_rule


def cases(table: str) -> list[tuple[str, str]]:
    return [(slug, name) for slug in PAGES for name in expected(slug).get(table, {})]


def fields() -> list[tuple[str, str]]:
    return [(slug, name) for slug in PAGES for name in FIELDS if name in ALWAYS or name in expected(slug)["article"]]


@pytest.mark.parametrize(("slug", "name"), fields())
def test_field(slug: str, name: str) -> None:
    """Each field of the article is what the page says; one that the page does not say is absent."""
    wanted = expected(slug)["article"].get(name)
    found = getattr(extraction(slug).article, name)

    if name in ("authors", "tags"):
        assert list(found) == (wanted or [])
    else:
        assert found == (wanted.strip() if wanted else None)


@pytest.mark.parametrize("slug", PAGES)
def test_rights(slug: str) -> None:
    """The copyright line is kept raw, and a ban on AI training is known."""
    wanted = expected(slug).get("rights", {})
    rights = extraction(slug).article.rights

    assert (rights.notice, rights.ai_training) == (wanted.get("notice"), wanted.get("ai_training"))


@pytest.mark.parametrize("slug", [slug for slug in PAGES if "flags" in expected(slug)["article"]])
def test_flags(slug: str) -> None:
    """The flags say what a careful reader should know of the page."""
    assert sorted(extraction(slug).article.flags) == sorted(expected(slug)["article"]["flags"])


@pytest.mark.parametrize("slug", [slug for slug in PAGES if "structure" in expected(slug)])
def test_structure(slug: str) -> None:
    """Sub-headings, quotations, points of lists and rows of tables are known as such, and all else is paragraphs."""
    article = extraction(slug).article
    lines = article.text.split("\n")
    found = {name: [lines[number] for number in numbers] for name, numbers in asdict(article.structure).items()}

    assert found == {"headings": [], "quotes": [], "items": [], "rows": []} | expected(slug)["structure"]


@pytest.mark.parametrize("slug", REFUSED)
def test_refused(slug: str) -> None:
    """A page that holds no article is refused under the code that says why."""
    with pytest.raises(newscrawl.PageError) as caught:
        extraction(slug)

    assert caught.value.code == expected(slug)["page"]["refused"]


@pytest.mark.parametrize("slug", PAGES)
def test_images(slug: str) -> None:
    """Pictures are listed with caption and credit apart."""
    wanted = expected(slug).get("images", [])
    found = [
        {key: value for key in ("url", "caption", "credit") if (value := getattr(image, key))}
        for image in extraction(slug).article.images
    ]

    assert found == wanted


@pytest.mark.parametrize(("slug", "rule"), cases("removed"))
def test_removed(slug: str, rule: str) -> None:
    """Each rule that the page was made for took exactly its lines."""
    assert lines_by_rule(slug).get(rule) == expected(slug)["removed"][rule]


@pytest.mark.parametrize("slug", [slug for slug in PAGES if expected(slug)["page"].get("complete")])
def test_no_other_rule_fired(slug: str) -> None:
    """On a page whose every line was labelled by hand no line was taken for another reason."""
    assert sorted(lines_by_rule(slug)) == sorted(expected(slug)["removed"])


@pytest.mark.parametrize("slug", PAGES)
def test_each_line_is_accounted_for_once(slug: str) -> None:
    """A line is kept or removed whole, never both; what is kept is the text."""
    found = extraction(slug)
    whole = [r.position for r in found.removals if r.stage in ("body", "line")]
    kept = [line.position for line in found.lines]

    assert not set(kept) & set(whole)
    assert len(whole) == len(set(whole))
    assert "\n".join(line.text for line in found.lines) == found.article.text
