"""A small SSB on this machine, which answers as it is told to, and badly when it is told to."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: Any
    body: Any


@dataclass
class Reply:
    content: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    cut_at: int | None = None
    silent: bool = False

    @property
    def raw(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()


def bomb(megabytes: int) -> Reply:
    return Reply(gzip.compress(b" " * (megabytes * 1_000_000)), headers={"Content-Encoding": "gzip"})


class Ssb:
    """`on(path, …)` says what comes: each reply once, the last of them for good. A reply may be a function."""

    def __init__(self, url: str) -> None:
        self.url, self.asked = url, list[Asked]()
        self.replies: dict[str, list[Reply | Callable[[Asked], Reply]]] = {}
        self.closing = threading.Event()

    def on(self, path: str, *replies: Reply | Callable[[Asked], Reply]) -> None:
        self.replies[path] = list(replies)

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        queue = self.replies.get(asked.path)
        if not queue:
            return Reply({"title": "Not Found", "status": 404}, status=404)
        reply = queue.pop(0) if len(queue) > 1 else queue[0]
        return reply(asked) if callable(reply) else reply

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        ssb: Ssb = self.server.ssb
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        reply = ssb.reply(Asked(self.command, parts.path, query, self.headers, body))
        if reply.silent:
            ssb.closing.wait(10)
            self.close_connection = True
            return
        self.send_response(reply.status)
        sent = {"Content-Type": reply.kind, "Content-Length": str(len(reply.raw))} | reply.headers
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.raw[: reply.cut_at])
        self.close_connection = reply.cut_at is not None

    do_POST = do_GET

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def running() -> Iterator[Ssb]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.ssb = Ssb(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.ssb
    finally:
        server.ssb.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
