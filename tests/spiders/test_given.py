"""What users type: numbers, switches, files of addresses."""

import io

import pytest

from newscrawl.errors import ConfigError
from newscrawl.spiders.given import Lines, check_names, meant, names_of, number, read_lines, switch, without_password


def test_an_unknown_argument_is_refused_with_the_known_ones():
    """A typing error is told at once; arguments of schedulers pass."""
    check_names("feed", ["url", "_job"], {"url": "an address"})
    with pytest.raises(ConfigError, match=r"no argument -a ulr=….* url \(an address\)"):
        check_names("feed", ["ulr"], {"url": "an address"})


@pytest.mark.parametrize(("value", "expected"), [(None, None), ("7", 7), (1, 1)])
def test_numbers(value, expected):
    """From 1 on."""
    assert number("limit", value) == expected


@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5", ""])
def test_what_is_no_number_is_refused(value):
    """With the argument's name."""
    with pytest.raises(ConfigError, match="-a limit="):
        number("limit", value)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("", False), (None, False)]
)
def test_switches(value, expected):
    """Yes and no in the usual words."""
    assert switch("again", value) is expected


def test_what_is_no_switch_is_refused():
    """With the argument's name."""
    with pytest.raises(ConfigError, match="-a again=perhaps"):
        switch("again", "perhaps")


def test_a_file_of_addresses(tmp_path):
    """Blank lines and remarks are left out, line numbers stay; a byte order mark is none of the first line."""
    file = tmp_path / "urls.txt"
    file.write_bytes(b"\xef\xbb\xbfhttps://a.example/\r\n\r\n# later\n  https://b.example/x  \n")
    assert list(read_lines("urls", str(file))) == [(1, "https://a.example/"), (4, "https://b.example/x")]


def test_stdin_is_a_file_of_addresses(monkeypatch):
    """`-` reads standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"https://a.example/\n")))
    assert list(read_lines("urls", "-")) == [(1, "https://a.example/")]


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    """Missing, a folder, or no UTF-8: one line that says which."""
    (tmp_path / "latin.txt").write_bytes(b"https://a.example/\nhttps://\xe9.example/\n")
    for name, reason in (
        (tmp_path / "none", "cannot be read"),
        (tmp_path, "is a directory"),
        (tmp_path / "latin.txt", "line 2 is not UTF-8"),
    ):
        with pytest.raises(ConfigError, match=reason):
            read_lines("urls", str(name))


def test_a_file_is_read_as_bytes_are(tmp_path):
    """Mark of the encoding, comments, blank lines and line numbers are the same, however the list comes."""
    content = b"\xef\xbb\xbfhttps://a.example/1\r\n\n# no\n  https://a.example/2  \nhttps://a.example/3"
    (tmp_path / "urls.txt").write_bytes(content)
    expected = [(1, "https://a.example/1"), (4, "https://a.example/2"), (5, "https://a.example/3")]
    assert list(read_lines("urls", str(tmp_path / "urls.txt"))) == expected
    assert list(Lines("x", content)) == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("paper.example/2026/bell", "; did you mean https://paper.example/2026/bell?"),
        ("www.paper.example", "; did you mean https://www.paper.example?"),
        ("17,https://paper.example/2026/bell,The bell", "; the line has more than an address: give one a line, alone"),
        ('{"url": "https://paper.example/bell"}', "; the line has more than an address: give one a line, alone"),
        ("https://paper.example:port/", ""),
        ("the bell", ""),
    ],
)
def test_what_is_no_address_is_told_with_what_was_meant(text, told):
    """An address as browsers show it, a row of a table."""
    assert meant(text) == told


@pytest.mark.parametrize("text", ["https://a.example/@b", "https://a.example?x=@", "a@b", "nothing"])
def test_what_names_no_user_is_told_as_it_is(text):
    """Only what stands before the host is a secret."""
    assert without_password(text) == text


def test_names_of_sites(tmp_path):
    """From the command line and from a file, each once."""
    (tmp_path / "sites.txt").write_text("b.example\n# later\nc.example\n")
    assert names_of({"site": "a.example, b.example", "sites": str(tmp_path / "sites.txt")}) == ["a.example", "b.example", "c.example"]  # fmt: skip
    assert names_of({}) == []


def test_a_file_without_sites_is_refused(tmp_path):
    """It asks for none, and not for all."""
    file = tmp_path / "sites.txt"
    file.write_text("# none yet\n")
    with pytest.raises(ConfigError, match=r"-a sites=.*sites\.txt: there is no site in it"):
        names_of({"sites": str(file)})
    assert names_of({"sites": str(file), "site": "a.example"}) == ["a.example"]
