"""Pictures, captions, credits."""

import pytest

from newscrawl.extraction.fields.images import split_credit

BASE = "https://www.harbour-gazette.test"


def test_a_figure_with_caption_and_credit(fields_of) -> None:
    """The credit's own element is no part of the caption."""
    (image,) = fields_of(
        body='<figure><img src="/pics/bridge.jpg"><figcaption>The bridge on Monday. <span class="credit">Photo: Ada Muster</span></figcaption></figure>'
    ).images
    assert (image.url, image.caption, image.credit) == (
        f"{BASE}/pics/bridge.jpg",
        "The bridge on Monday.",
        "Ada Muster",
    )


@pytest.mark.parametrize(
    "picture",
    [
        '<img data-src="/pics/bridge.jpg" src="data:image/gif;base64,R0">',
        '<picture><source srcset="/pics/small.jpg 320w, /pics/bridge.jpg 1200w"><img></picture>',
        '<img srcset="/pics/small.jpg 320w, /pics/bridge.jpg 1200w">',
    ],
)
def test_lazy_pictures_have_addresses(fields_of, picture: str) -> None:
    """Lazy loaders keep the address beside `src`; of a set the largest is taken."""
    (image,) = fields_of(body=f"<figure>{picture}</figure>").images
    assert image.url == f"{BASE}/pics/bridge.jpg"


def test_pictures_of_other_stories_and_logos_do_not_count(fields_of) -> None:
    """A related story's picture and a logo are no pictures of the story; the declared lead picture then is."""
    body = '<aside class="related"><figure><img src="/pics/other.jpg"></figure></aside><figure><img src="/assets/logo.png"></figure>'
    (image,) = fields_of('<meta property="og:image" content="/pics/bridge.jpg">', body).images
    assert image.url == f"{BASE}/pics/bridge.jpg"


def test_a_picture_shown_twice_is_one(fields_of) -> None:
    """The copy with a caption is kept."""
    body = '<figure><img src="/a.jpg"></figure><figure><img src="/a.jpg"><figcaption>A bridge</figcaption></figure>'
    (image,) = fields_of(body=body).images
    assert image.caption == "A bridge"


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        ("The bridge (Foto: dpa)", "The bridge", "dpa"),
        ("The bridge. Reuters/Ada Muster", "The bridge.", "Reuters/Ada Muster"),
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
