"""Other systems on this machine, over real HTTP: they keep what they were sent, and answer as they are told."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Sent:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Judge = Callable[[Sent], Answer]


@dataclass
class Peer:
    """`url` is where it listens; `judge` decides what it answers, and may be changed at any time."""

    url: str
    sent: list[Sent] = field(default_factory=list)
    judge: Judge = lambda _sent: Answer()
    gone: Event = field(default_factory=Event)


class Handler(BaseHTTPRequestHandler):
    peer: Peer

    def respond(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        sent = Sent(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
        self.peer.sent.append(sent)
        answer = self.peer.judge(sent)
        self.send_response(answer.status)
        for name, value in ({"Content-Length": str(len(answer.body))} | answer.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = respond

    def log_message(self, *_args: object) -> None: ...


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """Who hung up is no fault of ours."""


@contextmanager
def peer(judge: Judge | None = None, host: str = "127.0.0.1", wrap: Any = None) -> Iterator[Peer]:
    """A peer in a thread, until the test is done with it; `wrap` may put TLS around its socket."""
    handler = type("Told", (Handler,), {})
    server = Server((host, 0), handler)
    if wrap:
        server.socket = wrap(server.socket)
    handler.peer = found = Peer(f"{'https' if wrap else 'http'}://{host}:{server.server_port}")
    if judge:
        found.judge = judge
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()
