"""Starting the product as an operator would, with a data folder of its own that is thrown away afterwards."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings

from baerekraft.config.bench.faults import BenchFailed

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Server:
    process: int
    port: int
    data: Path

    @property
    def database(self) -> Path:
        return self.data / "baerekraft.sqlite3"


@contextmanager
def running() -> Iterator[Server]:
    """The product, migrated, seeded and serving."""
    with TemporaryDirectory(prefix="bench-", dir=settings.DATA_DIR) as folder:
        data, port = Path(folder), free_port()
        environment = {
            **{
                name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "EMAIL_URL"}
            },
            "DATA_DIR": folder,
            "BASE_URL": f"http://127.0.0.1:{port}",
            "DEVELOPMENT": "",
            "RATE_LIMITS": "off",
        }
        with (data / "server.log").open("w+") as log:
            for command in ("migrate", "seed"):
                _run([command], environment, log)
            serve = [sys.executable, "-m", "baerekraft", "serve", "--no-worker", "--port", str(port)]
            with started(serve, log, environment=environment) as process:
                wait_for("127.0.0.1", port, "/healthz", process, log)
                yield Server(process.pid, port, data)


def _run(arguments: list[str], environment: dict[str, str], log: IO[str]) -> None:
    command = [sys.executable, "-m", "baerekraft", *arguments]
    if subprocess.run(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL).returncode:
        raise BenchFailed(f"baerekraft {arguments[0]} failed:\n{tail(log)}")


@contextmanager
def started(
    command: list[str], log: IO[str], *, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server of ours, stopped at the end."""
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(host: str, port: int, path: str, process: subprocess.Popen[bytes], log: IO[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection(host, port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise BenchFailed(f"The server did not come up:\n{tail(log)}")


def tail(log: IO[str]) -> str:
    log.flush()
    log.seek(0)
    return "".join(log.readlines()[-15:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
