"""A record store on this machine that keeps to xAPI 1.0.3, part three, and can be ill in many ways."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from baerekraft.interop.tests.peers import Answer, Peer, Sent, peer
from baerekraft.interop.tests.xapi_rules import faults

KEY, SECRET = "bærekraft", "hemmelig: æøå"


@dataclass
class Store:
    """`kept` by id. `ill` answers in its place where it returns something; `dislikes` refuses single statements."""

    peer: Peer
    kept: dict[str, Any] = field(default_factory=dict)
    ill: Callable[[Sent], Answer | None] = lambda _sent: None
    dislikes: Callable[[dict[str, Any]], int | None] = lambda _statement: None
    batches: list[int] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"{self.peer.url}/xapi"

    def judge(self, sent: Sent) -> Answer:
        return self.ill(sent) or self.take(sent)

    def take(self, sent: Sent) -> Answer:
        """2.1.2 «POST Statements»: all or nothing; the same id with other content is a conflict."""
        refusal = self.refusal(sent)
        if refusal:
            return Answer(refusal, b"no")
        batch = sent.json
        self.batches.append(len(batch))
        for statement in batch:
            disliked = self.dislikes(statement)
            if disliked:
                return Answer(disliked, b"I do not take this one")
            if faults(statement):
                return Answer(HTTPStatus.BAD_REQUEST, json.dumps(faults(statement)).encode())
            if self.kept.get(statement["id"], statement) != statement:
                return Answer(HTTPStatus.CONFLICT, b"I have another one with this id")
        self.kept |= {statement["id"]: statement for statement in batch}
        return Answer(body=json.dumps([statement["id"] for statement in batch]).encode())

    def refusal(self, sent: Sent) -> int | None:
        """1.2, 3.3 and 4.0: who asks, in which version, where and in what form."""
        pair = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if sent.headers.get("Authorization") != f"Basic {pair}":
            return HTTPStatus.UNAUTHORIZED
        if (sent.method, sent.path) != ("POST", "/xapi/statements"):
            return HTTPStatus.NOT_FOUND
        right = {"X-Experience-API-Version": "1.0.3", "Content-Type": "application/json"}
        found = {name.lower(): value for name, value in sent.headers.items()}
        return (
            None if all(found.get(name.lower()) == right[name] for name in right) else HTTPStatus.BAD_REQUEST
        )


@contextmanager
def record_store() -> Iterator[Store]:
    with peer() as found:
        store = Store(found)
        found.judge = store.judge
        yield store
