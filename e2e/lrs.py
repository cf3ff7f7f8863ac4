"""Ralph, a learning record store by OpenFUN, on this machine: started for a test, keeping what it gets in a folder."""

import base64
import json
import os
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import free_port, wait_for

KEY, SECRET = "baerekraft", "et langt passord til lageret"
PYTHON = Path(os.environ.get("LRS", Path(__file__).parent.parent / ".tools/lrs/bin/python"))
# Its store of files writes its file once and then refuses, unless it is told to go on with it.
SERVE = """
import sys, uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.data.fs import FSDataBackend
FSDataBackend.default_operation_type = BaseOperationType.APPEND
uvicorn.run("ralph.api:app", host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
"""
# By ralph's own models of xAPI, which know more than its door asks for.
VALIDATE = """
import json, sys
from ralph.models.xapi.base.statements import BaseXapiStatement
for line in sys.stdin:
    BaseXapiStatement.model_validate(json.loads(line))
    print("valid")
"""


@dataclass
class Lrs:
    url: str
    folder: Path
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def endpoint(self) -> str:
        return f"{self.url}/xAPI"

    def start(self) -> None:
        port = self.url.rpartition(":")[2]
        self.process = subprocess.Popen(
            [str(PYTHON), "-c", SERVE, port], cwd=self.folder, env=self.environment
        )
        wait_for(self.answers, seconds=60, what="the record store")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/__lbheartbeat__", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def ask(self, **query: str) -> list[dict[str, Any]]:
        """GET statements, page after page, as any other system may."""
        found: list[dict[str, Any]] = []
        path = f"/xAPI/statements?{urllib.parse.urlencode({'limit': '100', **query})}"
        while path:
            request = urllib.request.Request(self.url + path)
            pair = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
            request.add_header("Authorization", f"Basic {pair}")
            request.add_header("X-Experience-API-Version", "1.0.3")
            with urllib.request.urlopen(request, timeout=20) as answer:
                page = json.load(answer)
            found += page["statements"]
            path = page.get("more", "")
        return found


@contextmanager
def record_store(folder: Path) -> Iterator[Lrs]:
    """Started, with one key that may read and write."""
    assert PYTHON.exists(), "python3 dev.py test installs the record store; run the tests with it"
    (folder / "data").mkdir(parents=True)
    names = ("PATH", "HOME", "LANG")
    lrs = Lrs(
        f"http://127.0.0.1:{free_port()}",
        folder,
        {
            **{name: os.environ[name] for name in names if name in os.environ},
            "RALPH_APP_DIR": str(folder),
            "RALPH_AUTH_FILE": str(folder / "auth.json"),
            "RALPH_RUNSERVER_BACKEND": "fs",
            "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "data"),
        },
    )
    write_key(lrs)
    lrs.start()
    try:
        yield lrs
    finally:
        lrs.stop()


def write_key(lrs: Lrs) -> None:
    options = ["--scope", "all", "--agent-ifi-mbox", "mailto:lrs@example.no", "--write-to-disk"]
    ralph = [str(PYTHON.parent / "ralph"), "auth", "--username", KEY, "--password", SECRET, *options]
    done = subprocess.run(ralph, env=lrs.environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def validate(statements: list[dict[str, Any]]) -> None:
    """Raise AssertionError, with ralph's own words, unless each is a valid statement."""
    lines = "".join(json.dumps(statement) + "\n" for statement in statements)
    done = subprocess.run([str(PYTHON), "-c", VALIDATE], input=lines, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.count("valid") == len(statements)
