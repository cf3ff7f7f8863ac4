"""Every page of Innsikt, and every page that a campaign's mail leads to: for everyone, on every screen, with and without script or mouse."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import coordinating as work
import desk
import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import RULES, Postbox, Product
from django.urls import URLPattern, URLResolver, resolve
from playwright.sync_api import Browser, Locator, Page, expect
from test_everyone_can import fits, invalid
from walking import answer, focus_with_tab

from baerekraft.campaigns import urls as campaign_urls
from baerekraft.insight import urls as insight_urls

# A municipality where enough has happened for every figure to be drawn, and campaigns in every state.
SETTING = """
import json
from datetime import timedelta
from django.utils import timezone
from baerekraft.accounts import inviting
from baerekraft.accounts.models import Role
from baerekraft.campaigns import pacing, sending, taking, tokens
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.municipalities.models import Municipality
from baerekraft.records.results import taking as results
from baerekraft.reports.tests.factories import make_crowd, make_unit
now, mark, mona = timezone.now(), "{mark}", "mona-{mark}@example.no"
lier = Municipality.objects.get(name="Lier")
unit = make_unit("Nordre Lier barneverntjeneste med akuttberedskap {mark}", "Lier")
closed = make_unit("Nedlagt {mark}", "Lier")
closed.closed_at = now
closed.save()
for role, many in (("employee", 14), ("leader", 8)):
    make_crowd(many, "Lier", unit=unit.name, role=role, lessons=1, at=now - timedelta(days=9))
membership = inviting.invite(mona, role=Role.COORDINATOR, municipality=lier, name="Mona Lie")
inviting.invite(mona, role=Role.COUNTY, county="Buskerud", name="Mona Lie")
user = membership.user
def campaign(number, **about):
    return make_campaign("Lier", title=f"Bærekraft i Lier {{number}}", code=f"{mark}{{number}}", created_by=user, **about)
draft, going, named, link, ended = (campaign(1), campaign(2), campaign(3, named=True), campaign(4, way="link"), campaign(5))
people = {{}}
for name in ("kari", "stopped", "paused"):
    one = make_recipient(going, f"{{name.title()}} Hansen", email=f"{{name}}.{mark}@lier.kommune.no", unit=unit)
    people[name] = tokens.of(one)
    {{"stopped": pacing.stop, "paused": pacing.pause}}.get(name, lambda *a, **k: None)(one, at=now)
people["told"] = tokens.of(make_recipient(named, "Ola Told", email="told.{mark}@lier.kommune.no"))
make_recipient(ended, "Per Ferdig", email="per.{mark}@lier.kommune.no")
sending.end(ended, at=now)
sending.start(link, at=now)
lines = ["e-post;navn;enhet;rolle"] + [f"p{{n}}.{mark}@lier.kommune.no;Person {{n}};Ål skole;" for n in range(3)]
lines += ["ola(at)lier.kommune.no;Ola;;", "per.{mark}@baerum.kommune.no;Per;;", ";Uten;;rådmann"]
file = taking.keep(draft, name="rådhuset.csv", content="\\r\\n".join(lines).encode("cp1252"), by=user, at=now)
refused = taking.keep(draft, name="bilde.png", content=b"\\x89PNG", by=user, at=now)
lines = ["e-post;tittel;status;dato", "kari@lier.kommune.no;Del 1;Fullført;20.11.2026", "ola(at)lier.kommune.no;Ukjent;?;i går"]
came = results.keep(lier, via="KS Læring", name="læringsrapport.csv", content="\\r\\n".join(lines).encode(), by=user, at=now)
print(json.dumps(dict(mona=mona, came=came.pk, unit=unit.pk, membership=membership.pk, draft=draft.pk, going=going.pk, named=named.pk,
    link=link.pk, ended=ended.pk, file=file.pk, refused=refused.pk, code=link.code, over=ended.code, waits=draft.code, **people)))
