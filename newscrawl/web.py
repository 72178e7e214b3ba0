"""One page from the web for a person who looks on, under the crawl's rules: who asks must say so, and no address is
connected to that a crawl would refuse.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.request
from collections.abc import Callable
from email.message import Message
from ipaddress import ip_address
from typing import IO
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from newscrawl.article import Page
from newscrawl.errors import ConfigError
from newscrawl.extraction import RENDERED
from newscrawl.extraction.decode import MAX_BYTES
from newscrawl.middlewares.address import host_key, parse_hosts
from newscrawl.middlewares.contact import MISSING, has_contact, identify, is_local
from newscrawl.middlewares.networks import Address, blocked_as, literal_address, parse_networks
from newscrawl.options import list_of

_TIMEOUT_SECONDS = 45


class Web:
    """The web as the settings allow it.

    Raises:
        ConfigError: NEWSCRAWL_CONTACT, NEWSCRAWL_HOSTS or NEWSCRAWL_ALLOW_ADDRESSES cannot be read.
    """

    def __init__(self, settings: BaseSettings) -> None:
        identify(settings)
        self._agent = str(settings.get("USER_AGENT"))
        self._has_contact = has_contact(settings)
        self._hosts = parse_hosts(list_of(settings, "NEWSCRAWL_HOSTS"))
        self._allowed = parse_networks(list_of(settings, "NEWSCRAWL_ALLOW_ADDRESSES"))
        self._delay, self._asked = settings.getfloat("DOWNLOAD_DELAY"), False
        proxies: dict[str, str] | None = None if settings.getbool("HTTPPROXY_ENABLED") else {}
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler(proxies), _Http(self._connect), _Https(self._connect), _Redirects(self._check)
        )

    def fetch(self, url: str) -> Page:
        """One plain request, after a pause if it is not the first; certificates are verified.

        Raises:
            ConfigError: no contact is set, and the host is not this machine.
            ValueError: the address cannot be asked, or leads to no public one.
            OSError, http.client.HTTPException: there is no answer, or a bad one.
        """
        self._check(url)
        if self._asked:
            time.sleep(self._delay)
        self._asked = True
        headers = {"User-Agent": self._agent, "Accept-Encoding": "identity"}
        request = urllib.request.Request(url, headers=headers)
        with self._opener.open(request, timeout=_TIMEOUT_SECONDS) as response:
            said = {name.lower(): value for name, value in response.headers.items()}
            said.pop(RENDERED, None)  # no server can know
            return Page(url=response.url, html=response.read(MAX_BYTES + 1), headers=said)

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if not parts.hostname:
            raise ValueError("no host in the URL")
        if "@" in parts.netloc:
            raise ValueError("user name in the URL")
        if not self._has_contact and not is_local(parts.hostname, self._hosts):
            raise ConfigError(MISSING)

    def _connect(self, address: tuple[str, int], timeout: float, source: object = None) -> socket.socket:
        """A connection to the first address of the host that answers; each is judged, and none is looked up twice."""
        host, port = address
        error: OSError | None = None
        for each in self._addresses(host, port):
            try:
                return socket.create_connection((str(each), port), timeout)
            except OSError as reason:
                error = reason
        raise error or OSError("no address")

    def _addresses(self, host: str, port: int) -> list[Address]:
        known = self._hosts.get(host_key(host)) or literal_address(host)
        found = [known] if known else _looked_up(host, port)
        allowed = [address for address in found if not blocked_as(address, self._allowed)]
        if found and not allowed:
            raise ValueError(
                f"{host} is at {found[0]}, a {blocked_as(found[0], self._allowed)} address that NEWSCRAWL_ALLOW_ADDRESSES does not name"
            )
        return allowed


def _looked_up(host: str, port: int) -> list[Address]:
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


_Connect = Callable[[tuple[str, int], float, object], socket.socket]


class _Http(urllib.request.HTTPHandler):
    def __init__(self, connect: _Connect) -> None:
        super().__init__()
        self._connect = connect

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(host: str, timeout: float) -> http.client.HTTPConnection:
            made = http.client.HTTPConnection(host, timeout=timeout)
            made._create_connection = self._connect  # type: ignore[attr-defined]
            return made

        return self.do_open(connection, req)  # type: ignore[arg-type]


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, connect: _Connect) -> None:
        super().__init__()
        self._connect = connect
        self._tls = ssl.create_default_context()

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(host: str, timeout: float) -> http.client.HTTPSConnection:
            made = http.client.HTTPSConnection(host, timeout=timeout, context=self._tls)
            made._create_connection = self._connect  # type: ignore[attr-defined]
            return made

        return self.do_open(connection, req)  # type: ignore[arg-type]


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, check: Callable[[str], None]) -> None:
        self._check = check

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        self._check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
