"""The child process of `child.py`: makes one document after the other until nobody asks any more."""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from baerekraft.pdf import compile as typesetting
from baerekraft.pdf import pictures
from baerekraft.pdf.compile import PdfNotMade


def serve(pipe: Connection, seconds: int) -> None:
    while True:
        try:
            job = json.loads(pipe.recv_bytes())
        except EOFError:
            return
        # Whoever asked may be gone when a document never ends; then nobody else stops it.
        signal.alarm(2 * seconds)
        fault, made = answer(job)
        signal.alarm(0)
        pipe.send_bytes(json.dumps({"fault": fault, "megabytes": megabytes()}).encode())
        pipe.send_bytes(made)


def megabytes() -> float:
    """The most memory it has had; it seldom goes back."""
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000
    # Linux lets `ru_maxrss` begin at the parent's.
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1_000


def answer(job: dict[str, Any]) -> tuple[str, bytes]:
    """What went wrong, or nothing; and the document."""
    try:
        return "", MAKERS[job.pop("make")](**job)
    except PdfNotMade as fault:
        return str(fault), b""
    except Exception as error:
        # Its words may quote the document, and with it names.
        return f"the typesetter failed with {type(error).__name__}", b""


def pdf(template: str, data: dict[str, Any], language: str, created_on: str) -> bytes:
    return typesetting.pdf(Path(template), data, language=language, created_on=date.fromisoformat(created_on))


MAKERS: dict[str, Callable[..., bytes]] = {"pdf": pdf, "png": pictures.png}


if __name__ == "__main__":
    number, seconds, most = map(int, sys.argv[1:])
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (most * 1_000_000, most * 1_000_000))
    # So far faults are ours and may be read; from here on they may quote documents.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    serve(Connection(number), seconds)
