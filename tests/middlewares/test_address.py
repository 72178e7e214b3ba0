"""The guard resolver: what it answers, and that no connection is opened past it."""

import ipaddress
import socket

import pytest
from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address

from newscrawl.errors import ConfigError
from newscrawl.middlewares.address import GuardResolver, host_key, parse_hosts
from tests.middlewares.local_web import ONLY_FIRST, LocalServer, crawl


class Dns:
    """A resolver that knows a few names; what it answers may change (rebinding)."""

    def __init__(self, names):
        self.names, self.asked = names, []

    def resolveHostName(self, receiver, hostName, portNumber=0, addressTypes=None, transportSemantics="TCP"):  # noqa: N803
        self.asked.append(hostName)
        receiver.resolutionBegan(self)
        for address in self.names.get(hostName, ()):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, portNumber))
        receiver.resolutionComplete()
        return self


class Answers:
    """Collects what a resolver answers."""

    def __init__(self):
        self.hosts, self.done = [], False

    def resolutionBegan(self, resolution):
        """Part of the protocol."""

    def addressResolved(self, address):
        self.hosts.append(address.host)

    def resolutionComplete(self):
        self.done = True


class Reactor:
    """The one attribute of a reactor that the guard reads."""

    def __init__(self, names):
        self.nameResolver = Dns(names)


@pytest.fixture(autouse=True)
def _empty_cache():
    dnscache.clear()
    yield
    dnscache.clear()


def ask(guard, host):
    """The addresses that the guard lets through for a host."""
    answers = Answers()
    guard.resolveHostName(answers, host, 80)
    assert answers.done
    return answers.hosts


def test_private_addresses_of_a_name_are_kept_back():
    """Of a public and a private address the public one is left; a name with private ones only does not resolve."""
    guard = GuardResolver(
        Reactor({"both.test": ["10.0.0.1", "9.9.9.9", "::1"], "inside.test": ["192.168.1.1", "fd00::1"]}), 100
    )
    assert ask(guard, "both.test") == ["9.9.9.9"]
    assert guard.blocked_reason("both.test") == ""
    assert ask(guard, "inside.test") == []
    assert guard.blocked_reason("INSIDE.test.") == "private"


def test_an_unknown_name_is_not_called_blocked():
    """A name that does not resolve is told from one that resolves to a blocked address."""
    guard = GuardResolver(Reactor({}), 100)
    assert ask(guard, "nowhere.test") == []
    assert guard.blocked_reason("nowhere.test") == ""


def test_answers_are_judged_again_when_they_come_from_the_cache():
    """A cached answer passes the guard as a fresh one does."""
    reactor = Reactor({"inside.test": ["10.0.0.1"]})
    guard = GuardResolver(reactor, 100)
    assert ask(guard, "inside.test") == ask(guard, "inside.test") == []
    dnscache["poisoned.test"] = [IPv4Address("TCP", "127.0.0.1", 0)]
    assert ask(guard, "poisoned.test") == []


def test_rebinding_is_judged_by_what_it_resolves_to_now():
    """A name that was public before is blocked once it resolves to a private address."""
    reactor = Reactor({"rebind.test": ["9.9.9.9"]})
    guard = GuardResolver(reactor, 0)
    assert ask(guard, "rebind.test") == ["9.9.9.9"]
    reactor.nameResolver.names["rebind.test"] = ["127.0.0.1"]
    dnscache.clear()
    assert ask(guard, "rebind.test") == []
    assert guard.blocked_reason("rebind.test") == "loopback"


