"""A learning platform with a record store: it launches units as cmi5 says, and refuses what breaks the standard.

It can also be refusing, broken, silent or away, as real ones are.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from cmi5_rules import SESSION, Session, Statement, faults, verb_of

KARI = {"objectType": "Agent", "account": {"homePage": "https://laering.example.no", "name": "7411"}}
ALLOWED = "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match"


@dataclass
class Asked:
    """A request as it came, and what it was answered."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    status: int = 0


@dataclass
class Platform:
    """`trouble` is "" or what is wrong: "500", "401" or "silent", for everything under the endpoint.

    `rejects` is a verb that it will not have, `rejects_documents` that it keeps none. A `shut` one does not answer who
    asks for a token. When it `repacks`, a web server in front of it changes each document's tag.
    """

    url: str
    units: str
    sessions: list[Session] = field(default_factory=list)
    documents: dict[str, bytes] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    refuses_token: bool = False
    keeps_preferences_to_itself: bool = False
    rejects: str = ""
    rejects_documents: bool = False
    shut: bool = False
    repacks: bool = False
    trouble: str = ""
    again: Event = field(default_factory=Event)
    lock: Any = field(default_factory=Lock)

    def launch(self, unit: str, *, registration: str = "", **data: Any) -> str:
        """Start a session, abandoning the one before it, and give the address to open."""
        registration = registration or str(uuid4())
        activity = f"{self.url}/activities/{hashlib.sha256(unit.encode()).hexdigest()[:12]}"
        for other in self.of(registration):
            other.abandoned = other.abandoned or "terminated" not in other.verbs
        session = self.session(unit, registration, activity, data)
        self.sessions.append(session)
        launch_data = {
            "contextTemplate": session.template,
            "launchMode": session.mode,
            "launchMethod": "AnyWindow",
            "moveOn": "Completed",
            "entitlementKey": {"courseStructure": "not for us"},
            **data,
        }
        self.documents[self.state_key("LMS.LaunchData", session)] = json.dumps(launch_data).encode()
        given = {
            "activityId": activity,
            "registration": registration,
            "actor": json.dumps(KARI),
            "fetch": f"{self.url}/fetch?k={session.id}",
            "endpoint": f"{self.url}/lrs",
        }
        return f"{self.units}/{unit}?{urlencode(given)}"

    def session(self, unit: str, registration: str, activity: str, data: dict[str, Any]) -> Session:
        id = str(uuid4())
        template = {
            "contextActivities": {
                "grouping": [{"objectType": "Activity", "id": f"https://ids.example/{unit}"}]
            },
            "extensions": {SESSION: id, "https://laering.example.no/klasse": "7B"},
            "platform": "Læring",
        }
        mode, mastery = data.get("launchMode", "Normal"), data.get("masteryScore")
        return Session(id, KARI, registration, activity, template, mode, mastery)

    def of(self, registration: str) -> list[Session]:
        return [session for session in self.sessions if session.registration == registration]

    @property
    def last(self) -> Session:
        return self.sessions[-1]

    def said(self, verb: str) -> list[Statement]:
        return [one for session in self.sessions for one in session.statements if verb_of(one) == verb]

    def state_key(self, state: str, session: Session) -> str:
        return json.dumps(
            ["state", state, session.activity, session.registration, session.actor], sort_keys=True
        )

    def state(self, session: Session) -> dict[str, Any]:
        """What the unit has kept."""
        return dict(json.loads(self.documents.get(self.state_key("baerekraft", session), b"{}")))

    def heal(self) -> None:
        """Everything answers again, also what hangs."""
        self.trouble = ""
        self.again.set()
        self.again = Event()


