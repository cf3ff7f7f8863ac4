"""A chart in a lesson is the same for everyone; she who gave her municipality sees it beside the others."""

from collections.abc import Callable

import pytest
from conftest import Product
from playwright.sync_api import Browser, Page, expect
from test_everyone_can import weight_of

LIGHT = "/kurs/del-3/tre-ting-du-bor-ta-med-deg/"
LESSON = "/kurs/del-2/miljo-okosystem-og-biologisk-mangfold/"
CHART = "figure:has([data-local-figure])"


def live_in(page: Page, product: Product, municipality: str) -> None:
    page.goto(f"{product.url}/bli-med/")
    page.get_by_label("Navn").fill("Kari")
    page.get_by_label("E-post").fill(f"kari@{municipality}.example.no")
    page.locator("details:has(select[name=municipality]) summary").click()
    page.locator("select[name=municipality]").select_option(municipality)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/kurs/**")


@pytest.mark.parametrize(("municipality", "bar"), [("hol", "Hol (2021)"), ("baerum", "Bærum (2021)")])
def test_kari_sees_her_municipality_beside_the_others(
    page: Page, product: Product, accessible: Callable[[Page], None], municipality: str, bar: str
):
    live_in(page, product, municipality)

    page.goto(product.url + LESSON)

    chart = page.locator(CHART)
    expect(chart.locator(".bar")).to_have_count(3)
    expect(chart.locator(".bar").last).to_contain_text(bar)
    widths = [float((rect.get_attribute("width") or "")[:-1]) for rect in chart.locator("rect").all()]
    assert max(widths) == pytest.approx(100, abs=0.1)
    accessible(page)


def test_somebody_who_has_not_said_where_she_lives_gets_the_link(page: Page, product: Product):
    page.goto(product.url + LESSON, wait_until="networkidle")

    expect(page.locator(f"{CHART} .bar")).to_have_count(2)
    expect(page.locator(f"{CHART} a[href='/status/tall/bebygd-areal/']")).to_be_visible()


def test_without_script_the_link_leads_to_the_figures_of_every_municipality(
    browser: Browser, product: Product
):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(product.url + LESSON)

    page.locator(f"{CHART} [data-local-figure] a").click()

    expect(page.get_by_role("main")).to_contain_text("Hol")


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_the_script_and_the_request_keep_within_what_a_lesson_may_weigh(
    browser: Browser, product: Product, prefix: str
):
    assert weight_of(browser, product, [prefix + LESSON]) <= 45_000
    assert weight_of(browser, product, [prefix + LIGHT, prefix + LESSON]) <= 12_000
