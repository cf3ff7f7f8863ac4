"""A nurse between two visits takes Part 1, from the front page to the certificate in her hand."""

import io
from collections.abc import Callable

from conftest import Postbox, Product, attached, code_in, link_in, text_of
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from walking import answer_all, answer_all_without_script, answer_by_keyboard, enter, forms

LESSONS = 6
Check = Callable[[Page], None]


def test_a_nurse_takes_part_one(page: Page, product: Product, postbox: Postbox, accessible: Check):
    page.goto(product.url)
    accessible(page)
    enter(page, product.url, "Åse Nilsen", "aase.nilsen@baerum.kommune.no")

    for number in range(1, LESSONS + 1):
        expect(page.locator("[data-learner-name]").first).to_have_text("Åse Nilsen")
        accessible(page)
        answer_all(page)
        expect(page.locator("section[data-when=done]")).to_be_visible()
        accessible(page)
        if number < LESSONS:
            page.locator("section[data-when=done]").get_by_role("link", name="Neste").click()
    expect(page.locator("[data-when=part-done]")).to_be_visible()

    page.goto(f"{product.url}/min-side/")
    expect(page.get_by_role("main")).to_contain_text("Innføring og status")
    accessible(page)
    letter = postbox.wait("aase.nilsen@baerum.kommune.no", containing="kursbevis")
    paper = PdfReader(io.BytesIO(attached(letter, "application/pdf"))).pages[0].extract_text()
    assert "Åse Nilsen" in paper
    code = next(word for word in paper.split() if len(word) == 11 and word[5] == "-")

    page.goto(f"{product.url}/kursbevis/{code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kursbeviset er ekte")
    expect(page.get_by_role("main")).not_to_contain_text("Åse Nilsen")
    accessible(page)


def test_the_same_without_script(browser: Browser, product: Product, postbox: Postbox):
    page = browser.new_context(java_script_enabled=False).new_page()
    enter(page, product.url, "Per Uten Skript", "per@example.no")
    lessons = [link.get_attribute("href") for link in page.locator(".trail a").all()]
    assert len(lessons) == LESSONS

    for href in lessons:
        page.goto(product.url + str(href))
        answer_all_without_script(page)
        expect(page.locator("section[data-when=done]")).to_be_visible()

    expect(page.locator("[data-when=part-done]")).to_be_visible()
    postbox.wait("per@example.no", containing="kursbevis")


def test_a_lesson_by_keyboard_alone(page: Page, product: Product):
    page.goto(product.url)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "name":
            break
    page.keyboard.type("Ola Tastatur")
    page.keyboard.press("Tab")
    page.keyboard.type("ola@example.no")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kurs/del-1/**")

    for form in forms(page):
        answer_by_keyboard(page, form)

    expect(page.locator("section[data-when=done]")).to_be_visible()


def test_coming_back_on_the_phone_by_the_link_in_the_mail(
    page: Page, browser: Browser, product: Product, postbox: Postbox, accessible: Check
):
    enter(page, product.url, "Mari Tilbake", "mari@example.no")
    answer_all(page)
    letter = postbox.wait("mari@example.no")
    phone = browser.new_context(viewport={"width": 375, "height": 700}, is_mobile=True).new_page()

    phone.goto(link_in(letter))
    expect(phone.get_by_role("main")).to_contain_text("Mari Tilbake")
    accessible(phone)
    phone.get_by_role("button", name="Ja").click()

    phone.wait_for_url("**/min-side/")
    expect(phone.get_by_role("main")).to_contain_text("Mari Tilbake")
    page.goto(f"{product.url}/min-side/")
    page.wait_for_url("**/bli-med/kode/")
    accessible(page)
    page.get_by_label("Kode").fill(code_in(letter))
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/min-side/")
    assert "mari@example.no" not in text_of(letter)


def test_answers_given_before_entering_come_along(page: Page, product: Product):
    page.goto(f"{product.url}/kurs/del-1/")
    page.locator("main a[href*='/kurs/del-1/']").first.click()
    answer_all(page)
    page.reload()
    expect(page.locator("form.exercise[data-answered]")).to_have_count(len(forms(page)))

    page.goto(f"{product.url}/bli-med/")
    page.get_by_label("Navn").fill("Lise Først")
    page.get_by_label("E-post").fill("lise@example.no")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/kurs/**")

    page.goto(f"{product.url}/min-side/")
    expect(page.get_by_role("main")).to_contain_text("Jeg spør Amina")
