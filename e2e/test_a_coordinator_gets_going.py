"""Tor gets Hol going within the hour: people from a list out of Excel, a lesson by mail that Kari answers with one tap, figures that follow."""

import csv
import io
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import coordinating as work
import httpx
import openpyxl
from conftest import Postbox, Product
from desk import SLOW
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from walking import answer, forms

LESSONS = ["del-1/hva-er-baerekraftig-utvikling", "del-1/hva-er-sosial-baerekraft"]
TITLES = ["Hva er bærekraftig utvikling?", "Hva er sosial bærekraft?"]
HALF_A_MINUTE = "00:30"
# What a stranger at a link could have done: let somebody in, answered, stopped, paused, or asked for the next.
TOUCHED = """
select (select count(*) from learners_learner), (select count(*) from records_response),
  (select count(*) from campaigns_refusal), (select count(*) from campaigns_sending),
  (select count(*) from campaigns_recipient where stopped_at or paused_at or learner_id)
"""


def test_a_coordinator_gets_going(
    browser: Browser, office: Product, postbox: Postbox, accessible: Callable[[Page], None]
) -> None:
    tor = work.coordinator(browser, office, postbox, "Tor", "hol")
    expect(tor.get_by_role("heading", name="Hol", level=1)).to_be_visible()
    expect(tor.get_by_text("Det er ingen tall å vise ennå")).to_be_visible()
    accessible(tor)
    campaign = work.makes_a_campaign(tor, office, "hol", title="Bærekraft på rådhuset", lessons=LESSONS)
    accessible(tor)
    people = work.fresh_list(["kari.nes", *(f"person{number}" for number in range(10))])
    brings_in_a_list(tor, campaign, people, accessible)
    looks_at_the_mail(tor, campaign, accessible)
    work.starts(tor, campaign)
    work.the_hour_comes(office, campaign)

    letter = work.letter_to(postbox, people[0])
    scanned = touched(office)
    work.scans(letter)
    assert touched(office) == scanned
    watches(tor, campaign)
    expect(figure(tor, "har begynt")).to_have_text("–")
    kari_learns_by_mail(browser, office, letter, accessible)
    for address in people[1:5]:
        work.answers_by_mail(work.letter_to(postbox, address))

    tor.clock.fast_forward(HALF_A_MINUTE)
    expect(figure(tor, "har begynt")).to_have_text("5", timeout=SLOW)
    assert tor.evaluate("window.still") == "here"
    expect(figure(tor, "på lista")).to_have_text("11")
    expect(figure(tor, "har fullført")).to_have_text("–")
    takes_the_figures_along(tor, office)
    prints_the_poster(tor, campaign)
    siri_finds_none_of_it(browser, office, postbox, campaign)


