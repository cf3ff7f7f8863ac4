"""Calling a link: its headers are asked for, redirects followed one by one past the guard, nothing downloaded."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from baerekraft.quality.addresses import Guard, Refused, Target

TIMEOUT = httpx.Timeout(15, connect=8)
REDIRECTS = 5
ASK_AGAIN = {400, 403, 404, 405, 406, 501}  # sites that answer HEAD with these may still answer GET
AGENT = "baerekraft link check (nightly; one request a page)"


@dataclass(frozen=True)
class Answer:
    """`status` when the site answered, else why it did not."""

    status: int | None
    fault: str = ""

    @property
    def is_fine(self) -> bool:
        """401, 403 and 429 mean that somebody is there who does not like robots."""
        return self.status is not None and (self.status < 400 or self.status in {401, 403, 405, 429})

    @property
    def was_tried(self) -> bool:
        """What the guard refuses was never called, and is no proof that the link is dead."""
        return not self.fault.startswith("refused")


def call(url: str, guard: Guard) -> Answer:
    with httpx.Client(timeout=TIMEOUT, trust_env=False, headers={"User-Agent": AGENT}) as client:
        try:
            answer = _follow(client, "HEAD", url, guard)
            if answer.status in ASK_AGAIN:
                answer = _follow(client, "GET", url, guard)
        except Refused as error:
            return Answer(None, f"refused: {error}")
        except LookupError:
            return Answer(None, "no such name")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return Answer(None, error.__class__.__name__)
    return answer


def _follow(client: httpx.Client, method: str, url: str, guard: Guard) -> Answer:
    for _step in range(REDIRECTS + 1):
        target = guard.admit(url)
        with client.stream(method, **_request(target)) as response:
            if response.is_redirect and "location" in response.headers:
                url = urljoin(url, response.headers["location"])
                continue
            return Answer(response.status_code)
    return Answer(None, "too many redirects")


def _request(target: Target) -> dict[str, Any]:
    """The call goes to the address that was looked at; the name is in the header and in the certificate's check."""
    parts = urlsplit(target.url)
    ip = f"[{target.ip}]" if ":" in target.ip else target.ip
    path = parts.path or "/"
    host = parts.netloc.rpartition("@")[2]
    return {
        "url": f"{target.scheme}://{ip}:{target.port}{path}" + (f"?{parts.query}" if parts.query else ""),
        "headers": {"Host": host},
        "extensions": {"sni_hostname": target.host},
    }
