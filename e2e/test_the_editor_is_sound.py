"""Every page that the staff meet in the editor: within its policy, calling nobody, readable by everyone, and in Norwegian."""

import json
import re
from collections.abc import Iterator
from typing import Any

import desk
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import RULES, Postbox, Product, wait_for
from playwright.sync_api import Browser, Page, expect
from test_staff_sign_in import KEY

# Asked of the product itself: an address with a number in it says nothing about which page it is.
NUMBERS = """
import json
from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.adaptation import making
from baerekraft.municipalities.models import Municipality, Unit
from wagtail.models import Workflow, Task
nb = LessonPage.objects.filter(locale__language_code="nb").order_by("path")[2]
nn = LessonPage.objects.get(translation_key=nb.translation_key, locale__language_code="nn")
asker = Municipality.objects.get(slug="asker")
variant = making.make(nb, asker, by=None)
Unit.objects.get_or_create(municipality=asker, name="Avdeling for voksenopplæring, bibliotek, kulturskole og frivillige lag")
revision = nb.save_revision()
print(json.dumps(dict(lesson=nb.pk, nn=nn.pk, part=nb.get_parent().pk, course=CoursePage.objects.first().pk, revision=revision.pk,
    variant=variant.pk, workflow=Workflow.objects.last().pk, task=Task.objects.last().pk)))
"""
OURS = [
    "",
    "lokalt/ny/",
    "lokalt/{variant}/endringer/",
    "tavle/",
    "kvalitet/{lesson}/",
    "oversettelser/",
    "oversettelser/{nn}/",
    "oversettelser/inn/",
    "eksport/{course}/",
    "import/sporsmal/til/{lesson}/",
    "import/word/til/{part}/",
    "kurs/{course}/lenke/",
    "pages/{lesson}/kept/",
    "veiledning/redaktor/",
]
WITH_OUR_FIELDS = ["pages/{lesson}/edit/", "pages/{nn}/edit/", "pages/{variant}/edit/", "pages/{part}/edit/"]
WAGTAILS = [
    "pages/",
    "pages/{course}/",
    "pages/{part}/",
    "pages/{part}/add_subpage/",
    "pages/add/authoring/lessonpage/{part}/",
    *WITH_OUR_FIELDS,
    "pages/{lesson}/history/",
    "pages/{lesson}/revisions/compare/live...{revision}/",
    "pages/{lesson}/revisions/{revision}/revert/",
    "pages/{lesson}/copy/",
    "pages/{lesson}/move/",
    "pages/{lesson}/unpublish/",
    "pages/{variant}/delete/",
    "pages/search/?q=vann",
    "images/",
    "images/add/",
    "snippets/authoring/glossaryterm/",
    "snippets/authoring/glossaryterm/add/",
    "reports/locked/",
    "reports/workflow/",
    "reports/site-history/",
    "account/",
]
ADMINISTRATORS = ["ansatte/", "workflows/list/", "workflows/edit/{workflow}/", "workflows/tasks/index/"]
ENGLISH = re.compile(
    r"\b(Save|Saved|Saving|Loading|Pages?|Delete|Publish|Search|Choose|Cancel|Close|Preview|History|Edit|Upload|Settings)\b"
)
# Wagtail's own: the rule, and the least that says where.
KNOWN = {
    # wagtail-localize's editor is drawn by its own script.
    "color-contrast": ['<h3 class="sc-'],
    "label": ['<input type="file" name="file" class="sc-'],
    # A group of fields in each exercise has the same heading.
    "landmark-unique": ['id="block_group-'],
    "scrollable-region-focusable": ["w-minimap__list"],
}
WIDTH = """() => document.querySelector("#main").clientWidth"""
SCROLLS = """() => Math.max(
  document.documentElement.scrollWidth - document.documentElement.clientWidth,
  document.querySelector("#main").scrollWidth - document.querySelector("#main").clientWidth)"""