"""
PAGES = [
    "innsikt/",
    "innsikt/hjelp/",
    "innsikt/lier/",
    "innsikt/lier/tabeller/",
    "innsikt/hol/tabeller/",
    "innsikt/lier/enhet/{unit}/",
    "innsikt/lier/enhet/{unit}/kampanjer/",
    "innsikt/fylke/buskerud/",
    "innsikt/fylke/buskerud/tabeller/",
    "innsikt/fylke/buskerud/koordinatorer/",
    "innsikt/lier/resultater/",
    "innsikt/lier/resultater/{came}/",
    "innsikt/lier/sjekker/",
    "innsikt/lier/enheter/",
    "innsikt/lier/koordinatorer/",
    "innsikt/lier/koordinatorer/{membership}/",
    "innsikt/lier/kampanjer/",
    "innsikt/lier/kampanjer/ny/",
    "innsikt/lier/kampanjer/{draft}/",
    "innsikt/lier/kampanjer/{draft}/endring/",
    "innsikt/lier/kampanjer/{draft}/start/",
    "innsikt/lier/kampanjer/{draft}/brev/",
    "innsikt/lier/kampanjer/{draft}/folk/",
    "innsikt/lier/kampanjer/{draft}/folk/ny-liste/",
    "innsikt/lier/kampanjer/{draft}/folk/{file}/",
    "innsikt/lier/kampanjer/{draft}/folk/{refused}/",
    "innsikt/lier/kampanjer/{going}/",
    "innsikt/lier/kampanjer/{going}/endring/",
    "innsikt/lier/kampanjer/{going}/slutt/",
    "innsikt/lier/kampanjer/{going}/folk/",
    "innsikt/lier/kampanjer/{going}/folk/?sok=ingen",
    "innsikt/lier/kampanjer/{named}/navn/",
    "innsikt/lier/kampanjer/{link}/lenke/",
    "innsikt/lier/kampanjer/{ended}/",
]
# The mail alone, in a frame where no script runs, not even one that looks after faults.
LETTERS = [
    f"innsikt/lier/kampanjer/{{draft}}/brev/vist/?mal={language}&slag={kind}"
    for language, kind in (("nb", "mail"), ("nn", "mail"), ("en", "reminder"))
]
MAILED = [
    "i-posten/{kari}/",
    "i-posten/{kari}/?gjort=next",
    "i-posten/{kari}/stopp/",
    "i-posten/{kari}/1/?valg=a",
    "i-posten/{kari}/1/leksjon/",
    "i-posten/{told}/1/?valg=b",
    "i-posten/{paused}/",
    "i-posten/{stopped}/",
    "i-posten/{stopped}/stopp/",
    "i-posten/feil/",
    "k/lier/inn/{code}/",
    "k/lier/inn/{over}/",
    "k/lier/inn/{waits}/",
    "k/lier/inn/finnes-ikke/",
]
# Files and fragments, and addresses that only take what a form sends.
NO_PAGES = {
    *("figures-file", "report", "poster", "qr", "names-file", "guide-picture", "progress"),
    *("campaign-copy", "campaign-deletion", "letter-to-me", "people-cancellation", "people-undoing"),
    *("person-removal", "unit-name", "unit-closing", "names-making", "results-cancellation", "archive"),
}
OPEN = "document.querySelectorAll('main details, .place-bar details').forEach((one) => (one.open = true))"
LISTEN = """document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});"""
LESSONS = ["del-1/hva-er-baerekraftig-utvikling", "del-1/hva-er-sosial-baerekraft"]


@dataclass
class House:
    """Lier, with Mona who coordinates it and sees the county."""

    office: Product
    names: dict[str, Any]
    signed_in: Any = None

    def address(self, path: str) -> str:
        return f"{self.office.url}/{path.format(**self.names)}"


@pytest.fixture(scope="module")
def lier(office: Product) -> House:
    said = office.run("shell", "-v0", "-c", SETTING.format(mark=token_hex(2)))
    return House(office, json.loads(said.splitlines()[-1]))


@pytest.fixture
def mona(browser: Browser, lier: House, postbox: Postbox) -> Page:
    """She signs in once, without script."""
    if lier.signed_in is None:
        page = desk.sits_down(browser, java_script_enabled=False)
        desk.sign_in(page, lier.office, postbox, lier.names["mona"])
        expect(page).to_have_url(f"{lier.office.url}/innsikt/", timeout=desk.SLOW)
        lier.signed_in = page.context.storage_state()
        page.context.close()
    return desk.sits_down(browser, storage_state=lier.signed_in)


@pytest.fixture
def watched(lier: House) -> Iterator[Callable[[Page], Page]]:
    """Nothing is asked of anybody else, no policy is broken, no script fails."""
    wrong: list[str] = []

    def watch(page: Page) -> Page:
        page.add_init_script(LISTEN)
        home = (f"{lier.office.url}/", "data:", "blob:", "about:")
        page.on("request", lambda it: None if it.url.startswith(home) else wrong.append(f"asks {it.url}"))
        page.on("pageerror", lambda error: wrong.append(f"{page.url} {error}"))
        page.on("console", lambda it: wrong.append(f"{page.url} {it.text}") if it.type == "error" else None)
        return page

    yield watch
    # A browser notes a 404 and a 410 as errors of its own, and that axe is kept out of the mail's frame.
    assert [one for one in wrong if not re.search(r"status of 4(04|10)|frame is sandboxed", one)] == []


def test_no_page_is_forgotten(lier: House) -> None:
    visited = {
        resolve(f"/{path.partition('?')[0].format(**lier.names)}").url_name
        for path in PAGES + LETTERS + MAILED
    }
    patterns = [*insight_urls.urlpatterns, *campaign_urls.urlpatterns]

    assert named(patterns) - NO_PAGES == visited - {None}


def named(patterns: list[Any]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= named(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.add(str(pattern.name))
    return found


@pytest.mark.parametrize("part", [0, 1])
def test_every_page_of_innsikt_is_accessible_fits_and_is_valid(
    mona: Page, lier: House, accessible: Callable[[Page], None], watched: Callable[[Page], Page], part: int
) -> None:
    for path in PAGES[part::2]:
        looks_through(watched(mona) if path in PAGES[:2] else mona, lier.address(path), accessible)


def test_every_page_that_a_mail_leads_to_is_accessible_fits_and_is_valid(
    browser: Browser, lier: House, accessible: Callable[[Page], None], watched: Callable[[Page], Page]
) -> None:
    page = watched(browser.new_context(locale="nb-NO").new_page())
    for path in MAILED:
        looks_through(page, lier.address(path), accessible)


def test_what_her_answer_is_told_is_accessible_fits_and_is_valid(
    browser: Browser, lier: House, accessible: Callable[[Page], None], watched: Callable[[Page], Page]
) -> None:
    """The feedback, and the question when somebody else's device is handed over."""
    page = watched(browser.new_context(locale="nb-NO").new_page())
    page.goto(lier.address("i-posten/{kari}/1/?valg=a"))
    page.get_by_role("button", name="Svar", exact=True).click()
    expect(page.get_by_role("link", name="Fortsett i leksjonen")).to_be_visible()
    looks_through(page, page.url, accessible)
    for path in ("i-posten/{kari}/1/?valg=b", "i-posten/{told}/1/?valg=a", "i-posten/{told}/1/leksjon/"):
        looks_through(page, lier.address(path), accessible)
    looks_through(page, lier.address("k/lier/inn/{code}/"), accessible)


