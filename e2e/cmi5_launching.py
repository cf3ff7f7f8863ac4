"""Opening a unit as the platform does, and leaving it as people do."""

from contextlib import suppress
from typing import Any

from cmi5_peer import Platform
from conftest import wait_for
from playwright.sync_api import Error, Locator, Page
from walking import forms, kind_of

LESSON = "del-1/hva-er-baerekraftig-utvikling.html"


def opened(page: Page, learning: Platform, unit: str = LESSON, **launch: Any) -> str:
    """Open it as the platform's own link does, and give the registration."""
    page.goto(learning.launch(unit, **launch))
    wait_for(lambda: learning.last.statements, what="initialized")
    return learning.last.registration


def left(page: Page, learning: Platform) -> None:
    """Close the tab, as people do."""
    page.goto("about:blank")
    wait_for(lambda: "terminated" in learning.last.verbs, what="terminated")


def panel(page: Page, name: str) -> Locator:
    return page.locator(f"[data-when=cmi5-{name}]").first


def graded(page: Page) -> list[Locator]:
    return [form for form in forms(page) if kind_of(form) != "reflection"]


def score(verb: str, learning: Platform) -> float:
    return float(learning.said(verb)[-1]["result"]["score"]["scaled"])


def killed(page: Page) -> None:
    """The tab's process is gone at once, as when the machine is."""
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
