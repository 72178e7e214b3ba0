"""What may be done with the text."""

import pytest

from newscrawl.extraction.fields.rights import read_rights
from newscrawl.extraction.nodes import Nodes
from newscrawl.extraction.parse import parse

PLAIN = Nodes(parse("<html><body><p>x</p></body></html>"))


@pytest.mark.parametrize(
    "notice",
    [
        "ⓒ 한빛일보, 무단전재 및 재배포, AI학습 이용 금지",
        "저작권자 © 한빛일보 무단전재-재배포, AI 학습 및 활용 금지",
        "© Harbour Gazette. Use for training artificial intelligence is prohibited.",
        "This text may not be used to train AI models.",
        "Die Nutzung für KI-Training ist untersagt.",
        "Toute utilisation à des fins d'entraînement d'une intelligence artificielle est interdite.",
        "AIの学習に使うことを禁じます",
        "未经许可，不得用于人工智能训练",
        "© Hafenbote. Die Nutzung für Text und Data Mining im Sinne von § 44b UrhG bleibt vorbehalten.",
        "Der Verlag behält sich das Text- und Data-Mining i. S. v. § 44b UrhG ausdrücklich vor.",
        "© Hafenbote – Text und Data Mining untersagt",
        "Queda prohibida la reproducción y la minería de textos y datos conforme al artículo 67.3 de la ley.",
        "Toute fouille de textes et de données est interdite.",
        "È vietato il text and data mining.",
        "Tekst- en datamining is voorbehouden.",
        "© Harbour Gazette. All rights reserved, including those for text and data mining, AI training, and similar technologies.",
        "텍스트 및 데이터마이닝을 금지합니다",
    ],
)
def test_a_ban_in_the_notice_is_a_signal(notice: str) -> None:
    """The copyright line is kept raw; its ban on AI training is read in the page's own language."""
    rights = read_rights(PLAIN, {}, [notice])
    assert (rights.notice, rights.ai_training) == (notice, "prohibited")
    assert [(signal.source, signal.value) for signal in rights.signals] == [("notice", notice)]


@pytest.mark.parametrize(
    "notice",
    [
        "© 2026 Harbour Gazette. All rights reserved.",
        "ⓒ 한빛일보, 무단 전재 및 재배포 금지",
        "© Harbour Mining Journal. All rights reserved.",
        "© Harbour Gazette. Reproduction prohibited. More on data mining on page two.",
    ],
)
def test_a_plain_notice_says_nothing_of_ai(notice: str) -> None:
    """All rights reserved is a notice, not a word on AI training."""
    rights = read_rights(PLAIN, {}, [notice])
    assert (rights.notice, rights.ai_training, rights.signals) == (notice, None, ())


def test_the_telling_notice_wins() -> None:
    """Of several lines the one with the ban is kept."""
    assert (
        read_rights(PLAIN, {}, ["© Gazette", "ⓒ 한빛일보, AI 학습 이용 금지"]).notice == "ⓒ 한빛일보, AI 학습 이용 금지"
    )


@pytest.mark.parametrize(
    ("meta", "source", "training"),
    [
        ('<meta name="robots" content="index, noai, noimageai">', "meta", "prohibited"),
        ('<meta name="GPTBot" content="noai">', "meta", "prohibited"),
        ('<meta name="tdm-reservation" content="1">', "tdm", "prohibited"),
        ('<meta name="tdm-reservation" content="0">', "tdm", "allowed"),
    ],
)
def test_signals_in_the_page(meta: str, source: str, training: str) -> None:
    """Robots directives and the TDM reservation protocol."""
    rights = read_rights(Nodes(parse(f"<html><head>{meta}</head><body><p>x</p></body></html>")), {}, [])
    assert ([signal.source for signal in rights.signals], rights.ai_training) == ([source], training)


@pytest.mark.parametrize(
    ("headers", "source", "training"),
    [
        ({"x-robots-tag": "noai"}, "header", "prohibited"),
        ({"x-robots-tag": "noarchive"}, "header", None),
        ({"content-usage": "train-ai=n"}, "header", "prohibited"),
        ({"tdm-reservation": "1"}, "tdm", "prohibited"),
        ({"tdm-policy": "https://gazette.test/policy.json"}, "tdm", None),
    ],
)
def test_signals_in_the_headers(headers: dict[str, str], source: str, training: str | None) -> None:
    """What the server says counts like what the page says."""
    rights = read_rights(PLAIN, headers, [])
    assert ([signal.source for signal in rights.signals], rights.ai_training) == ([source], training)


def test_a_ban_outweighs_a_permission() -> None:
    """Where signals differ, the ban is believed."""
    assert read_rights(PLAIN, {"tdm-reservation": "0", "x-robots-tag": "noai"}, []).ai_training == "prohibited"


def test_a_footer_is_no_notice_but_its_ban_counts() -> None:
    """The site's footer is not the story's copyright line; a ban on AI training in it still bans."""
    tree = parse(
        "<html><body><p>x</p><footer><p>© Portal Corp. The text must not be used for training AI models.</p></footer></body></html>"
    )
    rights = read_rights(Nodes(tree), {}, [])
    assert (rights.notice, rights.ai_training) == (None, "prohibited")


def test_an_ordinary_page_says_nothing() -> None:
    """No notice, no signals, no opinion."""
    tree = parse(
        '<html><head><meta name="robots" content="index, follow"><meta name="copyright" content="Harbour Gazette"></head><body><p>x</p></body></html>'
    )
    rights = read_rights(Nodes(tree), {"x-other": "noai"}, [])
    assert (rights.notice, rights.ai_training, rights.signals) == (None, None, ())
