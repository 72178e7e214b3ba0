"""How the papers announce their stories: RSS, Atom, news sitemaps, their index, a packed sitemap, robots.txt."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.newssite.papers import Paper
from tests.newssite.story import Story

FEED_ENTRIES = 50
SITEMAP_ENTRIES = 1000


def rss(paper: Paper, base: str, stories: Sequence[Story]) -> bytes:
    """The newest stories as RSS 2.0; local papers write their times without a zone, as their system does."""
    zoneless = paper.design.startswith("local")
    encoding = "euc-kr" if paper.encoding == "cp949" else paper.encoding
    items = "".join(_rss_item(paper, base, story, zoneless) for story in stories[:FEED_ENTRIES])
    text = f"""<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>{escape(paper.name)}</title><link>{base}/</link><description>{escape(paper.name)}</description>
{items}</channel></rss>"""
    return text.encode(paper.encoding, errors="xmlcharrefreplace")


def _rss_item(paper: Paper, base: str, story: Story, zoneless: bool) -> str:
    when = f"{story.published:%Y-%m-%d %H:%M:%S}" if zoneless else format_datetime(story.published)
    return f"""<item><title><![CDATA[{story.title}]]></title><link>{escape(base + paper.path(story))}</link>
<description><![CDATA[{story.lines[0][:120]}]]></description><pubDate>{when}</pubDate></item>
"""


def atom(paper: Paper, base: str, stories: Sequence[Story]) -> bytes:
    """The newest stories as Atom 1.0."""
    updated = stories[0].published.isoformat() if stories else "2026-11-01T00:00:00Z"
    entries = "".join(
        f"""<entry><id>{escape(base + paper.path(story))}</id><title>{escape(story.title)}</title><link rel="alternate" href="{escape(base + paper.path(story))}"/>
<published>{story.published.isoformat()}</published><updated>{story.published.isoformat()}</updated><summary>{escape(story.lines[0][:120])}</summary></entry>
"""
        for story in stories[:FEED_ENTRIES]
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>{base}/</id><title>{escape(paper.name)}</title><updated>{updated}</updated>
{entries}</feed>""".encode()


def news_sitemap(paper: Paper, base: str, stories: Sequence[Story]) -> bytes:
    """The newest stories with title and date."""
    entries = "".join(
        f"""<url><loc>{escape(base + paper.path(story))}</loc><news:news><news:publication><news:name>{escape(paper.name)}</news:name><news:language>{paper.language}</news:language></news:publication>
<news:publication_date>{story.published.isoformat()}</news:publication_date><news:title>{escape(story.title)}</news:title></news:news></url>
"""
        for story in stories[:SITEMAP_ENTRIES]
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{entries}</urlset>""".encode()


def packed_sitemap(paper: Paper, base: str, stories: Sequence[Story]) -> bytes:
    """All stories and the pages that are none, as a gzip file."""
    pages = ["/", "/about", *(f"/section/{number}" for number in range(1, len(paper.sections) + 1))]
    locations = [base + page for page in pages] + [base + paper.path(story) for story in stories]
    entries = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in locations)
    text = f"""<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{entries}</urlset>"""
    return gzip.compress(text.encode(), mtime=0)


def sitemap_index(base: str) -> bytes:
    """The index that robots.txt names."""
    return f"""<?xml version="1.0" encoding="utf-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{base}/news-sitemap.xml</loc></sitemap>
<sitemap><loc>{base}/sitemap-all.xml.gz</loc></sitemap>
</sitemapindex>""".encode()


def robots(base: str) -> bytes:
    """What crawlers may do, and where the sitemaps are."""
    return f"User-agent: *\nDisallow: /private/\nDisallow: /login\nAllow: /\n\nSitemap: {base}/sitemap_index.xml\n".encode()
