"""Somebody of the staff at her desk: invited, signed in with a code by mail, and writing in the editor."""

import re
from secrets import token_hex
from typing import Any

from conftest import Postbox, Product, text_of, wait_for
from playwright.sync_api import Browser, Locator, Page, expect

CODE = re.compile(r"\b[B-Z]{4}-[B-Z]{4}\b")
DESK = {"width": 1280, "height": 900}
# The editor's pages are read from cold, on a machine that also runs everybody else's tests.
SLOW = 20_000
SIGNED_IN: dict[tuple[str, str, str], Any] = {}


def invited(product: Product, name: str, role: str, municipality: str = "") -> str:
    """A new person each time, so that a second try begins from the beginning."""
    address = f"{name.lower()}-{token_hex(4)}@example.no"
    where = ["--municipality", municipality] if municipality else []
    assert address in product.run("invite-staff", address, "--role", role, "--name", name, *where)
    return address


def sign_in(page: Page, product: Product, postbox: Postbox, address: str) -> None:
    before = len(postbox.to(address, containing="minutter"))
    page.goto(f"{product.url}/redaksjon/")
    page.get_by_label("E-post").fill(address)
    page.get_by_role("button", name="Send meg en kode").click()
    expect(page.get_by_label("Kode")).to_be_visible(timeout=SLOW)
    letters = wait_for(
        lambda: postbox.to(address, containing="minutter")[before:], seconds=40, what="the code"
    )
    found = CODE.search(text_of(letters[-1]))
    assert found
    page.get_by_label("Kode").fill(found[0])
    page.get_by_role("button", name="Logg inn").click()


def at_her_desk(browser: Browser, product: Product, postbox: Postbox, address: str) -> Page:
    """A browser of her own, signed in."""
    page = sits_down(browser)
    sign_in(page, product, postbox, address)
    expect(page).to_have_url(f"{product.url}/redaksjon/", timeout=SLOW)
    return page


def sits_down(browser: Browser, **options: Any) -> Page:
    page = browser.new_context(viewport=DESK, locale="nb-NO", **options).new_page()
    page.set_default_timeout(SLOW)
    page.add_init_script(WATCH)
    return page


def somebody(browser: Browser, product: Product, postbox: Postbox, role: str, municipality: str = "") -> Page:
    """Anyone with this role, on the editor's first page; she signs in once."""
    known = (product.url, role, municipality)
    if known not in SIGNED_IN:
        page = at_her_desk(browser, product, postbox, invited(product, "Ola", role, municipality))
        SIGNED_IN[known] = page.context.storage_state()
        return page
    page = sits_down(browser, storage_state=SIGNED_IN[known])
    page.goto(f"{product.url}/redaksjon/")
    return page


def goes_to(page: Page, course: str, part: str) -> None:
    """From the first page to what is in a part, by the tree."""
    page.get_by_role("main").get_by_role("link", name=course).first.click()
    page.get_by_role("link", name=re.compile(rf"undersider .*{part}")).click()


# Listens beside the editor's own script from the first moment, so that no test has to guess how long it takes.
WATCH = """
document.addEventListener("w-unsaved:watch-edits", () => {
  clearTimeout(window.begins);
  window.begins = setTimeout(() => { document.documentElement.dataset.listening = "true"; }, 1000);
});
document.addEventListener("w-autosave:save", ({ detail }) => { window.sent = [...detail.formData.values()].join("\\n"); });
document.addEventListener("w-autosave:success", () => { window.saved = window.sent; });
"""


def opens(page: Page, address: str) -> None:
    page.goto(address)
    the_editor_listens(page)


def the_editor_listens(page: Page) -> None:
    """What stands in the form when it begins to listen, seconds after it is shown and sometimes twice, is nothing new."""
    expect(page.locator("html")).to_have_attribute("data-listening", "true", timeout=SLOW)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def write(page: Page, texts: dict[str, str], inside: str = "") -> None:
    for name, text in texts.items():
        field(page, inside + name).fill(text)


def insert(page: Page, stream: str, kind: str = "") -> None:
    """Add a block at the end of a stream, from its menu. A stream with one kind of block has no menu."""
    section = page.locator(f"[data-contentpath='{stream}']:not([data-contentpath] *)")
    section.get_by_role("button", name="Sett inn en blokk").last.click()
    if kind:
        page.locator("[role=option]", has_text=kind).first.click()


def rich(page: Page, name: str) -> Locator:
    """The field where a text with bold and lists is written."""
    return page.locator(f"[data-streamfield-widget]:has([name='{name}']) [contenteditable=true]")


def autosaved(page: Page, text: str) -> None:
    """Wait until the editor has saved this by itself."""
    wait_for(
        lambda: page.evaluate("text => (window.saved ?? '').includes(text)", text),
        seconds=SLOW / 1000,
        what=f"an autosave with «{text}»",
    )


def press(page: Page, action: str) -> None:
    """Press one of the buttons at the foot of the page, in the menu when it is not the first."""
    button = page.locator(f"footer button[name='{action}']")
    if not button.is_visible():
        page.get_by_role("button", name="Flere handlinger").click()
    button.click()
