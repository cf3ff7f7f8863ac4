"""A mailbox on this machine that answers IMAP: as much of it as reading a mailbox asks for."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Mailbox:
    """Messages by their number, and what was asked."""

    def __init__(self) -> None:
        self.messages: dict[int, bytes] = {}
        self.validity = 1
        self.asked: list[str] = []
        self.port = 0

    def deliver(self, content: bytes) -> None:
        self.messages[max(self.messages, default=0) + 1] = content

    @property
    def url(self) -> str:
        return f"imap://retur:hemme%20lig@127.0.0.1:{self.port}/INBOX"


class Peer(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.box: Mailbox = self.server.box  # type: ignore[attr-defined]
        self.say(b"* OK IMAP4rev1 ready")
        for line in self.rfile:
            tag, command = line.decode().strip().split(" ", 1)
            self.box.asked.append(command)
            self.say(f"{tag} {self.answer(command)}".encode())
            if command == "LOGOUT":
                return

    def answer(self, command: str) -> str:
        if command == "CAPABILITY":
            self.say(b"* CAPABILITY IMAP4rev1")
        elif command.startswith("LOGIN"):
            return "OK in" if command == 'LOGIN retur "hemme lig"' else "NO who are you"
        elif command.startswith("EXAMINE"):
            self.say(b"* %d EXISTS" % len(self.box.messages))
            self.say(b"* OK [UIDVALIDITY %d] valid" % self.box.validity)
            return "OK [READ-ONLY] done"
        elif command.startswith("UID SEARCH"):
            self.search(command)
        elif fetch := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
            self.fetch(int(fetch[1]), int(fetch[2]))
        elif command == "LOGOUT":
            self.say(b"* BYE")
        else:
            return "BAD what"
        return "OK done"

    def search(self, command: str) -> None:
        first = re.search(r"UID (\d+):\*", command)
        found = [uid for uid in self.box.messages if not first or uid >= int(first[1])]
        if first and not found and self.box.messages:
            found = [max(self.box.messages)]
        self.say(b"* SEARCH " + b" ".join(b"%d" % uid for uid in found))

    def fetch(self, uid: int, most: int) -> None:
        content = self.box.messages[uid][:most]
        self.wfile.write(b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n" % (uid, uid, len(content)))
        self.wfile.write(content)
        self.say(b")")

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")
        self.wfile.flush()


@contextmanager
def opened() -> Iterator[Mailbox]:
    box = Mailbox()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Peer) as server:
        server.daemon_threads = True
        server.box = box  # type: ignore[attr-defined]
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()
