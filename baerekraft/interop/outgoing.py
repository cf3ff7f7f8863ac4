"""Calls out of the house to addresses that people typed: never into the house, never for long, never very much.

Where a name leads is asked once, for each connection; every answer is judged, and the connection goes to an address that
was judged. So a name that leads somewhere else a second later (DNS rebinding) gains nothing by it.
"""

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import httpcore
import httpx
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

LONGEST_URL = 1_000
MOST_READ = 1024 * 1024
SLICE = 16 * 1024
NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")  # RFC 1035, 2.3.4, and «_», which some use.
LONGEST_NAME = 253
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052, 2.1


class Refused(httpx.TransportError):
    """We do not call this address; the text tells staff why, and what to write instead."""

    def __init__(self, text: str | Promise) -> None:
        super().__init__(str(text))


def check(url: str) -> None:
    """Raise Refused unless an address may be called as far as it can be seen from how it is written.

    Asks no name server, so that a form does not wait: where the name leads is judged at every connection.
    """
    try:
        parts = httpx.URL(url)
        host = parts.raw_host.decode()
    except (httpx.InvalidURL, ValueError):
        raise _not_whole() from None
    too_long = len(url) > LONGEST_URL or len(str(parts)) > LONGEST_URL
    no_port = parts.port is not None and parts.port not in range(1, 2**16)
    if too_long or no_port or not host or re.search(r"[\x00-\x20\x7f\\]", url):
        raise _not_whole()
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.OUTGOING_PRIVATE):
        raise Refused(_("The address must begin with https://."))
    if parts.userinfo:
        raise Refused(_("Leave out the user name and password from the address."))
    check_host(host)


def check_host(host: str) -> None:
    """Raise Refused for an address in numbers that is not ours to call, or is written so as to look like a name."""
    try:
        judge(ipaddress.ip_address(host))
    except ValueError:
        # Name servers are not asked about 2130706433, 0x7f.1 and 0177.0.0.1: systems read them as 127.0.0.1.
        if re.fullmatch(r"\d+|0x[0-9a-f]*", host.rstrip(".").rpartition(".")[2], re.IGNORECASE):
            raise Refused(_("Write the name of the server, not its number in another form.")) from None
        if not settings.OUTGOING_PRIVATE and "." not in host.rstrip("."):
            raise Refused(_("Write the whole name of the server, such as example.no.")) from None
        if len(host) > LONGEST_NAME or not NAME.fullmatch(host):
            raise _not_whole() from None


def _not_whole() -> Refused:
    return Refused(_("This is not a whole address. Write it as https://example.no/path."))


def judge(address: Address) -> None:
    """Raise Refused for an address inside a house: this machine, its network, or one that leads nowhere.

    OUTGOING_PRIVATE opens this machine and its network, but not link-local addresses: cloud machines keep their
    secrets at 169.254.169.254, and nothing that anybody would name here is at any of them.
    """
    address = innermost(address)
    never = address.is_link_local or address.is_multicast or address.is_unspecified
    inside = not address.is_global or address.is_reserved or getattr(address, "is_site_local", False)
    if never or (inside and not settings.OUTGOING_PRIVATE):
        raise Refused(
            _("The address leads into a private network. Only servers on the open internet are called.")
        )


