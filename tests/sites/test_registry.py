"""Which profile and layout a page has, among ours and those of one's own folder."""

from pathlib import Path

import pytest
from lxml import html

from newscrawl.errors import ProfileError
from newscrawl.sites import load_sites
from tests.sites.paper import GOOD, written

SITES = load_sites()


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("www.mk.co.kr", "mk.co.kr"),
        ("WWW.MK.CO.KR", "mk.co.kr"),
        ("stock.mk.co.kr", "mk.co.kr"),
        ("sports.donga.com", "sports.donga.com"),
        ("mk.co.kr.", "mk.co.kr"),
    ],
)
def test_a_host_finds_the_nearest_profile(host: str, name: str) -> None:
    """`www.`, case, a final dot and sub-domains do not matter; a sub-domain's own profile wins."""
    profile = SITES.for_host(host)

    assert profile is not None
    assert profile.name == name


@pytest.mark.parametrize("host", ["notmk.co.kr", "co.kr", "", "mk.co.kr.example"])
def test_a_host_that_only_looks_alike_has_no_profile(host: str) -> None:
    """A profile holds for its hosts and below them, not for names that contain one."""
    assert SITES.for_host(host) is None


# -- choosing a layout ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "body", "wanted"),
    [
        ("https://www.hankookilbo.com/News/Read/A2025051515000009901", "<div class=end-body>x</div>", ("hankookilbo.com", "2025")),
        ("https://www.hankookilbo.com/news/article/A2026070811000008802", "<div id=article-view-content>x</div>", ("hankookilbo.com", "2026-07")),
        ("https://www.hankookilbo.com/news/article/A2026", "<script>self.__next_f.push([1])</script>", ("hankookilbo.com", "2026-01")),
        ("https://www.donga.com/news/article/all/20130827/57200001/1", "<div class=article_txt>x</div>", ("donga.com", "2013")),
        ("https://www.garamdeul.example/news/1", "<div class='article-veiw-body'>x</div>", ("ndsoft", "2021")),
        ("https://www.garamdeul.example/news/1", "<div id=article-view-content-div>x</div>", ("ndsoft", "2018")),
        ("https://www.mk.co.kr/news/it/99330001", "<ul class=infomation></ul>", ("mk.co.kr", "2021")),
        ("https://www.mk.co.kr/news/it/99330001", "<div>a design nobody knows</div>", ("mk.co.kr", "any")),
        ("https://unknown.example/1", "<p>x</p>", ("default", "any")),
    ],
)  # fmt: skip
def test_the_page_chooses_its_layout(url: str, body: str, wanted: tuple[str, str]) -> None:
    """The host chooses the profile, the marks in the page the design; else a family's, else the default."""
    profile, layout = SITES.choose(url, html.document_fromstring(f"<body>{body}</body>"))

    assert (profile.name, layout.name) == wanted


def test_a_new_design_has_the_old_ones_noise_and_a_portals_fields() -> None:
    """No container, hence the story is read as on any site; what profiles know of noise holds, and of a portal's fields."""
    page = html.document_fromstring("<body><div>a design nobody knows</div></body>")
    _, paper = SITES.choose("https://www.mk.co.kr/news/it/99330001", page)
    _, portal = SITES.choose("https://v.daum.net/v/20260312091503214", page)

    assert not paper.body and not portal.body
    assert {"mk.auto-summary"} <= {entry.rule for entry in paper.remove}
    assert not paper.authors
    assert portal.authors == SITES.profiles["v.daum.net"].layouts[0].authors


# -- a folder of one's own --------------------------------------------------------------------------------------


def test_two_profiles_may_not_claim_one_host(tmp_path: Path) -> None:
    """Which profile a host has must not depend on the order of files."""
    written(tmp_path, GOOD)
    written(tmp_path, GOOD.replace('name = "paper.example"', 'name = "other.example"'), "other.toml")

    with pytest.raises(ProfileError, match=r"hosts: paper\.example already belongs to"):
        load_sites(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A wrong path in the setting is told, not passed over."""
    with pytest.raises(ProfileError, match="no such folder"):
        load_sites(tmp_path / "gone")


def test_ones_own_profile_wins_by_name(tmp_path: Path) -> None:
    """A profile in the user's folder replaces the built-in one of the same name."""
    written(tmp_path, GOOD.replace("paper.example", "mk.co.kr"))
    profile = load_sites(tmp_path).for_host("www.mk.co.kr")

    assert profile is not None
    assert [layout.name for layout in profile.layouts] == ["2025"]


def test_a_sister_paper_shares_layouts(tmp_path: Path) -> None:
    """`layouts_from` gives a site the layouts of another; a name that nobody has is refused."""
    head = GOOD[: GOOD.index("[url]")]
    written(tmp_path, head + 'layouts_from = "mk.co.kr"\n')

    assert load_sites(tmp_path).profiles["paper.example"].layouts == SITES.profiles["mk.co.kr"].layouts

    folder = tmp_path / "wrong"
    written(folder, head + 'layouts_from = "nobody.example"\n')
    with pytest.raises(ProfileError, match=r"no profile 'nobody\.example'"):
        load_sites(folder)
