"""The whole product, as an operator would start it: own data folder, own mail server, a real browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from axe_playwright_python.sync_playwright import Axe
from browsers import (
    MARK,
    browser,
    browsers,
    context,
    pytest_runtest_call,
    pytest_runtest_setup,
    pytest_runtest_teardown,
)
from cmi5_fixtures import cmi5_lessons, cmi5_part, learning
from playwright.sync_api import Page

__all__ = [
    "browser",
    "browsers",
    "cmi5_lessons",
    "cmi5_part",
    "context",
    "learning",
    "pytest_runtest_call",
    "pytest_runtest_setup",
    "pytest_runtest_teardown",
]

# Playwright's loop runs in the same thread as the other tests' database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may miss a deadline once; a fault fails twice."""
    for item in items:
        if {"page", "browser", "playwright"} & set(item.fixturenames):  # type: ignore[attr-defined]
            item.add_marker(pytest.mark.flaky(reruns=1))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for[T](ask: Callable[[], T | None], *, seconds: float = 20, what: str = "it") -> T:
    """Ask until there is an answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ask():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {what}")


@dataclass
class Postbox:
    """What the local mail server has received."""

    letters: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"

    def to(self, address: str, *, containing: str = "") -> list[EmailMessage]:
        return [
            letter for letter in self.letters if address in letter["To"] and containing in text_of(letter)
        ]

    def wait(self, address: str, *, containing: str = "") -> EmailMessage:
        return wait_for(lambda: self.to(address, containing=containing), what=f"mail to {address}")[-1]


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body else ""


def link_in(letter: EmailMessage) -> str:
    found = re.search(r"http\S+/bli-med/bekreft/\S+", text_of(letter))
    assert found, text_of(letter)
    return found[0]


def code_in(letter: EmailMessage) -> str:
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", text_of(letter))
    assert found, text_of(letter)
    return found[1] + found[2]


def attached(letter: EmailMessage, kind: str) -> bytes:
    """The one file of a media type that came with a letter."""
    [found] = [part for part in letter.iter_attachments() if part.get_content_type() == kind]
    return bytes(found.get_content())


@dataclass
class Product:
    """The running product. It can be killed and started again on the same data."""

    url: str
    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def run(self, *command: str) -> str:
        """Run a baerekraft command on the same data."""
        done = subprocess.run(
            [sys.executable, "-m", "baerekraft", *command],
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *options: str) -> None:
        port = self.url.rsplit(":", 1)[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "baerekraft", "serve", "--port", port, *options],
            env=self.environment,
            start_new_session=True,
        )
        wait_for(self.answers, seconds=60, what="the server")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """SIGKILL to every process of the product, as when the power goes."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture(scope="session")
def postbox() -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port  # type: ignore[attr-defined]
    yield box
    controller.stop()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a migrated database and the course in it."""
    folder = tmp_path_factory.mktemp("seeded")
    environment = {**os.environ, "DATA_DIR": str(folder)}
    for command in ("migrate", "seed"):
        subprocess.run(
            [sys.executable, "-m", "baerekraft", command], env=environment, check=True, capture_output=True
        )
    return folder


def product_in(folder: Path, seeded: Path, postbox: Postbox, **settings: str) -> Product:
    shutil.copytree(seeded, folder, dirs_exist_ok=True)
    url = f"http://127.0.0.1:{free_port()}"
    environment = {
        **os.environ,
        "DATA_DIR": str(folder),
        "BASE_URL": url,
        "EMAIL_URL": f"smtp://127.0.0.1:{postbox.port}",  # type: ignore[attr-defined]
        "PYTHONWARNINGS": "default",
        **settings,
    }
    environment.pop("DEVELOPMENT", None)
    return Product(url, folder, environment)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, seeded: Path, postbox: Postbox) -> Iterator[Product]:
    product = product_in(tmp_path_factory.mktemp("product"), seeded, postbox)
    product.start()
    yield product
    product.stop()


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, seeded: Path, postbox: Postbox) -> Iterator[Product]:
    """The staff's: what they make would surprise the other tests. By name, for a passkey belongs to a name."""
    product = product_in(tmp_path_factory.mktemp("office"), seeded, postbox)
    product.url = product.url.replace("127.0.0.1", "localhost")
    product.environment["BASE_URL"] = product.url
    product.start()
    yield product
    product.stop()


@pytest.fixture
def own_product(tmp_path: Path, seeded: Path, postbox: Postbox) -> Iterator[Product]:
    """A product that a test may kill."""
    product = product_in(tmp_path / "data", seeded, postbox)
    product.start()
    yield product
    product.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "No Chromium: run the tests with python3 dev.py test, which finds or installs one."
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", MARK, *quiet],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nb-NO", "timezone_id": "Europe/Oslo"}


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Fails with axe's own words when a page breaks WCAG 2.2 AA or best practice."""

    def check(page: Page) -> None:
        results = Axe().run(page, options=RULES)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check
