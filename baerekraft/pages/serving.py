"""Public pages as bytes: rendered once per edition, the same for everyone, served without a database question.

`front` stands before Django as a WSGI callable. A page is known by its path; what it holds follows from the edition
and from the code, so every process that renders it makes the same bytes.
"""

import gzip
import hashlib
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, Error, router, transaction
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.csp import build_policy

from baerekraft.catalog import shelf
from baerekraft.design import languages
from baerekraft.pages import database, registry, weight
from baerekraft.pages.models import Page
from baerekraft.pages.registry import CSV, JSON, PDF, PNG, SVG, XLSX, Made, Paper

Headers = list[tuple[str, str]]
StartResponse = Callable[[str, Headers], Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

REFUSED = re.compile(r"[\w*]+\s*;\s*q=0(\.0*)?\s*(?=,|$)")
INDENT = re.compile(r"\n\s+")
CACHE = "public, max-age=60, stale-while-revalidate=600"
NOSNIFF = ("X-Content-Type-Options", "nosniff")
GLANCE_SECONDS = 1.0
# Files and what a browser does with them; the packed ones are compressed inside.
FILES = {
    PDF: "inline",
    PNG: "inline",
    SVG: "inline",
    CSV: "attachment",
    XLSX: "attachment",
    JSON: "attachment",
}
PACKED = {PDF, PNG, XLSX}


@dataclass(frozen=True)
class Served:
    """A page ready to be sent: three encodings, each with its headers."""

    etag: str
    body: dict[str, bytes]
    headers: dict[str, Headers]
    unchanged: Headers


def policy() -> Headers:
    headers = [
        ("Content-Security-Policy", build_policy(dict(settings.SECURE_CSP))),  # type: ignore[arg-type]
        NOSNIFF,
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ]
    if settings.SECURE_HSTS_SECONDS:
        headers.append(("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}"))
    return headers


def ready(page: Page) -> Served:
    own = [("Content-Type", page.content_type), *(filed(page) if page.content_type in FILES else [])]
    # A policy for web pages makes browsers' PDF readers fail.
    guard = [NOSNIFF] if page.content_type == PDF else policy()
    common = [("ETag", page.etag), ("Cache-Control", CACHE), ("Vary", "Accept-Encoding")]
    plain = bytes(page.body)
    bodies = {"br": bytes(page.brotli) or plain, "gzip": bytes(page.gzip) or plain, "": plain}
    headers = {}
    for encoding, body in bodies.items():
        headers[encoding] = [*own, ("Content-Length", str(len(body))), *common, *guard]
        if body is not plain:
            headers[encoding].append(("Content-Encoding", encoding))
    return Served(page.etag, bodies, headers, common)


def filed(page: Page) -> Headers:
    """What tells the browser that it is a file, whether to save it, and under what name."""
    name = page.path.strip("/").replace("/", "-")
    return [("Content-Disposition", f'{FILES[page.content_type]}; filename="{name}"')]


@cache
def build() -> str:
    """A name for what renders: templates, code, translations, content read from its files, settings and static files."""
    root = Path(settings.ROOT)
    files = [
        file
        for pattern in ("templates/**/*.*", "*.mo", "*.py", "*.typ", "*.yaml")
        for file in root.rglob(pattern)
    ]
    files += Path(settings.CONTENT_DIR).glob("*/*.yaml")
    shown = (
        settings.CONTACT,
        settings.ISSUER,
        settings.LEARNER_MONTHS,
        settings.ASSESSMENT_MONTHS,
        settings.RECIPIENT_MONTHS,
        settings.XAPI_EMAIL,
        settings.BASE_URL,
        settings.SECURE_CSP,
        bool(settings.REPLICAS),
    )
    digest = hashlib.sha256(repr(shown).encode())
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    for file in [*sorted(files), *([manifest] if manifest.exists() else [])]:
        if "tests" not in file.parts and file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def edition() -> str:
    return f"{shelf.edition()}-{build()}"


def find(path: str, edition: str) -> Served | None:
    """The page at this path, from the database or rendered now and kept there; None when there is none."""
    stored = kept(path, edition)
    if stored is None:
        rendered = render(path)
        if rendered is None:
            return None
        body, content_type = rendered
        stored = Page(
            path=path,
            edition=edition,
            body=body,
            brotli=b"" if content_type in PACKED else brotli.compress(body, quality=11),
            gzip=b"" if content_type in PACKED else gzip.compress(body, 9, mtime=0),
            etag=f'"{hashlib.sha256(body).hexdigest()[:24]}"',
            content_type=content_type,
        )
        with transaction.atomic():
            Page.objects.exclude(edition=edition).delete()
            Page.objects.bulk_create([stored], ignore_conflicts=True)
    return ready(stored)


def kept(path: str, edition: str) -> Page | None:
    """The page as stored. A replica's is as good as the primary's, for its name says which edition it is of."""
    found = Page.objects.filter(path=path, edition=edition)
    replica = router.db_for_read(Page, named=True)
    if replica != DEFAULT_DB_ALIAS:
        with suppress(Error):
            if page := found.using(replica).first():
                return page
    return found.using(DEFAULT_DB_ALIAS).first()


def render(path: str) -> tuple[bytes, str] | None:
    """Render the public page at this path, or None when the path is no public page."""
    with translation.override(languages.of(path)):
        try:
            match = resolve(path)
        except Resolver404:
            return None
        made = registry.make(match.view_name, **match.kwargs)
        return drawn(made, path) if made else None


def drawn(made: Made | Paper, path: str) -> tuple[bytes, str]:
    """The page's bytes and what kind they are, in the language being spoken."""
    if isinstance(made, Paper):
        return made.body, made.content_type
    context = {**made.context, **languages.switch(path)}
    text = render_to_string(made.template, context)
    if made.weighed:
        text = render_to_string(made.template, {**context, "weight": weight.of(text)})
    return INDENT.sub("\n", text).encode(), made.content_type


class Pages:
    """The pages of one edition in this process's memory."""

    def __init__(self) -> None:
        self.edition = ""
        self.looked_at = 0.0
        self.served: dict[str, Served] = {}

    def glance(self) -> None:
        """See whether anything was published, at most once a second; when the database is away, serve what we have."""
        now = time.monotonic()
        if now - self.looked_at < GLANCE_SECONDS:
            return
        self.looked_at = now
        try:
            current = edition()
        except DatabaseError:
            return
        finally:
            database.give_back()
        if current != self.edition:
            self.edition, self.served = current, {}

    def get(self, path: str) -> Served | None:
        self.glance()
        served = self.served.get(path)
        if served is None and registry.may_be(path):
            served = find(path, self.edition)
            database.give_back()
            if served:
                self.served[path] = served
        return served


pages = Pages()


def front(application: Application) -> Application:
    """Answer for public pages, and leave everything else to the application behind."""

    def respond(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            served = pages.get(environ["PATH_INFO"])
            if served:
                return send(served, environ, start_response)
        return application(environ, start_response)

    return respond


def send(served: Served, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    if served.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", served.unchanged)
        return []
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "q=0" in accepted:
        accepted = REFUSED.sub("", accepted)
    encoding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
    start_response("200 OK", served.headers[encoding])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [served.body[encoding]]
