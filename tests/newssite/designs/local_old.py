"""A local paper's page as the ND soft system made them before 2021: a title block of its own, one body of bare paragraphs."""

from __future__ import annotations

from html import escape

from tests.newssite.designs import Sheet, inline, meta, own_lines, rows_of
from tests.newssite.story import Block, Story


def article(story: Story, sheet: Sheet) -> str:
    """The page of a story."""
    declared = "euc-kr" if sheet.paper.encoding == "cp949" else sheet.paper.encoding
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html lang="ko"><head><meta http-equiv="Content-Type" content="text/html; charset={declared}">{meta(story, sheet, site_name=sheet.paper.name)}</head><body>
<div id="wrap"><div id="header"><a href="/">{escape(sheet.paper.name)}</a><ul class="menu">
{"".join(f'<li><a href="/section/{i}">{s}</a></li>' for i, s in enumerate(sheet.paper.sections, 1))}</ul></div>
<div class="user-content"><div class="article-head-title">{escape(story.title)}</div>{_deck(story)}
<div class="info-text"><ul class="no-bullet"><li>{escape(", ".join(story.authors))} 기자</li><li>승인 {story.published:%Y.%m.%d %H:%M}</li><li>댓글 0</li></ul></div>
<div class="view-icon-group"><a href="#">기사공유하기</a> <a href="#">프린트</a> <a href="#">메일보내기</a> <a href="#">글씨키우기</a></div>
<div id="article-view-content-div" itemprop="articleBody">
{_body(story)}
<div class="view-copyright">{escape(story.notice)}</div>
<div class="view-editors"><strong>{escape(", ".join(story.authors))} 기자</strong> <a href="mailto:desk@garam.example">desk@garam.example</a></div>
</div>
<div class="aht-relation"><h4>관련기사</h4><ul>{sheet.headlines()}</ul></div></div>
<div id="side"><h4>최신기사</h4><ul>{sheet.headlines()}</ul></div>
<div id="footer">Copyright {escape(sheet.paper.name)}. All rights reserved. Powered by ND소프트</div></div></body></html>"""


def _deck(story: Story) -> str:
    return f'<div class="article-head-sub">{"<br>".join(map(escape, story.deck))}</div>' if story.deck else ""


def _body(story: Story) -> str:
    render = {
        "p": lambda block: f"<p>{escape(block.text)}</p>",
        "h": lambda block: f"<p><b>{escape(block.text)}</b></p>",
        "quote": lambda block: f"<p>{escape(block.text)}</p>",
        "list": lambda block: "<p>" + "<br>".join(escape(row[0]) for row in block.rows) + "</p>",
        "table": lambda block: f'<table border="1"><tbody>{rows_of(block)}</tbody></table>',
        "picture": _picture,
    }
    tail = "".join(f"\n<p>{escape(line)}</p>" for line in own_lines(story.tail))
    return inline(story.blocks, render, story.dateline, story.tail) + tail


def _picture(block: Block) -> str:
    return f"""<table class="photo-layout" align="center"><tr><td><img src="/img/a.jpg" alt=""></td></tr>
<tr><td>{escape(" ".join(block.rows[0]))}</td></tr></table>"""
