"""The third and fourth promise: every page for everyone, and light as a feather."""

import re
from collections.abc import Callable

import html5lib
import pytest
from browsers import leave
from conftest import Product
from playwright.sync_api import APIRequestContext, Browser, Page, expect
from walking import enter

PUBLIC = [
    "/",
    "/kurs/",
    "/kurs/del-1/",
    "/kurs/del-2/",
    "/kurs/del-1/hva-er-baerekraftig-utvikling/",
    "/kurs/del-1/hva-er-sosial-baerekraft/",
    "/kurs/del-1/samtaleark/",
    "/kurs/del-3/innledning/verktoy/",
    "/kurs/kilder/",
    "/kurs/ordliste/",
    "/kurs/ovelser/",
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
    "/repetisjon/svar/feil/",
    "/i-posten/feil/",
    "/k/baerum/inn/finnes-ikke/",
    "/status/",
    "/status/mal/3/",
    "/status/mal/16/",
    "/status/tall/valgdeltakelse/",
    "/status/tall/levealder-menn/",
    "/status/kommune/",
    "/status/kommune/hol/",
    "/status/kommune/finnes-ikke/",
    "/status/sammenlign/",
    "/status/sammenlign/?a=hol&b=baerum",
    "/sjekken/",
    "/sjekken/ny/",
    "/sjekken/samling/",
    "/sjekken/samling/?q=skog&maal=15",
    "/sjekken/samling/finnes-ikke/",
    "/sjekken/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/",
]
LANGUAGES = ["", "/nn", "/en"]
PERSONAL = [
    "/min-side/",
    "/min-side/laering/del-1/",
    "/min-side/opplysninger/",
    "/min-side/sletting/",
    "/bli-med/",
    "/bli-med/kode/",
    "/kurs/del-1/hva-er-sosial-baerekraft/mine-svar/",
]
# Within an assessment; `""` is where it stands.
STEPS = [
    *("", "sak/", "siling/", "mal/", "mal/?alternativ=zero", "delmal/", "konflikter/", "tiltak/", "rapport/"),
    *("oppfolging/", "deling/", "historikk/", "kommentarer/", "sletting/", "bevaring/"),
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
    leave(context)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_an_assessment_is_accessible_fits_and_is_valid(
    browser: Browser, product: Product, accessible: Callable[[Page], None], width: int, scheme: str
):
    """An example of ours, used as a template: every field is filled."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{product.url}/sjekken/samling/")
    page.locator("main a[href*='/samling/']").first.click()
    accessible(page)
    fits(page, width)
    page.locator("form[action$='/mal/'] button").first.click()
    page.wait_for_url(re.compile(r"/sjekken/[a-z2-7]{32}/"))
    address = page.url.split("?")[0]
    for path in STEPS:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        accessible(page)
        fits(page, width)
        assert invalid(page.request.get(address + path).text()) == [], path
    leave(context)


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
    assert invalid(page.request.get(product.url + path).text()) == []


def invalid(text: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    parser.parse(text)
    return [f"{where}: {code} {about}" for where, code, about in parser.errors]


def test_every_lesson_weighs_at_most_45_kilobytes_first_and_12_next(browser: Browser, product: Product):
    """Everything included: page, style, script, font, mark, manifest, state, service worker, and all headers."""
    context = browser.new_context()
    for prefix in LANGUAGES:
        paths = lesson_paths(context.request, product, prefix)
        sizes = {path: compressed(context.request, product.url + path) for path in paths}
        heaviest, *_, lightest = sorted(paths, key=lambda path: -sizes[path])
        following = weight_of(browser, product, [lightest, heaviest])
        first = weight_of(browser, product, [heaviest])

        print(f"{heaviest}: first {first / 1000:.1f} kB, next {following / 1000:.1f} kB")
        assert first <= 45_000
        assert following <= 12_000
    leave(context)


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_every_lesson_in_every_language_is_accessible(
    browser: Browser, product: Product, accessible: Callable[[Page], None], prefix: str
):
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    for path in lesson_paths(context.request, product, prefix):
        page.goto(product.url + path)
        accessible(page)
        fits(page, 320)
        language = page.locator("html").get_attribute("lang")
        assert language == (prefix.strip("/") or "nb")
        # Every lesson is translated, and no translation is behind.
        assert page.locator("#leksjon[lang], #leksjon > .ds-alert").count() == 0, path
    leave(context)


def test_switching_language_keeps_the_place(page: Page, product: Product):
    page.goto(f"{product.url}/kurs/del-2/malkonflikter-i-baerekraftsarbeidet/")
    page.get_by_role("link", name="Nynorsk").click()
    expect(page).to_have_url(f"{product.url}/nn/kurs/del-2/malkonflikter-i-baerekraftsarbeidet/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{product.url}/en/kurs/del-2/malkonflikter-i-baerekraftsarbeidet/")
    expect(page.get_by_role("link", name="My page").first).to_be_visible()
    page.get_by_role("link", name="Bokmål").click()
    expect(page).to_have_url(f"{product.url}/kurs/del-2/malkonflikter-i-baerekraftsarbeidet/")


def lesson_paths(request: APIRequestContext, product: Product, prefix: str) -> list[str]:
    """The twenty lessons' paths in one language."""
    text = request.get(f"{product.url}{prefix}/kurs/").text()
    paths = sorted(set(re.findall(rf'href="({prefix}/kurs/del-\d/[a-z0-9-]+/)"', text)))
    assert len(paths) == 20
    return paths


def compressed(request: APIRequestContext, url: str) -> int:
    return int(request.get(url, headers={"Accept-Encoding": "br"}).headers["content-length"])


def weight_of(browser: Browser, product: Product, paths: list[str]) -> float:
    """Bytes over the wire for the last of the pages, for a browser that has just visited the ones before.

    The service worker's own fetch is invisible to the page, so it is held back and its script weighed beside.
    """
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    for path in paths:
        received.clear()
        page.goto(product.url + path, wait_until="networkidle")
    if len(paths) == 1:
        worker = context.request.get(f"{product.url}/sw.js", headers={"Accept-Encoding": "br"})
        received.append(
            float(worker.headers["content-length"])
            + sum(len(k) + len(v) + 4 for k, v in worker.headers.items())
        )
    leave(context)
    return sum(received)


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