def brings_in_a_list(
    page: Page, campaign: str, people: list[str], accessible: Callable[[Page], None]
) -> None:
    """As Excel saves it in Norway: semicolons and Windows-1252."""
    kari, *others = people
    lines = [
        "navn;e-post;enhet;rolle;språk",
        f"Kari Nes;{kari};;leder;",
        "Ola Moen;ola(at)hol.kommune.no;;;",
        "Bjørn Åsgård;;;;",
        f"Kari igjen;{kari.upper()};;;",
        "Per Ås;per@baerum.kommune.no;;;",
        f"Åse Lien;{others[0]};Ål skole;;",
        f"Pål Bø;{others[1]};;rådmann;samisk",
        *(f"Person {number};{address};;;" for number, address in enumerate(others[2:])),
    ]
    page.goto(campaign)
    page.get_by_role("link", name="Hent inn folk").click()
    accessible(page)
    upload(page, "tilsette på rådhuset.csv", lines)
    for line, what, why in [
        ("3", "ola(at)hol.kommune.no", "Dette er ikke en e-postadresse"),
        ("4", "Bjørn Åsgård", "E-postadressen mangler"),
        ("5", kari, "Adressen står tidligere i lista"),
        ("6", "per@baerum.kommune.no (Bærum)", "Hører til en annen kommune"),
        ("7", "Ål skole", "Enheten finnes ikke hos dere"),
        ("8", "rådmann", "Vi kjenner ansatt, leder, folkevalgt"),
        ("8", "samisk", "Vi kjenner bokmål, nynorsk og engelsk"),
    ]:
        row = page.locator("table.faults tbody tr", has_text=what)
        expect(row.locator("th")).to_have_text(line)
        expect(row).to_contain_text(why)
    expect(page.locator("table.faults tbody tr")).to_have_count(7)
    expect(page.get_by_text(f"{len(people)} personer kan tas med.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Ta dem med").click()
    expect(page.get_by_text(f"{len(people)} personer er tatt med.")).to_be_visible()
    page.get_by_role("link", name="Videre med kampanjen").click()
    expect(page.get_by_text(f"{len(people)} personer på lista")).to_be_visible()
    page.get_by_role("link", name="Se lista").click()
    expect(page.get_by_role("main")).to_contain_text("Pål Bø")


def upload(page: Page, name: str, lines: list[str]) -> None:
    content = "\r\n".join(lines).encode("cp1252")
    page.get_by_label("En fil").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Sjekk lista").click()
    page.wait_for_url(re.compile(r"/folk/\d+/$"))


def looks_at_the_mail(page: Page, campaign: str, accessible: Callable[[Page], None]) -> None:
    page.goto(campaign)
    page.get_by_role("link", name="Se e-posten").click()
    expect(page.get_by_text(TITLES[0]).first).to_be_visible()
    mail = page.frame_locator("iframe.letter")
    expect(mail.get_by_role("heading", name=TITLES[0])).to_be_visible()
    expect(mail.get_by_text("Hol kommune står bak den.")).to_be_visible()
    page.get_by_label("Leksjon").select_option("2")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(mail.get_by_role("heading", name=TITLES[1])).to_be_visible()
    accessible(page)


def watches(page: Page, campaign: str) -> None:
    """Goes nowhere from here; what the page remembers tells whether it was loaded anew."""
    page.clock.install()
    page.goto(campaign)
    page.evaluate("window.still = 'here'")


def figure(page: Page, label: str) -> Any:
    return page.locator(f"dl.headline div:has(dt:text-is('{label}')) dd")


def touched(product: Product) -> Any:
    with closing(sqlite3.connect(f"file:{product.folder}/baerekraft.sqlite3?mode=ro", uri=True)) as data:
        return data.execute(TOUCHED).fetchone()


def kari_learns_by_mail(
    browser: Browser, product: Product, letter: Any, accessible: Callable[[Page], None]
) -> None:
    """On her phone: one tap in the mail, one button, why it was right, and the rest of the lesson."""
    question = work.question_of(product, LESSONS[0])
    phone = browser.new_context(
        viewport={"width": 375, "height": 700}, is_mobile=True, locale="nb-NO"
    ).new_page()
    work.opens_her_mail(phone, letter)
    phone.get_by_role("link", name=question.right).click()
    expect(phone.get_by_role("radio", name=question.right)).to_be_checked()
    accessible(phone)
    phone.get_by_role("button", name="Svar", exact=True).click()
    expect(phone.get_by_role("heading", name="Riktig")).to_be_visible()
    expect(phone.get_by_text(question.why)).to_be_visible()
    accessible(phone)
    phone.get_by_role("link", name="Fortsett i leksjonen").click()
    phone.wait_for_url(re.compile(LESSONS[0]))
    expect(phone.locator(f"form[data-exercise='{question.exercise}']")).to_have_attribute("data-answered", "")
    for form in forms(phone):
        if form.get_attribute("data-answered") is None:
            answer(form)
            expect(form).to_have_attribute("data-answered", "")
    expect(phone.locator("section[data-when=done]")).to_be_visible()
    phone.goto(work.link_in(letter, ""))
    expect(phone.get_by_role("link", name=TITLES[0])).to_be_visible()
    phone.context.close()


def takes_the_figures_along(page: Page, product: Product) -> None:
    """The day's learning is not in them yet: all that leaves the house is of yesterday and before."""
    page.goto(f"{product.url}/innsikt/hol/tabeller/")
    content = downloaded(page, "CSV")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Hol"
    [lesson] = [row for row in rows if row and TITLES[0] in row[0]][:1]
    assert set(lesson[1:]) == {"–"}
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "Excel")))
    assert book.worksheets[0]["A1"].value == "Hol"
    assert any(TITLES[0] in str(cell.value) for sheet in book for row in sheet.rows for cell in row)
    [sheet] = PdfReader(io.BytesIO(downloaded(page, "Rapport på én side"))).pages
    assert "Hol" in sheet.extract_text()


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return waiting.value.path().read_bytes()


