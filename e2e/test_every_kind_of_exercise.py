"""One exercise of each kind, on the page that shows them all: with script, by keyboard alone, and without script."""

from collections.abc import Callable, Iterator

import pytest
from browsers import leave
from conftest import Product
from playwright.sync_api import Browser, Page, expect
from walking import answer, answer_by_keyboard, forms, kind_of

KINDS = [
    "single_choice",
    "multiple_choice",
    "fact_or_myth",
    "ordering",
    "matching",
    "sorting",
    "estimate",
    "dilemma",
    "flashcards",
    "reflection",
    "poll",
    "pledge",
]


@pytest.fixture
def samples(page: Page, product: Product) -> Page:
    page.goto(f"{product.url}/kurs/ovelser/")
    return page


@pytest.fixture
def without_script(browser: Browser, product: Product) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{product.url}/kurs/ovelser/")
    yield page
    leave(context)


def test_every_kind_is_there(samples: Page):
    assert [kind_of(form) for form in forms(samples)] == KINDS


@pytest.mark.parametrize("width", [320, 1280])
def test_every_kind_answered_is_accessible_and_fits(
    browser: Browser, product: Product, accessible: Callable[[Page], None], width: int
):
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{product.url}/kurs/ovelser/")
        for form in forms(page):
            answer(form)
            expect(form).to_have_attribute("data-answered", "")
        expect(page.locator("[data-kind=poll] .share:visible")).to_have_count(3)

        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        leave(context)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_answered_by_keyboard_alone(samples: Page, kind: str):
    form = samples.locator(f"form[data-kind={kind}]")
    form.evaluate("form => { form.tabIndex = -1; form.focus() }")
    answer_by_keyboard(samples, form)

    expect(form.locator(".feedback:visible, .reveal:visible").first).to_be_visible()
    words = " ".join(form.locator(".feedback:visible, .reveal:visible").all_inner_texts()).split()
    assert len(words) > 12, "feedback teaches, and is never just right or wrong"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_answered_without_script(without_script: Page, kind: str):
    form = without_script.locator(f"form[data-kind={kind}]")
    answer(form)
    without_script.wait_for_url("**/kurs/ovelser/svar/**")

    expect(form).to_have_attribute("data-answered", "")
    expect(form.locator(".feedback:visible, .reveal:visible").first).to_be_visible()
    assert len(form.locator("[role=status]").inner_text().split()) >= 1


def test_what_is_missing_is_told_without_script(without_script: Page):
    form = without_script.locator("form[data-kind=flashcards]")
    form.locator("button[type=submit]").click()

    expect(form.get_by_role("alert")).to_be_visible()
    expect(form.locator("details[open]")).to_have_count(3)


def test_nothing_answered_there_is_sent_or_kept(samples: Page):
    sent: list[str] = []
    samples.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    for form in forms(samples):
        answer(form)
        expect(form).to_have_attribute("data-answered", "")

    assert sent == []
    assert samples.evaluate("Object.keys(localStorage).filter(key => key.startsWith('svar:'))") == []
