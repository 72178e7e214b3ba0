"""A portal page as n.news.naver.com has them: the story is bare text between `<br>`, around it reactions, speech, font
size, the reporter's card and recommended news.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from tests.newssite.designs import Sheet, inline, meta, own_lines, rows_of
from tests.newssite.story import Block, Story


def article(story: Story, sheet: Sheet) -> str:
    """The page of a story."""
    extra = f'<meta property="og:article:author" content="{escape(story.publisher)} | {escape(sheet.paper.name)}">'
    press = escape(story.publisher)
    return f"""<!DOCTYPE html>
<html lang="ko"><head><meta charset="utf-8">{meta(story, sheet, site_name=sheet.paper.name, extra=extra)}</head><body>
<div class="u_skip"><a href="#ct">본문 바로가기</a></div>
<header class="Nlnb"><ul>{"".join(f'<li><a href="/section/{i}">{s}</a></li>' for i, s in enumerate(sheet.paper.sections, 1))}</ul></header>
<div id="ct_wrap"><div id="ct" class="newsct"><div class="media_end_head go_trans">
<div class="media_end_head_top"><a href="/press/907" class="media_end_head_top_logo"><img class="media_end_head_top_logo_img" src="/img/logo.png" alt="{press}" title="{press}"></a>
<div class="media_end_head_channel"><button>PICK 안내</button><p id="_PICK_LAYER_907" class="media_end_head_channel_layer">언론사가 주요기사로<br>선정한 기사입니다.<a href="#">언론사별 바로가기</a><button>닫기</button></p></div></div>
<div class="media_end_head_title"><h2 id="title_area" class="media_end_head_headline"><span>{escape(story.title)}</span></h2></div>
<div class="media_end_head_info nv_notrans">{_people_and_times(story)}
{_variety(story)}</div></div>
<div id="contents" class="newsct_body"><div id="newsct_article" class="newsct_article _article_body"><article id="dic_area" class="go_trans _article_content">
{_deck(story)}{_body(story)}
</article></div>
<div class="byline">{"".join(f'<p class="byline_p"><span class="byline_s">{escape(name)} 기자</span></p>' for name in story.authors)}</div>
<div class="copyright"><p class="c_text">{escape(story.notice)}</p></div>
<div class="media_end_categorize"><p>이 기사는 언론사에서 <em class="media_end_categorize_item">{escape(story.section)}</em> 섹션으로 분류했습니다.</p>
<p>기사의 섹션 정보는 해당 언론사의 분류를 따르고 있습니다. 언론사는 개별 기사를 2개 이상 섹션으로 중복 분류할 수 있습니다.</p></div></div>
{_below(story, sheet)}</div></div>
<footer><p class="u_copyright">이 콘텐츠의 저작권은 저작권자 또는 제공처에 있으며, 이를 무단<br>이용하는 경우 저작권법 등에 따라 법적 책임을 질 수 있습니다.</p></footer></body></html>"""


def _people_and_times(story: Story) -> str:
    names = "".join(f'<em class="media_end_head_journalist_name">{escape(name)} 기자</em>' for name in story.authors)
    changed = ""
    if story.modified:
        changed = f"""<div class="media_end_head_info_datestamp_bunch"><em class="media_end_head_info_datestamp_term">수정</em>
<span class="media_end_head_info_datestamp_time _ARTICLE_MODIFY_DATE_TIME" data-modify-date-time="{story.modified:%Y-%m-%d %H:%M:%S}">{_clock(story.modified)}</span></div>"""
    return f"""<div class="media_end_head_journalist">{names}</div>
<div class="media_end_head_info_datestamp"><div class="media_end_head_info_datestamp_bunch"><em class="media_end_head_info_datestamp_term">입력</em>
<span class="media_end_head_info_datestamp_time _ARTICLE_DATE_TIME" data-date-time="{story.published:%Y-%m-%d %H:%M:%S}">{_clock(story.published)}</span></div>
{changed}<a href="http://press.example/" class="media_end_head_origin_link">기사원문</a></div>"""


def _clock(when: datetime) -> str:
    """`2026.03.21. 오후 7:42`"""
    half = "오전" if when.hour < 12 else "오후"
    return f"{when:%Y.%m.%d.} {half} {when.hour % 12 or 12}:{when:%M}"


def _variety(story: Story) -> str:
    faces = "".join(
        f"<li><span>{name}</span> 0</li>" for name in ("쏠쏠정보", "흥미진진", "공감백배", "분석탁월", "후속강추")
    )
    sizes = "".join(
        f"<li>가<em class='blind'>{i}단계</em>{name}</li>"
        for i, name in enumerate(("작게", "보통", "크게", "아주크게", "최대크게"), 1)
    )
    summary = ""
    if story.summary:
        summary = f"""<div class="media_end_head_autosummary"><button class="media_end_head_autosummary_button">본문 요약봇</button>
