"""JSON lists as profiles describe them."""

import json

import pytest

from newscrawl.sites.profile import Endpoint
from newscrawl.spiders.documents import DocumentError
from newscrawl.spiders.endpoint_reader import read_endpoint

NESTED = Endpoint(
    url="https://paper.example/api?page={page}",
    items="data.rows",
    link="/view/{key.id}?c={c}",
    title="head",
    published="at",
)


def read(value, endpoint=NESTED):
    """The entries of a value served as JSON."""
    return read_endpoint(json.dumps(value).encode(), "application/json", endpoint)


def test_an_item_is_an_entry():
    """Address from a template, title and date from their keys; numbers are text."""
    (entry,) = read({"data": {"rows": [{"key": {"id": 7}, "c": "x", "head": "Rates rise", "at": 1795478400}]}})
    assert (entry.url, entry.title, entry.published, entry.news) == ("/view/7?c=x", "Rates rise", "1795478400", True)


def test_items_without_an_address_are_left_out():
    """Adverts between the articles."""
    rows = [
        None,
        "x",
        {"c": "x"},
        {"key": {"id": ""}, "c": "x"},
        {"key": {"id": True}, "c": "x"},
        {"key": [1], "c": "x"},
    ]
    assert read({"data": {"rows": rows}}) == []


def test_a_plain_list_of_addresses():
    """The address under a key, the list at the top."""
    plain = Endpoint(url="https://paper.example/api", link="url")
    assert [entry.url for entry in read([{"url": "https://paper.example/a"}], plain)] == ["https://paper.example/a"]
    assert [entry.url for entry in read({"1": {"url": "/a"}, "2": {"url": "/b"}}, plain)] == ["/a", "/b"]


def test_a_list_in_a_list():
    """Numbers are places."""
    endpoint = Endpoint(url="https://paper.example/api", items="0.rows", link="u")
    assert [entry.url for entry in read([{"rows": [{"u": "/a"}]}], endpoint)] == ["/a"]


def test_a_callback_around_it():
    """JSON for a script."""
    endpoint = Endpoint(url="https://paper.example/api", link="u")
    assert [entry.url for entry in read_endpoint(b'jQuery_1.done([{"u": "/a"}]);\n', "", endpoint)] == ["/a"]


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b'{"data": {"rows": 3}}', b'{"error": 1}', b"[" * 100_000, b"cb(;"]
)
def test_what_is_no_such_list_is_said_to_be_none(body):
    """One kind of error, whatever came."""
    with pytest.raises(DocumentError):
        read_endpoint(body, "application/json", NESTED)


def test_its_pages_have_addresses():
    """Numbered from 1."""
    assert Endpoint(url="https://p.example/{page}", pages=2, link="u").urls == [
        "https://p.example/1",
        "https://p.example/2",
    ]
