"""A wrong profile is refused with file and key."""

from pathlib import Path

import pytest

from newscrawl.errors import ProfileError
from newscrawl.sites import load_profile
from tests.sites.paper import GOOD, written


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
        ('hosts = ["paper.example"]', 'hosts = ["paper.example:8080"]', "hosts"),
        ('hosts = ["paper.example"]', 'hosts = [""]', "hosts"),
        ('hosts = ["paper.example"]', 'hosts = ["paper .example"]', "hosts"),
        ('hosts = ["paper.example"]', 'hosts = ["*.paper.example"]', "hosts"),
        ("timezone", 'language = "korean"\ntimezone', "language"),
        ("timezone", 'language = ""\ntimezone', "language"),
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
        ('pattern = "tips: .+"', 'pattern = "tips: (.+,?)+;"', "layouts.2025.lines.paper.tip-off"),
        ("'/news/\\d+'", "'/news/(?:[a-z]+-?)+/\\d+$'", "url.article"),
        ("[[layouts]]", "ignore = ['(/?[^/]+)+\\.pdf']\n[[layouts]]", "url.ignore"),
        ("Asia/Seoul", "a" * 5000, "timezone"),
        ("[[layouts]]", "[sources]\nfeeds = ['https://[paper']\n[[layouts]]", "sources.feeds"),
        ('body = ["div.story"]', 'body = ["//p[.=1\\u0000]"]', "layouts.2025.body"),
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
