"""Siri is invited, signs in with a code by mail, makes a passkey, and comes back with the passkey alone."""

import re
from collections.abc import Callable, Iterator
from secrets import token_hex
from typing import Any

import pytest
from conftest import Postbox, Product, product_in, text_of
from playwright.sync_api import Page, expect

CODE = re.compile(r"\b[B-Z]{4}-[B-Z]{4}\b")
# The editor's first page is read from cold, and a code comes by mail.
SLOW = 20_000
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, seeded: Any, postbox: Postbox) -> Iterator[Product]:
    """By name: a passkey belongs to a name, and an address of numbers is none."""
    product = product_in(tmp_path_factory.mktemp("staff"), seeded, postbox)
    product.url = product.url.replace("127.0.0.1", "localhost")
    product.environment["BASE_URL"] = product.url
    product.start()
    yield product
    product.stop()


@pytest.fixture
def clean(page: Page) -> Iterator[list[str]]:
    """What the browser complained of: a policy that was broken, a script that failed."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Policy" in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    assert said == []


def invited(house: Product, name: str, role: str) -> str:
    """A new person each time, so that a second try begins from the beginning."""
    address = f"{name}-{token_hex(4)}@example.no"
    assert address in house.run("invite-staff", address, "--role", role, "--name", name.capitalize())
    return address


def signs_in_with_a_code(page: Page, house: Product, postbox: Postbox, address: str) -> None:
    before = len(postbox.to(address, containing="minutter"))
    page.goto(f"{house.url}/redaksjon/")
    page.get_by_label("E-post").fill(address)
    page.get_by_role("button", name="Send meg en kode").click()
    expect(page.get_by_label("Kode")).to_be_visible(timeout=SLOW)
    for _try in range(400):
        letters = postbox.to(address, containing="minutter")
        if len(letters) > before:
            break
        page.wait_for_timeout(100)
    found = CODE.search(text_of(letters[-1]))
    assert found
    page.get_by_label("Kode").fill(found[0])
    page.get_by_role("button", name="Logg inn").click()


def test_an_administrator_makes_a_passkey_and_comes_back_with_it_alone(
    page: Page, house: Product, postbox: Postbox, clean: list[str], accessible: Callable[[Page], None]
) -> None:
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    siri = invited(house, "siri", "administrator")
    postbox.wait(siri, containing="/redaksjon/inn/")

    page.goto(f"{house.url}/redaksjon/")
    accessible(page)
    signs_in_with_a_code(page, house, postbox, siri)
    expect(page).to_have_url(f"{house.url}/redaksjon/inn/sikkerhet/forst/", timeout=SLOW)
    accessible(page)
    page.get_by_role("link", name="Lag en passnøkkel").click()
    accessible(page)
    page.get_by_role("button", name="Lag passnøkkelen").click()
    expect(page.locator(".staff-codes li")).to_have_count(10)
    accessible(page)
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()
    expect(page).to_have_url(f"{house.url}/redaksjon/", timeout=SLOW)

    page.context.clear_cookies()
    page.goto(f"{house.url}/redaksjon/pages/")
    page.get_by_role("button", name="Bruk en passnøkkel").click()
    expect(page).to_have_url(re.compile(r"^[^?]+/redaksjon/pages/"), timeout=SLOW)
    page.goto(f"{house.url}/drift/")
    expect(page).to_have_url(f"{house.url}/drift/")
    page.goto(f"{house.url}/redaksjon/inn/sikkerhet/")
    accessible(page)


def test_an_editor_signs_in_without_script(
    browser: Any, house: Product, postbox: Postbox, accessible: Callable[[Page], None]
) -> None:
    kari = invited(house, "kari", "editor")
    page = browser.new_context(java_script_enabled=False, locale="nb-NO").new_page()

    signs_in_with_a_code(page, house, postbox, kari)

    expect(page).to_have_url(f"{house.url}/redaksjon/", timeout=SLOW)
    page.context.close()