def prints_the_poster(page: Page, campaign: str) -> None:
    page.goto(campaign)
    page.get_by_role("link", name="Lenke og plakat").click()
    way_in = page.locator("a.address").inner_text()
    for paper, millimetres in (("A4", 297), ("A3", 420)):
        link = page.get_by_role("link", name=f"Plakat {paper}")
        poster = page.request.get(link.evaluate("(it) => it.href")).body()
        [sheet] = PdfReader(io.BytesIO(poster)).pages
        assert round(float(sheet.mediabox.height) / 72 * 25.4) == millimetres
        assert "Hol" in sheet.extract_text()
    assert httpx.get(way_in).status_code == 200


def siri_finds_none_of_it(browser: Browser, product: Product, postbox: Postbox, campaign: str) -> None:
    siri = work.coordinator(browser, product, postbox, "Siri", "baerum")
    hol = f"{product.url}/innsikt/hol/"
    pages = [hol, f"{hol}tabeller/", f"{hol}tall.csv", f"{hol}rapport.pdf", f"{hol}kampanjer/", campaign]
    for address in [*pages, f"{campaign}folk/", f"{campaign}fremdrift/", f"{campaign}plakat-a4.pdf"]:
        assert siri.request.get(address).status == 404, address
    # Nor by her own municipality's address.
    assert siri.request.get(campaign.replace("/hol/", "/baerum/")).status == 404


def test_whoever_says_stop_in_her_mail_program_is_left_out_of_the_next_list(
    browser: Browser, office: Product, postbox: Postbox
) -> None:
    tor = work.coordinator(browser, office, postbox, "Tor", "hol")
    [nina, ola] = work.fresh_list(["nina", "ola"])
    campaign = work.makes_a_campaign(tor, office, "hol", title="Bærekraft i høst", lessons=LESSONS)
    pastes(tor, campaign, [nina, ola])
    tor.get_by_role("button", name="Ta dem med").click()
    work.starts(tor, campaign)
    work.the_hour_comes(office, campaign)
    letter = work.letter_to(postbox, nina)

    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    said = httpx.post(work.stop_address(letter), data={"List-Unsubscribe": "One-Click"})

    assert said.status_code == 200
    assert "E-postene er stoppet" in httpx.get(work.stop_address(letter)).text
    again = work.makes_a_campaign(tor, office, "hol", title="Bærekraft til våren", lessons=LESSONS)
    pastes(tor, again, [nina, ola])
    expect(tor.get_by_text("1 person kan tas med.")).to_be_visible()
    row = tor.locator("table.faults tbody tr", has_text=nina)
    expect(row).to_contain_text("Har bedt om ikke å få e-post.")
    tor.get_by_role("button", name="Ta dem med").click()
    tor.goto(f"{again}folk/")
    expect(tor.get_by_role("main")).to_contain_text(ola)
    expect(tor.get_by_role("main")).not_to_contain_text(nina)


def pastes(page: Page, campaign: str, people: list[str]) -> None:
    page.goto(f"{campaign}folk/ny-liste/")
    page.get_by_label("Eller lim inn adresser").fill("\n".join(people))
    page.get_by_role("button", name="Sjekk lista").click()
    page.wait_for_url(re.compile(r"/folk/\d+/$"))
