"""The address an article is known by."""

import pytest

from newscrawl.extraction.fields.urls import is_amp, without_trackers

OWN = "https://www.harbour-gazette.test/town/bridge-reopens"


@pytest.mark.parametrize(
    "address",
    [
        OWN,
        OWN + "#comments",
        OWN + "?utm_source=feed&utm_medium=rss",
        OWN + "?fbclid=Iw1&gclid=2",
        OWN.replace("https://www.H", "https://www.h").replace("harbour", "HARBOUR"),
    ],
)
def test_one_story_has_one_address(address: str) -> None:
    """Fragments, trackers and the case of the host do not make another story."""
    assert without_trackers(address) == OWN


def test_what_names_the_story_stays() -> None:
    """Parameters that choose the story stay, in one order."""
    assert without_trackers("https://x.test/view?no=12&aid=0003") == without_trackers(
        "https://x.test/view?aid=0003&no=12"
    )
    assert "no=12" in without_trackers("https://x.test/view?no=12&aid=0003&utm_source=x")


@pytest.mark.parametrize("address", ["not a url", "http://[half/", ""])
def test_what_is_no_address_stays(address: str) -> None:
    """Rubbish raises nothing."""
    assert isinstance(without_trackers(address), str)


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        (f'<link rel="canonical" href="{OWN}?utm_source=x">', OWN),
        ('<link rel="canonical" href="/town/bridge-reopens">', OWN.replace("www.", "m.")),
        (f'<meta property="og:url" content="{OWN}">', OWN),
        (
            '<link rel="canonical" href="https://www.harbour-gazette.test/">',
            "https://m.harbour-gazette.test/town/bridge-reopens?amp=1",
        ),
        (
            '<link rel="canonical" href="javascript:void(0)">',
            "https://m.harbour-gazette.test/town/bridge-reopens?amp=1",
        ),
        (f'<link rel="canonical" href="{OWN}/amp/"><meta property="og:url" content="{OWN}">', OWN),
        ('<link rel="canonical" href="http://[half">', "https://m.harbour-gazette.test/town/bridge-reopens?amp=1"),
    ],
)
def test_twins_come_out_alike(fields_of, head: str, canonical: str) -> None:
    """A mobile or AMP twin takes the declared address; a front page or rubbish is not believed."""
    fields = fields_of(head, url="https://m.harbour-gazette.test/town/bridge-reopens?amp=1")
    assert fields.canonical_url == canonical


@pytest.mark.parametrize(
    ("address", "amp"),
    [
        ("https://x.test/story/amp", True),
        ("https://amp.x.test/story", True),
        ("https://x.test/story.amp.html", True),
        ("https://x.test/story?outputType=amp", True),
        ("https://x.test/stamp/", False),
        ("https://x.test/camp/story", False),
    ],
)
def test_amp_addresses(address: str, amp: bool) -> None:
    """AMP twins are known by host, path or query."""
    assert is_amp(address) is amp
