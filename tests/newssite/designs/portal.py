"""A portal page as v.daum.net has them: between headline and story stand the layers for speech, translation, font size
and automatic summary; below it the copyright line, related headlines and the way to the publisher.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from tests.newssite.designs import Sheet, inline, meta, own_lines, rows_of
from tests.newssite.story import Block, Story

_LANGUAGES = ("한국어 -", "English 영어", "日本語 일본어", "简体中文 중국어", "Nederlands 네델란드어", "Deutsch 독일어", "Русский 러시아어",
              "Malaysia 말레이시아어", "বাঙ্গোল ভাষা 벵골어", "tiếng Việt 베트남어", "Español 스페인어", "اللغة العربية 아랍어",
              "Italiano 이탈리아어", "bahasa Indonesia 인도네시아어", "ภาษาไทย 태국어", "Türkçe 튀르키에어", "Português 포르투갈어",
              "Français 프랑스어", "हिन्दी 힌디어")  # fmt: skip


def article(story: Story, sheet: Sheet) -> str:
    """The page of a story."""
    extra = f"""<meta property="og:article:author" content="{escape(story.publisher)}">
<meta property="og:regDate" content="{story.published:%Y%m%d%H%M%S}">"""
    head = meta(story, sheet, site_name=f"{sheet.paper.name} | {story.publisher}", extra=extra)
    author = f'<span class="txt_info">{escape(", ".join(story.authors))}</span>' if story.authors else ""
    return f"""<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8">{head}</head><body>
<div id="kakaoIndex"><a href="#kakaoBody">본문 바로가기</a><a href="#kakaoGnb">메뉴 바로가기</a></div>
<header class="doc-header"><h1 class="doc-title"><a id="kakaoServiceLogo" href="/press">{escape(story.publisher)}</a></h1>
<nav id="kakaoGnb"><ul>{"".join(f'<li><a href="/section/{i}">{s}</a></li>' for i, s in enumerate(sheet.paper.sections, 1))}</ul></nav></header>
<main id="kakaoContent"><section class="inner-main"><h2 class="screen_out">{escape(story.section)}</h2>
<div class="main-content"><article id="mArticle" class="box_view">
<div class="head_view"><h3 class="tit_view" data-translation="true">{escape(story.title)}</h3>
<div class="info_view">{author}<span class="txt_info">입력 <span class="num_date">{_date(story.published)}</span></span>{_changed(story)}</div>
{_tools(story)}</div>
<div class="news_view fs_type1"><div class="article_view" data-translation-body="true" data-tiara-layer="article_body"><section>
{_deck(story)}{_body(story)}
</section><p class="txt_copyright" data-translation="true">{escape(story.notice)}</p></div></div>
{_below(story, sheet)}
</article></div>{_aside(sheet)}</section></main>
<footer class="doc-footer"><a href="/help">{escape(sheet.paper.name)}뉴스 서비스안내</a><a href="/notice">24시간 뉴스센터</a>
<p>뉴스 기사에 대한 저작권 및 법적 책임은 자료제공사 또는 글쓴이에 있으며, {escape(sheet.paper.name)}의 입장과 다를 수 있습니다.</p>
<small>Copyright © {escape(sheet.paper.name)}. All rights reserved.</small></footer></body></html>"""


def _date(when: datetime) -> str:
    return f"{when.year}. {when.month}. {when.day}. {when:%H:%M}"


def _changed(story: Story) -> str:
    if not story.modified:
        return ""
    return f'<span class="txt_info">수정 <span class="num_date">{_date(story.modified)}</span></span>'


def _tools(story: Story) -> str:
    return f"""<div class="util_wrap"><div class="util_view">
