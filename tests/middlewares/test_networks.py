"""Which addresses are public."""

import ipaddress

import pytest

from newscrawl.errors import ConfigError
from newscrawl.middlewares.networks import BLOCKED, blocked_as, literal_address, parse_networks

#: First and last address of every range that must be closed, and the neighbours that are open.
CLOSED = """
    0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.0 127.255.255.255 169.254.0.0
    169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.255 192.0.2.0 192.0.2.255 192.88.99.0
    192.88.99.255 192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0
    203.0.113.255 224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.255 :: ::1 ::7f00:1 64:ff9b:1::
    64:ff9b:1:ffff:ffff:ffff:ffff:ffff 100:: 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2001::
    2001:0:ffff:ffff:ffff:ffff:ffff:ffff 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff 2001:db8::
    2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2002:: 2002:7f00:1:: 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3fff::
    3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 4000:: fc00:: fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe80:: fe80::1%eth0
    febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff fec0::1 feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ff00:: ff02::1
    ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1
    64:ff9b::a9fe:a9fe 64:ff9b::c0a8:101
""".split()
OPEN = """
    1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0
    172.15.255.255 172.32.0.0 192.0.1.0 192.0.1.255 192.0.3.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0
    198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255 2000:: 2001:200::
    2001:db7:ffff:ffff:ffff:ffff:ffff:ffff 2001:db9:: 2003:: 2606:4700::1111 3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff
    ::ffff:9.9.9.9 64:ff9b::909:909
""".split()


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_not_public_is_blocked(address):
    """Both ends of every special range are blocked, also inside mapped and NAT64 addresses."""
    assert blocked_as(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_public_neighbours_are_open(address):
    """The addresses right before and after a special range are public."""
    assert blocked_as(ipaddress.ip_address(address)) == ""


def test_every_range_of_the_table_closes_its_ends():
    """No row of the table is undone by another."""
    for network in map(ipaddress.ip_network, (row[0] for row in BLOCKED)):
        if network != ipaddress.ip_network("::/3"):
            assert blocked_as(network[0])
        assert blocked_as(network[-1]) or network == ipaddress.ip_network("::/3")


def test_allowed_networks_open_what_they_hold_and_no_more():
    """An allowed network admits its own addresses, also in mapped form, not its neighbours."""
    allowed = parse_networks(["127.0.0.1", "fd00::/8"])
    assert blocked_as(ipaddress.ip_address("127.0.0.1"), allowed) == ""
    assert blocked_as(ipaddress.ip_address("::ffff:127.0.0.1"), allowed) == ""
    assert blocked_as(ipaddress.ip_address("fd12::1"), allowed) == ""
    assert blocked_as(ipaddress.ip_address("127.0.0.2"), allowed) == "loopback"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0x7f000001", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"), ("127.0.0.1.", "127.0.0.1"), ("[::1]", "::1"), ("::1", "::1"),
        ("::ffff:7f00:1", "::ffff:127.0.0.1"), ("0", "0.0.0.0"), ("fe80::1%eth0", "fe80::1%eth0"),
    ],
)  # fmt: skip
def test_literals_are_read_in_all_spellings(host, address):
    """Decimal, hexadecimal, octal and short spellings are the addresses that a C library makes of them."""
    assert literal_address(host) == ipaddress.ip_address(address)


@pytest.mark.parametrize(
    "host", ["example.org", "1.2.3.4.5", "127.0.0.1 x", "0x", "dead.beef", "", "256.256.256.256", "1.example"]
)
def test_names_are_no_literals(host):
    """What is no address is a name."""
    assert literal_address(host) is None


@pytest.mark.parametrize("value", ["127.0.0.1/8", "localhost", "", "10.0.0.0/33"])
def test_a_wrong_network_is_a_config_error(value):
    """A value that is no network is refused with the setting's name."""
    with pytest.raises(ConfigError, match="NEWSCRAWL_ALLOW_ADDRESSES"):
        parse_networks([value])
