"""Amina tells Asker's own story in the county's lesson; the county changes the lesson, and she decides what becomes of hers."""

import re
from secrets import choice, token_hex
from typing import NamedTuple

import desk
from conftest import Postbox, Product, wait_for
from playwright.sync_api import Browser, Page, expect
from walking import answer_all

COURSE, PART, LESSON = "Bærekraftskurs for kommuner", "Innføring og status", "Hvorfor er samarbeid så viktig?"
PATH = "del-1/hvorfor-er-samarbeid-sa-viktig/"
# Where the county's example and a text of its stand in the lesson.
EXAMPLE, TEXT = "body-9-value-heading", "body-7-value-heading"


class Place(NamedTuple):
    slug: str
    name: str


# A second try is another municipality's: the first has its variant already.
PLACES = [Place("asker", "Asker"), Place("lier", "Lier"), Place("hol", "Hol"), Place("modum", "Modum")]
NEIGHBOUR = Place("baerum", "Bærum")


def test_a_municipality_adapts_a_lesson_and_the_county_changes_it(
    browser: Browser, office: Product, postbox: Postbox
):
    place, sign = choice(PLACES), token_hex(2)
    mail = desk.invited(office, "Amina", "municipal-editor", place.slug)
    amina = desk.at_her_desk(browser, office, postbox, mail)
    kari = browser.new_context(viewport={"width": 375, "height": 700}, is_mobile=True).new_page()
    makes_a_variant(amina, place)
    replaces_the_example(amina, place, f"Fem skoler ble enige {sign}")
    takes_it(kari, office, place, f"Fem skoler ble enige {sign}")

    ola = desk.somebody(browser, office, postbox, "approver")
    changes_the_lesson(ola, {EXAMPLE: f"Fylkets nye sak {sign}", TEXT: f"Fylkets nye ord {sign}"})

    postbox.wait(mail, containing=LESSON)
    keeps_her_own(amina, office, f"Fylkets nye sak {sign}", f"Fem skoler ble enige {sign}")
    # Her browser may show what it has for a minute.
    kari.reload()
    expect(kari.get_by_role("heading", name=f"Fem skoler ble enige {sign}")).to_be_visible()
    expect(kari.get_by_role("heading", name=f"Fylkets nye ord {sign}")).to_be_visible()
    expect(kari.get_by_text(f"Fylkets nye sak {sign}")).to_have_count(0)


def makes_a_variant(page: Page, place: Place) -> None:
    page.get_by_role("link", name="Tilpass en leksjon").first.click()
    page.get_by_label("Kommune", exact=True).select_option(place.slug)
    page.get_by_label("Leksjon", exact=True).select_option(label=LESSON)
    page.get_by_role("button", name="Lag lokal utgave").click()
    desk.the_editor_listens(page)


def replaces_the_example(page: Page, place: Place, heading: str) -> None:
    desk.insert(page, "changes", "Erstatt")
    anchor = desk.field(page, "changes-0-value-anchor")
    anchor.select_option(label=anchor.locator("option", has_text="Fra en kommune").first.inner_text())
    own = page.locator("[data-contentpath='own']")
    own.get_by_role("button", name="Sett inn en blokk").last.click()
    page.locator("[role=option]", has_text="Fra en kommune").click()
    inside = "changes-0-value-own-0-value-"
    desk.write(page, {"municipality": place.name, "heading": heading, "source": "frivillighet"}, inside)
    desk.rich(page, f"{inside}body").click()
    page.keyboard.type("Vi delte en buss.")
    desk.write(page, {"contact_name": "Nina Berg", "contact_email": "nina@example.no"})
    desk.autosaved(page, "nina@example.no")
    page.get_by_role("button", name="Vis eller skjul forhåndsvisning").click()
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.get_by_role("heading", name=heading)).to_be_visible()
    expect(shown.get_by_text("Nina Berg")).to_be_visible()
    desk.press(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible()


def takes_it(page: Page, office: Product, place: Place, heading: str) -> None:
    address = f"{office.url}/k/{place.slug}/{PATH}"
    wait_for(lambda: heading in page.request.get(address).text(), what="the municipality's own")
    page.goto(address)
    expect(page.get_by_text("Nina Berg")).to_be_visible()
    answer_all(page)
    expect(page.locator("section[data-when=done]")).to_be_visible()


def changes_the_lesson(page: Page, texts: dict[str, str]) -> None:
    desk.goes_to(page, COURSE, PART)
    page.get_by_role("main").get_by_role("link", name=LESSON).first.click()
    desk.the_editor_listens(page)
    desk.write(page, texts)
    desk.press(page, "action-publish")
    expect(page.locator(".messages .success")).to_be_visible()


def keeps_her_own(page: Page, office: Product, theirs: str, own: str) -> None:
    page.goto(f"{office.url}/redaksjon/")
    page.get_by_role("main").get_by_role("link", name=re.compile(f": {re.escape(LESSON)}")).click()
    expect(page.locator("ins", has_text=theirs)).to_be_visible()
    expect(page.locator("del").first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(own)
    page.get_by_role("button", name="Behold vår").click()
    expect(page.locator(".messages .success")).to_be_visible()
    page.goto(f"{office.url}/redaksjon/")
    expect(
        page.get_by_role("main").get_by_role("link", name=re.compile(f": {re.escape(LESSON)}"))
    ).to_have_count(0)


def test_amina_does_not_open_her_neighbours_page(browser: Browser, office: Product, postbox: Postbox):
    amina = desk.somebody(browser, office, postbox, "municipal-editor", "asker")
    berit = desk.somebody(browser, office, postbox, "municipal-editor", NEIGHBOUR.slug)
    berit.goto(f"{office.url}/redaksjon/pages/")
    expect(berit.get_by_role("heading", name=NEIGHBOUR.name)).to_be_visible()
    theirs = f"{berit.url.split('?')[0]}edit/"
    berit.goto(theirs)
    expect(desk.field(berit, "greeting")).to_be_visible()

    for address in (theirs, theirs.removesuffix("edit/")):
        amina.goto(address)
        expect(amina).not_to_have_url(address)
        expect(amina.get_by_role("main")).not_to_contain_text(NEIGHBOUR.name)