@pytest.mark.parametrize(
    "literal",
    ["127.0.0.2", "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "::1", "::ffff:127.0.0.2", "64:ff9b::7f00:2"],
)
def test_literals_are_judged_without_dns(literal):
    """A literal in any spelling is judged and never handed to DNS."""
    reactor = Reactor({})
    guard = GuardResolver(reactor, 100)
    assert ask(guard, literal) == []
    assert guard.blocked_reason(literal)
    assert reactor.nameResolver.asked == []


def test_named_hosts_answer_instead_of_dns_and_are_judged_too():
    """NEWSCRAWL_HOSTS gives a name an address; it must be public or allowed like any other."""
    hosts = parse_hosts(["news.test=127.0.0.2", "Bad.Test=127.0.0.3"])
    guard = GuardResolver(Reactor({}), 100, [ipaddress.ip_network("127.0.0.2/32")], hosts)
    assert ask(guard, "NEWS.test") == ["127.0.0.2"]
    assert ask(guard, "bad.test") == []


@pytest.mark.parametrize("name", ["a" * 64 + ".test", "a..test", "", "x" * 300])
def test_impossible_names_are_answered_at_once(name):
    """A name that getaddrinfo cannot encode gets an empty answer instead of none at all."""
    assert ask(GuardResolver(Reactor({}), 100), name) == []


@pytest.mark.parametrize("entry", ["news.test", "news.test=", "news.test=somewhere", "=127.0.0.1x"])
def test_a_wrong_host_entry_is_a_config_error(entry):
    """An entry that does not read name=address is refused with the setting's name."""
    with pytest.raises(ConfigError, match="NEWSCRAWL_HOSTS"):
        parse_hosts([entry])


def test_one_key_per_host():
    """Case, a final dot and IDNA make no other host."""
    assert host_key("한국.Test.") == host_key("xn--3e0b707e.test")


# on the web


def _spellings(port):
    names = ["127.0.0.2", "2130706434", "0x7f000002", "0x7f.2", "0177.0.0.2", "127.2", "127.0.2", "127.0.0.2.", "[::ffff:127.0.0.2]",
             "[::ffff:7f00:2]", "[64:ff9b::7f00:2]", "named.test", "１２７.0.0.2"]  # fmt: skip
    return [f"{scheme}://{name}:{port}/secret" for name in names for scheme in ("http", "https")]


def _six():
    """A server at ::1; where there is no IPv6 nobody can be reached there, and one stands in that nobody asks."""
    try:
        return LocalServer("::1", socket.AF_INET6)
    except OSError:
        return LocalServer("127.0.0.3")


@pytest.fixture(scope="module")
def web():
    """A site that may be visited, and two that may not."""
    servers = LocalServer("127.0.0.1"), LocalServer("127.0.0.2"), _six()
    for hidden in servers[1:]:
        hidden.page("/secret", "<html><body>secret</body></html>")
    yield servers
    for server in servers:
        server.close()


@pytest.fixture(scope="module", params=["guard alone", "guard and URL policy"])
def visit(request, web):
    """One crawl of all ways that lead to the two hidden sites."""
    site, hidden, six = web
    targets = [
        *_spellings(hidden.port),
        f"http://[::1]:{six.port}/secret",
        f"https://[::1]:{six.port}/secret",
        f"http://localhost:{six.port}/x",
    ]
    ways = []
    for number, target in enumerate(targets):
        ways.append(target)
        status = (301, 302, 303, 307, 308)[number % 5]
        ways.append(site.page(f"/to/{number}", b"", status, Location=target))
    ways.append(site.page("/slashes", b"", 302, Location=f"//127.0.0.2:{hidden.port}/secret"))
    ways.append(
        site.page("/refresh", f'<meta http-equiv="refresh" content="0; url=http://127.0.0.2:{hidden.port}/secret">')
    )
    ways += [
        site.page("/file", b"", 302, Location="file:///etc/hostname"),
        "file:///etc/hostname",
        "data:text/html,x",
        "ftp://127.0.0.2/x",
    ]
    before = hidden.connections + six.connections
    policy = {} if request.param == "guard and URL policy" else {"newscrawl.middlewares.urls.UrlPolicyMiddleware": None}
    good = site.page("/good")
    settings = {
        **ONLY_FIRST,
        "NEWSCRAWL_HOSTS": ["named.test=127.0.0.2"],
        "RETRY_TIMES": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    }
    if policy:
        settings |= {"DOWNLOADER_MIDDLEWARES": {**_ours(), **policy}, "ROBOTSTXT_OBEY": False}
    outcomes = crawl(urls=[good, *ways], settings=settings)["outcomes"]
    return good, ways, outcomes, hidden.connections + six.connections - before


def _ours():
    from newscrawl import settings

    return settings.DOWNLOADER_MIDDLEWARES


def test_no_connection_reaches_a_blocked_address(visit):
    """Listeners on blocked addresses count no connection, whatever way led there; the allowed site is read."""
    good, ways, outcomes, connections = visit
    assert outcomes[good]["status"] == 200
    assert connections == 0
    assert set(outcomes) == {good, *ways}
    for way in ways:
        assert outcomes[way].get("status") in (None, 302), (way, outcomes[way])
        assert "secret" not in outcomes[way].get("body", "")


def test_blocked_hosts_are_refused_by_name(visit):
    """Direct requests to blocked addresses end as refused:address, and are not tried again."""
    _, ways, outcomes, _ = visit
    direct = [way for way in ways if way.endswith("/secret")]
    assert len(direct) > 20
    assert {outcomes[way].get("fate") for way in direct} == {"refused:address"}