class Door(BaseHTTPRequestHandler):
    platform: Platform
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        asked = Asked(self.command, parts.path, query, dict(self.headers.items()))
        self.platform.asked.append(asked)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        waiting = self.platform.again
        if self.platform.trouble == "silent" and self.command != "OPTIONS" and parts.path.startswith("/lrs"):
            waiting.wait(120)
            self.close_connection = True
            return
        if self.platform.shut and parts.path == "/fetch":
            self.close_connection = True
            return
        with self.platform.lock:
            status, answer, headers = self.answer(asked, body)
        asked.status = status
        self.reply(status, answer, headers)

    do_GET = do_POST = do_PUT = do_OPTIONS = do_DELETE = handle_any

    def reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        cors = {
            "Access-Control-Allow-Origin": self.platform.units,
            "Access-Control-Allow-Methods": "GET, PUT, POST, DELETE, OPTIONS",
            "Access-Control-Allow-Headers": ALLOWED,
            "Access-Control-Expose-Headers": "ETag",
        }
        for name, value in {**cors, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def answer(self, asked: Asked, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        if asked.method == "OPTIONS":
            return 204, b"", {}
        if asked.path == "/fetch":
            return 200, json.dumps(self.token(asked)).encode(), {"Content-Type": "application/json"}
        if asked.path == "/back":
            return (
                200,
                "<!doctype html><title>Læring</title><h1>Tilbake</h1>".encode(),
                {"Content-Type": "text/html"},
            )
        if self.platform.trouble:
            return int(self.platform.trouble), b"broken", {}
        session = self.who(asked)
        if session is None:
            return 401, b"who are you?", {}
        if asked.headers.get("X-Experience-API-Version", "")[:3] != "1.0":
            return 400, b"no version", {}
        if asked.path == "/lrs/statements":
            return self.statements(session, json.loads(body))
        return self.document(asked, body, session)

    def token(self, asked: Asked) -> dict[str, str]:
        session = next(one for one in self.platform.sessions if one.id == asked.query["k"])
        if asked.method != "POST":
            self.platform.faults.append("8.2.1: the token was asked for with GET")
        if self.platform.refuses_token:
            return {"error-code": "2", "error-text": "Not entitled <b>here</b>."}
        if session.token:
            return {"error-code": "1", "error-text": "The authorization token has already been returned."}
        session.token = uuid4().hex
        return {"auth-token": session.token}

    def who(self, asked: Asked) -> Session | None:
        given = asked.headers.get("Authorization", "")
        found = (one for one in self.platform.sessions if one.token and given == f"Basic {one.token}")
        return next((one for one in found if not one.abandoned), None)

    def statements(self, session: Session, sent: Any) -> tuple[int, bytes, dict[str, str]]:
        """All of what is sent, or nothing; the same once more is not there twice."""
        batch = sent if isinstance(sent, list) else [sent]
        known = {one["id"]: one for other in self.platform.sessions for one in other.statements}
        if any(one["id"] in known and known[one["id"]] != one for one in batch):
            return 409, b"another by that id", {}
        if any(verb_of(one) == self.platform.rejects for one in batch):
            return 400, b"not here", {}
        earlier = [
            other
            for other in self.platform.of(session.registration)
            if other is not session and other.activity == session.activity
        ]
        before = list(session.statements)
        for statement in batch:
            if statement["id"] in known:
                continue
            if broken := faults(statement, session, earlier):
                session.statements[:] = before
                self.platform.faults += broken
                return 400, "; ".join(broken).encode(), {}
            session.statements.append(statement)
        return 200, json.dumps([one["id"] for one in batch]).encode(), {"Content-Type": "application/json"}

    def document(self, asked: Asked, body: bytes, session: Session) -> tuple[int, bytes, dict[str, str]]:
        query, documents = asked.query, self.platform.documents
        if json.loads(query["agent"]) != session.actor:
            return 403, b"somebody else's", {}
        if asked.path == "/lrs/agents/profile" and self.platform.keeps_preferences_to_itself:
            return 403, b"", {}
        if asked.path == "/lrs/agents/profile":
            key = query["profileId"]
        elif (query.get("activityId"), query.get("registration")) == (session.activity, session.registration):
            key = self.platform.state_key(query["stateId"], session)
        else:
            return 400, b"no such resource", {}
        if self.platform.rejects_documents and asked.method == "PUT":
            return 400, b"not here", {}
        there = documents.get(key)
        if asked.method == "GET":
            return (404, b"", {}) if there is None else (200, there, {"ETag": self.seen(tag(there))})
        if query.get("stateId") == "LMS.LaunchData":
            self.platform.faults.append("10.2.1: LMS.LaunchData was written to")
            return 403, b"", {}
        match = asked.headers.get("If-Match")
        if match and (there is None or match != tag(there)):
            return 412, b"it has changed", {}
        documents[key] = body
        return 204, b"", {"ETag": self.seen(tag(body))}

    def seen(self, tag: str) -> str:
        """The tag as it is when it gets there."""
        return f"W/{tag}" if self.platform.repacks else tag

    def log_message(self, *_args: object) -> None: ...


def tag(body: bytes) -> str:
    return f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"'


class Units(SimpleHTTPRequestHandler):
    """The unpacked package, at another origin than the platform."""

    def log_message(self, *_args: object) -> None: ...


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """Who hung up is no fault of ours."""


@contextmanager
def serving(handler: Any) -> Iterator[str]:
    server = Server(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def platform(folder: Path) -> Iterator[Platform]:
    """A platform whose units lie unpacked in `folder`."""

    class Told(Door):
        """Its own for each platform."""

    with serving(partial(Units, directory=str(folder))) as units, serving(Told) as url:
        Told.platform = found = Platform(url, units)
        try:
            yield found
        finally:
            found.heal()
