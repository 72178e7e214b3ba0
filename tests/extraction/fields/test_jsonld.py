"""JSON-LD as publishers really write it."""

from collections.abc import Callable

import pytest

from newscrawl.extraction.fields import Fields
from newscrawl.extraction.fields.jsonld import load, read_blocks, resolve, text_of, types_of


@pytest.mark.parametrize(
    ("raw", "headline"),
    [
        ('{"headline": "Bridge"}', "Bridge"),
        ('<!-- {"headline": "Bridge"} -->', "Bridge"),
        ('//<![CDATA[\n{"headline": "Bridge"}\n//]]>', "Bridge"),
        ('{"headline": "Bridge\nopens"}', "Bridge\nopens"),
        ('{"headline": "Bridge",}', "Bridge"),
        ('{"headline": "Bridge"};', "Bridge"),
        ('{"headline": "Bridge \\\'s"}', "Bridge \\'s"),
        ("{&quot;headline&quot;: &quot;Bridge&quot;}", "Bridge"),
        ('{"headline": "Bridge"} {"headline": "Other"}', "Bridge"),
        (r'{"headline": "Br\u0000idge\u001f\u00e9"}', "Bridgeé"),
        (r'{"headline": "C:\\u0001\u000a"}', "C:\\u0001\n"),
        (r'{"headline": "Br\ud83d\ude00id\ud800ge\udc00"}', "Br😀idge"),
    ],
)
def test_broken_json_is_read(raw: str, headline: str) -> None:
    """Wrappers, raw line breaks, stray commas and semicolons do not matter."""
    assert load(raw)[0]["headline"] == headline


def test_quotes_in_quotes_leave_the_telling_pairs() -> None:
    """From an object that no parser reads, headline, dates and author are saved."""
    raw = '{"@type": "NewsArticle", "headline": "Bridge", "description": "She said "yes" twice", "datePublished": "2026-03-21", "author": {"@type": "Person", "name": "Ada Muster"}}'
    (node,) = load(raw)
    assert (node["headline"], node["datePublished"], node["author"]) == ("Bridge", "2026-03-21", "Ada Muster")


@pytest.mark.parametrize("raw", ["", "not json", "[[[[", '{"a"', "null"])
def test_nothing_readable_gives_nothing_of_use(raw: str) -> None:
    """Rubbish raises nothing and describes nothing."""
    assert read_blocks([raw]) == ((), ())


def test_lists_hold_other_articles() -> None:
    """What stands in an item list is about other pages."""
    own, others = read_blocks(
        [
            '{"@graph": [{"@type": "NewsArticle"}, {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other"}]}]}'
        ]
    )
    assert [types_of(node) for node in own[1:]] == [{"NewsArticle"}, {"ItemList"}]
    assert [node["headline"] for node in others] == ["Other"]


def test_depth_is_bounded() -> None:
    """A hostile depth of nesting neither raises nor hangs."""
    assert read_blocks(['{"mainEntity":' * 5_000 + "{}" + "}" * 5_000])[0] is not None


def test_references_are_resolved() -> None:
    """`{"@id": …}` stands for the object of that id, in lists, too."""
    named = {"#ada": {"@id": "#ada", "name": "Ada Muster"}}
    assert resolve([{"@id": "#ada"}], named) == [{"@id": "#ada", "name": "Ada Muster"}]


def test_values_as_text() -> None:
    """Tags and entities go; a list gives its first entry, an object its name."""
    assert text_of([{"name": "<b>Caf&eacute;</b>  Muster"}]) == "Café Muster"
    assert text_of({"url": "x"}) is None


@pytest.mark.parametrize("value", ["null", "undefined", "None", "NaN", "[object Object]"])
def test_what_templates_make_of_nothing_is_nothing(value: str, fields_of: Callable[..., Fields]) -> None:
    """Neither section, tag, author nor publisher is called so, wherever it stands."""
    declared = f'{{"@type": "NewsArticle", "headline": "Bridge", "articleSection": "{value}", "publisher": "{value}"}}'
    names = ("article:section", "article:tag", "keywords", "author", "og:site_name", "description")
    head = "".join(f'<meta property="{name}" content="{value}">' for name in names)
    fields = fields_of(f"{head}<script type=application/ld+json>{declared}</script>", "<h1>Bridge</h1>")

    assert (fields.section, fields.tags, fields.authors, fields.publisher) == (None, (), (), None)
