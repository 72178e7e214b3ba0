"""One spelling per URL, and which URLs belong to one site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.spiders.urls import UrlError, canonical_url, host_of, is_front_page, registrable_domain, same_site


@pytest.mark.parametrize(
    ("found", "canonical"),
    [
        ("https://Paper.EXAMPLE/a", "https://paper.example/a"),
        ("https://paper.example", "https://paper.example/"),
        ("https://paper.example:443/a", "https://paper.example/a"),
        ("http://paper.example:8080/a", "http://paper.example:8080/a"),
        ("https://paper.example./a", "https://paper.example/a"),
        ("https://paper.example/a#top", "https://paper.example/a"),
        ("https://paper.example/a/./b/../c", "https://paper.example/a/c"),
        ("https://paper.example/a?", "https://paper.example/a"),
        ("https://paper.example/a?b=1&a=2", "https://paper.example/a?b=1&a=2"),
        ("https://paper.example/a?utm_source=x&id=7&fbclid=y", "https://paper.example/a?id=7"),
        ("https://paper.example/a?id=7&&page=2&", "https://paper.example/a?id=7&page=2"),
        ("https://paper.example/a?cid=7&ref=x&uid=9", "https://paper.example/a?cid=7&ref=x&uid=9"),
        (" https://paper.example/a\n", "https://paper.example/a"),
        ("https://paper.example/long-\n   address", "https://paper.example/long-address"),
        ("https://paper.example/a b", "https://paper.example/a%20b"),
        ("https://paper.example/기사/1", "https://paper.example/%EA%B8%B0%EC%82%AC/1"),
        ("https://paper.example/a?q=%B1%DD%B8%AE", "https://paper.example/a?q=%B1%DD%B8%AE"),
        ("https://신문.example/a", "https://xn--z92b13l.example/a"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
    ],
)
def test_one_spelling_per_address(found, canonical):
    """Scheme, host, port, escapes, trackers and fragments are set right; a query keeps its order and escapes."""
    assert canonical_url(found) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/a?x=1", "https://paper.example/a?x=1"),
        ("b", "https://paper.example/news/b"),
        ("//other.example/c", "https://other.example/c"),
        ("?page=2", "https://paper.example/news/list?page=2"),
        ("", "https://paper.example/news/list"),
        ("../d", "https://paper.example/d"),
    ],
)
def test_relative_addresses_stand_against_their_page(link, absolute):
    """As a browser resolves them."""
    assert canonical_url(link, "https://paper.example/news/list") == absolute


@pytest.mark.parametrize(
    "found",
    [
        "",
        "paper.example/a",
        "javascript:void(0)",
        "mailto:desk@paper.example",
        "tel:+82-2-000-0000",
        "file:///etc/hostname",
        "data:text/html,x",
        "ftp://paper.example/a",
        "https://",
        "https:///a",
        "https://user:pw@paper.example/a",
        "https://paper.example:0/a",
        "https://paper.example:99999/a",
        "https://paper.example:x/a",
        "https://pa per.example/a",
        "https://[::1/a",
        "https://paper.example/" + "a" * 2000,
    ],
)
def test_what_is_no_address_of_a_page_is_refused(found):
    """One kind of error, whatever is wrong."""
    with pytest.raises(UrlError):
        canonical_url(found)


@given(st.text(max_size=60), st.sampled_from(["", "https://paper.example/x/"]))
def test_any_text_gives_a_fixed_point_or_an_error(text, base):
    """Nothing else is raised, and a canonical URL is canonical."""
    try:
        url = canonical_url(text, base)
    except UrlError:
        return
    assert canonical_url(url) == url
    assert url.isascii()


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.paper.co.kr", "paper.co.kr"),
        ("a.b.paper.co.uk", "paper.co.uk"),
        ("paper.example", "paper.example"),
        ("m.paper.example", "paper.example"),
        ("someone.github.io", "someone.github.io"),
        ("127.0.0.1", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("localhost", "localhost"),
    ],
)
def test_the_registrable_domain(host, domain):
    """What somebody registered, under public suffixes of more than one part too."""
    assert registrable_domain(host) == domain


def test_one_site_is_one_registrable_domain():
    """Sub-domains belong together, neighbours under a public suffix do not."""
    assert same_site("https://m.paper.co.kr/1", "http://www.paper.co.kr/")
    assert not same_site("https://paper.co.kr/", "https://other.co.kr/")


def test_the_host_of_what_is_no_url_is_empty():
    """Bad addresses raise nothing here."""
    assert host_of("https://[::1") == ""
    assert host_of("HTTPS://Paper.Example./x") == "paper.example"


@pytest.mark.parametrize("url", ["", "/", "/index.html", "/index.php", "/main", "/main.do", "/home/", "/default.aspx"])
def test_front_pages(url):
    """A site's front page has many names."""
    assert is_front_page("https://paper.example" + url)


@pytest.mark.parametrize("url", ["/?no=12", "/news/", "/indexes.html", "/a"])
def test_other_pages_are_no_front_pages(url):
    """Neither a section nor an article in the query."""
    assert not is_front_page("https://paper.example" + url)


def test_an_address_given_by_hand_keeps_its_query():
    """Trackers go from addresses that are found, not from one that somebody asks for."""
    url = "https://paper.example/a?id=7&utm_source=feed"

    assert canonical_url(url) == "https://paper.example/a?id=7"
    assert canonical_url(url, trackers=True) == url