def innermost(address: Address) -> Address:
    """The IPv4 address that an IPv6 address carries, else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def said(text: str, most: int) -> str:
    """What another system said, as a column of so many signs can hold it: PostgreSQL takes no NUL."""
    return text.replace("\x00", "")[:most]


def from_dns(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def where(host: str, port: int, resolve: Resolver) -> list[str]:
    """Where a name leads, when all of it may be called."""
    try:
        found = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host}: {error}") from error
    for address in found:
        judge(ipaddress.ip_address(address))
    return found


class Timed(httpcore.NetworkStream):
    """A connection with one time limit for everything: a byte a second is no way around it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self.stream, self.deadline = stream, deadline

    def left(self, error: type[Exception]) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise error("The answer took too long.")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), SLICE):
            self.stream.write(buffer[start : start + SLICE], self.left(httpcore.WriteTimeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self.left(httpcore.ConnectTimeout)
        return Timed(self.stream.start_tls(ssl_context, server_hostname, left), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


class Connecting(httpcore.NetworkBackend):
    """Finds where a name leads, judges it, and connects there; the name goes on in Host and in TLS."""

    def __init__(self, seconds: float, resolve: Resolver) -> None:
        self.seconds, self.resolve, self.plain = seconds, resolve, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        deadline = time.monotonic() + self.seconds
        failure: Exception = httpcore.ConnectError(f"{host} leads nowhere.")
        for address in where(host, port, self.resolve):
            left = deadline - time.monotonic()
            if left <= 0:
                break
            try:
                return Timed(self.plain.connect_tcp(address, port, left), deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class Limited(httpx.SyncByteStream):
    """An answer that is cut off where it gets too long."""

    def __init__(self, answer: httpcore.Response, most: int) -> None:
        self.answer, self.most = answer, most

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        with as_httpx():
            for part in self.answer.iter_stream():
                read += len(part)
                if read > self.most:
                    raise Refused(_("The answer was too long."))
                yield part

    def close(self) -> None:
        self.answer.close()


class as_httpx:
    """The faults of the layer below, as those that users of httpx expect."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> None:
        if isinstance(error, httpcore.TimeoutException):
            raise httpx.ReadTimeout(str(error) or "The answer took too long.") from error
        below = httpcore.NetworkError | httpcore.ProtocolError | httpcore.UnsupportedProtocol
        # Python's own: a name that TLS will not have, or that cannot be written as one.
        if isinstance(error, below | OSError | ValueError):
            raise httpx.ConnectError(str(error)) from error


# Nobody here follows redirects or keeps cookies, but httpx would read them all the same, and stumble over hostile ones.
UNREAD = {b"location", b"set-cookie"}


class Transport(httpx.BaseTransport):
    """One connection a request: those kept open would lead where the name led once."""

    def __init__(self, seconds: float, most: int, resolve: Resolver) -> None:
        self.most = most
        self.pool = httpcore.ConnectionPool(
            ssl_context=trusted(),
            max_keepalive_connections=0,
            network_backend=Connecting(seconds, resolve),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        check(str(request.url))
        url = request.url
        sent = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with as_httpx():
            answer = self.pool.handle_request(sent)
        headers = httpx.Headers([each for each in answer.headers if each[0].lower() not in UNREAD])
        if headers.get("Content-Encoding", "identity").lower() != "identity":
            answer.close()  # We asked for none. A kilobyte may unpack to a gigabyte.
            raise Refused(_("The answer was compressed, although we asked for it not to be."))
        return httpx.Response(
            answer.status, headers=headers, stream=Limited(answer, self.most), extensions=answer.extensions
        )

    def close(self) -> None:
        self.pool.close()


class Client(httpx.Client):
    """httpx reads an address before the transport sees it, and what it says of a bad one is no HTTPError: so ours first."""

    def build_request(self, method: str, url: httpx.URL | str, **more: Any) -> httpx.Request:
        check(str(url))
        return super().build_request(method, url, **more)


@cache
def trusted() -> ssl.SSLContext:
    """The authorities that browsers trust; SSL_CERT_FILE names others."""
    return httpx.create_ssl_context()


def client(*, timeout: float = 10, most: int = MOST_READ, resolve: Resolver = from_dns) -> httpx.Client:
    """A client for addresses that people typed; use it as a context manager.

    `timeout` is for everything from connecting to the last byte, in seconds; `most` is how much of an answer is read, in
    bytes. Redirects are not followed: they come back as answers that are no success. Proxies named in the environment
    are not used, because nobody but us may decide where a name leads. Raises Refused, or another `httpx.HTTPError`.
    """
    return Client(
        transport=Transport(timeout, most, resolve),
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "baerekraft", "Accept-Encoding": "identity"},
    )
