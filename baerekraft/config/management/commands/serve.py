import os
import subprocess
import sys
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from baerekraft.config import health, statics


class Command(BaseCommand):
    help = "Run the web server, and the worker beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--workers", type=int, default=0, help="web processes (SQLite: always one writer)"
        )
        parser.add_argument("--no-worker", action="store_true", help="run background work elsewhere")

    def handle(self, *args: Any, host: str, port: int, workers: int, no_worker: bool, **options: Any) -> None:
        for fault in health.faults():
            raise CommandError(fault)
        statics.collect()
        if connection.vendor == "sqlite":
            workers = 1  # two writers would wait for each other's locks
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # web processes are forks: they must not inherit each other's connections
        stopping = threading.Event()
        keeper = threading.Thread(target=keep_worker, args=(stopping,), daemon=True)
        if not no_worker:
            keeper.start()
        behind = f" for {settings.BASE_URL}" if settings.HTTPS else ""
        self.stdout.write(f"Ready at http://{host}:{port}{behind}  (stop with Ctrl-C)")
        server = Granian(
            "baerekraft.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            websockets=False,
            workers=workers or max(1, (os.cpu_count() or 2)),
            blocking_threads=1,
            backlog=2048,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
        )
        try:
            server.serve()
        finally:
            stopping.set()
            if keeper.is_alive():
                keeper.join(10)


def keep_worker(stopping: threading.Event) -> None:
    """Run the worker as a process of its own, and start it again if it falls."""
    while not stopping.is_set():
        process = subprocess.Popen([sys.executable, "-m", "baerekraft", "worker"])
        while process.poll() is None and not stopping.wait(0.5):
            pass
        process.terminate()
        process.wait()
        stopping.wait(2)
