"""A small client for machines without wrk: a few connections, one thread each. Run as a program by `load`."""

import http.client
import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

EACH = "@ID@"  # stands in a body where every request has an id of its own


class Sender(threading.Thread):
    """One connection that is kept open and always has one request under way."""

    def __init__(
        self, port: int, plan: dict[str, Any], lines: Iterator[tuple[str, str]], until: float
    ) -> None:
        super().__init__()
        self.port, self.plan, self.lines, self.until = port, plan, lines, until
        self.acknowledged = self.failed = 0
        self.example = ""

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while time.monotonic() < self.until:
            try:
                self.send(connection, *next(self.lines))
            except (OSError, http.client.HTTPException) as error:
                self.failed += 1
                self.example = str(error)
                connection.close()

    def send(self, connection: http.client.HTTPConnection, cookie: str, body: str) -> None:
        headers = {**self.plan["headers"], **({"Cookie": cookie} if cookie else {})}
        connection.request(
            self.plan["method"], self.plan["path"], body.replace(EACH, uuid7()) or None, headers
        )
        answer = connection.getresponse()
        content = answer.read()
        if answer.status == self.plan["status"] and self.plan["must_hold"].encode() in content:
            self.acknowledged += 1
        else:
            self.failed += 1
            self.example = f"{answer.status} {content[:200]!r}"


def uuid7() -> str:
    digits = f"{time.time_ns() // 1_000_000:012x}7{random.getrandbits(12):03x}8{random.getrandbits(60):015x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def main(order: dict[str, Any]) -> None:
    bodies = order["plan"]["bodies"]
    text = Path(bodies).read_text(encoding="utf-8").splitlines() if bodies else ["\t"]
    lines = cycle([(cookie, body) for cookie, _tab, body in (line.partition("\t") for line in text)])
    began = time.monotonic()
    until = began + order["seconds"]
    senders = [Sender(order["port"], order["plan"], lines, until) for _ in range(order["connections"])]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    told = {
        "acknowledged": sum(sender.acknowledged for sender in senders),
        "failed": sum(sender.failed for sender in senders),
        "seconds": time.monotonic() - began,
        "example": next((sender.example for sender in senders if sender.example), ""),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
