"""Siri, who knows Word and nothing about code, makes a lesson; Ola approves it, and Kari takes it on her phone."""

import re
from secrets import token_hex
from typing import Any

import desk
from conftest import Postbox, Product, text_of, wait_for
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect
from walking import answer_all, enter

COURSE, PART, LESSON = "Bærekraftskurs for kommuner", "Innføring og status", "Hva er bærekraftig utvikling?"
ADDRESS = "/kurs/del-1/hva-er-baerekraftig-utvikling/"
HOOK = (
    "I Asker skal renholder Lise velge såpe til tre skoler innen fredag. Den billigste lukter sterkt. Den andre koster mer, "
    "men varer lenger. Rektor vil ha svar i dag. Læreren med astma har ikke blitt spurt. Hvem ringer Lise?"
)
RIGHT, WRONG = "Læreren med astma", "Leverandøren"


def test_an_editor_makes_a_lesson_and_a_learner_takes_it(browser: Browser, office: Product, postbox: Postbox):
    title = f"Såpe og sluk {token_hex(2)}"
    siris, olas = desk.invited(office, "Siri", "editor"), desk.invited(office, "Ola", "approver")
    siri = desk.at_her_desk(browser, office, postbox, siris)
    begins_a_lesson(siri, title)
    writes_the_opening(siri)
    writes_the_content(siri)
    writes_the_rest(siri)
    loses_the_tab(siri, title)
    looks_at_the_preview(siri, title)
    sends_it_in(siri)

    ola = desk.at_her_desk(browser, office, postbox, olas)
    asked = postbox.wait(olas, containing=title)
    reads_and_sends_back(ola, link_in(asked), title)
    mends_and_sends_again(siri, link_in(postbox.wait(siris, containing="Hvem er Lise?")))
    approves(ola, link_in(asked))

    postbox.wait(siris, containing="godkjent")
    takes_it_on_her_phone(browser, office, title)


def link_in(letter: Any) -> str:
    found = re.search(r"http\S+/redaksjon/pages/\d+/edit/", text_of(letter))
    assert found, text_of(letter)
    return found[0]


def begins_a_lesson(page: Page, title: str) -> None:
    """From the first page, by the tree."""
    desk.goes_to(page, COURSE, PART)
    page.get_by_role("link", name=re.compile("[Nn]y(tt)? underside|Legg til underside")).first.click()
    desk.the_editor_listens(page)
    desk.write(page, {"title": title})


def writes_the_opening(page: Page) -> None:
    """By mouse and keyboard."""
    desk.write(page, {"summary": "En flaske såpe berører tre av FNs mål."})
    page.keyboard.press("Tab")
    desk.write(page, {"outcome": "velge såpe med tre spørsmål", "hook": HOOK})
    for number in (6, 12):
        page.locator(f"[name=goals][value='{number}']").check()
    desk.field(page, "serves").first.check()
    expect(desk.field(page, "illustration")).to_have_value(re.compile("<svg"))


def writes_the_content(page: Page) -> None:
    desk.insert(page, "body", "Tekst")
    desk.write(page, {"heading": "Tre spørsmål til én flaske"}, "body-0-value-")
    desk.rich(page, "body-0-value-body").click()
    page.keyboard.type("Spør om ")
    page.keyboard.press("Control+b")
    page.keyboard.type("dette")
    page.keyboard.press("Control+b")
    page.keyboard.type(" før du velger:")
    page.keyboard.press("Enter")
    page.keyboard.type("- Hva skjer i sluket?")
    page.keyboard.press("Enter")
    page.keyboard.type("Hvem puster det inn?[^saape]")
    desk.insert(page, "body", "Ett riktig svar")
    desk.write(page, {"prompt": "Hvem ringer Lise?"}, "body-1-value-")
    add = page.locator("[data-contentpath='body'] [data-contentpath='options']").get_by_role(
        "button", name="Legg til", exact=True
    )
    if not desk.field(page, "body-1-value-options-1-value-text").count():
        add.last.click()
    for index, (option, why) in enumerate(
        ((WRONG, "Han vet hva den koster, og det vet Lise alt."), (RIGHT, "Hun vet det ingen har spurt om."))
    ):
        desk.write(page, {"text": option, "feedback": why}, f"body-1-value-options-{index}-value-")
    desk.field(page, "body-1-value-options-1-value-correct").check()
    desk.insert(page, "body", "Tall i stor skrift")
    fact = {"figure": "3 mål", "text": "Så mange av FNs mål får plass i én flaske.", "source": "saape"}
    desk.write(page, fact, "body-2-value-")


