"""The library's calls to a platform's services, by our own guarded client in place of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from pylti1p3.exception import LtiException
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector

from baerekraft.interop import outgoing
from baerekraft.interop.lti import keys
from baerekraft.interop.lti.models import Platform

# What a platform that is down, or does not follow the standard, makes the library raise; and keys.KeyUnreadable.
FAILURES = (
    LtiException,
    httpx.HTTPError,
    httpx.InvalidURL,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
)


class Answer:
    """An answer in the words that the library knows from `requests`."""

    def __init__(self, answer: httpx.Response) -> None:
        self.ok, self.status_code, self.url = answer.is_success, answer.status_code, str(answer.url)
        self.headers, self.json = answer.headers, answer.json
        # A score that was taken may be answered with a page; the library reads whatever comes as JSON.
        self.content = answer.content if "json" in answer.headers.get("Content-Type", "") else b""


class Session:
    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, url: str, headers: dict[str, str]) -> Answer:
        return Answer(self.client.get(url, headers=headers))

    def post(self, url: str, data: Any = None, headers: dict[str, str] | None = None) -> Answer:
        if isinstance(data, dict):
            return Answer(self.client.post(url, data=data, headers=headers))
        return Answer(self.client.post(url, content=data, headers=headers))


class Connector(ServiceConnector):
    """Keeps a token for as long as one task lasts; they are asked for seldom, and not worth storing."""

    def __init__(self, registration: Registration, session: Any) -> None:
        super().__init__(registration, session)
        self.tokens: dict[str, str] = {}

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        return self.tokens.get(scope_key)

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        self.tokens[scope_key] = access_token


@contextmanager
def to(platform: Platform) -> Iterator[Connector]:
    """Raises one of FAILURES."""
    with outgoing.client() as client:
        yield Connector(registration(platform), Session(client))


def registration(platform: Platform) -> Registration:
    key = keys.current()
    found = Registration().set_issuer(platform.issuer).set_client_id(platform.client_id)
    found.set_auth_token_url(platform.auth_token_url).set_auth_login_url(platform.auth_login_url)
    found.set_tool_public_key(key.public).set_tool_private_key(keys.private(key))
    return found.set_auth_audience(platform.token_audience) if platform.token_audience else found
