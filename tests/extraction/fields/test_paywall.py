"""Whether part of the story is for subscribers."""

import pytest


def ld(rest: str) -> str:
    return '<script type="application/ld+json">{"@type":"NewsArticle","headline":"B",%s}</script>' % rest  # noqa: UP031


@pytest.mark.parametrize(
    "head",
    [
        ld('"isAccessibleForFree":false'),
        ld('"isAccessibleForFree":"False"'),
        ld('"hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False","cssSelector":".paid"}'),
        '<meta property="article:content_tier" content="locked">',
        '<meta property="article:content_tier" content="metered">',
    ],
)
def test_a_declared_wall_is_known_with_its_reason(fields_of, head: str) -> None:
    """The reason names the declaration."""
    fields = fields_of(head)
    assert fields.paywalled
    assert fields.evidence["paywalled"] == fields.paywalled


@pytest.mark.parametrize(
    "head", ["", ld('"isAccessibleForFree":true'), '<meta property="article:content_tier" content="free">']
)
def test_free_stories_are_free(fields_of, head: str) -> None:
    """Declared free, or nothing declared."""
    assert fields_of(head).paywalled is None
