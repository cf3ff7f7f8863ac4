"""What is painted on pages that are the same bytes for everyone."""

from playwright.sync_api import BrowserContext, Page, expect

from script.conftest import answer, open_lesson, until
from script.pages import FIRST, SECOND
from script.stage import KARI, OLA, Stage
from script.test_exercises import fill_by_mouse, form

COUNTING = ("valg", "flere", "myter", "sortering", "rekke", "par", "dilemma", "kort", "anslag")
CERTIFICATE = "/min-side/kursbevis/ABC.pdf"


def give(page: Page, id: str) -> None:
    fill_by_mouse(form(page, id), id)
    form(page, id).locator("button[type=submit]").click()


def test_somebody_who_has_not_entered_is_told_how(lesson: Page):
    expect(lesson.locator("[data-when=anonymous]")).to_be_visible()
    expect(lesson.locator("[data-when=entered]")).to_be_hidden()
    expect(lesson.locator("[data-when=waiting]")).to_be_hidden()


def test_kari_sees_her_name_and_how_far_she_has_come(page: Page, stage: Stage):
    stage.learner = dict(KARI)
    stage.lessons = {
        FIRST: {"answered": ["valg"], "done": True},
        SECOND: {"answered": ["siste"], "done": False},
    }
    open_lesson(page, stage)

    expect(page.locator("[data-learner-name]")).to_have_text("Kari Nordmann")
    expect(page.locator(f"[data-progress='{FIRST}']")).to_have_attribute("data-done", "")
    expect(page.locator(f"[data-progress='{SECOND}']")).to_have_attribute("data-begun", "")
    expect(page.locator(f"[data-progress='{SECOND}']")).not_to_have_attribute("data-done", "")
    expect(page.locator("[data-when=anonymous]")).to_be_hidden()


def test_a_name_is_text(page: Page, stage: Stage):
    stage.learner = {**KARI, "name": "<img src=x onerror=alert(1)>"}
    open_lesson(page, stage)

    expect(page.locator("[data-learner-name]")).to_have_text("<img src=x onerror=alert(1)>")


def test_the_last_answer_ends_the_lesson_and_leaves_the_focus(lesson: Page):
    for id in COUNTING[:-1]:
        give(lesson, id)
    expect(lesson.locator("section[data-when=done]")).to_be_hidden()

    give(lesson, COUNTING[-1])

    expect(lesson.locator("section[data-when=done]")).to_be_visible()
    expect(form(lesson, "anslag").get_by_role("status")).to_have_text("Delvis riktig. Du er framme")
    expect(form(lesson, "anslag").get_by_role("button")).to_be_focused()
    expect(lesson.locator(f"[data-progress='{FIRST}']")).to_have_attribute("data-done", "")


def test_progress_before_entering_follows_to_other_pages(lesson: Page, stage: Stage):
    for id in COUNTING:
        give(lesson, id)
    lesson.goto(f"{stage.url}/kurs/{SECOND}/")

    expect(lesson.locator(f"[data-progress='{FIRST}']")).to_have_attribute("data-done", "")
    expect(lesson.locator(f"[data-progress='{SECOND}']")).not_to_have_attribute("data-begun", "")


def test_the_certificate_is_told_of_when_the_server_has_made_it(page: Page, stage: Stage):
    stage.learner, stage.certificates = dict(KARI), {"del-1": CERTIFICATE}
    stage.answers = {"valg": {"choice": "b"}}
    stage.counting = 2
    stage.certificates = {}
    open_lesson(page, stage)
    expect(page.locator("[data-when=part-done]")).to_be_hidden()

    stage.certificates = {"del-1": CERTIFICATE}
    give(page, "myter")

    expect(page.get_by_role("link", name="Åpne kursbeviset")).to_have_attribute("href", CERTIFICATE)
    expect(form(page, "myter").get_by_role("status")).to_contain_text("Kursbeviset er ditt.")


def test_a_certificate_from_before_is_on_the_part_page(page: Page, stage: Stage):
    stage.learner, stage.certificates = dict(KARI), {"del-1": CERTIFICATE}
    stage.lessons = {FIRST: {"answered": ["valg"], "done": True}}
    page.goto(f"{stage.url}/kurs/del-1/")

    expect(page.get_by_role("link", name="Åpne kursbeviset")).to_have_attribute("href", CERTIFICATE)
    expect(page.get_by_role("link", name="Gå videre")).to_have_attribute(
        "href", f"{stage.url}/kurs/{SECOND}/"
    )


def test_a_newcomer_starts_with_the_first_lesson(page: Page, stage: Stage):
    with page.expect_response(lambda response: "/tilstand/" in response.url):
        page.goto(f"{stage.url}/kurs/del-1/")

    expect(page.get_by_role("link", name="Start med første")).to_have_attribute("href", f"/kurs/{FIRST}/")


