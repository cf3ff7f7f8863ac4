"""The guard before a call to another site: where a link may lead us, looked up and held to before anything is sent.

What a lesson links to is written by people, so a link could point at this machine, at its cloud's metadata or at
something inside the municipality's network. The address is looked up once, every answer must be public, and the call
goes to the very address that was looked at, so that a second answer from the name server changes nothing.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
Lookup = Callable[[str], list[str]]


class Refused(Exception):
    """The address is one that is never called; the text says why."""


@dataclass(frozen=True)
class Target:
    """A web address and the one internet address that it may be called at."""

    url: str
    scheme: str
    host: str
    port: int
    ip: str


def look_up(host: str) -> list[str]:
    """Every internet address of the name."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise LookupError(host) from error
    return [str(row[4][0]) for row in found]


def is_public(ip: str) -> bool:
    """Whether the address is out on the internet, also when it is written as IPv6 around an IPv4 address."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = (
            address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or _nat64(address)
        )
        if inner:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast and not address.is_reserved


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    inside = address in ipaddress.ip_network("64:ff9b::/96")
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if inside else None


class Guard:
    """Decides what may be called. A test gives one that knows its own server and nothing else."""

    def __init__(self, lookup: Lookup = look_up) -> None:
        self.lookup = lookup

    def admit(self, url: str) -> Target:
        """Return where the address may be called. Raises Refused, or LookupError when the name is unknown."""
        parts = _split(url)
        scheme, host, port = parts
        self.check_port(scheme, port)
        found = self.lookup(host)
        for ip in found:
            self.check_ip(ip)
        if not found:
            raise LookupError(host)
        return Target(url, scheme, host, port, found[0])

    def check_port(self, scheme: str, port: int) -> None:
        if port not in PORTS.values():
            raise Refused("port")

    def check_ip(self, ip: str) -> None:
        if not is_public(ip):
            raise Refused("inside")


def _split(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("address") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise Refused("address")
    if parts.username or parts.password:
        raise Refused("sign-in")
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme]
