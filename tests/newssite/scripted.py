"""A paper whose pages are empty without JavaScript: a list that a script fills, stories that a script fetches and draws.

Its stories carry what a crawler should not load: pictures, a frame, a tracker of another site, and a script that
reaches for an address inside the house. One story's data is missing for a while, one never stops loading, one's script never ends.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qs, urlsplit

from tests.newssite.broken import Answer
from tests.newssite.generated import generated_story
from tests.newssite.papers import Paper
from tests.newssite.story import Story

PAPER = Paper(
    key="screen",
    name="The Quillhaven Screen",
    design="gazette",
    language="en",
    article="/story/{number:06}",
    sections=("Town",),
)
COUNT = 6
#: Its scripts lie with somebody else.
SCRIPTS_HOST = "static.screen-cdn.test"
#: No page may load anything from here.
TRACKER_HOST = "tracker.test"
#: Its data answers 503, and a story without them must not be stored.
WITHOUT_DATA = 900001
#: It asks for one thing after the other.
RESTLESS = 900002
#: Its script never ends.
BUSY = 900003

_SHELL = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The Quillhaven Screen</title><link rel="stylesheet" href="/screen.css">
<script src="http://{scripts}/screen.js" defer></script></head>
<body><noscript>Please switch on JavaScript.</noscript><div id="app" data-inside="{inside}"></div></body></html>"""

_SCRIPT = """
const app = document.getElementById("app");
const element = (name, text) => { const made = document.createElement(name); made.textContent = text; return made; };
async function list() {
  const rows = await (await fetch("/api/stories")).json();
  const items = document.createElement("ul");
  for (const row of rows) {
    const item = document.createElement("li"), link = element("a", row.title);
    link.href = row.path;
    item.append(link);
    items.append(item);
  }
  app.append(items);
}
async function story(number) {
  const found = await (await fetch("/api/story?number=" + number, {headers: {"X-Screen": "1"}})).json();
  document.title = found.title;
  const article = document.createElement("article");
  article.append(element("h1", found.title));
  const time = element("time", found.published);
  time.dateTime = found.published;
  article.append(time);
  for (const line of found.lines) article.append(element("p", line));
  const picture = new Image();
  picture.src = "/img/a.jpg";
  const frame = document.createElement("iframe");
  frame.src = "/frame";
  app.append(article, picture, frame);
  fetch("/private/likes").catch(() => 0);
  fetch("/moved").catch(() => 0);
  const tracker = document.createElement("script");
  tracker.src = "http://tracker.test:" + location.port + "/t.js";
  document.head.append(tracker);
  const inside = app.dataset.inside;
  if (inside) {
    fetch(inside).then(answer => answer.text()).then(text => app.append(element("p", text))).catch(() => 0);
    new WebSocket(inside.replace("http:", "ws:"));
    navigator.sendBeacon(inside);
    window.open(inside);
    for (const kind of ["img", "iframe", "script"]) { const made = document.createElement(kind); made.src = inside; app.append(made); }
  }
  while (found.busy);
  for (let next = 0; found.restless; next++) await fetch("/api/more?" + next);
}
const number = location.pathname.match(/^\\/story\\/(\\d+)/);
// a list comes late, as after a consent or a greeting
setTimeout(() => number ? story(number[1]) : list(), number ? 50 : 1200);
"""


def scripted_stories() -> Mapping[int, Story]:
    """Its stories by number."""
    return {number: generated_story(PAPER, number, 5000 + number) for number in range(1, COUNT + 1)}


def answer(host: str, target: str, inside: str) -> Answer:
    """What is sent for a request to a host (and port); `inside` is the address that the stories' script reaches for."""
    parts = urlsplit(target)
    name, _, port = host.partition(":")
    if parts.path == "/robots.txt":
        return Answer(body=b"User-agent: *\nDisallow: /private/\n", content_type="text/plain")
    if parts.path == "/" or parts.path.startswith("/story/"):
        return Answer(body=_SHELL.format(inside=escape(inside), scripts=f"{SCRIPTS_HOST}:{port}").encode())
    if parts.path == "/screen.js" and name == SCRIPTS_HOST:
        return Answer(body=_SCRIPT.encode(), content_type="text/javascript")
    if parts.path == "/moved":
        return Answer(status=302, headers={"Location": f"http://{TRACKER_HOST}:{port}/moved"})
    if parts.path == "/api/stories":
        return _json([{"title": story.title, "path": PAPER.path(story)} for story in scripted_stories().values()])
    if parts.path == "/api/more":
        return _json({})
    if parts.path == "/api/story":
        return _story(int(parse_qs(parts.query)["number"][0]))
    return Answer(status=404, body=b"nothing here", content_type="text/plain")


def _story(number: int) -> Answer:
    if number == WITHOUT_DATA:
        return Answer(status=503, headers={"Retry-After": "0"})
    story = scripted_stories().get(number) or scripted_stories()[1]
    said = {"title": story.title, "published": story.published.isoformat(), "lines": story.lines}
    return _json({**said, "restless": number == RESTLESS, "busy": number == BUSY})


def _json(value: object) -> Answer:
    return Answer(body=json.dumps(value).encode(), content_type="application/json")
