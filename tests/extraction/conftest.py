"""What the tests of the fields share: a page written in the test, read by the readers of the fields alone."""

from collections.abc import Callable

import pytest

from newscrawl.article import Page
from newscrawl.extraction.decode import decode
from newscrawl.extraction.fields import Fields, read_fields
from newscrawl.extraction.fields.evidence import Evidence
from newscrawl.extraction.fields.outline import read_outline
from newscrawl.extraction.fields.structured import read_structured
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.parse import parse
from newscrawl.sites import load_sites

URL = "https://www.harbour-gazette.test/town/bridge-reopens"


def page(head: str = "", body: str = "", language: str = "en") -> str:
    return f'<!DOCTYPE html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'


@pytest.fixture
def evidence_of() -> Callable[..., Evidence]:
    """The evidence of a page given by what stands in its head and body."""

    def build(head: str = "", body: str = "", language: str = "en", url: str = URL) -> Evidence:
        tree = parse(decode(page(head, body, language)).text)
        nodes = Nodes(tree)
        profile, layout = load_sites().choose(url, tree)
        return Evidence(
            nodes,
            read_structured(nodes),
            read_outline(nodes),
            profile,
            layout,
            Page(url=url, html=page(head, body)),
        )

    return build


@pytest.fixture
def fields_of() -> Callable[..., Fields]:
    """The fields of a page given by what stands in its head and body."""

    def build(head: str = "", body: str = "", language: str = "en", url: str = URL, **announced: str) -> Fields:
        tree = parse(decode(page(head, body, language)).text)
        nodes = Nodes(tree)
        profile, layout = load_sites().choose(url, tree)
        return read_fields(nodes, read_structured(nodes), profile, layout, Page(url=url, html="", announced=announced))

    return build
