"""Site profiles: all built-in ones are sound."""

import re
from pathlib import Path

import pytest

from newscrawl.sites import SiteProfile, load_profile, load_sites
from newscrawl.sites.checks import HERE, compile_profile
from tests.sites.paper import GOOD, written

FILES = sorted([*HERE.glob("*.toml"), *HERE.glob("families/*.toml")])
SITES = load_sites()
PROFILES = [*SITES.profiles.values(), *SITES.families.values()]

#: An article's address in the shape that each site uses, and one that is none.
ADDRESSES = {
    "v.daum.net": ("https://v.daum.net/v/20260312091503214", "https://v.daum.net/channel/901/home"),
    "n.news.naver.com": ("https://n.news.naver.com/mnews/article/903/0001234567", "https://n.news.naver.com/article/comment/903/0001234567"),
    "mk.co.kr": ("https://www.mk.co.kr/news/economy/99330001", "https://www.mk.co.kr/en/economy/99330001"),
    "hankookilbo.com": ("https://www.hankookilbo.com/News/Read/A2025051515000009901", "https://www.hankookilbo.com/News/Society"),
    "yna.co.kr": ("https://www.yna.co.kr/view/AKR20260904099900901", "https://www.yna.co.kr/view/PYH20260904099900901"),
    "donga.com": ("https://www.donga.com/news/Culture/article/all/20260521/199000101/1", "https://www.donga.com/news/Culture"),
    "biz.chosun.com": ("https://biz.chosun.com/industry/company/2026/03/12/ABCDEFGHIJKLMNOPQRSTUVWXYZ/", "https://biz.chosun.com/industry/company/"),
    "entermedia.co.kr": ("https://www.entermedia.co.kr/news/articleView.html?idxno=99001", "https://www.entermedia.co.kr/news/articleList.html"),
    "h21.hani.co.kr": ("https://h21.hani.co.kr/arti/society/society_general/99001.html", "https://h21.hani.co.kr/arti/cover/"),
    "health.chosun.com": ("https://health.chosun.com/site/data/html_dir/2026/03/12/2026031299001.html", "https://health.chosun.com/site/data/rss/rss.xml"),
    "it.donga.com": ("https://it.donga.com/990001/", "https://it.donga.com/news/?page=4"),
    "moneys.co.kr": ("https://www.moneys.co.kr/article/2026031299001234567", "https://www.moneys.co.kr/article/list"),
    "sports.donga.com": ("https://sports.donga.com/ent/article/all/20260312/199000101/1", "https://sports.donga.com/ent"),
    "sports.khan.co.kr": ("https://sports.khan.co.kr/article/202603129901003", "https://sports.khan.co.kr/news/sk_list.html?sec_id=990101"),
    "sportschosun.com": ("https://www.sportschosun.com/baseball/2026-03-12/202603129901000560008034", "https://www.sportschosun.com/latest/?action=all"),
    "weekly.donga.com": ("https://weekly.donga.com/science/article/all/11/9990001/1", "https://weekly.donga.com/science"),
    "weekly.khan.co.kr": ("https://weekly.khan.co.kr/article/202603129901031", "https://weekly.khan.co.kr/khnm.html?mode=serial&s_code=n0001"),
    "ndsoft": ("https://www.garamdeul.example/news/articleView.html?idxno=40321", "https://www.garamdeul.example/news/articleList.html"),
}  # fmt: skip


# -- the built-in profiles --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_built_in_profile_is_sound(path: Path) -> None:
    """A profile loads, has the name of its file, looks for what can be looked for, and says where each of its facts was seen."""
    profile = load_profile(path)
    compile_profile(path, profile)

    assert profile.name == path.stem
    assert all(layout.seen for layout in profile.layouts)
    assert all(entry.why.endswith(".") for layout in profile.layouts for entry in (*layout.remove, *layout.lines))


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_a_profile_can_be_used(profile: SiteProfile) -> None:
    """A page can be taken by exactly one layout's mark, names a language and a zone, and its publisher is known or read."""
    assert profile.language
    assert profile.timezone
    assert profile.hosts or profile.name in SITES.families
    assert profile.publisher or profile.portal or profile.name in SITES.families
    assert all(layout.mark for layout in profile.layouts)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_the_days_of_a_layout_are_in_order(profile: SiteProfile) -> None:
    """A layout's days do not end before they begin."""
    assert all(not (x.since and x.until) or x.since <= x.until for x in profile.layouts)


@pytest.mark.parametrize(
    ("name", "pattern"), [(p.name, pattern) for p in PROFILES for pattern in (*p.url.article, *p.url.ignore)]
)
def test_a_pattern_looks_at_the_address_only_where_it_can(name: str, pattern: str) -> None:
    """No pattern takes a site's front page for an article or for nothing at all."""
    assert not re.search(pattern, "https://paper.example/")


@pytest.mark.parametrize(("name", "addresses"), ADDRESSES.items(), ids=list(ADDRESSES))
def test_an_article_is_known_by_its_address(name: str, addresses: tuple[str, str]) -> None:
    """An article's address has the shape that the profile knows; a list, a comment page or a translation has not."""
    profile = {**SITES.profiles, **SITES.families}[name]

    assert [profile.is_article_url(url) for url in addresses] == [True, False]


def test_an_unknown_shape_is_not_judged() -> None:
    """Without a pattern the profile says neither yes nor no."""
    assert SITES.default.is_article_url("https://paper.example/x") is None


@pytest.mark.parametrize(
    ("line", "drawn"),
    [
        ("", []),
        ("render = false", []),
        ("render = true", ["article", "section"]),
        ('render = "lists"', ["section"]),
        ('render = "articles"', ["article"]),
    ],
)
def test_pages_are_drawn_only_where_the_profile_says_so(tmp_path: Path, line: str, drawn: list[str]) -> None:
    """Off by default; feeds and sitemaps never."""
    profile = load_profile(written(tmp_path, GOOD.replace("timezone", f"{line}\ntimezone", 1)))
    assert [kind for kind in ("article", "feed", "section", "sitemap") if profile.renders(kind)] == drawn


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_built_in_selectors_mean_the_same_to_older_cssselect(path: Path) -> None:
    """cssselect before 1.6 mistranslates `:has()`; other packages pin it there, so built-in profiles say it in XPath."""
    assert ":has(" not in path.read_text(encoding="utf-8")


def test_a_file_may_begin_with_a_mark_of_order_and_end_its_lines_as_on_windows(tmp_path: Path) -> None:
    """As editors there write it."""
    path = written(tmp_path, GOOD)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_profile(path).name == "paper.example"
