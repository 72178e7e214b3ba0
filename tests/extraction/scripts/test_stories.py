"""Stories that stand in scripts."""

import json
from html import escape
from urllib.parse import quote

import pytest

import newscrawl
from newscrawl.errors import PageError

TITLE = "Ferry sails again after thirty years"
STORY = [
    "On Monday the ferry crossed the river of the harbour town again, for the first time in thirty years.",
    "“I had forgotten how slow it is,” said Quill Marlowe, who sold tickets until the bridge was built.",
    "The council has paid for one summer. Whether the ferry sails next year is for the passengers to decide.",
    "A crossing costs two coins, and bicycles travel free. Dogs pay half, as they did in the old days.",
]
OTHER = [
    "A different story about a school roof that let in the rain for most of the winter, as parents had long said."
] * 6


def page(script: str, body: str = "") -> str:
    return f"<html><head><title>{TITLE}</title></head><body><div id=root>{body}</div>{script}</body></html>"


def text_of(html: str) -> list[str]:
    return newscrawl.extract(html, url="https://paper.example/2026/11/23/ferry").text.split("\n")


def flight(payload: str) -> str:
    half = len(payload) // 2
    return "".join(
        f"<script>self.__next_f.push([1,{json.dumps(part)}])</script>" for part in (payload[:half], payload[half:])
    )


def test_json_ld_article_body() -> None:
    """A page without text gives the story that its JSON-LD states, a line per paragraph."""
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(STORY)}

    assert text_of(page(f'<script type="application/ld+json">{json.dumps(data)}</script>')) == STORY


def test_text_behind_a_comment_is_no_comment() -> None:
    """HTML in JSON-LD with comments of an editor in it: what stands behind one is story too."""
    html = "".join(f"<p>{line[:20]}<!-- wp:paragraph -->{line[20:]}</p><?php end ?>" for line in STORY)
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": html}

    assert text_of(page(f'<script type="application/ld+json">{json.dumps(data)}</script>')) == STORY


@pytest.mark.parametrize("character", ["\x01", "\x00", "\ufffe", "\ud800", "&#1;"])
def test_what_no_tree_may_hold_costs_no_story(character: str) -> None:
    """JSON can hold control characters and lone surrogates, in the text and in attributes of the HTML in it."""
    html = "".join(f'<p style="{character}color: red" role="{character}">{line}{character}</p>' for line in STORY)
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": html}

    lines = text_of(page(f'<script type="application/ld+json">{json.dumps(data)}</script>'))
    assert [line.rstrip("\x01") for line in lines] == STORY


def test_next_data_with_html() -> None:
    """`__NEXT_DATA__` with the story as HTML, beside the headline; another story in it is left alone."""
    html = "".join(f"<p>{line}</p>" for line in STORY)
    other = {"title": "School roof", "body": "".join(f"<p>{line}</p>" for line in OTHER)}
    data = {"props": {"pageProps": {"related": [other], "post": {"title": TITLE, "body": html}}}}

    assert text_of(page(f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>')) == STORY


def test_fusion_content_elements() -> None:
    """Arc's `Fusion.globalContent`: text and headings in order, pictures and links to other stories left out."""
    elements = [
        {"type": "text", "content": STORY[0]},
        {"type": "image", "caption": "The ferry."},
        {"type": "header", "content": "Slow and wet"},
        {"type": "text", "content": STORY[1]},
        {"type": "interstitial_link", "content": "School roof lets in the rain"},
        {"type": "text", "content": STORY[2]},
        {"type": "text", "content": STORY[3]},
    ]
    data = {"headlines": {"basic": TITLE}, "content_elements": elements}
    script = f"<script>window.Fusion=window.Fusion||{{}};Fusion.globalContent={json.dumps(data)};Fusion.x=1;</script>"

    assert text_of(page(script)) == [STORY[0], "Slow and wet", *STORY[1:]]


def test_flight_chunks() -> None:
    """Next.js flight chunks are joined before they are read."""
    row = json.dumps({"article": {"title": TITLE, "content": "".join(f"<p>{line}</p>" for line in STORY)}})

    assert text_of(page(flight(f"1:[]\n2a:{row}\n"))) == STORY


def test_flight_text_row() -> None:
    """A long text of a flight stands alone with its length in bytes."""
    html = "".join(f"<p>{line}</p>" for line in STORY)
    size = len(html.encode())

    assert text_of(page(flight(f'1:["$","div",null]\n3f:T{size:x},{html}4:[]\n'))) == STORY


def test_elements_come_first() -> None:
    """Where the page shows its story, scripts are not asked."""
    shown = "<article><h1>" + TITLE + "</h1>" + "".join(f"<p>{line} Shown.</p>" for line in STORY) + "</article>"
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(STORY)}

    lines = text_of(page(f'<script type="application/ld+json">{json.dumps(data)}</script>', shown))

    assert lines == [f"{line} Shown." for line in STORY]


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/json">{"broken": </script>',
        '<script id="__NEXT_DATA__" type="application/json">{"a": "' + "x" * 5000 + '"}</script>',
        "<script>window.__INITIAL_STATE__ = {" + '"a":' * 3000 + "</script>",
        '<script type="application/json">' + "[" * 5000 + "</script>",
    ],
)
def test_scripts_without_a_story_give_none(script: str) -> None:
    """Broken, deep and wordless scripts are no story."""
    with pytest.raises(PageError):
        text_of(page(script))