def readable_mail(page: Page) -> None:
    """As axe sees a page, but the mail program has landmarks of its own around a mail, and shows its subject as heading."""
    around = ("landmark-one-main", "region", "page-has-heading-one")
    rules = {rule: {"enabled": False} for rule in around}
    results = Axe().run(page, options={**RULES, "rules": rules})
    assert results.violations_count == 0, results.generate_report()


def test_the_mail_itself_is_accessible_fits_and_is_valid(browser: Browser, mona: Page, lier: House) -> None:
    page = browser.new_context(locale="nb-NO").new_page()
    for path in LETTERS:
        letter = mona.request.get(lier.address(path)).text()
        assert invalid(letter) == [], path
        page.set_content(letter)
        looks_at(page, readable_mail)


def looks_through(page: Page, address: str, accessible: Callable[[Page], None]) -> None:
    """At a desk in daylight, on a phone at night, and at 400 % zoom, which leaves 320 of 1280 px."""
    page.goto(address)
    assert invalid(page.request.get(address).text()) == [], address
    looks_at(page, accessible)


def looks_at(page: Page, accessible: Callable[[Page], None]) -> None:
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(OPEN)
    accessible(page)
    fits(page, 1280)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 375, "height": 800})
    accessible(page)
    fits(page, 375)
    page.set_viewport_size({"width": 320, "height": 256})
    fits(page, 320)


