import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from script.stage import Handler, Server, Stage

expect.set_options(timeout=15_000)


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
    assert server.stage.faults == []


@pytest.fixture(autouse=True)
def no_errors(context: BrowserContext) -> Iterator[list[str]]:
    """Nothing is thrown, and nothing breaks the content security policy."""
    errors: list[str] = []
    context.set_default_timeout(20_000)
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
    # One of the two is shown when the state has come, is kept and painted.
    page.locator("[data-when=entered]:visible, [data-when=anonymous]:visible").first.wait_for()
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
    """Wait until the condition holds in the page. A promise that never settles ends the wait too: Playwright's
    evaluate has no deadline, and its wait_for_function needs eval, which the policy forbids."""
    # Not setTimeout: a test may have stopped the clock.
    late = 'new Promise((late) => (AbortSignal.timeout(2000).onabort = () => late("no answer")))'
    ask = f"async () => {{ const said = await Promise.race([{condition}, {late}]); return said === 'no answer' ? said : !!said; }}"
    end = time.monotonic() + 20
    last: object = None
    while last is not True:
        assert time.monotonic() < end, f"waited for {condition} on {page.url}; last: {last}"
        try:
            last = page.evaluate(ask)
        except Error as error:
            # The page went on to another in the middle.
            last = error.message
        if last is not True:
            page.wait_for_timeout(20)


def nothing_waits(page: Page) -> None:
    until(page, "!Object.keys(localStorage).some((key) => key.startsWith('svar:'))")


def settled(page: Page) -> None:
    """Wait until no tab sends, or is in line to."""
    until(
        page,
        """navigator.locks.query().then(({ held, pending }) =>
          [...held, ...pending].every(({ name }) => name !== "svar:"))""",
    )


@contextmanager
def without_network(page: Page, stage: Stage) -> Iterator[None]:
    """What is answered meanwhile is tried in vain before the network is back."""
    stage.down = True
    yield
    expect(page.locator("[data-when=unsent]")).to_be_visible()
    settled(page)
    stage.down = False


def stop_clock(page: Page) -> None:
    """From here on the page's time goes only when it is told to."""
    page.clock.install()
    page.clock.pause_at(datetime.now() + timedelta(hours=1))