# What makes it so: it reaches out to the right, and nothing around it scrolls.
OUTSIDE = """() => [...document.querySelectorAll("#main *")].filter((element) => {
  const main = document.querySelector("#main");
  if (element.getBoundingClientRect().right <= main.getBoundingClientRect().left + main.clientWidth) return false;
  for (let around = element.parentElement; around !== main; around = around.parentElement)
    if (getComputedStyle(around).overflowX !== "visible" && getComputedStyle(around).position !== "static") return false;
  return true;
}).map((element) => element.outerHTML.slice(0, 100))"""
LISTEN = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});"""


@pytest.fixture(scope="module")
def numbers(office: Product) -> dict[str, int]:
    return dict(json.loads(office.run("shell", "-v0", "-c", NUMBERS).splitlines()[-1]))


class Watched:
    """What is wrong with the pages that are visited, each with its address."""

    def __init__(self, page: Page, office: Product) -> None:
        self.page, self.home, self.wrong = page, f"{office.url}/", []
        page.add_init_script(LISTEN)
        page.on("console", lambda message: self.tell(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.tell(str(error)))
        page.on("request", lambda request: self.called(request.url))

    wrong: list[str]

    def tell(self, what: str) -> None:
        self.wrong.append(f"{self.page.url.removeprefix(self.home)}: {what}")

    def called(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.tell(f"called {url}")

    def visit(self, address: str) -> None:
        answer = self.page.goto(f"{self.home}redaksjon/{address}")
        assert answer is not None
        assert answer.status == 200, f"{address} answered {answer.status}"
        expect(self.page.locator("#main")).to_be_visible()
        self.look()

    def look(self) -> None:
        for word in sorted(set(ENGLISH.findall(self.page.locator("body").inner_text()))):
            self.tell(f"says «{word}»")

    def read(self) -> None:
        """As axe reads it."""
        for found in Axe().run(self.page, context="#main", options=RULES).response["violations"]:
            for node in found["nodes"]:
                if not any(known in node["html"] for known in KNOWN.get(found["id"], [])):
                    self.tell(f"{found['id']} {node['target']} {node['html'][:200]}")

    def fits(self) -> None:
        self.page.set_viewport_size({"width": 375, "height": 800})
        # The menu moves aside first.
        wait_for(lambda: self.page.evaluate(WIDTH) == 375, what="the page on a phone")
        most = self.page.evaluate(SCROLLS)
        for _ in range(20):  # What measures itself with a script does so a moment later.
            if most <= 0:
                break
            self.page.wait_for_timeout(100)
            most = self.page.evaluate(SCROLLS)
        if most > 0:
            self.tell(f"{most} px too wide for a phone: {self.page.evaluate(OUTSIDE)[:5]}")
        self.page.set_viewport_size(desk.DESK)


@pytest.fixture
def siri(browser: Browser, office: Product, postbox: Postbox) -> Iterator[Watched]:
    """The administrator, who sees every page."""
    known = (office.url, "administrator", "")
    if known not in desk.SIGNED_IN:
        desk.SIGNED_IN[known] = with_a_passkey(desk.sits_down(browser), office, postbox)
    watched = Watched(desk.sits_down(browser, storage_state=desk.SIGNED_IN[known]), office)
    yield watched
    assert not watched.wrong, "\n".join(watched.wrong)


def with_a_passkey(page: Page, office: Product, postbox: Postbox) -> Any:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    desk.sign_in(page, office, postbox, desk.invited(office, "Siri", "administrator"))
    page.get_by_role("link", name="Lag en passnøkkel").click()
    page.get_by_role("button", name="Lag passnøkkelen").click()
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()
    expect(page).to_have_url(f"{office.url}/redaksjon/", timeout=desk.SLOW)
    return page.context.storage_state()


def test_our_own_pages(siri: Watched, numbers: dict[str, int]):
    for address in [*OURS, ADMINISTRATORS[0]]:
        siri.visit(address.format(**numbers))
        siri.read()
        siri.fits()


def test_wagtails_pages(siri: Watched, numbers: dict[str, int]):
    for address in [*WAGTAILS, *ADMINISTRATORS[1:]]:
        siri.visit(address.format(**numbers))
        # What stands in a form is ours, also where the page is Wagtail's.
        if address in WITH_OUR_FIELDS:
            siri.read()


def test_what_opens_beside_a_lesson(siri: Watched, numbers: dict[str, int]):
    siri.visit(f"pages/{numbers['lesson']}/edit/")
    for panel in ("status", "forhåndsvisning", "sjekker", "kommentarer"):
        siri.page.get_by_role("button", name=f"Vis eller skjul {panel}").click()
        siri.look()
    siri.page.get_by_role("button", name="Vis eller skjul status").click()
    siri.page.get_by_role("button", name="Sett tidspunkt").first.click()
    expect(siri.page.get_by_role("dialog")).to_be_visible()
    siri.look()


def test_files_from_others_before_they_are_taken_in(siri: Watched, numbers: dict[str, int]):
    page, home = siri.page, f"{siri.home}redaksjon"
    template = page.request.get(f"{home}/import/mal.xlsx").body()
    siri.visit(f"import/sporsmal/til/{numbers['lesson']}/")
    shows(siri, "mal.xlsx", template)
    texts = page.request.get(f"{home}/oversettelser/fil/?page={numbers['lesson']}&language=nn").body()
    siri.visit("oversettelser/inn/")
    shows(siri, "leksjon.xlf", texts.replace(b"berekraft", b"berekrafta", 3))


def shows(siri: Watched, name: str, body: bytes) -> None:
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": body}
    siri.page.set_input_files("input[type=file]", file)
    siri.page.locator("form[enctype] button[type=submit]").click()
    expect(
        siri.page.get_by_role("table").or_(siri.page.locator(".help-critical, .help-info")).first
    ).to_be_visible()
    siri.look()
    siri.read()
    siri.fits()


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        ("editor", ["", "pages/{lesson}/edit/", "tavle/"]),
        ("approver", ["", "pages/{lesson}/edit/", "pages/add/authoring/coursepage/1/"]),
        ("translator", ["", "oversettelser/", "pages/{nn}/edit/"]),
        ("municipal-editor", ["", "pages/{variant}/edit/", "lokalt/{variant}/endringer/"]),
    ],
)
def test_what_each_role_meets(
    browser: Browser,
    office: Product,
    postbox: Postbox,
    numbers: dict[str, int],
    role: str,
    addresses: list[str],
):
    where = "asker" if role == "municipal-editor" else ""
    page = desk.somebody(browser, office, postbox, role, where)
    watched = Watched(page, office)
    for address in addresses:
        watched.visit(address.format(**numbers))
    assert not watched.wrong, "\n".join(watched.wrong)
