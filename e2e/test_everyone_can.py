"""The third and fourth promise: every page for everyone, and light as a feather."""

from collections.abc import Callable

import html5lib
import pytest
from conftest import Product
from playwright.sync_api import Browser, Page, expect
from walking import enter

PUBLIC = [
    "/",
    "/kurs/",
    "/kurs/del-1/",
    "/kurs/del-2/",
    "/kurs/del-1/hva-er-baerekraftig-utvikling/",
    "/kurs/del-1/hva-er-sosial-baerekraft/",
    "/kurs/ordliste/",
    "/kurs/sok/",
    "/kurs/sok/?q=klima",
    "/kurs/sok/?q=xyzzy",
    "/bli-med/",
    "/frakoblet/",
    "/personvern/",
    "/tilgjengelighet/",
    "/finnes-ikke/",
    "/kursbevis/AAAAA-AAAAA/",
    "/bli-med/bekreft/feil/",
]
PERSONAL = [
    "/min-side/",
    "/min-side/opplysninger/",
    "/min-side/sletting/",
    "/bli-med/",
    "/bli-med/kode/",
    "/kurs/del-1/hva-er-sosial-baerekraft/mine-svar/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_and_fits(
    browser: Browser, product: Product, accessible: Callable[[Page], None], width: int, scheme: str
):
    """320 px is what is left of 1280 at 400 % zoom."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for path in PUBLIC:
        page.goto(product.url + path)
        accessible(page)
        fits(page, width)
    enter(page, product.url, "Karoline Langtnavnsen-Overstrandsbygd", f"lang{width}{scheme}@example.no")
    for path in PERSONAL:
        page.goto(product.url + path)
        accessible(page)
        fits(page, width)
    context.close()


def fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} is wider than {width}"


def test_no_page_asks_another_site_for_anything_or_complains(browser: Browser, product: Product):
    page = browser.new_context().new_page()
    elsewhere: list[str] = []
    complaints: list[str] = []
    page.on(
        "request", lambda request: elsewhere.append(request.url) if not own(request.url, product) else None
    )
    page.on(
        "console",
        lambda message: complaints.append(f"{page.url} {message.text}") if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
    for path in PUBLIC:
        page.goto(product.url + path, wait_until="networkidle")

    assert elsewhere == []
    # A browser notes a 404 as an error of its own.
    assert [complaint for complaint in complaints if "status of 404" not in complaint] == []


def own(url: str, product: Product) -> bool:
    return url.startswith((product.url, "data:", "blob:"))


@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_is_valid_html(product: Product, page: Page, path: str):
    text = page.request.get(product.url + path).text()
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    parser.parse(text)

    errors = [f"{where}: {code} {about}" for where, code, about in parser.errors]
    assert errors == []


def test_a_lesson_weighs_at_most_45_kilobytes_first_and_12_next(browser: Browser, product: Product):
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    lessons = page.request.get(f"{product.url}/kurs/del-1/").text()
    paths = sorted(
        {part.split('"')[0] for part in lessons.split('href="')[1:] if "/kurs/del-1/" in part.split('"')[0]}
    )
    paths = [path for path in paths if path.count("/") == 4]
    assert len(paths) == 6

    page.goto(product.url + paths[0], wait_until="networkidle")
    page.wait_for_function("navigator.serviceWorker.ready.then(Boolean)")
    first = sum(received)
    received.clear()
    page.goto(product.url + paths[1], wait_until="networkidle")
    following = sum(received)

    print(f"first {first / 1000:.1f} kB, next {following / 1000:.1f} kB")
    assert first <= 45_000
    assert following <= 12_000


def test_a_term_is_explained_where_it_is_met(page: Page, product: Product):
    page.goto(f"{product.url}/kurs/del-1/hva-er-baerekraftig-utvikling/")
    term = page.locator("button.term").first
    term.focus()
    page.keyboard.press("Enter")

    card = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_searching_finds_the_lesson(page: Page, product: Product):
    page.goto(f"{product.url}/kurs/sok/")
    page.get_by_role("searchbox").fill("fjorden")
    page.keyboard.press("Enter")

    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
