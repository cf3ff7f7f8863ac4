"""A crowd: people who each walk the same way on a connection of their own. Run as a program by `journey`.

Closed, there are always so many of them on the way, and each who comes to the end is followed by another: it tells how many
the server can take. Open, they come at a fixed rate whatever the server does, as people do, and every wait is counted
from the moment when somebody came or would have gone on: a server that stalls cannot hide it by holding them up.
"""

import json
import selectors
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from baerekraft.config.bench.client import EACH, uuid7

PERSON = "@PERSON@"  # stands where everybody has something of her own
PATIENCE = 20  # seconds for one step
READ = 256 * 1024
SHARES = (50, 95, 99)


@dataclass(frozen=True)
class Step:
    """One request. `status` and `must_hold` are what a good answer has."""

    name: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    status: int = 200
    must_hold: str = ""

    def request(self, person: str, cookie: str, host: str) -> bytes:
        body = self.body.replace(PERSON, person).replace(EACH, uuid7()).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"Cookie: {cookie}"] if cookie else []
        lines += [f"Content-Length: {len(body)}"] if body else []
        return "\r\n".join([*lines, "", ""]).encode() + body


class BadAnswer(Exception):
    """The server did not answer as it should; the text tells how."""


class Person:
    """Somebody on her way: what she has asked last, and what has come of it so far."""

    def __init__(self, name: str, came: float) -> None:
        self.name, self.asked, self.step, self.cookie = name, came, 0, ""
        self.socket = socket.socket()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.got = bytearray()

    def take(self, step: Step) -> bool:
        """Read what has come; True when the answer is whole and good. Raises BadAnswer."""
        some = self.socket.recv(READ)
        if not some:
            raise BadAnswer(f"{step.name}: hung up after {bytes(self.got[:200])!r}")
        self.got += some
        head, found, body = self.got.partition(b"\r\n\r\n")
        if not found:
            return False
        headers = _headers(head)
        length = 0 if head[9:12] == b"304" else int(headers.get(b"content-length", b"0"))
        if len(body) < length:
            return False
        if int(head[9:12]) != step.status or step.must_hold.encode() not in body:
            raise BadAnswer(f"{step.name}: {bytes(head[:60])!r} {bytes(body[:200])!r}")
        if b"set-cookie" in headers:
            self.cookie = headers[b"set-cookie"].partition(b";")[0].decode()
        return True


def _headers(head: bytes | bytearray) -> dict[bytes, bytes]:
    lines = (line.partition(b":") for line in bytes(head).split(b"\r\n")[1:])
    return {name.lower(): value.strip() for name, _colon, value in lines}


class Crowd:
    """Everybody who is on the way, in one thread that waits for whichever answer comes first."""

    def __init__(self, port: int, steps: list[Step], *, at_most: int) -> None:
        self.port, self.steps, self.at_most = port, steps, at_most
        self.host = f"127.0.0.1:{port}"
        self.selector = selectors.DefaultSelector()
        self.waits: dict[str, list[float]] = defaultdict(list)
        self.people: set[Person] = set()
        self.done = self.failed = self.bytes = self.shut_out = 0
        self.example = ""
        self.names = (f"{time.time_ns():x}.{number}" for number in count())

    def come(self, at: float) -> None:
        person = Person(next(self.names), at)
        self.people.add(person)
        try:
            person.socket.connect(("127.0.0.1", self.port))
            self.ask(person)
        except OSError as error:
            self.lose(person, str(error))
            return
        self.selector.register(person.socket, selectors.EVENT_READ, person)

    def ask(self, person: Person) -> None:
        request = self.steps[person.step].request(person.name, person.cookie, self.host)
        self.bytes += len(request)
        person.socket.sendall(request)

    def lose(self, person: Person, why: str) -> None:
        self.failed, self.example = self.failed + 1, why
        self.leave(person)

    def leave(self, person: Person) -> None:
        self.people.discard(person)
        if person.socket in {key.fileobj for key in self.selector.get_map().values()}:
            self.selector.unregister(person.socket)
        person.socket.close()

    def hear(self, person: Person) -> None:
        step = self.steps[person.step]
        try:
            if not person.take(step):
                return
            now = time.monotonic()
            self.waits[step.name].append(now - person.asked)
            self.bytes += len(person.got)
            person.asked, person.step = now, person.step + 1
            person.got.clear()
            if person.step < len(self.steps):
                self.ask(person)
                return
        except (BadAnswer, OSError) as error:
            self.lose(person, str(error))
            return
        self.done += 1
        self.leave(person)

    def walk(self, seconds: float, *, at_once: int = 0, a_second: float = 0.0) -> dict[str, Any]:
        """Let them come for so long, then wait for those who are on their way; what was seen."""
        began, used = time.monotonic(), time.process_time()
        arrivals = _arrivals(began, seconds, a_second) if a_second else None
        coming = next(arrivals, None) if arrivals else None
        while True:
            now = time.monotonic()
            open_still = now - began < seconds
            if arrivals is None:
                while open_still and len(self.people) < at_once:
                    self.come(time.monotonic())
            while coming is not None and coming <= now:
                if len(self.people) < self.at_most:
                    self.come(coming)
                else:
                    self.shut_out += 1
                coming = next(arrivals, None) if arrivals else None
            if not self.people and (not open_still or (arrivals and coming is None)):
                break
            pause = 0.2 if coming is None else max(0.0, min(0.2, coming - time.monotonic()))
            for key, _events in self.selector.select(pause):
                self.hear(key.data)
            for person in [one for one in self.people if time.monotonic() - one.asked > PATIENCE]:
                self.lose(person, f"{self.steps[person.step].name}: no answer in {PATIENCE} s")
        return {
            "done": self.done,
            "failed": self.failed,
            "shut_out": self.shut_out,
            "example": self.example,
            "seconds": time.monotonic() - began,
            "bytes": self.bytes,
            "own_cpu_ms": 1000 * (time.process_time() - used),
            "waits": {name: percentiles(waits) for name, waits in self.waits.items()},
        }


def _arrivals(began: float, seconds: float, a_second: float) -> Iterator[float]:
    return (began + number / a_second for number in range(int(seconds * a_second)))


def percentiles(waits: list[float]) -> dict[str, float]:
    """Milliseconds that so many per cent waited at most, and the longest wait of all."""
    in_order = sorted(waits)
    told = {f"p{share}": 1000 * in_order[(len(in_order) - 1) * share // 100] for share in SHARES}
    return {**told, "longest": 1000 * in_order[-1], "count": len(in_order)}


def main(order: dict[str, Any]) -> None:
    steps = [Step(**step) for step in order["steps"]]
    crowd = Crowd(order["port"], steps, at_most=order["at_most"])
    told = crowd.walk(order["seconds"], at_once=order["at_once"], a_second=order["a_second"])
    print(json.dumps(told))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
