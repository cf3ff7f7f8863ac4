import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from script.stage import Handler, Server, Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    server = Server(("127.0.0.1", 0), Handler)
    server.stage = Stage(url=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.stage
    server.stage.slow.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def no_errors(context: BrowserContext) -> Iterator[list[str]]:
    """Nothing is thrown, and nothing breaks the content security policy."""
    errors: list[str] = []
    context.set_default_timeout(10_000)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on(
        "console", lambda message: errors.append(message.text) if "Content Security" in message.text else None
    )
    yield errors
    assert errors == []


@pytest.fixture
def lesson(page: Page, stage: Stage) -> Page:
    """The first lesson, opened by somebody who has not entered."""
    return open_lesson(page, stage)


def open_lesson(page: Page, stage: Stage) -> Page:
    with page.expect_response(lambda response: "/tilstand/" in response.url):
        page.goto(f"{stage.url}/kurs/del-1/forste/")
    return page


def stored(page: Page, store: str = "localStorage") -> list[dict[str, Any]]:
    """The answers kept on the device, oldest first."""
    texts = page.evaluate(
        "name => Object.keys(window[name]).filter(key => key.startsWith('svar:')).sort().map(key => window[name][key])",
        store,
    )
    return [json.loads(text) for text in texts]


def answer(page: Page, id: str = "valg", choice: str = "b") -> None:
    """Answer a single choice."""
    form = page.locator(f"form#{id}")
    form.get_by_text(f"Valg {choice}").click()
    form.locator("button[type=submit]").click()


def until(page: Page, condition: str) -> None:
    """Wait until the condition holds in the page. Playwright's own wait needs eval, which the policy forbids."""
    page.evaluate(
        f"""async () => {{
          const end = Date.now() + 15_000;
          while (!(await ({condition}))) {{
            if (Date.now() > end) throw new Error("waited too long");
            await new Promise((again) => setTimeout(again, 20));
          }}
        }}"""
    )


def nothing_waits(page: Page) -> None:
    until(page, "!Object.keys(localStorage).some((key) => key.startsWith('svar:'))")


def settled(page: Page) -> None:
    """Wait for the tab that is sending."""
    page.evaluate("navigator.locks.request('svar:', () => {})")
