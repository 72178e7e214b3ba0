"""A local paper's page as the newer ND soft system makes them, the vendor's misspelt class names and all."""

from __future__ import annotations

from html import escape

from tests.newssite.designs import Sheet, inline, meta, own_lines, rows_of
from tests.newssite.story import Block, Story


def article(story: Story, sheet: Sheet) -> str:
    """The page of a story."""
    extra = f"""<meta name="author" content="{escape(story.authors[0] if story.authors else sheet.paper.name)}">
<meta property="article:section" content="{escape(story.section)}">
<meta property="article:published_time" content="{story.published.isoformat()}">"""
    return f"""<!DOCTYPE html>
<html lang="ko"><head><meta charset="{sheet.paper.encoding}">{meta(story, sheet, site_name=sheet.paper.name, extra=extra)}</head><body>
<div id="user-wrap"><header id="user-header"><a href="/">{escape(sheet.paper.name)}</a><nav id="user-menu"><ul>
{"".join(f'<li><a href="/section/{i}">{s}</a></li>' for i, s in enumerate(sheet.paper.sections, 1))}</ul></nav></header>
<section id="section-body"><div id="article-view"><header class="article-view-header"><nav class="article-head-nav"><a href="/">홈</a> <a href="/section/1">{escape(story.section)}</a></nav>
<h3 class="heading">{escape(story.title)}</h3>{_deck(story)}
{_information(story)}</header>
<section class="article-view-content"><div class="article-body">{_tools()}
<article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">
{_body(story)}
</article></div>
<div class="tag-group"><a href="/tag">#{escape(story.section)}</a></div>
<div class="article-writer"><p>{escape(story.authors[0]) if story.authors else ""} 기자</p><a href="#">다른기사 보기</a></div>
<div class="view-copyright">{escape(story.notice)}</div>
<section class="article-relation"><h4>관련기사</h4><ul>{sheet.headlines()}</ul></section>
<section class="reply-wrap"><h4>댓글 0</h4><p>댓글쓰기</p><p>자동등록방지</p><p>댓글 수정은 작성 후 1분내에만 가능합니다.</p><p>삭제한 댓글은 다시 복구할 수 없습니다.</p></section></section></div>
<aside class="sticky"><div class="auto-article"><h4>많이 본 뉴스</h4><ul>{sheet.headlines()}</ul></div></aside></section>
<footer id="user-footer"><p>{escape(sheet.paper.name)} 개인정보처리방침 청소년보호정책 이메일무단수집거부</p><p>Powered by <a href="#">ND소프트</a></p></footer></div></body></html>"""


def _deck(story: Story) -> str:
    return f'<h4 class="subheading">{"<br>".join(map(escape, story.deck))}</h4>' if story.deck else ""


def _information(story: Story) -> str:
    modified = f"<li>수정 {story.modified:%Y.%m.%d %H:%M}</li>" if story.modified else ""
    writer = f"{story.authors[0]} 기자" if story.authors else story.publisher
    return f"""<ul class="infomation"><li><span class="show-for-sr">기자명</span> {escape(writer)}</li>
<li>입력 {story.published:%Y.%m.%d %H:%M}</li>{modified}<li>댓글 0</li></ul>"""


def _tools() -> str:
    steps = "".join(
        f'<li class="fontsize-slider-item">{size} 폰트</li>' for size in ("매우 작은", "작은", "보통", "큰", "매우 큰")
    )
    return f"""<article class="article-sytool-container"><div class="sytool-item"><button>기사저장</button><button>바로가기 복사하기</button><button>본문 글씨 줄이기</button><button>본문 글씨 키우기</button></div>
<div class="article-sytool"><strong>이 기사를 공유합니다</strong><ul><li>페이스북(으)로 기사보내기</li><li>트위터(으)로 기사보내기</li></ul></div>
<div class="fontsize-wrap"><strong>글자크기 설정</strong><div class="fontsize-preview">기사의 본문 내용은 이 글자크기로 변경됩니다.</div><ul class="fontsize-slider">{steps}</ul></div>
<div class="tts-wrap"><button>기사를 읽어드립니다.</button><audio controls>Your browser does not support the audio element.</audio></div></article>"""


def _body(story: Story) -> str:
    render = {
        "p": lambda block: f"<p>{escape(block.text)}</p>",
        "h": lambda block: f"<p><strong>{escape(block.text)}</strong></p>",
        "quote": lambda block: f"<blockquote>{escape(block.text)}</blockquote>",
        "list": lambda block: "\n".join(f"<p>{escape(row[0])}</p>" for row in block.rows),
        "table": lambda block: f"<table><tbody>{rows_of(block)}</tbody></table>",
        "picture": _picture,
    }
    advert = '\n<div class="ad-template"><p class="ad_title">ADVERTISEMENT</p></div>'
    tail = "".join(f"\n<p>{escape(line)}</p>" for line in own_lines(story.tail))
    return inline(story.blocks, render, story.dateline, story.tail) + advert + tail


def _picture(block: Block) -> str:
    return f"""<figure class="photo-layout image photo_1 center" data-type="photo"><img src="/img/a.jpg" alt="">
<figcaption>{escape(" ".join(block.rows[0]))}</figcaption></figure>"""
