"""An English paper's page that no profile describes: JSON-LD, a byline under the headline, a newsletter box and share
buttons in the middle of the story, more stories below it.
"""

from __future__ import annotations

import json
from html import escape

from tests.newssite.designs import Sheet, inline, meta, own_lines, rows_of
from tests.newssite.story import Block, Story


def article(story: Story, sheet: Sheet) -> str:
    """The page of a story."""
    paper = escape(sheet.paper.name)
    extra = f"""<meta name="description" content="{escape(story.blocks[0].text[:150])}">
<meta property="article:published_time" content="{story.published.isoformat()}">
<meta property="article:section" content="{escape(story.section)}">
<script type="application/ld+json">{_declared(story, sheet)}</script>"""
    authors = " and ".join(map(escape, story.authors))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">{meta(story, sheet, site_name=sheet.paper.name, extra=extra)}</head><body>
<a class="skip-link" href="#main">Skip to main content</a>
<header class="site-header"><a class="masthead" href="/">{paper}</a><nav aria-label="Sections"><ul>
{"".join(f'<li><a href="/section/{i}">{s}</a></li>' for i, s in enumerate(sheet.paper.sections, 1))}</ul></nav></header>
<div class="cookie-banner" role="dialog"><p>We use cookies to improve our pages.</p><button>Accept all</button><button>Manage choices</button></div>
<main id="main"><article class="story"><header class="story-header"><p class="kicker">{escape(story.section)}</p><h1>{escape(story.title)}</h1>
<p class="byline">By <a rel="author" href="/staff">{authors}</a></p>
<p class="dateline"><time datetime="{story.published.isoformat()}">{story.published:%d %B %Y, %H:%M}</time></p>
<ul class="share-tools"><li><a href="#">Share on Facebook</a></li><li><a href="#">Share on X</a></li><li><a href="#">Email this article</a></li></ul></header>
<div class="story-body">
{_body(story, sheet)}
</div>
<footer class="story-footer"><p class="copyright">{escape(story.notice)}</p></footer></article>
<section class="more-stories"><h2>More from {paper}</h2><ul>{sheet.headlines()}</ul></section>
<section class="comments"><h2>Comments</h2><p>Sign in to join the conversation.</p></section></main>
<aside class="sidebar"><h2>Most read</h2><ol>{sheet.headlines()}</ol></aside>
<footer class="site-footer"><p>About us</p><p>Contact</p><p>Privacy policy</p></footer></body></html>"""


def _declared(story: Story, sheet: Sheet) -> str:
    declared = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "dateModified": (story.modified or story.published).isoformat(),
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": sheet.paper.name},
        "articleSection": story.section,
        "mainEntityOfPage": sheet.url,
    }
    return json.dumps(declared)


def _body(story: Story, sheet: Sheet) -> str:
    render = {
        "p": lambda block: f"<p>{escape(block.text)}</p>",
        "h": lambda block: f"<h2>{escape(block.text)}</h2>",
        "quote": lambda block: f"<blockquote><p>{escape(block.text)}</p></blockquote>",
        "list": lambda block: "<ul>" + "".join(f"<li>{escape(row[0])}</li>" for row in block.rows) + "</ul>",
        "table": lambda block: f"<table><tbody>{rows_of(block)}</tbody></table>",
        "picture": _picture,
    }
    tail = "".join(f"\n<p>{escape(line)}</p>" for line in own_lines(story.tail))
    middle = len(story.blocks) // 2
    first = inline(story.blocks[:middle], render, story.dateline, ()) if middle else ""
    last = inline(story.blocks[middle:], render, "" if middle else story.dateline, story.tail)
    return first + _newsletter(sheet) + last + tail


def _newsletter(sheet: Sheet) -> str:
    url, title = sheet.others[0] if sheet.others else (sheet.base, sheet.paper.name)
    return f"""
<aside class="newsletter-signup"><h3>Sign up to our newsletter</h3><p>Get the best of {escape(sheet.paper.name)} in your inbox every morning.</p><form><input type="email"><button>Subscribe</button></form></aside>
<p class="related-inline"><strong>Read more:</strong> <a href="{escape(url)}">{escape(title)}</a></p>
"""


def _picture(block: Block) -> str:
    caption, *credit = block.rows[0]
    named = f' <span class="credit">{escape(credit[0])}</span>' if credit else ""
    return f'<figure><img src="/img/a.jpg" alt=""><figcaption>{escape(caption)}{named}</figcaption></figure>'
