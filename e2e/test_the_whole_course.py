"""Part 2 in nynorsk and Part 3 in English: the mountain and the summit, each to the certificate."""

import io
from collections.abc import Callable

from conftest import Postbox, Product, attached, link_in
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from walking import answer_all, answer_all_without_script

Check = Callable[[Page], None]


def begin(page: Page, product: Product, prefix: str, name: str, email: str) -> None:
    page.goto(f"{product.url}{prefix}/bli-med/")
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{prefix}/kurs/**")


def lessons_of(page: Page, product: Product, path: str) -> list[str]:
    page.goto(product.url + path)
    return [str(link.get_attribute("href")) for link in page.locator(".stops a").all()]


def paper_in(postbox: Postbox, address: str, containing: str) -> str:
    letter = postbox.wait(address, containing=containing)
    return PdfReader(io.BytesIO(attached(letter, "application/pdf"))).pages[0].extract_text()


def test_a_councillor_takes_part_two_in_nynorsk(
    page: Page, product: Product, postbox: Postbox, accessible: Check
):
    begin(page, product, "/nn", "Gro Åsheim", "gro@hol.kommune.no")
    page.goto(link_in(postbox.wait("gro@hol.kommune.no")))
    assert "/nn/bli-med/bekreft/" in page.url
    page.get_by_role("button", name="Ja").click()
    lessons = lessons_of(page, product, "/nn/kurs/del-2/")
    assert len(lessons) == 9

    for path in lessons:
        page.goto(product.url + path)
        answer_all(page)
        expect(page.locator("section[data-when=done]")).to_be_visible()
    expect(page.locator("[data-when=part-done]")).to_be_visible()
    accessible(page)

    paper = paper_in(postbox, "gro@hol.kommune.no", containing="kursbevis")
    assert "Gro Åsheim" in paper
    assert "målkonfliktar" in paper

    page.goto(f"{product.url}/nn/min-side/laering/del-2/")
    accessible(page)
    for group in page.locator(".levels").all():
        group.locator("label").last.click()
    page.locator("main form button[type=submit]").first.click()
    accessible(page)
    assert page.locator("main [type=radio]:checked").count() >= 4


def test_a_leader_takes_part_three_in_english_without_script(
    browser: Browser, product: Product, postbox: Postbox
):
    page = browser.new_context(java_script_enabled=False).new_page()
    begin(page, product, "/en", "Tom Berg", "tom@example.no")
    lessons = lessons_of(page, product, "/en/kurs/del-3/")
    assert len(lessons) == 5

    for path in lessons:
        page.goto(product.url + path)
        tool = page.request.get(f"{product.url}{path}verktoy.pdf")
        assert len(PdfReader(io.BytesIO(tool.body())).pages) == 1
        answer_all_without_script(page)
        expect(page.locator("section[data-when=done]")).to_be_visible()

    expect(page.locator("[data-when=part-done]")).to_be_visible()
    assert "Tom Berg" in paper_in(postbox, "tom@example.no", containing="certificate")