HTML = "".join(f"<p>{line}</p>" for line in STORY)
DATA = {"article": {"title": TITLE, "body": HTML}}
LD = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(STORY)})
JSON = json.dumps(DATA)
NUXT = [["Reactive", 1], {"data": 2}, {"article": 3}, {"title": 4, "paragraphs": 5}, TITLE, [6, 7, 8, 9], *STORY]
ROWS = ",".join(json.dumps(["$", "p", None, {"children": line}]) for line in STORY)


@pytest.mark.parametrize(
    "script",
    [
        f"<script>window.__INITIAL_STATE__ = JSON.parse({json.dumps(JSON)});</script>",
        "<script>window.__INITIAL_STATE__ = JSON.parse('" + JSON.replace("'", "\\'") + "');</script>",
        f'<script>window.__INITIAL_STATE__ = JSON.parse(decodeURIComponent("{quote(JSON)}"));</script>',
        f"<script>window.__remixContext = {json.dumps({'state': {'loaderData': {'story': DATA}}})};</script>",
        f'<script type="application/json" id="__NUXT_DATA__" data-ssr="true">{json.dumps(NUXT)}</script>',
        f'<div id="app" data-page="{escape(json.dumps({"props": DATA}))}"></div>',
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps({"story": {"headline": TITLE, "components": [{"type": "paragraph", "text": line} for line in STORY]}})}</script>',
        f'<script type="application/ld+json">//<![CDATA[\n{LD}\n//]]></script>',
        f'<script type="application/ld+json"><!--\n{LD[:-1]},}}\n--></script>',
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": escape(HTML)})}</script>',
        f'<script>self.__next_f.push([1,{json.dumps(chr(49) + chr(58) + "[" + ROWS + "]" + chr(10))}])</script>',
        f"<noscript><article><h1>{TITLE}</h1>{HTML}</article></noscript>",
        f'<news-article><template shadowrootmode="open"><article><h1>{TITLE}</h1>{HTML}</article></template></news-article>',
    ],
    ids=["parse", "parse-single", "parse-uri", "remix", "nuxt", "attribute", "components", "cdata", "comment", "escaped", "rows", "noscript", "shadow"],
)  # fmt: skip
def test_the_ways_in_which_pages_carry_a_story(script: str) -> None:
    """Packed, escaped, referred to by rows, in an attribute, in a template: the story is the same, a line per paragraph."""
    assert text_of(page(script)) == STORY


HTML = "".join(f"<p>{line}</p>" for line in STORY)
DECLARED = '<meta property="og:type" content="article">'


def shell(script: str, head: str = DECLARED) -> str:
    return f"<html><head><title>{TITLE}</title>{head}</head><body><div id=root></div>{script}</body></html>"


@pytest.mark.parametrize(
    "script",
    [
        "var articleBody = '" + HTML.replace("'", "\\'") + "';",
        "const story = `" + HTML.replace("<p>", "\n<p>") + "`;",
        "app.render({headline: '"
        + TITLE
        + "', x: 1, detail: '"
        + HTML.replace("<", "\\x3c").replace("“", "\\u201c")
        + "'})",
        "el.innerHTML = '" + "' +\n  '".join(f"<p>{line}</p>" for line in STORY) + "'; // it's all here",
        "page({title: '" + TITLE + "', paragraphs: ['" + "', '".join(STORY) + "'], url: 'https://paper.example/x'})",
        "/* don't */ var content = \"" + escape(HTML, quote=False) + '";',
    ],
)
def test_strings_of_a_script_that_is_no_json(script: str) -> None:
    """Single quotes, template strings, escapes, concatenation, lists: the story is the strings' text."""
    assert text_of(shell(f"<script>{script}</script>")) == STORY


def test_text_that_an_element_keeps_for_the_script() -> None:
    """A textarea, a hidden field or a template script may hold the story of a page that is put together later."""
    for held in (
        f'<textarea style="display:none" id="content">{escape(HTML)}</textarea>',
        f'<input type="hidden" name="body" value="{escape(HTML)}">',
        f'<script type="text/template" id="story">{HTML}</script>',
        f"<template><div>{'<br>'.join(STORY)}</div></template>",
        f"<noscript><div>{HTML}</div></noscript>",
    ):
        assert text_of(shell(held)) == STORY


def test_a_string_of_another_kind_is_no_story() -> None:
    """Long strings of a script whose name says nothing, beside which no headline stands, are texts of its widgets."""
    script = "<script>var consentText = '" + " ".join(OTHER) + "'; var n = 'x';</script>"

    with pytest.raises(PageError):
        newscrawl.extract(shell(script), url="https://paper.example/2026/11/23/ferry")


def test_the_page_s_own_text_comes_before_strings() -> None:
    """Where the elements hold the story, strings of scripts are not looked at."""
    body = f"<article><h1>{TITLE}</h1>{HTML}</article>"
    script = "<script>var articleBody = '" + "".join(f"<p>{line}</p>" for line in OTHER) + "'</script>"

    assert text_of(f"<html><head>{DECLARED}</head><body>{body}{script}</body></html>") == STORY
