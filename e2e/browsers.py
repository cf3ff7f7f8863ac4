"""One browser for all tests, and none of them hangs with it.

Chromium sometimes never answers that a context is closed, when a tab in it is just on its way to another page; and
Playwright's own closing and evaluating have no deadline. So tabs are left on an empty page before they are closed, and
what still hangs has its browser killed under it: the test fails or has ended, and the next one gets a new browser.
"""

import os
import subprocess
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Error

MARK = f"--tests-of={os.getpid()}"
SECONDS = 180


@contextmanager
def watched() -> Iterator[None]:
    """Kill the browser if what is done here takes too long."""
    watch = threading.Timer(SECONDS, subprocess.run, [["pkill", "-KILL", "-f", "--", MARK]])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None]:
    with watched():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    with watched():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None]:
    with watched():
        return (yield)


class Browsers:
    """The browser of this run, launched again when it has died."""

    def __init__(self, launch: Callable[..., Browser]) -> None:
        self.launch = launch
        self.browser: Browser | None = None

    def living(self) -> Browser:
        if not (self.browser and self.browser.is_connected()):
            self.browser = self.launch()
        return self.browser


def leave(context: BrowserContext) -> None:
    """Close it, from a page where nothing is under way."""
    for page in context.pages:
        with suppress(Error):
            page.goto("about:blank", timeout=5_000)
    with suppress(Error):
        context.close()


@pytest.fixture(scope="session")
def browsers(launch_browser: Callable[..., Browser]) -> Iterator[Browsers]:
    browsers = Browsers(launch_browser)
    yield browsers
    if browsers.browser and browsers.browser.is_connected():
        browsers.browser.close()


@pytest.fixture
def browser(browsers: Browsers) -> Iterator[Browser]:
    browser = browsers.living()
    yield browser
    for context in browser.contexts:
        leave(context)


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> Iterator[BrowserContext]:
    context = new_context()
    yield context
    leave(context)
