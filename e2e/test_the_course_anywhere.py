"""The course as a static site: on a plain web server, in a folder of it, from a disk, and without script."""

import functools
import http.server
import os
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import html5lib
import pytest
from browsers import leave
from conftest import Product
from playwright.sync_api import Browser, Page, Request, expect
from walking import answer, answer_all, forms, kind_of

LESSON = "del-1/hva-er-baerekraftig-utvikling.html"
OTHERS = ["index.html", "kurs.html", "kilder.html", "del-1/index.html", "del-3/index.html"]
COURSE = "baerekraftskurs-for-kommuner-nb"
KINDS = 12


class Strict(http.server.SimpleHTTPRequestHandler):
    """A server that knows nothing of us, and lets a page have only what is its own."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def unpacked(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it comes from the command, in a folder of a web server's."""
    root = tmp_path_factory.mktemp("www")
    zipped = root / "site.zip"
    Product("", seeded, {**os.environ, "DATA_DIR": str(seeded)}).run(
        "export", "site", "--output", str(zipped)
    )
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(root / "opplaering" / "kurs")
    zipped.unlink()
    return root


@pytest.fixture(scope="module")
def site(unpacked: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Strict, directory=str(unpacked))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/opplaering/kurs"
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked(page: Page) -> list[Request]:
    """Every request that the page makes."""
    found: list[Request] = []
    page.on("request", lambda request: found.append(request))
    return found


@pytest.fixture
def faults(page: Page) -> list[str]:
    """What the browser complains of."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_ola_takes_the_whole_course_on_a_plain_web_server(
    page: Page, site: str, unpacked: Path, asked: list[Request], faults: list[str]
):
    met = set()
    page.goto(f"{site}/index.html")
    page.get_by_role("link", name="Start med første leksjon").click()
    lessons = [path for path in unpacked.glob("opplaering/kurs/del-*/*.html") if path.name != "index.html"]
    for _ in lessons:
        met |= {kind_of(form) for form in forms(page)}
        answer_all(page)
        expect(page.locator("section[data-when=done]")).to_be_visible()
        page.locator("nav.along a").last.click()

    assert len(met) == KINDS
    assert page.url == f"{site}/kurs.html"
    assert page.locator(".stops li:not([data-done])").count() == 0
    page.goto(f"{site}/index.html")
    expect(page.get_by_text("Du har gjort alt her.")).to_be_visible()
    assert {request.url.startswith(f"{site}/") for request in asked} == {True}
    assert faults == []


def test_what_ola_answered_is_there_the_next_day_and_he_can_have_it_forgotten(page: Page, site: str):
    page.goto(f"{site}/{LESSON}")
    single = page.locator("form[data-kind=single_choice]").first
    reflection = page.locator("form[data-kind=reflection]")
    answer(single)
    answer(reflection)

    page.reload()
    expect(single).to_have_attribute("data-answered", "")
    expect(single.locator("[data-correct] input")).to_be_checked()
    expect(reflection.locator("textarea")).to_have_value("Jeg spør Amina på tirsdag.")
    kept = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    assert [key for key, value in kept.items() if "Amina" in value] == [f"baerekraft:alene:{COURSE}:"]

    page.goto(f"{site}/index.html")
    expect(page.locator("li[data-begun]")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Glem det jeg har svart").click()
    expect(page.locator("li[data-begun]")).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0


def test_two_tabs_do_not_write_over_each_other(page: Page, site: str):
    other = page.context.new_page()
    page.goto(f"{site}/{LESSON}")
    other.goto(f"{site}/{LESSON}")

    answer(page.locator("form.exercise").first)
    answer(other.locator("form.exercise").nth(1))

    page.reload()
    expect(page.locator("form.exercise").first).to_have_attribute("data-answered", "")
    expect(page.locator("form.exercise").nth(1)).to_have_attribute("data-answered", "")


def test_ola_is_told_when_the_browser_keeps_nothing(page: Page, site: str):
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    page.goto(f"{site}/{LESSON}")
    expect(page.locator("[data-when=refused]")).to_be_visible()

    form = page.locator("form[data-kind=single_choice]").first
    answer(form)

    expect(page.locator("[data-when=unkept]")).to_be_visible()
    expect(form.locator(".exercise-status")).to_contain_text("kunne ikke lagres")
    expect(form.locator(".feedback:visible").first).to_be_visible()


def test_an_answer_that_is_half_there_or_of_another_time_stops_nothing(
    page: Page, site: str, faults: list[str]
):
    page.goto(f"{site}/{LESSON}")
    for kept in (
        "{",
        "[]",
        '{"v":2}',
        '{"v":1,"answers":{"del-1/hva-er-baerekraftig-utvikling":{"telefonen":7}}}',
    ):
        page.evaluate("([name, kept]) => localStorage.setItem(name, kept)", [f"baerekraft:{COURSE}", kept])
        page.reload()
        form = page.locator("form[data-kind=single_choice]").first
        answer(form)
        expect(form).to_have_attribute("data-answered", "")
    assert faults == []


def test_it_opens_from_a_disk(page: Page, unpacked: Path, faults: list[str]):
    folder = (unpacked / "opplaering/kurs").as_uri()
    page.goto(f"{folder}/index.html")
    page.get_by_role("link", name="Start med første leksjon").click()
    form = page.locator("form[data-kind=single_choice]").first
    answer(form)
    page.reload()

    expect(form).to_have_attribute("data-answered", "")
    assert faults == []


def test_without_script_it_can_be_read_and_the_answers_found(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/index.html")
    page.get_by_role("link", name="Start med første leksjon").click()

    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("button[type=submit]:visible")).to_have_count(0)
    for key in page.locator(".answer-key").all():
        key.locator("summary").click()
        assert len(key.locator("div").inner_text().split()) > 8
    expect(page.locator("[data-forget]:visible")).to_have_count(0)
    leave(context)


@pytest.mark.parametrize(
    ("width", "scheme", "script"), [(375, "light", True), (1280, "dark", True), (375, "dark", False)]
)
def test_every_page_is_for_everyone(
    browser: Browser, site: str, accessible: Callable[[Page], None], width: int, scheme: str, script: bool
):
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    if not script:
        page.route("**/script.js", lambda route: route.abort())
    for path in (*OTHERS, LESSON):
        page.goto(f"{site}/{path}")
        if script and path == LESSON:
            answer_all(page)
        for details in page.locator(".answer-key:visible summary").all():
            details.click()
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    leave(context)


def test_every_page_is_valid_html(unpacked: Path):
    pages = sorted((unpacked / "opplaering/kurs").glob("**/*.html"))
    assert len(pages) > 20
    for path in pages:
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        parser.parse(path.read_text(encoding="utf-8"))
        assert parser.errors == [], path
