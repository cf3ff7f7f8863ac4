"""Sender Policy Framework (RFC 7208): who a domain lets send its mail, as far as an operator can get it wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
# Asks for the records of a name and a type; none is an empty list.
Lookup = Callable[[str, str], list[str]]
MOST_LOOKUPS = 10


@dataclass
class Policy:
    """`networks` may send; `lookups` is how many questions a receiver must ask to know that."""

    networks: list[str] = field(default_factory=list)
    lookups: int = 0
    everybody: bool = False

    def holds(self, address: Address) -> bool:
        return any(address in ip_network(network, strict=False) for network in self.networks)


def records(domain: str, lookup: Lookup) -> list[str]:
    return [text for text in lookup(domain, "TXT") if text.lower().split(" ")[0] == "v=spf1"]


def policy_of(domain: str, lookup: Lookup) -> Policy:
    policy = Policy()
    _read(domain, lookup, policy)
    return policy


def _read(domain: str, lookup: Lookup, policy: Policy) -> None:
    for record in records(domain, lookup)[:1]:
        for term in record.split()[1:]:
            if policy.lookups <= MOST_LOOKUPS:
                _weigh(term.lower(), domain, lookup, policy)


def _weigh(term: str, domain: str, lookup: Lookup, policy: Policy) -> None:
    passes, term = term[0] not in "-~?", term.lstrip("+-~?")
    name, _sign, value = term.replace("redirect=", "redirect:").partition(":")
    if name == "all":
        policy.everybody = policy.everybody or passes
    elif name in {"ip4", "ip6"} and passes:
        policy.networks += _networks([value])
    elif name.partition("/")[0] in {"a", "mx", "include", "redirect", "ptr", "exists"}:
        policy.lookups += 1
        kind, where = name.partition("/")[0], value.partition("/")[0] or domain
        if kind in {"include", "redirect"} and where != domain:
            _read(where, lookup, policy)
        elif kind in {"a", "mx"} and passes:
            policy.networks += _networks(_hosts(kind, where, lookup))


def _hosts(kind: str, domain: str, lookup: Lookup) -> Iterator[str]:
    names = [domain] if kind == "a" else [record.split()[-1] for record in lookup(domain, "MX")]
    for name in names:
        yield from lookup(name, "A") + lookup(name, "AAAA")


def _networks(texts: list[str] | Iterator[str]) -> list[str]:
    """What cannot be read is no network; the receiver does not see one either."""
    found = []
    for text in texts:
        try:
            found.append(str(ip_network(text, strict=False)))
        except ValueError:
            continue
    return found


def addresses(host: str, lookup: Lookup) -> list[Address]:
    try:
        return [ip_address(host)]
    except ValueError:
        return [ip_address(text) for text in lookup(host, "A") + lookup(host, "AAAA")]
