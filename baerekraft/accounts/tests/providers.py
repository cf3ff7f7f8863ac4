"""A real OpenID Connect provider in a thread, which can be made to lie."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import requests
from django.http import HttpResponse
from django.test import Client
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

PEOPLE = {
    "kari": {"email": "Kari@Example.no", "email_verified": True},
    "kari-unconfirmed": {"email": "kari@example.no", "email_verified": False},
    "kari-by-name": {"preferred_username": "kari@example.no"},
    "siri": {"email": "siri@example.no", "email_verified": True},
    "ola": {"email": "ola@example.no", "email_verified": True},
    "nobody": {"pid": "12057900499", "acr": "idporten-loa-low"},
    "high": {"pid": "12057900499", "acr": "idporten-loa-high"},
}


@dataclass
class Provider:
    url: str
    # What becomes of the token on its way.
    alter: Callable[[str], str] = lambda token: token
    asked: dict[str, list[str]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)

    def app(self, **more: Any) -> dict[str, Any]:
        """As read from the environment."""
        own = {"server_url": self.url, "issuer": self.url, "scope": ["openid", "profile", "email"]}
        usual = {"auth_params": {}, "levels": [], "trust_email": False, "strong": False}
        return {
            "provider_id": "jobb",
            "name": "Jobben",
            "client_id": "baerekraft",
            "secret": "hemmelig",
            "settings": {**own, **usual, **more},
        }

    def consent(self, where: str, person: str) -> str:
        """The person says yes at the provider; returns the address the browser is sent back to."""
        self.asked = parse_qs(urlsplit(where).query)
        answer = requests.post(where, data={"sub": person}, allow_redirects=False, timeout=5)
        return str(answer.headers["Location"])


@contextmanager
def running() -> Iterator[Provider]:
    people = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    honest = oidc_provider_mock.app(user_claims=people, require_nonce=True)

    @Request.application
    def front(request: Request) -> Response:
        response = Response.from_app(honest, request.environ)
        if request.path == "/oauth2/token" and response.status_code == 200:
            said = json.loads(response.get_data())
            provider.tokens.append(said["id_token"])
            response.set_data(json.dumps({**said, "id_token": provider.alter(said["id_token"])}))
        return response

    server = make_server("localhost", 0, front, threaded=True)
    provider = Provider(f"http://localhost:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()


def enter(client: Client, provider: Provider, person: str, **form: str) -> HttpResponse:
    """All the way: from our page, by the provider, and back."""
    away = client.post("/redaksjon/inn/med/jobb/", form)
    return client.get(provider.consent(away["Location"], person))


def rewritten(token: str, *, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """The token with other claims and the old signature."""
    head, body, signature = token.split(".")
    parts = [{**_read(head), **(header or {})}, {**_read(body), **claims}]
    return ".".join([*map(_written, parts), signature])


def _read(part: str) -> dict[str, Any]:
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def _written(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
