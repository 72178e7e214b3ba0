"""Pictures, captions, credits."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.article import Image, Page
from newscrawl.extraction import extract_page
from newscrawl.extraction.fields.images import split_credit
from newscrawl.sites import load_sites

BASE = "https://www.harbour-gazette.test"
STORY = (
    "<p>The council said on Monday that the bridge would be open by the summer, whatever the weather.</p>",
    "<p>Its members had spoken for five hours before they voted, and some went home early.</p>",
    "<p>The old stones will be kept in the yard behind the mill until somebody needs them.</p>",
)


def images_of(lead: str = "", amid: str = "", *, above: str = "", below: str = "", head: str = "") -> tuple[Image, ...]:
    """The pictures of a page, given by what stands above its headline, below it, amid its story and below that."""
    story = f"<h1>Bridge to open by the summer</h1>{lead}{STORY[0]}{amid}{STORY[1]}{STORY[2]}"
    html = f"<html lang=en><head>{head}</head><body>{above}<main>{story}</main>{below}</body></html>"
    return extract_page(Page(url=f"{BASE}/2026/bridge", html=html)).article.images


def urls_of(**places: str) -> list[str]:
    return [image.url.removeprefix(BASE) for image in images_of(**places)]


def test_a_figure_with_caption_and_credit() -> None:
    """The credit's own element is no part of the caption."""
    (image,) = images_of(
        '<figure><img src="/pics/bridge.jpg"><figcaption>The bridge on Monday. <span class="credit">Photo: Ada Muster</span></figcaption></figure>'
    )
    assert (image.url, image.caption, image.credit) == (
        f"{BASE}/pics/bridge.jpg",
        "The bridge on Monday.",
        "Ada Muster",
    )


def test_a_credit_in_two_parts() -> None:
    """Who took it in one element, and who sells it behind it."""
    (image,) = images_of(
        '<figure><img src="/a.jpg"><figcaption><span class=caption>The bridge on Monday.</span> <span class=credit>Photo by Ada Muster</span> /<span>PA via Harbour Images</span></figcaption></figure>'
    )
    assert (image.caption, image.credit) == ("The bridge on Monday.", "Ada Muster/PA via Harbour Images")


@pytest.mark.parametrize(
    "picture",
    [
        '<img data-src="/pics/bridge.jpg" src="data:image/gif;base64,R0">',
        '<picture><source srcset="/pics/small.jpg 320w, /pics/bridge.jpg 1200w"><img></picture>',
        '<img srcset="/pics/small.jpg 320w, /pics/bridge.jpg 1200w">',
    ],
)
def test_lazy_pictures_have_addresses(picture: str) -> None:
    """Lazy loaders keep the address beside `src`; of a set the largest is taken."""
    assert urls_of(lead=f"<figure>{picture}</figure>") == ["/pics/bridge.jpg"]


def test_pictures_of_other_stories_and_logos_do_not_count() -> None:
    """A related story's picture and a logo are no pictures of the story; the declared lead picture then is."""
    related = '<aside class="related"><figure><img src="/pics/other.jpg"></figure></aside>'
    logo = '<figure><img src="/assets/logo.png"></figure>'
    head = '<meta property="og:image" content="/pics/bridge.jpg">'
    assert urls_of(lead=logo, amid=related, head=head) == ["/pics/bridge.jpg"]


FIGURE = "<figure><img src=/a.jpg><figcaption>The bridge at dawn</figcaption></figure>"


@pytest.mark.parametrize(
    ("place", "picture"),
    [
        ("above", FIGURE),
        ("lead", FIGURE),
        ("amid", FIGURE),
        ("amid", "<p><img src=/a.jpg></p>"),
        ("amid", "<figure><a href=/a-large.jpg><img src=/a.jpg></a></figure>"),
        ("amid", "<figure><a href=#gallery><img src=/a.jpg></a></figure>"),
        ("amid", "<figure class=gallery><figure><img src=/a.jpg></figure></figure>"),
        ("amid", "<figure><a href=/gallery><img src=/a.jpg></a><figcaption>The bridge at dawn</figcaption></figure>"),
        ("lead", "<figure><img src=/a.jpg width=20><figcaption>The bridge at dawn</figcaption></figure>"),
    ],
)  # fmt: skip
def test_the_storys_own_pictures(place: str, picture: str) -> None:
    """Figures around the headline and among the paragraphs, and bare pictures among those, larger ones behind them or none."""
    assert urls_of(**{place: picture}) == ["/a.jpg"]


