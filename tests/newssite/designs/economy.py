"""A business paper's page as mk.co.kr has them: the deck stands inside the body, a summary of the paper's own above it."""

from __future__ import annotations

import json
from html import escape

from tests.newssite.designs import Sheet, inline, meta, own_lines, rows_of
from tests.newssite.story import Block, Story


def article(story: Story, sheet: Sheet) -> str:
    """The page of a story."""
    modified = story.modified or story.published
    extra = f"""<meta property="article:published_time" content="{story.published.isoformat()}">
<meta property="article:modified_time" content="{modified.isoformat()}">
<script type="application/ld+json">{_declared(story, sheet)}</script>"""
    paper = escape(sheet.paper.name)
    return f"""<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8">{meta(story, sheet, site_name=sheet.paper.name, extra=extra)}</head><body>
<div class="skip"><a href="#container">본문 바로가기</a></div>
<header class="header"><nav><ul>{"".join(f'<li><a href="/section/{i}">{s}</a></li>' for i, s in enumerate(sheet.paper.sections, 1))}</ul></nav>
<div class="que_wrap"><p class="que_ttl">똑똑하게 질문하기</p><p class="que_txt">나루 지역 경제성장률 전망 알려줘</p><p class="que_txt">요즘 장바구니 물가 어때?</p></div></header>
<main id="container"><section class="contents"><h1 class="page_ttl is_blind">기사 상세</h1>
<div class="news_detail_head_group"><section class="news_ttl_sec"><div class="news_ttl_wrap"><div class="txt_area"><span class="cate">{escape(story.section)}</span>
<h2 class="news_ttl">{escape(story.title)}</h2></div></div>
<header class="sec_head"><div class="info_area">{"".join(f'<dl class="author"><dt class="name">{escape(n)} 기자</dt><dd class="email">desk@naru.example</dd></dl>' for n in story.authors)}
<div class="time_area"><dl class="registration"><dt>입력 :</dt><dd>{story.published:%Y-%m-%d %H:%M:%S}</dd></dl>{_changed(story)}</div></div></header></section></div>
{_controls(story)}
<div class="sec_body"><div class="news_cnt_detail_wrap" itemprop="articleBody">
{_deck(story)}{_body(story)}
</div>
<div class="ad_contents"><p>광고</p><p>오늘만 특가, 나루 안마의자 체험단 모집</p></div>
<div class="reaction_btn_wrap"><p>이 기사가 마음에 들었다면,</p><p>좋아요를 눌러주세요.</p><button>좋아요 4</button></div></div>
<div class="cmm_wrap"><strong>댓글</strong><ul><li>댓글정책</li><li>공감순</li><li>최신순</li><li>오래된순</li></ul></div>
<div class="news_detail_foot_group"><h3>추천 기사</h3><ul>{sheet.headlines()}</ul></div>
<section class="news_popularity_sec"><h3 class="news_ttl">인기뉴스</h3><p>{modified:%Y-%m-%d %H:%M} 기준</p><ul>{sheet.headlines()}</ul></section>
<a class="notice_item" href="/notice">[알립니다] {paper} 새 지면을 소개합니다</a></section></main>
<footer><div class="bt_copyright">{escape(story.notice)}</div></footer></body></html>"""


def _declared(story: Story, sheet: Sheet) -> str:
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": story.published.isoformat(),
            "dateModified": (story.modified or story.published).isoformat(),
            "author": [{"@type": "Person", "name": name} for name in story.authors],
            "publisher": {"@type": "Organization", "name": sheet.paper.name},
            "mainEntityOfPage": sheet.url,
        },
        ensure_ascii=False,
    )


def _changed(story: Story) -> str:
    if not story.modified:
        return ""
    return f'<dl class="registration"><dt>수정 :</dt><dd>{story.modified:%Y-%m-%d %H:%M:%S}</dd></dl>'


def _controls(story: Story) -> str:
    summary = ""
    if story.summary:
        lines = "".join(f'<p class="news_text">{escape(line)}</p>' for line in story.summary)
        summary = f"""<div class="control_item_frame"><button class="btn_summary">뉴스 요약쏙</button><div class="option_group news_sum_group"><p class="ttl_sub">핵심 요약쏙</p>
<p class="sum_news">AI 요약은 최신 기술을 활용해 핵심 내용을 빠르고 정확하게 제공합니다. 전체 맥락을 이해하려면 기사 본문을 함께 확인하는 것이 좋습니다.</p>
<div class="news_sum_text">{lines}</div><div class="locked_login"><p>핵심 요약쏙은 회원용 콘텐츠입니다.</p><p>{escape("최신 뉴스를 요약해서 빠르게 읽을 수 있습니다.")}</p><a href="/join">무료 회원 가입</a></div></div></div>"""
    sizes = "".join(f"<li><button>{size}</button></li>" for size in ("가", "가", "가", "가", "가"))
    shares = "".join(f"<li>{to} 공유하기</li>" for to in ("이메일에", "카카오톡에", "페이스북에", "트위터에"))
    return f"""<div class="news_control_group">{summary}
<div class="control_item_frame"><button class="chang_lang">언어변경</button><ul class="option_group"><li>ENG</li><li>JPN</li><li>CHN</li></ul></div>
<div class="control_item_frame"><button class="chang_font">글자크기 설정</button><ul class="option_group">{sizes}</ul></div>
<div class="control_item_frame"><button class="print">인쇄하기</button></div>
<div class="control_item_frame"><button class="btn_share">기사 공유</button><ul class="option_group">{shares}<li>링크 복사하기</li></ul></div>
<div class="control_item_frame"><button class="scrap">스크랩 하기</button></div></div>"""


def _deck(story: Story) -> str:
    if not story.deck:
        return ""
    return f'<div class="mid_title"><div class="midtitle_text">{"<br>".join(map(escape, story.deck))}</div></div>'


def _body(story: Story) -> str:
    render = {
        "p": lambda block: f'<p refid="1">{escape(block.text)}</p>',
        "h": lambda block: f'<h3 class="mid_ttl">{escape(block.text)}</h3>',
        "quote": lambda block: f"<blockquote><p>{escape(block.text)}</p></blockquote>",
        "list": lambda block: "<ul>" + "".join(f"<li>{escape(row[0])}</li>" for row in block.rows) + "</ul>",
        "table": lambda block: f'<div class="table_wrap"><table><tbody>{rows_of(block)}</tbody></table></div>',
        "picture": _picture,
    }
    tail = "".join(f'\n<p refid="9">{escape(line)}</p>' for line in own_lines(story.tail))
    return inline(story.blocks, render, story.dateline, story.tail) + tail


def _picture(block: Block) -> str:
    caption = escape(" ".join(block.rows[0]))
    return f"""<div class="thumb_area img"><figure><div class="thumb"><img src="/img/a.jpg" alt="{caption}"><button class="btn_zoom"><span class="is_blind">사진 확대</span></button></div>
<figcaption><span class="thum_figure_txt">{caption}</span></figcaption></figure></div>"""
