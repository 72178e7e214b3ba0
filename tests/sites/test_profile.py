"""Site profiles: all built-in ones are sound, a wrong one is refused with file and key, dated layouts choose right."""

import re
from pathlib import Path

import pytest
from lxml import html

from newscrawl.errors import ProfileError
from newscrawl.sites import SiteProfile, load_profile, load_sites
from newscrawl.sites.checks import HERE, compile_profile

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

GOOD = """
name = "paper.example"
hosts = ["paper.example"]
timezone = "Asia/Seoul"

[url]
article = ['/news/\\d+']

[[layouts]]
name = "2025"
seen = "a page of May 2025"
mark = ["div.story"]
body = ["div.story"]

[[layouts.remove]]
rule = "paper.ad"
select = "div.ad"
why = "An advertisement."

[[layouts.lines]]
rule = "paper.tip-off"
pattern = "tips: .+"
why = "How to reach the newsroom."
"""


def written(folder: Path, text: str, name: str = "paper.toml") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


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


# -- wrong files ------------------------------------------------------------------------------------------------


def test_the_example_is_a_good_profile(tmp_path: Path) -> None:
    """What the mistakes below are made in is itself without one."""
    profile = load_profile(written(tmp_path, GOOD))

    assert profile.layouts[0].remove[0].rule == "paper.ad"


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ('name = "paper.example"', "name = ", ""),
        ('name = "paper.example"', "", ""),
        ('hosts = ["paper.example"]', 'host = ["paper.example"]', ""),
        ('hosts = ["paper.example"]', 'hosts = "paper.example"', "hosts"),
        ('hosts = ["paper.example"]', 'hosts = ["www.paper.example"]', "hosts"),
        ('hosts = ["paper.example"]', 'hosts = ["https://paper.example/"]', "hosts"),
        ('hosts = ["paper.example"]', 'hosts = ["Paper.example"]', "hosts"),
        ("Asia/Seoul", "Asia/Soul", "timezone"),
        ("Asia/Seoul", "../../etc/passwd", "timezone"),
        ("'/news/\\d+'", "'/news/(\\d+'", "url.article"),
        ("[[layouts]]", "[sources]\nfeeds = ['/rss']\n[[layouts]]", "sources.feeds"),
        ("[[layouts]]", "[sources]\nsitemaps = ['ftp://paper.example/x']\n[[layouts]]", "sources.sitemaps"),
        ('seen = "a page of May 2025"\n', "", "layouts[0]"),
        ('seen = "a page of May 2025"\n', 'seen = "x"\nuntil = "soon"\n', "layouts[0].until"),
        ('seen = "a page of May 2025"\n', 'seen = "x"\nheadline = ["h1"]\n', "layouts[0]"),
        ('body = ["div.story"]', 'body = ["div["]', "layouts.2025.body"),
        ('body = ["div.story"]', 'body = [""]', "layouts.2025.body"),
        ('body = ["div.story"]', 'body = ["//div["]', "layouts.2025.body"),
        ('body = ["div.story"]', 'body = "div.story"', "layouts[0].body"),
        ('select = "div.ad"', 'select = "div:nonsense"', "layouts.2025.remove.paper.ad"),
        ('why = "An advertisement."', "", "layouts[0].remove[0]"),
        ('rule = "paper.ad"', 'rule = "ad"', "layouts.2025"),
        ('pattern = "tips: .+"', 'pattern = "tips: (.+"', "layouts.2025.lines.paper.tip-off"),
        (GOOD[GOOD.index("[[layouts]]") :], "", "layouts"),
        ("timezone", 'layouts_from = "mk.co.kr"\ntimezone', "layouts"),
        ("timezone", 'render = "sometimes"\ntimezone', "render"),
        ("timezone", 'render_hosts = ["https://cdn.example/"]\ntimezone', "render_hosts"),
        ("timezone", 'render_wait = "div["\ntimezone', "render_wait"),
        ("[[layouts]]", '[[layouts]]\nname = "2025"\nseen = "twice"\n[[layouts]]', "layouts.2025"),
    ],
)  # fmt: skip
def test_a_wrong_profile_is_refused(tmp_path: Path, right: str, wrong: str, key: str) -> None:
    """The error names the file, the key where there is one, and the problem."""
    assert right in GOOD
    path = written(tmp_path, GOOD.replace(right, wrong, 1))

    with pytest.raises(ProfileError) as caught:
        load_profile(path)

    assert (caught.value.file, caught.value.key) == (str(path), key)
    assert caught.value.problem
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A missing file and one that is no UTF-8 are wrong profiles."""
    binary = tmp_path / "paper.toml"
    binary.write_bytes(b"\xff\xfe\x00")

    for path in (binary, tmp_path / "gone.toml"):
        with pytest.raises(ProfileError) as caught:
            load_profile(path)
        assert caught.value.file == str(path)


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