<div class="item_util"><a href="#alex-area" class="btn_comment">댓글 <span class="alex-count">12</span></a></div>
{_summary(story)}
<div class="item_util"><button class="btn_util btn_tts"><span class="ico_view">음성으로 듣기</span></button>
<div id="ttsViewLayer" class="view_layer"><div class="inner_view_layer inner_tts_layer"><div class="layer_head"><strong class="tit_layer">음성재생 설정</strong>
<span class="info_layer">이동 통신망에서 음성 재생 시 데이터 요금이 발생할 수 있습니다. 글자 수 10,000자 초과 시 일부만 음성으로 제공합니다.</span></div>
<div class="layer_body"><ul class="list_tts"><li>남성</li><li>여성</li></ul><ul class="list_tts"><li>느림</li><li>보통</li><li>빠름</li></ul>
<button class="btn_play">음성 재생하기</button></div><div class="layer_foot"><a href="#none" class="link_close">닫기</a></div></div></div>
<button class="btn_soundplay">음성 재생<span class="ico_view ico_close">중지</span></button></div>
<div class="item_util"><button id="btnTranslate" class="btn_util btn_translate"><span class="ico_view">번역 설정</span></button>
<div id="layerTranslate" class="view_layer"><div class="layer_head"><strong class="tit_layer">번역<em class="ico_view">beta</em></strong>
<span class="info_translate">Translated by <a href="#none" class="link_kakaoi">kaka i</a></span></div>
<div class="layer_body"><ul class="list_lang">{"".join(f'<li><button class="btn_lang">{name}</button></li>' for name in _LANGUAGES)}</ul></div></div>
<div id="layerTranslating" class="loading_layer"><strong class="tit_translate">번역중</strong><span class="txt_translate">Now in translation</span></div></div>
<div class="item_util"><button class="btn_util btn_font"><span class="ico_view">글씨크기 조절하기</span></button>
<div class="view_layer"><div class="inner_view_layer inner_fs_layer"><div class="layer_head"><strong class="tit_layer">글자크기 설정</strong>
<span class="info_layer">파란원을 좌우로 움직이시면 글자크기가 변경 됩니다.</span></div>
<div class="layer_body"><div class="set_view fs_type1"><p>이 글자크기로 변경됩니다.</p>
<p>(예시) 가장 빠른 소식이 모이고 사람과 사람의 이야기가 오가는 새소리를 만나보세요. 새소리는 나라 안팎의 큰 이슈와 실시간 속보, 문화와 생활 속 다양한 소식을 입체적으로 전해 드리고 있습니다.</p></div></div></div></div></div>
<div class="item_util"><button class="btn_util btn_print">인쇄하기</button></div>
<div class="item_util box_share"><ul class="list_share"><li>카카오톡으로 공유하기</li><li>페이스북으로 공유하기</li><li>트위터로 공유하기</li><li>URL 복사</li></ul></div>
</div></div>"""


def _summary(story: Story) -> str:
    if not story.summary:
        return ""
    lines = "<br>".join(map(escape, story.summary))
    return f"""<div class="item_util"><button class="btn_util btn_summary"><span class="ico_view">요약보기</span></button>
<div class="view_layer layer_summary"><div class="inner_view_layer inner_summary_layer"><div class="layer_head"><strong class="tit_layer">자동요약</strong>
<p class="info_layer">기사 제목과 주요 문장을 기반으로 자동요약한 결과입니다.<br>전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다.</p></div>
<div class="layer_body"><p class="txt_summary">{lines}</p></div><div class="layer_foot"><a href="#none" class="link_close">닫기</a></div></div></div></div>"""


def _deck(story: Story) -> str:
    if not story.deck:
        return ""
    return f'<strong class="summary_view" dmcf-ptype="summary" dmcf-pid="0">{"<br>".join(map(escape, story.deck))}</strong>\n'


def _body(story: Story) -> str:
    def tagged(tag: str, kind: str, css: str = "") -> object:
        return lambda block: f'<{tag} dmcf-pid="p{kind}" dmcf-ptype="{kind}"{css}>{escape(block.text)}</{tag}>'

    render = {
        "p": tagged("p", "general"),
        "h": tagged("h3", "h3"),
        "quote": tagged("blockquote", "pre"),
        "list": lambda block: "\n".join(f'<p dmcf-ptype="general">{escape(row[0])}</p>' for row in block.rows),
        "table": lambda block: f'<table dmcf-ptype="general"><tbody>{rows_of(block)}</tbody></table>',
        "picture": _picture,
    }
    prose = inline(story.blocks, render, story.dateline, story.tail)
    return prose + "".join(
        f'\n<p dmcf-pid="tail" dmcf-ptype="general">{escape(line)}</p>' for line in own_lines(story.tail)
    )


def _picture(block: Block) -> str:
    caption = escape(" ".join(block.rows[0]))
    return f"""<figure class="figure_frm origin_fig" dmcf-ptype="figure"><p class="link_figure"><img class="thumb_g_article" src="/img/a.jpg" alt="{caption}"></p>
<figcaption class="txt_caption default_figure">{caption}</figcaption></figure>"""


def _below(story: Story, sheet: Sheet) -> str:
    press = escape(story.publisher)
    related = "".join(
        f'<li><a class="link_txt" href="{escape(url)}">{escape(title)} - {press}</a></li>\n'
        for url, title in sheet.others[:10]
    )
    return f"""<div class="viewrelate_tit"><a class="link_original" href="http://press.example/">{press}에서 직접 확인하세요.</a> 해당 언론사로 이동합니다.</div>
<div class="viewrelate_wrap"><strong class="tit_viewrelate">{press} 주요뉴스</strong><ul class="list_viewrelate">
{related}</ul></div>
<div class="emotion_wrap"><ul><li>추천해요 5</li><li>좋아요 2</li><li>감동이에요 0</li><li>화나요 1</li><li>슬퍼요 0</li></ul></div>
<div id="alex-area" class="comment_view"><strong>댓글 12</strong><p>네티즌 의견은 서비스 품질을 위해 정리될 수 있습니다.</p>
<p>BEST 댓글 우리 동네에도 이런 소식이 있었으면 좋겠네요. 잘 읽었습니다.</p></div>"""


def _aside(sheet: Sheet) -> str:
    return f"""<aside class="main-etc"><div class="box_trend"><strong>실시간 트렌드</strong><p>실시간 트렌드 데이터는 안정화 기간 중 베타(Beta) 서비스로 운영하며, 순위는 바뀔 수 있습니다.</p></div>
<div class="box_news_recomm"><strong>이 시각 추천뉴스</strong><ul>{sheet.headlines()}</ul></div>
<div class="box_shortcut"><strong>서비스 바로가기</strong></div></aside>"""
