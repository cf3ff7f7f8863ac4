"""A stage that plays the server: pages, state and responses, and every way they can go wrong."""

import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from script import bundle, pages
from script.pages import FIRST, SECOND

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types baerekraft"
)
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"
KARI = {
    "key": "11111111-1111-7111-8111-111111111111",
    "name": "Kari Nordmann",
    "shared": False,
    "proven": True,
}
OLA = {"key": "22222222-2222-7222-8222-222222222222", "name": "Ola Halden", "shared": False, "proven": True}
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Stage:
    """What the server knows and how it behaves. `batches` are the responses it was sent, `recorded` what it took."""

    learner: dict[str, Any] | None = None
    lessons: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    certificates: dict[str, str] = field(default_factory=dict)
    counting: int = 5
    distribution: dict[str, Any] = field(default_factory=lambda: {"answers": 0, "shares": []})
    replies: list[Reply | Callable[[dict[str, Any]], Reply]] = field(default_factory=list)
    batches: list[dict[str, Any]] = field(default_factory=list)
    recorded: dict[str, dict[str, Any]] = field(default_factory=dict)
    posted: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    down: bool = False
    failing: bool = False
    version: str = "1"
    faults: list[str] = field(default_factory=list)
    slow: threading.Event = field(default_factory=threading.Event)
    scripts: list[str] = field(default_factory=lambda: [bundle.name()])
    url: str = ""

    def __post_init__(self) -> None:
        self.slow.set()

    def wait(self, ask: Callable[[], Any], what: str) -> None:
        """Wait until it is so."""
        end = time.monotonic() + 20
        while not ask():
            assert time.monotonic() < end, f"waited for {what}; {self.batches}"
            time.sleep(0.02)

    def wait_recorded(self, *exercises: str) -> None:
        wanted = sorted(exercises)
        self.wait(lambda: sorted(r["exercise"] for r in [*self.recorded.values()]) == wanted, f"{wanted}")

    def state(self, lesson: str) -> dict[str, Any]:
        if self.learner is None:
            return {"learner": None, "lessons": {}, "answers": {}, "certificates": {}}
        answers = self.answers if lesson == FIRST else {}
        return {
            "learner": self.learner,
            "lessons": self.lessons,
            "answers": answers,
            "certificates": self.certificates,
        }

    def record(self, batch: dict[str, Any]) -> Reply:
        if self.learner is None:
            return 401, {}, b"{}"
        if batch["owner"] not in (None, self.learner["key"]):
            return 409, {}, b"{}"
        for response in batch["responses"]:
            self.recorded[response["id"]] = {**response, "learner": self.learner["key"]}
            if response["lesson"] == FIRST:
                self.answers[response["exercise"]] = response["answer"]
        ids = [response["id"] for response in batch["responses"]]
        if len(self.answers) < self.counting:
            return 200, {}, pages.document({"accepted": ids, "refused": []})
        self.lessons = {FIRST: {"answered": sorted(self.answers), "done": True}}
        standing = {"lessons": self.lessons, "certificates": self.certificates}
        return 200, {}, pages.document({"accepted": ids, "refused": [], **standing})

    def respond(self, batch: dict[str, Any]) -> Reply:
        self.batches.append(batch)
        reply = self.replies.pop(0) if self.replies else self.record
        return reply(batch) if callable(reply) else reply

    def page(self, path: str) -> tuple[str, str] | None:
        match path:
            case "/":
                return pages.front(self.scripts), PUBLIC
            case "/kurs/del-1/":
                return pages.part(self.scripts), PUBLIC
            case _ if path in bundle.OFFLINE:
                return pages.offline(self.scripts, path.split("/")[1]), PUBLIC
            case "/min-side/":
                return pages.own(self.scripts, len(self.recorded)), PRIVATE
            case "/bli-med/":
                return pages.plain("Bli med", self.scripts), PRIVATE
            case "/forhandsvisning/":
                return pages.lesson(FIRST, self.scripts, version=0), PRIVATE
            case "/kurs/hemmelig/":
                return pages.plain("Bare min", self.scripts), PRIVATE
        if path in (f"/kurs/{FIRST}/", f"/kurs/{SECOND}/"):
            return pages.lesson(path.removeprefix("/kurs/").rstrip("/"), self.scripts), PUBLIC
        if path.endswith("/mine-svar/"):
            return pages.lesson(FIRST, self.scripts), PRIVATE
        return (pages.plain(path, self.scripts), PUBLIC) if path.startswith("/kurs/") else None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def log_message(self, *args: Any) -> None:
        pass

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def do_GET(self) -> None:
        stage, address = self.server.stage, urlsplit(self.path)
        stage.asked.append(self.path)
        if stage.down:
            return self.hang_up()
        if address.path == "/min-side/tilstand/":
            lesson = parse_qs(address.query).get("lesson", [""])[0]
            return self.send(
                200,
                pages.document(stage.state(lesson)),
                Content_Type="application/json",
                Cache_Control=PRIVATE,
            )
        if address.path.endswith("/fordeling/"):
            return self.send(200, pages.document(stage.distribution), Content_Type="application/json")
        if address.path == "/sw.js" or address.path.startswith("/static/"):
            return self.script(address.path)
        stage.slow.wait(30)
        if stage.failing:
            return self.send(503, b"<h1>Nede</h1>", Content_Type="text/html")
        found = None if address.path in stage.missing else stage.page(address.path)
        html, cache = found or ("<h1>Borte</h1>", PUBLIC)
        self.send(
            200 if found else 404,
            html.encode(),
            Content_Type="text/html; charset=utf-8",
            Cache_Control=cache,
            Content_Security_Policy=POLICY,
        )

    def script(self, path: str) -> None:
        if path == "/sw.js":
            text = bundle.worker(self.server.stage.version)
        elif path == bundle.name():
            text = bundle.joined()
        elif path.endswith(".css"):
            return self.send(200, b"", Content_Type="text/css", Cache_Control="public, max-age=31536000")
        else:
            module = bundle.modules().get(path.removeprefix("/static/"))
            if module is None or path in self.server.stage.missing:
                return self.send(404, b"")
            text = module.read_text(encoding="utf-8")
        headers = {"Content_Security_Policy": "default-src 'none'; connect-src 'self'"}
        self.send(200, text.encode(), Content_Type="text/javascript", Cache_Control="no-cache", **headers)

    def do_POST(self) -> None:
        stage = self.server.stage
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        if stage.down:
            return self.hang_up()
        if self.path != "/min-side/svar/":
            stage.posted.append((self.path, body.decode()))
            return self.send(303, b"", Location="/min-side/")
        status, headers, reply = stage.respond(json.loads(body))
        self.send(status, reply, **{"Content_Type": "application/json", "Cache_Control": PRIVATE, **headers})


class Server(ThreadingHTTPServer):
    daemon_threads = True
    stage: Stage

    def handle_error(self, *args: Any) -> None:
        """A browser that goes away in the middle is part of the play; anything else is a fault of the stage."""
        error = sys.exception()
        if not isinstance(error, OSError | ValueError):
            self.stage.faults.append(repr(error))
