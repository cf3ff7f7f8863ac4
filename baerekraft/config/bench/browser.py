"""Doing by HTTP what a learner does once: entering, reading a lesson, finding what there is to answer."""

import json
import re
import urllib.parse
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from typing import Any, Self

from baerekraft.config.bench.client import EACH, uuid7
from baerekraft.config.bench.faults import BenchFailed
from baerekraft.config.bench.product import Server

LESSON = re.compile(r'href="(/kurs/del-1/(?!samtaleark)[a-z0-9-]+/)"')  # Part 1: one part is one walk
ENTER = "/bli-med/"
STATE = "/min-side/tilstand/"
RESPONSES = "/min-side/svar/"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Learner:
    cookie: str
    key: str


@dataclass(frozen=True)
class Question:
    """An exercise in a lesson, and an answer that it accepts."""

    lesson: str
    version: int
    exercise: str
    answer: dict[str, Any]


class Browser:
    """One kept connection to the product."""

    def __init__(self, server: Server) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.origin = f"http://127.0.0.1:{server.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.connection.close()

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", path, headers=named)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise BenchFailed(f"GET {path} gave {answer.status}")
        return answer, body

    def post(self, path: str, cookie: str, body: str) -> None:
        """Send one JSON document, with a fresh id where it asks for one."""
        headers = {"Content-Type": "application/json", "Origin": self.origin, "Cookie": cookie}
        self.connection.request("POST", path, body.replace(EACH, uuid7()), headers)
        answer = self.connection.getresponse()
        told = answer.read().decode(errors="replace")
        if answer.status != 200 or '"refused": []' not in told:
            raise BenchFailed(f"POST {path} gave {answer.status}: {told[:300]} for {body[:300]}")

    def enter(self, name: str, email: str) -> Learner:
        body = urllib.parse.urlencode({"name": name, "email": email})
        self.connection.request("POST", ENTER, body, {"Content-Type": FORM, "Origin": self.origin})
        answer = self.connection.getresponse()
        answer.read()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        if answer.status not in {302, 303} or not cookie:
            raise BenchFailed(f"Entering gave {answer.status} and {'a' if cookie else 'no'} cookie.")
        state = json.loads(self.get(STATE, Cookie=cookie)[1])
        return Learner(cookie, state["learner"]["key"])

    def lessons(self) -> list[str]:
        """The addresses of the lessons of Part 1."""
        found = LESSON.findall(self.get("/kurs/")[1].decode())
        if not found:
            raise BenchFailed("No lesson is published.")
        return list(dict.fromkeys(found))

    def questions(self, path: str) -> list[Question]:
        page = Exercises()
        page.feed(self.get(path)[1].decode())
        return [
            Question(page.lesson, page.version, form.exercise, answer_to(form.kind, form.fields))
            for form in page.forms
        ]


@dataclass
class Form:
    exercise: str
    kind: str
    fields: dict[str, str] = field(default_factory=dict)


class Exercises(HTMLParser):
    """The exercises' forms on a lesson's page, each field with the first value it offers."""

    def __init__(self) -> None:
        super().__init__()
        self.lesson, self.version = "", 0
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "body":
            self.lesson, self.version = attributes["data-lesson"] or "", int(attributes["data-version"] or 0)
        elif tag == "form" and attributes.get("data-exercise"):
            self.forms.append(Form(attributes["data-exercise"] or "", attributes["data-kind"] or ""))
        elif tag in {"input", "textarea", "select"} and self.forms:
            value = attributes.get("value") or attributes.get("min") or ""
            self.forms[-1].fields.setdefault(attributes.get("name") or "", value)


def answer_to(kind: str, fields: dict[str, str]) -> dict[str, Any]:
    """An answer in the shape the script sends."""
    if kind == "multiple_choice":
        return {"choices": [fields["choices"]]}
    if kind == "fact_or_myth":
        return {"verdicts": _keyed(fields, "verdict-")}
    if kind == "sorting":
        return {"places": _keyed(fields, "place-")}
    if kind == "ordering":
        return {"order": sorted(_keyed(fields, "place-"))}
    if kind == "matching":
        return {"matches": {key: key for key in _keyed(fields, "match-")}}
    if kind == "dilemma":
        then = fields.get(f"choice-{fields['choice']}")
        return {"path": [fields["choice"], then] if then else [fields["choice"]]}
    if kind == "flashcards":
        return {"known": _keyed(fields, "known-")}
    if kind == "estimate":
        return {"guess": float(fields["guess"] or 10)}
    if kind == "reflection":
        return {"text": "Vi kan begynne med å dele bil."}
    if kind == "pledge":
        return {"step": fields["step"]}
    return {"choice": fields["choice"]}


def _keyed(fields: dict[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix)}