def writes_the_rest(page: Page) -> None:
    desk.insert(page, "steps", "Du, i dag")
    desk.write(page, {"steps-0-value": "Les etiketten på en flaske."})
    desk.insert(page, "steps", "Arbeidsplassen, denne måneden")
    desk.write(page, {"steps-1-value": "Spør den som puster det inn."})
    desk.write(page, {"takeaway": "Spør den som puster det inn."})
    desk.insert(page, "sources")
    source = {
        "id": "saape",
        "publisher": "Miljødirektoratet",
        "title": "Om såpe",
        "url": "https://example.no/saape",
        "year": "2025",
        "place": "Norge",
    }
    desk.write(page, source, "sources-0-value-")
    desk.autosaved(page, "https://example.no/saape")


def loses_the_tab(page: Page, title: str) -> None:
    desk.opens(page, page.url)
    expect(desk.field(page, "title")).to_have_value(title)
    expect(desk.field(page, "hook")).to_have_value(HOOK)
    expect(desk.rich(page, "body-0-value-body").locator("li")).to_have_count(2)
    expect(desk.field(page, "body-1-value-options-1-value-correct")).to_be_checked()
    expect(desk.field(page, "sources-0-value-year")).to_have_value("2025")
    expect(page.locator(".authoring-faultless")).to_be_visible()


def looks_at_the_preview(page: Page, title: str) -> None:
    page.get_by_role("button", name="Vis eller skjul forhåndsvisning").click()
    shown = page.frame_locator("#w-preview-iframe")
    for size in ("Vis på telefon", "Vis på datamaskin"):
        page.get_by_label(size).check(force=True)
        expect(shown.get_by_role("heading", level=1)).to_have_text(title)
    expect(shown.locator("strong", has_text="dette")).to_be_visible()
    answers_in_the_preview(shown)


def answers_in_the_preview(shown: FrameLocator) -> None:
    form = shown.locator("form.exercise")
    form.get_by_label(RIGHT).check(force=True)
    form.get_by_role("button").first.click()
    expect(form.get_by_text("Hun vet det ingen har spurt om.")).to_be_visible()


