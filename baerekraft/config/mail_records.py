"""What other servers look up about our mail: SPF, DKIM, DMARC and MX of the sender's domain, and how to mend them."""

import base64
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from functools import partial
from urllib.parse import urlsplit

import dns.exception
import dns.name
import dns.resolver
from django.conf import settings

from baerekraft.config import spf
from baerekraft.config.findings import FINE, WARNING, Finding

SECONDS = 5
# The bytes of a public RSA key of 1,024 bits, and what lies around it.
SHORTEST_KEY = 160


def examine() -> Iterator[Finding]:
    """Each record's findings; nothing is looked up where mail is written to files."""
    if not settings.EMAIL_URL or settings.EMAIL_URL.startswith("file:"):
        return
    sender = _domain(settings.MAIL_FROM)
    envelope = _domain(settings.MAIL_RETURN_PATH) or sender
    checks: list[Callable[[], Iterator[Finding]]] = [partial(_spf, envelope)]
    if envelope != sender:
        checks.append(partial(_aligned, sender, envelope))
    checks += [partial(_dkim, sender), partial(_dmarc, sender), partial(_replies, sender)]
    for check in checks:
        try:
            yield from check()
        except dns.exception.DNSException as error:
            yield Finding(
                WARNING,
                f"could not look up the mail records of {sender}: {type(error).__name__}",
                "Try again where there is a name server, or set DNS_SERVER.",
            )
            return


def _spf(domain: str) -> Iterator[Finding]:
    found = spf.records(domain, _lookup)
    host = urlsplit(settings.EMAIL_URL).hostname or ""
    if len(found) != 1:
        what = f"{domain} has no SPF record" if not found else f"{domain} has {len(found)} SPF records"
        yield Finding(
            WARNING,
            what,
            f"Publish one TXT record at {domain}, such as «v=spf1 a:{host} -all»; two count as none.",
        )
        return
    policy = spf.policy_of(domain, _lookup)
    if policy.everybody:
        yield Finding(WARNING, f"SPF of {domain} lets everybody send", "End it with -all, not +all.")
    elif policy.lookups > spf.MOST_LOOKUPS:
        yield Finding(
            WARNING,
            f"SPF of {domain} needs more than {spf.MOST_LOOKUPS} lookups",
            "Receivers give up and take it for none. Remove what is not used.",
        )
    elif not all(policy.holds(address) for address in spf.addresses(host, _lookup)):
        yield Finding(
            WARNING,
            f"SPF of {domain} does not name {host}",
            f"If it hands mail to the world itself, add a:{host}; if it hands it on, see that the next one is there.",
        )
    else:
        yield Finding(FINE, f"SPF of {domain}")


def _aligned(sender: str, envelope: str) -> Iterator[Finding]:
    if not (envelope.endswith(f".{sender}") or sender.endswith(f".{envelope}")):
        yield Finding(
            WARNING,
            f"MAIL_RETURN_PATH is at {envelope}, MAIL_FROM at {sender}",
            "Use the same domain, or SPF does not count for DMARC.",
        )


def _dkim(domain: str) -> Iterator[Finding]:
    if not settings.MAIL_DKIM_SELECTOR:
        yield Finding(
            WARNING,
            "MAIL_DKIM_SELECTOR is not set, so DKIM is not looked at",
            "Set it to the selector your mail server signs with.",
        )
        return
    name = f"{settings.MAIL_DKIM_SELECTOR}._domainkey.{domain}"
    records = _lookup(name, "TXT")
    tags = _tags(records[0]) if records else {}
    if not records:
        yield Finding(WARNING, f"there is no DKIM key at {name}", "Publish what your mail server gives you.")
    elif not tags.get("p"):
        yield Finding(WARNING, f"the DKIM key at {name} is withdrawn", "Publish a new one; p= is empty.")
    elif _is_short(tags):
        yield Finding(
            WARNING,
            f"the DKIM key at {name} is too short",
            "Make one of 2048 bits; below 1024 it is ignored.",
        )
    else:
        yield Finding(FINE, f"DKIM key at {name}")


def _is_short(tags: dict[str, str]) -> bool:
    if tags.get("k", "rsa") != "rsa":
        return False
    try:
        return len(base64.b64decode(tags["p"], validate=True)) < SHORTEST_KEY
    except ValueError:
        return True


def _dmarc(domain: str) -> Iterator[Finding]:
    name, policy = _dmarc_record(domain)
    if not policy:
        yield Finding(
            WARNING,
            f"there is no DMARC record for {domain}",
            f"Publish a TXT record at _dmarc.{domain}: «v=DMARC1; p=none; rua=mailto:…», and p=quarantine when the reports are clean.",
        )
    elif policy == "none":
        yield Finding(
            WARNING,
            f"DMARC at {name} only watches (p=none)",
            "Choose p=quarantine or p=reject when the reports are clean.",
        )
    else:
        yield Finding(FINE, f"DMARC at {name}, p={policy}")


def _dmarc_record(domain: str) -> tuple[str, str]:
    """The domain's own, or that of the domain it belongs to."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        name = "_dmarc." + ".".join(labels[start:])
        records = [text for text in _lookup(name, "TXT") if text.startswith("v=DMARC1")]
        if records:
            tags = _tags(records[0])
            return name, tags.get("sp" if start and "sp" in tags else "p", "none").lower()
    return "", ""


def _replies(domain: str) -> Iterator[Finding]:
    if _lookup(domain, "MX") or _lookup(domain, "A") or _lookup(domain, "AAAA"):
        yield Finding(FINE, f"replies to {domain} find a server")
    else:
        yield Finding(
            WARNING,
            f"{domain} takes no mail",
            "Publish an MX record, so that replies and reports arrive; many receivers refuse senders without.",
        )


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip(): "".join(value.split()) for name, _sign, value in pairs}


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2].lower()


def _lookup(name: str, kind: str) -> list[str]:
    """What stands there: texts joined, addresses, or `10 mail.example.no`. No such name is nothing."""
    try:
        answer = _resolver().resolve(name, kind, lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.EmptyLabel):
        return []
    if kind == "TXT":
        return [b"".join(record.strings).decode(errors="replace") for record in answer]
    return [record.to_text().rstrip(".") for record in answer]


def _resolver() -> dns.resolver.Resolver:
    server, _colon, port = settings.DNS_SERVER.partition(":")
    resolver = dns.resolver.Resolver(configure=not server)
    if server:
        resolver.nameservers, resolver.port = [server], int(port or 53)
    return resolver