<div class="media_end_head_autosummary_layer"><p>자동 추출 기술로 요약된 내용입니다. 요약 기술의 특성상 본문의 주요 내용이 제외될 수 있어, 전체 맥락을 이해하기 위해서는 기사 본문 전체보기를 권장합니다.</p>
<div class="media_end_head_autosummary_layer_body">{"<br>".join(map(escape, story.summary))}</div></div></div>"""
    return f"""<div class="media_end_head_info_variety"><div class="media_end_head_info_variety_likeit"><div class="u_likeit"><span>추천</span><ul class="u_likeit_layer">{faces}</ul></div></div>
<div class="media_end_head_info_variety_cmtcount"><a href="#">댓글 <span>3</span></a></div>{summary}
<div id="tts_player_div_wrap" class="media_end_head_tts"><button>텍스트 음성 변환 서비스 사용하기</button><em>말하기 속도</em><button>느림</button><button>보통</button><button>빠름</button>
<p>이동 통신망을 이용하여 음성을 재생하면 별도의 데이터 통화료가 부과될 수 있습니다.</p><button>본문듣기 시작</button></div>
<div class="media_end_head_fontsize _font_size"><a href="#">글자 크기 변경하기</a><div class="_FONT_LAYER"><strong>글자크기</strong><ul>{sizes}</ul></div></div>
<div class="media_end_head_share"><a href="#">SNS 보내기</a><div id="spiLayer"><ul><li>이메일</li><li>카페</li><li>블로그</li></ul></div></div>
<div class="media_end_head_print"><a href="#">인쇄하기</a></div></div>"""


def _deck(story: Story) -> str:
    return (
        f'<strong class="media_end_summary">{"<br>".join(map(escape, story.deck))}</strong><br>' if story.deck else ""
    )


def _body(story: Story) -> str:
    render = {
        "p": lambda block: escape(block.text) + "<br><br>",
        "h": lambda block: f"<b>{escape(block.text)}</b><br><br>",
        "quote": lambda block: f"<blockquote>{escape(block.text)}</blockquote>",
        "list": lambda block: "<br>".join(escape(row[0]) for row in block.rows) + "<br><br>",
        "table": lambda block: f"<table><tbody>{rows_of(block)}</tbody></table>",
        "picture": _picture,
    }
    tail = "<br><br>".join(map(escape, own_lines(story.tail)))
    return inline(story.blocks, render, story.dateline, story.tail) + tail


def _picture(block: Block) -> str:
    caption = escape(" ".join(block.rows[0]))
    return (
        f'<span class="end_photo_org"><img src="/img/a.jpg" alt=""><em class="img_desc">{caption}</em></span><br><br>'
    )


def _below(story: Story, sheet: Sheet) -> str:
    press = escape(story.publisher)
    name = escape(story.authors[0]) if story.authors else press
    return f"""<div class="newsct_journalist"><div class="media_journalistcard"><em>{name} 기자</em><p>{press}에서 사람 사는 이야기를 씁니다. 궁금한 일은 언제든 알려 주세요.</p><a href="#">구독</a></div></div>
<div class="media_end_linked_more"><strong>{press} 언론사홈 바로가기</strong><ul>{sheet.headlines()}</ul></div>
<div class="ends_addition"><p>이 기사를 추천합니다</p><p>기사 추천은 24시간 내 50회까지 참여할 수 있습니다.</p></div>
<div class="ofhe_body"><strong>함께 볼만한 뉴스</strong><p>이 기사를 본 이용자들이 함께 많이 본 기사, 해당 기사와 유사한 기사, 관심 기사 등을 자동 추천합니다</p><ul>{sheet.headlines()}</ul></div>
<div class="media_end_changecmt changecmt"><p>댓글 정책 언론사별 선택제</p><p>{press} 댓글 정책에 따라 각 언론사가 직접 콘텐츠를 편집합니다.</p></div>"""