def test_nobody_loses_the_field_she_is_writing_in(page: Page, stage: Stage):
    stage.learner = dict(KARI)
    stage.down = False
    page.goto(f"{stage.url}/")
    expect(page.locator("p[data-when=entered]")).to_be_visible()
    expect(page.locator("main form[data-when=anonymous]")).to_be_hidden()

    stage.learner = None
    page.goto(f"{stage.url}/")
    page.get_by_label("Navn").focus()
    stage.learner = dict(KARI)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("p[data-when=entered]")).to_be_visible()
    expect(page.get_by_label("Navn")).to_be_focused()


def test_what_is_being_written_goes_before_what_was_kept(page: Page, stage: Stage):
    stage.learner, stage.answers = dict(KARI), {"tanke": {"text": "Gammelt"}}
    open_lesson(page, stage)
    field = page.get_by_label("Dine tanker")
    expect(field).to_have_value("Gammelt")
    field.fill("Nytt, ikke ferdig")
    stage.answers = {"tanke": {"text": "Fra en annen enhet"}, "valg": {"choice": "b"}}
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(form(page, "valg").locator("[value=b]")).to_be_checked()
    expect(field).to_have_value("Nytt, ikke ferdig")


def test_a_second_tab_follows(page: Page, stage: Stage, context: BrowserContext):
    stage.learner = dict(KARI)
    open_lesson(page, stage)
    other = open_lesson(context.new_page(), stage)
    page.bring_to_front()
    for id in COUNTING:
        give(page, id)

    expect(other.locator("section[data-when=done]")).to_be_visible()
    expect(form(other, "sortering")).to_have_attribute("data-answered", "")
    expect(form(other, "valg").locator("[value=b]")).to_be_checked()
    expect(form(other, "valg").get_by_role("status")).to_be_empty()


def test_entering_in_one_tab_is_seen_in_the_other(lesson: Page, stage: Stage, context: BrowserContext):
    answer(lesson)
    stage.learner = dict(KARI)
    open_lesson(context.new_page(), stage)

    expect(lesson.locator("[data-learner-name]")).to_have_text("Kari Nordmann")
    stage.wait_recorded("valg")


def test_leaving_in_one_tab_clears_the_other(page: Page, stage: Stage, context: BrowserContext):
    stage.learner, stage.answers = dict(KARI), {"tanke": {"text": "Bare for meg"}}
    open_lesson(page, stage)
    other = open_lesson(context.new_page(), stage)
    expect(other.get_by_label("Dine tanker")).to_have_value("Bare for meg")

    stage.learner = None
    page.get_by_role("button", name="Ikke deg?").click()
    page.wait_for_url("**/min-side/")

    expect(other.get_by_label("Dine tanker")).to_have_value("")
    expect(other.locator("[data-learner-name]")).to_be_hidden()


def test_another_on_the_same_device_sees_nothing_of_the_first(page: Page, stage: Stage):
    stage.learner, stage.answers = dict(KARI), {"tanke": {"text": "Bare for Kari"}}
    open_lesson(page, stage)
    expect(page.get_by_label("Dine tanker")).to_have_value("Bare for Kari")
    stage.learner, stage.answers = dict(OLA), {}
    open_lesson(page, stage)

    expect(page.locator("[data-learner-name]")).to_have_text("Ola Halden")
    expect(page.get_by_label("Dine tanker")).to_have_value("")
    assert "Bare for Kari" not in page.evaluate("JSON.stringify(localStorage)")


def test_without_network_the_last_known_state_is_painted(page: Page, stage: Stage):
    stage.learner, stage.answers = dict(KARI), {"tanke": {"text": "Skrevet før"}}
    stage.lessons = {FIRST: {"answered": ["tanke"], "done": False}}
    open_lesson(page, stage)
    page.goto(f"{stage.url}/kurs/{SECOND}/")
    expect(page.locator("[data-learner-name]")).to_have_text("Kari Nordmann")
    open_lesson(page, stage)
    until(page, "caches.match(location.pathname)")

    stage.down = True
    page.reload()

    expect(page.locator("[data-learner-name]")).to_have_text("Kari Nordmann")
    expect(page.get_by_label("Dine tanker")).to_have_value("Skrevet før")
    expect(page.locator(f"[data-progress='{FIRST}']")).to_have_attribute("data-begun", "")


def test_coming_back_with_the_back_button_shows_who_has_entered(lesson: Page, stage: Stage):
    lesson.goto("about:blank")
    stage.learner = dict(KARI)
    lesson.go_back()

    expect(lesson.locator("[data-learner-name]")).to_have_text("Kari Nordmann")
