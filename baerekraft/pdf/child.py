"""Long documents, made in one warm child process: Typst's memory grows, and what hangs or dies there hangs nobody here.

The child is a program of its own (`__main__.py`), not a pool: it can be killed in the middle of a document, inherits
nothing from the server's threads but a pipe, and ends by itself when the server does.
"""

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from multiprocessing import Pipe
from pathlib import Path
from threading import Lock
from typing import Any

from .compile import PdfNotMade

SECONDS = 20  # a report of 400,000 characters takes two
MEGABYTES = 400  # one that has grown to this gives its memory back by ending
MOST_MEGABYTES = 2000  # and at this it dies, whatever it is doing
TRIES = 2


class Refusal(PdfNotMade):
    """The child's own word; it is as ready for the next document as before."""


class Gone(Exception):
    """The child ended in the middle of a document."""


def pdf(template: Path, data: Mapping[str, Any], *, language: str, created_on: date) -> bytes:
    """As `compile.pdf()`, in the child."""
    return _made(
        make="pdf",
        template=str(template),
        data=dict(data),
        language=language,
        created_on=created_on.isoformat(),
    )


def png(svg: str, *, width_mm: float, pixels: int) -> bytes:
    """As `pictures.png()`, in the child."""
    return _made(make="png", svg=svg, width_mm=width_mm, pixels=pixels)


def _made(**job: Any) -> bytes:
    wanted = json.dumps(job, ensure_ascii=False).encode("utf-8", "replace")
    for _try in range(TRIES):
        try:
            return _keeper.made(wanted)
        except Gone:
            continue
    raise PdfNotMade("the typesetter ended in the middle of the document")


class Child:
    """The process, and the pipe to it."""

    def __init__(self) -> None:
        self.pipe, theirs = Pipe()
        self.is_full = False
        with theirs:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "baerekraft.pdf",
                    *map(str, (theirs.fileno(), SECONDS, MOST_MEGABYTES)),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                # The same packages, and none of our secrets.
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                # Ctrl-C is for the server; the child follows when the pipe closes.
                start_new_session=True,
            )

    def made(self, wanted: bytes) -> bytes:
        try:
            self.pipe.send_bytes(wanted)
            if not self.pipe.poll(SECONDS):
                raise PdfNotMade(f"the document was not ready in {SECONDS} seconds")
            told, document = json.loads(self.pipe.recv_bytes()), self.pipe.recv_bytes()
        except (EOFError, OSError):
            raise Gone from None
        self.is_full = told["megabytes"] > MEGABYTES
        if told["fault"]:
            raise Refusal(told["fault"])
        return document

    def stop(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.wait()


class Keeper:
    """Starts the child when it is first needed, hands it one document at a time, and replaces it in time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.child: Child | None = None

    def made(self, wanted: bytes) -> bytes:
        with self.lock:
            child = self.child = self.child or Child()
            try:
                document = child.made(wanted)
            except Refusal:
                raise
            except BaseException:
                # Half an answer may be on its way: nobody may take it for the next document's.
                self.stop()
                raise
            if child.is_full:
                self.stop()
                self.child = Child()  # gets warm while nobody waits
            return document

    def stop(self) -> None:
        child, self.child = self.child, None
        if child:
            child.stop()


_keeper = Keeper()


def stop() -> None:
    """End the child; the next document gets a new one."""
    with _keeper.lock:
        _keeper.stop()


def _forget() -> None:
    """A forked process leaves its parent's child alone."""
    global _keeper
    _keeper = Keeper()


atexit.register(stop)
os.register_at_fork(after_in_child=_forget)