def sends_it_in(page: Page) -> None:
    page.get_by_role("button", name="Flere handlinger").click()
    expect(page.locator("[name=action-submit]")).to_be_visible()
    expect(page.locator("[name=action-publish]")).to_have_count(0)
    page.locator("[name=action-submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def reads_and_sends_back(page: Page, address: str, title: str) -> None:
    desk.opens(page, address)
    expect(desk.field(page, "title")).to_have_value(title)
    page.get_by_role("button", name="Flere handlinger").click()
    page.locator("[data-workflow-action-name=reject]").click()
    page.locator(".modal-dialog textarea").fill("Hvem er Lise?")
    page.locator(".modal-dialog [type=submit]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def mends_and_sends_again(page: Page, address: str) -> None:
    desk.opens(page, address)
    desk.write(page, {"takeaway": "Lise er renholder. Spør den som puster det inn."})
    desk.press(page, "action-submit")
    expect(page.locator(".messages .success")).to_be_visible()


def approves(page: Page, address: str) -> None:
    desk.opens(page, address)
    page.get_by_role("button", name="Flere handlinger").click()
    page.locator("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])").first.click()
    expect(page.locator(".messages .success")).to_be_visible()


def takes_it_on_her_phone(browser: Browser, office: Product, title: str) -> None:
    page = browser.new_context(viewport={"width": 375, "height": 700}, is_mobile=True).new_page()
    enter(page, office.url, "Kari", f"kari-{token_hex(4)}@example.no")
    wait_for(lambda: title in page.request.get(f"{office.url}/kurs/del-1/").text(), what="the lesson")
    page.goto(f"{office.url}/kurs/del-1/")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("Lise er renholder.")).to_be_visible()
    answer_all(page)
    expect(page.locator("section[data-when=done]")).to_be_visible()


def opened_by_ola(browser: Browser, office: Product, postbox: Postbox, lesson: str = LESSON) -> Page:
    """Ola, at one of the lessons of the course."""
    ola = desk.somebody(browser, office, postbox, "approver")
    desk.goes_to(ola, COURSE, PART)
    ola.get_by_role("main").get_by_role("link", name=lesson).first.click()
    desk.the_editor_listens(ola)
    return ola


def test_a_lesson_with_a_fault_is_not_published_and_the_old_one_stays(
    browser: Browser, office: Product, postbox: Postbox
):
    address = f"{office.url}/kurs/del-1/hva-er-okonomisk-baerekraft/"
    ola = opened_by_ola(browser, office, postbox, "Hva er økonomisk bærekraft?")
    before = ola.request.get(address).text()
    answer = ola.locator("[name^=body-1-value-options-][name$=-correct]:checked")
    if answer.count():  # The second try begins where the first one left it.
        answer.uncheck()

    desk.press(ola, "action-publish")

    faults = ola.locator("details.authoring-faults[open]")
    expect(faults.get_by_role("listitem")).to_have_count(1)
    expect(faults).to_contain_text("Ett riktig svar")
    faults.get_by_role("link").click()
    expect(desk.field(ola, "body-1-value-prompt")).to_be_in_viewport()
    assert ola.request.get(address).text() == before


def test_publishing_while_the_editor_saves_by_itself(browser: Browser, office: Product, postbox: Postbox):
    """One autosave is done. The next has reached the server, and its answer is still on its way when Ola presses the button."""
    ola = opened_by_ola(browser, office, postbox)
    held: list[tuple[Route, Any]] = []
    said = f"Spør {token_hex(3)} først."
    desk.write(ola, {"takeaway": said})
    desk.autosaved(ola, said)

    def hold(route: Route) -> None:
        if held or route.request.headers["accept"] != "application/json":
            route.continue_()
        else:
            held.append((route, route.fetch()))

    ola.route("**/redaksjon/pages/*/edit/", hold)
    said = f"Spør {token_hex(3)} før du sier ja."
    desk.write(ola, {"takeaway": said})
    wait_for(lambda: ola.evaluate("0") or held, what="an autosave")

    desk.press(ola, "action-publish")
    [(route, answer)] = held
    route.fulfill(response=answer)

    expect(ola.locator(".messages .success")).to_be_visible()
    wait_for(lambda: said in ola.request.get(office.url + ADDRESS).text(), what="the lesson as it is now")


def test_what_is_written_while_an_autosave_is_on_its_way_is_saved_too(
    browser: Browser, office: Product, postbox: Postbox
):
    ola = opened_by_ola(browser, office, postbox)
    held: list[tuple[Route, Any]] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    ola.route("**/redaksjon/pages/*/edit/", hold)
    said = f"Vent {token_hex(3)} litt."
    desk.write(ola, {"takeaway": said})
    wait_for(lambda: ola.evaluate("0") or held, what="an autosave")

    more = f"{said} Og spør."
    desk.write(ola, {"takeaway": more})
    [(route, answer)] = held
    route.fulfill(response=answer)

    desk.autosaved(ola, more)
    ola.unroute("**/redaksjon/pages/*/edit/")
    ola.reload()
    expect(desk.field(ola, "takeaway")).to_have_value(more)


def test_what_is_written_before_the_editor_listens_is_saved_too(
    browser: Browser, office: Product, postbox: Postbox
):
    ola = opened_by_ola(browser, office, postbox)
    ola.reload()
    takeaway = desk.field(ola, "takeaway")
    takeaway.select_text()
    said = f"Tell {token_hex(3)} først."
    ola.keyboard.type(said)

    desk.autosaved(ola, said)


def test_what_is_written_while_the_network_is_away_is_saved_when_it_is_back(
    browser: Browser, office: Product, postbox: Postbox
):
    ola = opened_by_ola(browser, office, postbox)
    ola.context.set_offline(True)
    said = f"Ring {token_hex(3)} først."
    desk.write(ola, {"takeaway": said})

    expect(ola.get_by_text("Du er uten nett")).to_be_visible()
    expect(desk.field(ola, "takeaway")).to_have_value(said)
    ola.context.set_offline(False)
    more = f"{said} Spør så igjen."
    desk.write(ola, {"takeaway": more})

    expect(ola.get_by_text("Du er uten nett")).to_be_hidden()
    desk.autosaved(ola, more)
    ola.reload()
    expect(desk.field(ola, "takeaway")).to_have_value(more)


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p class="MsoNormal">Vi velger
<del cite="mailto:Ola" datetime="2025-10-01T09:00"><span>den billigste</span></del><ins cite="mailto:Ola"><span>den
beste</span></ins> såpen.<span class="msoDel"> Ikke si det til noen.</span></p>
<div style="mso-element:comment"><p class="MsoCommentText">Er du sikker?</p></div></body></html>"""


def test_what_is_deleted_in_word_is_not_pasted(browser: Browser, office: Product, postbox: Postbox):
    ola = opened_by_ola(browser, office, postbox)
    text = desk.rich(ola, "body-0-value-body")
    text.click()

    text.evaluate(
        """(field, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        WORD,
    )

    expect(text).to_contain_text(re.compile(r"Vi velger\s+den\s+beste\s+såpen\."))
    for gone in ("billigste", "Ikke si", "Er du sikker"):
        expect(text).not_to_contain_text(gone)
    desk.autosaved(ola, "såpen.")
