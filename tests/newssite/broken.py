"""Pages that give no article, each broken in its own way, as one host of the site serves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

HOST_KEY = "broken"
_DAY = "/2026/11/20/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server sends."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    promised: int | None = None
    """Content-Length, where it is not the body's."""
    hang: bool = False
    """Whether nothing is sent until the client has had enough."""


def _page(title: str, body: str) -> bytes:
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>{body}</body></html>'.encode()


_LONG = "<p>Keepers of the lamp met in Quillhaven to count the barrels of oil that were left for the winter.</p>" * 40
_LINKS = "".join(
    f'<li><a href="/2026/11/2{n}/a-list-of-things-{n}">Ten more things about lamp oil, part {n}</a></li>'
    for n in range(6)
)

#: Slug of the address -> (the headline that leads there, what is sent).
ANSWERS: Mapping[str, tuple[str, Answer]] = {
    "report-that-was-never-filed": ("Report on the missing lighthouse that was never filed", Answer(status=404, body=_page("Not found", "<h1>404</h1><p>There is nothing here.</p>"))),
    "server-that-fell-asleep-today": ("The server that fell asleep over its work today", Answer(status=500, body=_page("Error", "<h1>Internal Server Error</h1>"))),
    "story-that-breaks-off-early": ("A story that breaks off before its end is told", Answer(body=_page("Breaks off", _LONG)[:1500], promised=len(_page("Breaks off", _LONG)))),
    "page-with-nothing-on-it": ("A page with nothing on it at all, not even a word", Answer()),
    "council-minutes-as-a-file": ("Council minutes handed out as a file this time", Answer(body=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + bytes(range(256)) * 8 + b"\n%%EOF", content_type="text/html")),
    "answer-meant-for-a-program": ("An answer that was meant for a program to read", Answer(body=b'{"status": "ok", "items": [{"id": 1, "headline": "none"}], "next": null}', content_type="application/json")),
    "everything-we-know-of-lamp-oil": ("Everything that we know of lamp oil, in one list", Answer(body=_page("Lamp oil", f"<h1>Lamp oil</h1><ul>{_LINKS}</ul>"))),
    "before-you-may-read-this-story": ("Before you may read this story, one small question", Answer(body=_page("We value your privacy", "<h1>We value your privacy</h1><p>We and our 812 partners store and access information on your device. Please accept or manage your choices.</p><button>Accept all</button><button>Manage cookies</button>"))),
    "round-and-round-the-mulberry": ("Round and round the mulberry bush in Quillhaven", Answer(status=302, headers={"Location": _DAY + "bush-the-mulberry-round-and"})),
    "bush-the-mulberry-round-and": ("The mulberry bush, once more and the other way round", Answer(status=302, headers={"Location": _DAY + "round-and-round-the-mulberry"})),
    "clock-that-never-struck-noon": ("The clock that never struck noon again after that", Answer(hang=True)),
    "story-we-have-taken-down": ("A story that we have since taken down from here", Answer(body=_page("Page not found", "<h1>Page not found</h1><p>The page you are looking for does not exist or has been moved.</p>"))),
}  # fmt: skip

#: A good story under a header that lies about its encoding.
MISLABELLED = "story-in-another-alphabet"
#: What robots.txt forbids.
PRIVATE = "/private/2026/notes-from-the-closed-drawer"


def answer(path: str) -> Answer | None:
    """What is sent for a path of the broken host, None where it has no such page."""
    found = ANSWERS.get(path.removeprefix(_DAY))
    return found[1] if found else None


def front_page() -> bytes:
    """Headlines that lead to the broken pages."""
    headlines = {_DAY + MISLABELLED: "글자표를 잘못 적어 보낸 멀쩡한 기사 한 편이 여기 있습니다"}
    headlines |= {_DAY + slug: headline for slug, (headline, _) in ANSWERS.items()}
    headlines[PRIVATE] = "Notes from the closed drawer of the Quillhaven editor"
    links = "".join(f'<li><a href="{path}">{escape(headline)}</a></li>\n' for path, headline in headlines.items())
    return _page("The Quillhaven Misprint", f"<h1>The Quillhaven Misprint</h1><ul>{links}</ul>")


def mislabelled_path() -> str:
    """Address of the good story whose encoding is named wrongly."""
    return _DAY + MISLABELLED