@pytest.mark.parametrize(
    ("place", "picture"),
    [
        ("above", "<div><img src=/a.jpg></div>"),
        ("below", f"<section>{'<p>Tides</p>' * 20}{FIGURE}</section>"),
        ("amid", "<a href=/2026/other><img src=/a.jpg></a>"),
        ("amid", "<div><figure><a href=/2026/other><img src=/a.jpg></a></figure><h3><a href=/2026/other>Another story</a></h3></div>"),
        ("amid", "<figure><img src=/a.jpg><figcaption><a href=/2026/other>Another story</a></figcaption></figure>"),
        ("amid", "<img src=/a.jpg width=90 height=60>"),
        ("amid", "<img src=/thumbs/90x60/a.jpg>"),
        ("lead", "<figure><a rel=author href=/people/ada><img src=/a.jpg></a></figure>"),
        ("lead", "<div class=author-box><img src=/a.jpg><span>Ada Muster</span></div>"),
        ("lead", "<figure><img src=/a.jpg><figcaption>By Ada Muster, reporter 12 May 2026, 9:15</figcaption></figure>"),
        ("amid", "<img src=/wp-content/themes/paper/quote.jpg>"),
        ("amid", "<figure><img src='javascript:void(0)'><figcaption>The bridge at dawn</figcaption></figure>"),
        ("head", "<meta property=og:image content='about:blank'>"),
    ],
)  # fmt: skip
def test_what_is_no_picture_of_the_story(place: str, picture: str) -> None:
    """Menus, thumbnails, other stories', portraits of who wrote it, what is no address of a picture."""
    assert urls_of(**{place: picture}) == []


def test_words_in_a_pictures_box_are_its_caption() -> None:
    """A box with one picture and no line of the story; a box with several, or with a link, says nothing of one."""
    (image,) = images_of(amid="<div><div><img src=/a.jpg></div><div>The bridge at dawn. Photo: Ada Muster</div></div>")
    assert (image.caption, image.credit) == ("The bridge at dawn.", "Ada Muster")

    two = images_of(amid="<div><img src=/a.jpg><img src=/b.jpg><div>Two bridges at dawn</div></div>")
    assert [image.caption for image in two] == [None, None]


def test_the_declared_lead_picture_goes_before_those_far_down() -> None:
    """A page whose first picture stands amid the story has its lead picture elsewhere."""
    head = '<meta property="og:image" content="/lead.jpg">'
    down = f"{STORY[1] * 4}{FIGURE}"

    assert urls_of(amid=down, head=head) == ["/lead.jpg", "/a.jpg"]
    assert urls_of(lead=FIGURE, head=head) == ["/a.jpg"]


def test_an_address_that_was_wrapped_is_one() -> None:
    """Editors' tools break long addresses."""
    assert urls_of(amid="<figure><img src='https://img.example/long/\nname.jpg'></figure>") == [
        "https://img.example/long/name.jpg"
    ]