def test_mona_makes_and_starts_a_campaign_with_the_keyboard_alone(mona: Page, lier: House) -> None:
    mona.goto(lier.address("innsikt/lier/"))
    mona.keyboard.press("Tab")
    expect(mona.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    press(mona, mona.get_by_role("navigation").get_by_role("link", name="Kampanjer"))
    press(mona, mona.get_by_role("link", name="Ny kampanje"))
    types(mona, mona.get_by_label("Tittel"), "Uten mus")
    lesson = mona.get_by_role("checkbox", name="sosial bærekraft")
    reach(mona, lesson)
    mona.keyboard.press("Space")
    expect(lesson).not_to_be_checked()
    reach(mona, mona.locator("[name=way][value=lessons]"))
    mona.keyboard.press("ArrowDown")
    expect(mona.locator("[name=way][value=invitation]")).to_be_checked()
    press(mona, mona.get_by_role("button", name="Lagre", exact=True))
    mona.wait_for_url(re.compile(r"/kampanjer/\d+/$"))
    campaign = mona.url
    press(mona, mona.get_by_role("link", name="Hent inn folk"))
    types(mona, mona.get_by_label("Eller lim inn adresser"), f"tast.{token_hex(3)}@lier.kommune.no")
    press(mona, mona.locator("form[enctype] button[type=submit]"))
    press(mona, mona.get_by_role("button", name="Ta dem med"))
    press(mona, mona.get_by_role("link", name="Videre med kampanjen"))
    press(mona, mona.get_by_role("link", name="Gå videre til start"))
    press(mona, mona.get_by_role("button", name="Start kampanjen"))
    expect(mona.get_by_text("Kampanjen er i gang.")).to_be_visible()
    expect(mona).to_have_url(campaign)


def reach(page: Page, target: Locator) -> None:
    """With Tab, and seen to be there."""
    expect(target).to_be_visible()
    focus_with_tab(page, target)
    line = target.evaluate("(it) => getComputedStyle(it).outlineStyle")
    assert line != "none", f"nobody sees that {target} has the focus"


def press(page: Page, target: Locator) -> None:
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def types(page: Page, target: Locator, text: str) -> None:
    reach(page, target)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def test_without_script_a_campaign_is_made_started_answered_and_stopped(
    browser: Browser, mona: Page, lier: House, postbox: Postbox
) -> None:
    mona = desk.sits_down(browser, storage_state=lier.signed_in, java_script_enabled=False)
    campaign = work.makes_a_campaign(mona, lier.office, "lier", title="Uten skript", lessons=LESSONS)
    mark = token_hex(3)
    rows = f"navn;e-post\r\nÅse Bø;aase.{mark}@lier.kommune.no\r\nFeil;feil\r\n"
    mona.get_by_role("link", name="Hent inn folk").click()
    mona.get_by_label("En fil").set_input_files(
        {"name": "folk.csv", "mimeType": "text/csv", "buffer": rows.encode("cp1252")}
    )
    mona.locator("form[enctype] button[type=submit]").click()
    expect(mona.locator("table.faults tbody tr")).to_have_count(1)
    mona.get_by_role("button", name="Ta dem med").click()
    mona.get_by_role("link", name="Videre med kampanjen").click()
    mona.get_by_role("link", name="Se e-posten").click()
    expect(mona.frame_locator("iframe.letter").get_by_role("heading", level=1)).to_be_visible()
    work.starts(mona, campaign)
    work.the_hour_comes(lier.office, campaign)
    letter = work.letter_to(postbox, f"aase.{mark}@lier.kommune.no")
    mona.get_by_role("link", name="Oppdater").click()
    expect(mona.locator("dl.headline dd").first).to_have_text("1")

    aase = browser.new_context(java_script_enabled=False, locale="nb-NO").new_page()
    work.opens_her_mail(aase, letter)
    aase.locator("a.option").first.click()
    aase.get_by_role("button", name="Svar", exact=True).click()
    aase.get_by_role("link", name="Fortsett i leksjonen").click()
    answer(aase.locator("form.exercise").last)
    aase.wait_for_url("**/mine-svar/#*")
    expect(aase.locator("form.exercise[data-answered]")).to_have_count(2)
    aase.goto(work.stop_address(letter))
    aase.get_by_role("button", name="Ja, stopp").click()
    expect(aase.get_by_role("heading", name="E-postene er stoppet")).to_be_visible()


def test_the_files_have_names_and_kinds_that_an_office_opens(mona: Page, lier: House) -> None:
    kinds = {
        "innsikt/lier/tall.csv": "text/csv; charset=utf-8",
        "innsikt/lier/tall.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "innsikt/lier/rapport.pdf": "application/pdf",
        "innsikt/lier/enhet/{unit}/rapport.pdf": "application/pdf",
        "innsikt/fylke/buskerud/rapport.pdf": "application/pdf",
        "innsikt/lier/kampanjer/{link}/plakat-a4.pdf": "application/pdf",
        "innsikt/lier/kampanjer/{link}/qr.svg": "image/svg+xml",
        "innsikt/lier/kampanjer/{link}/qr.png": "image/png",
        "innsikt/lier/kampanjer/{named}/navn.csv": "text/csv; charset=utf-8",
    }
    for path, kind in kinds.items():
        answer = mona.request.get(lier.address(path))
        assert (answer.status, answer.headers["content-type"]) == (200, kind), path
        assert "filename=" in answer.headers["content-disposition"], path
        assert httpx.get(lier.address(path)).status_code == 302, path
