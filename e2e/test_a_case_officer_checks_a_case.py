"""Bærekraftsjekken in a real browser: alone before a deadline, three people, a template, no script, keyboard, offline."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

from conftest import Postbox, Product, text_of, wait_for
from docx import Document as Word
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from walking import focus_with_tab

Check = Callable[[Page], None]
GOALS = "alternatives/main/goals"
MARKS = {11: "positive", 13: "positive", 15: "negative", 2: "negative", 14: "unknown"}


def start(page: Page, product: Product, title: str, *, author: str = "", email: str = "") -> str:
    """Begin a check and return its secret address."""
    page.goto(f"{product.url}/sjekken/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=author]").fill(author)
    page.locator("[name=email]").fill(email)
    page.locator("form[action$='/ny/'] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/sjekken/[a-z2-7]{32}/"))
    return page.url.split("?")[0]


def field(page: Page, path: str):
    return page.locator(f"[name='{path}']")


def mark(page: Page, goal: int, effect: str) -> None:
    page.locator(f"label:has([name='{GOALS}/{goal}/effect'][value={effect}])").click()


def onwards(page: Page) -> None:
    press(page, "[name=then][value=onwards]")


def press(page: Page, button: str) -> None:
    """The form goes when everything is saved."""
    with page.expect_navigation():
        page.locator(button).click()


def saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_contain_text("Lagret", timeout=10_000)


def link_for(page: Page, address: str, name: str, right: str) -> str:
    """Make a link for a colleague on the sharing page."""
    page.goto(f"{address}deling/")
    page.locator("form [name=name]").fill(name)
    page.locator(f"label:has([name=right][value={right}])").click()
    page.get_by_role("button", name="Lag lenken").click()
    return page.locator(".links li", has_text=name).locator("input").input_value()


def mailed_link(postbox: Postbox, email: str) -> str:
    found = re.search(r"http\S+/sjekken/[a-z2-7]{32}/", text_of(postbox.wait(email, containing="/sjekken/")))
    assert found
    return found[0]


def test_kari_has_twenty_minutes_before_a_deadline(
    page: Page, product: Product, postbox: Postbox, accessible: Check
):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    start(page, product, "Boligfelt på Sletta", author="Kari", email="kari.sjekk@example.no")
    address = mailed_link(postbox, "kari.sjekk@example.no")

    page.goto(f"{address}sak/")
    accessible(page)
    field(page, "case/description").fill(
        "140 boliger bygges i gangavstand fra stasjonen, på 22 dekar gammel skog og 11 dekar dyrka mark."
    )
    saved(page)
    onwards(page)
    page.locator("label:has([name='triage/needed'][value=yes])").click()
    page.locator("label:has([name='triage/impact_assessment'][value=yes])").click()
    accessible(page)
    onwards(page)

    accessible(page)
    for goal, effect in MARKS.items():
        mark(page, goal, effect)
    field(page, f"{GOALS}/15/reason").fill("Gammel skog forsvinner.")
    field(page, f"{GOALS}/15/harm").select_option("large")
    saved(page)
    onwards(page)

    expect(page.locator("h1")).to_have_text("Målkonflikter")
    conflicts = page.locator(".conflict:visible")
    assert 1 <= conflicts.count() <= 5
    conflicts.first.locator("label:has([value=confirmed])").click()
    conflicts.first.locator("[name$='/text']").fill("Flytt feltet 60 meter sørvest")
    conflicts.first.locator("[name$='/owner']").fill("Planavdelingen")
    saved(page)
    accessible(page)
    onwards(page)

    expect(page.locator("main [name$='/text']").first).to_have_value("Flytt feltet 60 meter sørvest")
    field(page, "weighing/reason").fill("Boliger nær toget veier tyngst, men ikke på matjorda.")
    accessible(page)
    onwards(page)

    field(page, "weighing/summary").fill("Feltet gir boliger nær tog og koster natur.")
    press(page, "[name=then][value=stay]")
    expect(page.locator("main")).to_contain_text("Feltet gir boliger nær tog og koster natur.")
    accessible(page)
    page.get_by_role("button", name="Ferdigstill rapporten").click()
    expect(page.locator("main")).to_contain_text("SHA-256")

    paper = page.request.get(f"{address}rapport.pdf")
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper.body())).pages)
    assert "Boligfelt på Sletta" in text
    word = Word(io.BytesIO(page.request.get(f"{address}rapport.docx").body()))
    assert any(paragraph.style.name == "Heading 1" for paragraph in word.paragraphs)
    letter = wait_for(
        lambda: [one for one in postbox.to("kari.sjekk@example.no") if list(one.iter_attachments())],
        what="the report by mail",
    )[-1]
    assert next(letter.iter_attachments()).get_content() == paper.body()
    assert not errors


def test_three_people_and_nobody_is_overwritten(browser: Browser, product: Product, accessible: Check):
    kari = browser.new_page()
    address = start(kari, product, "Skolen i Vestbygda", author="Kari")
    ola_address = link_for(kari, address, "Ola", "edit")
    siri_address = link_for(kari, address, "Siri", "comment")
    ola, siri = browser.new_page(), browser.new_page()

    kari.goto(f"{address}sak/")
    ola.goto(f"{ola_address}sak/")
    field(kari, "case/description").fill("Karis beskrivelse")
    saved(kari)
    field(ola, "case/unit").fill("Oppvekst")
    field(ola, "case/description").fill("Olas beskrivelse")
    expect(ola.locator(".note-others")).to_contain_text("Olas beskrivelse", timeout=10_000)
    expect(field(ola, "case/description")).to_have_value("Karis beskrivelse")
    accessible(ola)

    kari.reload()
    expect(field(kari, "case/unit")).to_have_value("Oppvekst")
    kari.locator(".clash-alert a").first.click()
    accessible(kari)
    kari.get_by_role("button", name="Bruk dette").click()
    kari.goto(f"{address}sak/")
    expect(field(kari, "case/description")).to_have_value("Olas beskrivelse")
    expect(kari.locator(".clash-alert")).to_have_count(0)

    siri.goto(siri_address)
    assert "/rapport/" in siri.url
    accessible(siri)
    siri.goto(f"{siri_address}kommentarer/")
    siri.locator("[name=text]").fill("Hva med skoleveien?")
    siri.get_by_role("button", name="Kommenter", exact=True).click()
    expect(siri.locator("article")).to_contain_text("Hva med skoleveien?")
    accessible(siri)
    assert siri.request.get(f"{siri_address}sak/").status == 403

    kari.goto(f"{address}kommentarer/")
    kari.locator("[name=answer]").fill("Tatt med nå.")
    kari.get_by_role("button", name="Løst").click()
    siri.reload()
    expect(siri.locator("article")).to_contain_text("Tatt med nå.")


def test_what_another_writes_is_seen_without_reloading(browser: Browser, product: Product):
    kari, ola = browser.new_page(), browser.new_page()
    address = start(kari, product, "Kulturfestival")
    kari.goto(f"{address}sak/")
    ola.goto(f"{address}sak/")
    field(ola, "case/unit").fill("Kultur")
    saved(ola)
    kari.evaluate("document.querySelector('assessment-form').look()")
    expect(field(kari, "case/unit")).to_have_value("Kultur")


def test_an_example_becomes_a_new_check(page: Page, product: Product, accessible: Check):
    page.goto(f"{product.url}/sjekken/samling/")
    accessible(page)
    page.locator("main a[href*='/samling/']").first.click()
    accessible(page)
    title = page.locator("h1").inner_text()
    page.locator("form[action$='/mal/'] button").first.click()
    page.wait_for_url(re.compile(r"/sjekken/[a-z2-7]{32}/"))
    expect(page.locator("h1")).to_contain_text(title[:10])
    page.goto(page.url.split("?")[0] + "mal/")
    assert page.locator("[name$='/effect']:checked").count() == 17


def test_ola_does_it_all_without_script(browser: Browser, product: Product, tmp_path: Path):
    page = browser.new_context(java_script_enabled=False).new_page()
    address = start(page, product, "Innkjøp av mat")
    page.goto(f"{address}sak/")
    field(page, "case/description").fill("Ny avtale om mat til sykehjemmene.")
    onwards(page)
    page.locator("[name='triage/needed'][value=yes]").check()
    onwards(page)
    for goal, effect in MARKS.items():
        field(page, f"{GOALS}/{goal}/effect").and_(page.locator(f"[value={effect}]")).check()
    onwards(page)
    page.locator(".conflict [value=confirmed]").first.check()
    page.locator(".conflict [name$='/text']").first.fill("Be om merkeordning")
    onwards(page)
    field(page, "weighing/summary").or_(field(page, "weighing/reason")).first.fill("Mat fra nærområdet.")
    onwards(page)
    field(page, "weighing/summary").fill("Avtalen gir bedre mat.")
    press(page, "[name=then][value=stay]")
    expect(page.locator("main")).to_contain_text("Be om merkeordning")
    page.locator("form[action$='/ferdigstilling/'] button").click()
    expect(page.locator("main")).to_contain_text("SHA-256")

    kept = page.request.get(f"{address}sjekk.json").body()
    assert json.loads(kept)["document"]["case"]["title"] == "Innkjøp av mat"
    file = tmp_path / "sjekk.json"
    file.write_bytes(kept)
    page.goto(f"{product.url}/sjekken/")
    page.locator("[name=file]").set_input_files(file)
    page.locator("form[action$='/fil/'] button").click()
    page.wait_for_url(re.compile(r"/sjekken/[a-z2-7]{32}/"))
    assert not page.url.startswith(address)
    expect(page.locator("h1")).to_have_text("Innkjøp av mat")

    page.goto(f"{address}sletting/")
    page.locator("[name=sure]").check()
    page.get_by_role("button", name="Slett").click()
    assert page.request.get(address).status == 410


def test_the_goals_by_keyboard_alone(page: Page, product: Product):
    address = start(page, product, "Sykkelvei")
    page.goto(f"{address}mal/")
    for goal in (1, 11):
        focus_with_tab(page, page.locator(f"[name='{GOALS}/{goal}/effect']").first)
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    saved(page)
    focus_with_tab(page, page.locator("[name=then][value=stay]"))
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert (
        field(page, f"{GOALS}/11/effect").and_(page.locator(":checked")).get_attribute("value") == "negative"
    )


def test_offline_and_back(browser: Browser, product: Product):
    context = browser.new_context()
    page = context.new_page()
    address = start(page, product, "Hyttefelt")
    page.goto(f"{address}sak/")
    context.set_offline(True)
    field(page, "case/description").fill("Skrevet på fjellet uten dekning")
    expect(page.locator("[data-status]")).to_contain_text("frakoblet", ignore_case=True, timeout=10_000)
    page.close()

    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{address}sak/")
    expect(field(page, "case/description")).to_have_value("Skrevet på fjellet uten dekning")
    saved(page)
    other = browser.new_page()
    other.goto(f"{address}sak/")
    expect(field(other, "case/description")).to_have_value("Skrevet på fjellet uten dekning")


def test_two_tabs_offline_in_the_same_field_and_both_texts_are_kept(browser: Browser, product: Product):
    context = browser.new_context()
    one = context.new_page()
    address = start(one, product, "To faner")
    one.goto(f"{address}sak/")
    other = context.new_page()
    other.goto(f"{address}sak/")
    context.set_offline(True)
    field(one, "case/description").fill("Fra den ene fanen")
    field(other, "case/description").fill("Fra den andre fanen")
    context.set_offline(False)

    reader = browser.new_page()
    for text in ("Fra den ene fanen", "Fra den andre fanen"):
        wait_for(lambda text=text: seen(reader, f"{address}historikk/", text), what=text)


def seen(page: Page, address: str, text: str) -> bool:
    page.goto(address)
    return text in page.locator("main").inner_text()


def test_a_dilemma_in_a_lesson_opens_in_the_check_and_leads_back(page: Page, product: Product):
    page.goto(f"{product.url}/kurs/del-2/malkonflikter-i-baerekraftsarbeidet/")
    page.get_by_role("link", name="Prøv denne saken i sjekken").first.click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/sjekken/[a-z2-7]{32}/"))
    address = page.url.split("?")[0]
    page.goto(f"{address}tiltak/")
    expect(page.locator("main")).to_contain_text("Nybygg")
    page.goto(f"{address}mal/")
    assert page.locator("[name$='/effect']:checked").count() >= 2
    page.goto(address)
    page.get_by_role("link", name="Tilbake til leksjonen").click()
    assert "/kurs/del-2/malkonflikter-i-baerekraftsarbeidet/" in page.url


def test_a_guessed_link_and_a_link_that_was_replaced(page: Page, product: Product, accessible: Check):
    assert page.goto(f"{product.url}/sjekken/{'a' * 32}/").status == 404  # type: ignore[union-attr]
    accessible(page)
    address = start(page, product, "Lekket lenke")
    page.goto(f"{address}deling/")
    accessible(page)
    page.get_by_role("button", name="Bytt til en ny lenke").click()
    page.wait_for_url("**/deling/")
    assert not page.url.startswith(address)
    assert page.goto(address).status == 410  # type: ignore[union-attr]
    accessible(page)