def test_a_picture_shown_twice_is_one() -> None:
    """The copy with a caption is kept, and one size of two."""
    twice = "<figure><img src=/a.jpg></figure><figure><img src=/a.jpg><figcaption>A bridge</figcaption></figure>"
    (image,) = images_of(amid=f"{twice}<figure><img src=/a-640.jpg><figcaption>A bridge</figcaption></figure>")
    assert (image.url, image.caption) == (f"{BASE}/a.jpg", "A bridge")


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        ("The bridge (Foto: dpa)", "The bridge", "dpa"),
        ("The bridge. Reuters/Ada Muster", "The bridge.", "Reuters/Ada Muster"),
        ("A word from Mr Ley. Ada van Muster/dpa", "A word from Mr Ley.", "Ada van Muster/dpa"),
        ("The bridge is open.Unsplash/Ada Muster", "The bridge is open.", "Unsplash/Ada Muster"),
        ("The bridge at dawn (Ada Muster/Harbour News)", "The bridge at dawn", "Ada Muster/Harbour News"),
        ("The bridge at dawn (left/right)", "The bridge at dawn (left/right)", None),
        ("Broen. Foto: Ada Muster Vis mer", "Broen.", "Ada Muster"),
        ("[사진 설명] 다리가 열렸다.", "다리가 열렸다.", None),
        ("다리가 열렸다. /연합뉴스", "다리가 열렸다.", "연합뉴스"),
        ("橋が開通した（写真：港新聞）", "橋が開通した", "港新聞"),
        ("© Ada Muster", None, "Ada Muster"),
        ("다리가 열렸다. 나루은행 제공", "다리가 열렸다.", "나루은행 제공"),
        ("다리의 밤 풍경 나루은행 제공", "다리의 밤 풍경", "나루은행 제공"),
        ("다리가 열렸다. 문보라 기자", "다리가 열렸다.", "문보라 기자"),
        ("다리가 열렸다. (사진=누리섬 주민회 제공) *재판매 및 DB 금지", "다리가 열렸다.", "누리섬 주민회 제공"),
        ("The bridge on Monday. (Photo by Ada Muster)", "The bridge on Monday.", "Ada Muster"),
        ("The bridge on Monday (AP Photo/Ada Muster)", "The bridge on Monday", "AP Photo/Ada Muster"),
        ("Photo courtesy of the Harbour Museum", None, "the Harbour Museum"),
        ("Die Brücke am Montag. Foto: Ada Muster/dpa", "Die Brücke am Montag.", "Ada Muster/dpa"),
        ("Die Brücke (Archivbild: Ada Muster)", "Die Brücke", "Ada Muster"),
        ("Le pont, lundi. Crédit photo : Ada Muster", "Le pont, lundi.", "Ada Muster"),
        ("El puente el lunes. Foto: EFE", "El puente el lunes.", "EFE"),
        ("橋が開通した＝港新聞撮影", "橋が開通した", "港新聞撮影"),
        ("橋が開通した。写真提供：港新聞", "橋が開通した。", "港新聞"),
        ("누리섬 주민회 제공", None, "누리섬 주민회 제공"),
        ("다리가 열렸다. AP 연합뉴스", "다리가 열렸다.", "AP 연합뉴스"),
        ("다리가 열렸다. 2026.10. 31 나루은행 제공", "다리가 열렸다. 2026.10. 31", "나루은행 제공"),
        ("주민에게 따뜻한 밥 제공", "주민에게 따뜻한 밥 제공", None),
        ("다리가 열렸다. 주민에게는 무료 식사 제공", "다리가 열렸다. 주민에게는 무료 식사 제공", None),
        ("왼쪽이 문보라 기자", "왼쪽이 문보라 기자", None),
        ("She holds a photo by her father", "She holds a photo by her father", None),
        ("The bridge, as Reuters saw it first", "The bridge, as Reuters saw it first", None),
        ("A picture of the bridge: the oldest one", "A picture of the bridge: the oldest one", None),
    ],
)
def test_credits_glued_to_captions(caption: str, text: str | None, credit: str | None) -> None:
    """A credit at the end is cut off; a caption that only mentions a picture or an agency stays whole."""
    assert split_credit(caption) == (text, credit)


def test_a_profile_with_the_credit_inside_the_caption(tmp_path: Path) -> None:
    """Both selectors as a profile's author writes them: the credit is no part of the caption, its label none of the credit."""
    (tmp_path / "paper.test.toml").write_text(
        """name = "paper.test"
hosts = ["paper.test"]
language = "en"
timezone = "Europe/London"

[[layouts]]
name = "2026"
seen = "tests"
mark = ["main"]
body = ["main"]
images = ["main figure"]
caption = ["figcaption"]
credit = ["span.who"]
""",
        encoding="utf-8",
    )
    figure = "<figure><img src=/a.jpg><figcaption>The bridge on Monday. <span class=who>Photo: Ada Muster</span></figcaption></figure>"
    html = (
        f"<html lang=en><body><main><h1>Bridge to open</h1>{STORY[0]}{figure}{STORY[1]}{STORY[2]}</main></body></html>"
    )
    (image,) = extract_page(Page(url="https://paper.test/1", html=html), sites=load_sites(tmp_path)).article.images

    assert (image.caption, image.credit) == ("The bridge on Monday.", "Ada Muster")
