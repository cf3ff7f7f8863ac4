"""Each kind by mouse and by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from script import bundle
from script.conftest import open_lesson, stored
from script.stage import KARI, Stage

ANSWERS: dict[str, dict[str, Any]] = {
    "valg": {"choice": "b"},
    "flere": {"choices": ["a", "b"]},
    "myter": {"verdicts": {"a": "fact", "b": "fact"}},
    "sortering": {"places": {"a": "a", "b": "b", "c": "b"}},
    "rekke": {"order": ["a", "c", "b"]},
    "par": {"matches": {"a": "a", "b": "b", "c": "a"}},
    "anslag": {"guess": 42.5},
    "dilemma": {"path": ["b", "a"]},
    "kort": {"known": {"a": "yes", "b": "no", "c": "yes"}},
    "mening": {"choice": "b"},
    "tanke": {"text": "Jeg spør Amina."},
    "lofte": {"step": "own", "text": "Jeg tar toget."},
}
SAID = {
    "valg": "Riktig.",
    "flere": "Delvis riktig.",
    "myter": "Delvis riktig.",
    "sortering": "Delvis riktig.",
    "rekke": "Delvis riktig.",
    "par": "Delvis riktig.",
    "anslag": "Delvis riktig.",
    "dilemma": "Lagret.",
    "kort": "Lagret.",
    "mening": "Lagret.",
    "tanke": "Lagret.",
    "lofte": "Lagret.",
}
COMPLAINTS = {
    "valg": "Velg ett av svarene.",
    "flere": "Velg minst ett.",
    "myter": "Svar på hver påstand.",
    "sortering": "Velg en gruppe for hver linje.",
    "par": "Velg for hver linje.",
    "anslag": "Gjett et tall fra 0 til 100.",
    "dilemma": "Velg ett av valgene.",
    "kort": "Snu hvert kort.",
    "mening": "Velg en mening.",
    "tanke": "Skriv noen ord først.",
    "lofte": "Velg et steg.",
}


def form(page: Page, id: str) -> Locator:
    return page.locator(f"form#{id}")


def fill_by_mouse(form: Locator, id: str) -> None:
    match id:
        case "valg":
            form.get_by_text("Valg b").click()
        case "flere":
            form.get_by_text("Valg a").click()
            form.get_by_text("Valg b").click()
        case "myter":
            for label in form.get_by_text("Fakta").all():
                label.click()
        case "sortering":
            for line, group in enumerate(("Miljø", "Samfunn", "Samfunn")):
                form.locator(".option").nth(line).get_by_text(group).click()
        case "rekke":
            form.get_by_label("Opp: Linje a").click()
        case "par":
            for line, side in enumerate("aba"):
                form.locator("select").nth(line).select_option(side)
        case "dilemma":
            form.get_by_text("Gjør b").click()
            form.get_by_text("Så a", exact=True).click()
        case "kort":
            for card, word in enumerate(("Kunne", "Øv mer", "Kunne")):
                if not form.locator("details").nth(card).evaluate("card => card.open"):
                    form.locator("summary").nth(card).click()
                form.locator("details").nth(card).get_by_text(word).click()
        case "mening":
            form.get_by_text("Mening b").click()
        case "anslag":
            form.get_by_label("Ditt anslag, fra").fill("42,5")
        case "tanke":
            form.get_by_label("Dine tanker").fill("Jeg spør Amina.")
        case "lofte":
            form.get_by_text("Mitt eget").click()
            form.get_by_label("Mitt eget steg").fill("Jeg tar toget.")


def fill_by_keyboard(page: Page, id: str) -> None:
    """Begins with the focus on the first field."""
    press = page.keyboard.press
    match id:
        case "valg":
            press("Space")
            press("ArrowDown")
        case "flere":
            press("Space")
            press("Tab")
            press("Space")
        case "myter":
            press("Space")
            press("Tab")
            press("Space")
        case "sortering":
            press("Space")
            for _ in range(2):
                press("Tab")
                press("Space")
                press("ArrowRight")
        case "rekke":
            for _ in range(3):
                press("Tab")
            press("Enter")
        case "par":
            for steps in (3, 1, 3):
                for _ in range(steps):
                    press("ArrowDown")
                press("Tab")
        case "dilemma":
            press("Space")
            press("ArrowDown")
            press("Tab")
            press("Space")
        case "kort":
            for step in ("Space", "ArrowDown", "Space"):
                press("Enter")
                press("Tab")
                press("Space")
                if step == "ArrowDown":
                    press(step)
                press("Tab")
        case "mening":
            press("Space")
            press("ArrowDown")
        case "anslag":
            page.keyboard.type("42,5")
        case "tanke":
            page.keyboard.type("Jeg spør Amina.")
        case "lofte":
            press("Tab")
            page.keyboard.type("Jeg tar toget.")


def given(page: Page, stage: Stage) -> list[dict[str, Any]]:
    stored = page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('svar:')).map(key => localStorage[key])"
    )
    return [__import__("json").loads(text) for text in stored]


@pytest.mark.parametrize("id", ANSWERS)
def test_an_exercise_answers_at_once_by_mouse(lesson: Page, stage: Stage, id: str):
    box = form(lesson, id)
    fill_by_mouse(box, id)
    box.get_by_role("button", name="Svar" if SAID[id] != "Lagret." else "Lagre").click()

    expect(box.get_by_role("status")).to_have_text(SAID[id])
    expect(box.locator(".feedback:visible, .reveal:visible").first).to_be_visible()
    expect(box).to_have_attribute("data-answered", "")
    expect(box.get_by_role("alert")).to_be_hidden()
    assert [item["answer"] for item in stored(lesson)] == [ANSWERS[id]]
    assert stage.posted == []


@pytest.mark.parametrize("id", ANSWERS)
def test_an_exercise_is_answered_by_keyboard_alone(lesson: Page, id: str):
    box = form(lesson, id)
    box.locator("fieldset :is(input, textarea, select, button, summary):visible").first.focus()
    fill_by_keyboard(lesson, id)
    button = box.locator("button[type=submit]")
    for _ in range(12):
        if button.evaluate("element => element === document.activeElement"):
            break
        lesson.keyboard.press("Tab")
    lesson.keyboard.press("Enter")

    expect(box.get_by_role("status")).to_have_text(SAID[id])
    expect(button).to_be_focused()
    expect(button).to_have_text("Lagre på nytt" if SAID[id] == "Lagret." else "Svar på nytt")
    [item] = stored(lesson)
    assert (item["exercise"], item["answer"]) == (id, ANSWERS[id])


@pytest.mark.parametrize("id", COMPLAINTS)
def test_a_missing_answer_is_asked_for_where_it_is_missing(lesson: Page, id: str):
    box = form(lesson, id)
    box.locator("button[type=submit]").click()

    expect(box.get_by_role("alert")).to_have_text(COMPLAINTS[id])
    expect(box.locator("fieldset :is(input, textarea, select)").first).to_be_focused()
    assert stored(lesson) == []

    fill_by_mouse(box, id)
    expect(box.get_by_role("alert")).to_be_hidden()


def test_half_an_answer_leads_to_the_line_that_is_left(lesson: Page):
    box = form(lesson, "sortering")
    box.locator(".option").nth(0).get_by_text("Miljø").click()
    box.get_by_role("button").click()

    expect(box.get_by_role("alert")).to_have_text("Velg en gruppe for hver linje.")
    expect(box.locator("[name=place-b]").first).to_be_focused()


def test_an_own_step_needs_words(lesson: Page):
    box = form(lesson, "lofte")
    box.get_by_text("Mitt eget").click()
    box.get_by_role("button").click()

    expect(box.get_by_role("alert")).to_have_text("Skriv ditt eget steg.")
    expect(box.get_by_label("Mitt eget steg")).to_be_focused()


def test_writing_an_own_step_chooses_it(lesson: Page):
    box = form(lesson, "lofte")
    box.get_by_text("Steg a").click()
    box.get_by_label("Mitt eget steg").fill("Jeg tar toget.")

    expect(box.locator("[value=own]")).to_be_checked()


def test_feedback_stands_where_it_was_chosen(lesson: Page):
    box = form(lesson, "flere")
    fill_by_mouse(box, "flere")
    box.get_by_role("button").click()

    verdicts = {
        option.get_attribute("data-key"): option.locator(".feedback:visible").get_attribute("data-verdict")
        for option in box.locator(".option:has(.feedback:visible)").all()
    }
    assert verdicts == {"a": "right", "b": "wrong", "c": "missed"}


def test_a_single_choice_tells_nothing_of_the_others(lesson: Page):
    box = form(lesson, "valg")
    box.get_by_text("Valg a").click()
    box.get_by_role("button").click()

    expect(box.get_by_role("status")).to_have_text("Ikke helt.")
    expect(box.locator(".feedback:visible")).to_have_text("Hvorfor a.")
    expect(box.locator("[data-chosen]")).to_have_attribute("data-key", "a")


def test_trying_again_takes_old_feedback_away(lesson: Page):
    box = form(lesson, "valg")
    box.get_by_text("Valg a").click()
    box.get_by_role("button").click()
    box.get_by_text("Valg b").click()

    expect(box.locator(".feedback:visible")).to_have_count(0)
    expect(box.get_by_role("status")).to_be_empty()
    expect(box).not_to_have_attribute("data-answered", "")

    box.get_by_role("button").click()
    expect(box.get_by_role("status")).to_have_text("Riktig.")
    assert [item["answer"] for item in stored(lesson)] == [{"choice": "a"}, {"choice": "b"}]


def test_mending_one_line_keeps_what_was_said_about_the_others(lesson: Page):
    box = form(lesson, "sortering")
    fill_by_mouse(box, "sortering")
    box.get_by_role("button").click()
    box.locator(".option").nth(2).get_by_text("Økonomi").click()

    expect(box.locator(".feedback:visible")).to_have_count(2)

    box.get_by_role("button").click()
    expect(box.get_by_role("status")).to_have_text("Riktig.")


@pytest.mark.parametrize(("typed", "guess"), [("42,5", 42.5), ("42.5", 42.5), (" 4 2 ", 42), ("0", 0)])
def test_a_guess_may_be_written_as_people_write(lesson: Page, typed: str, guess: float):
    box = form(lesson, "anslag")
    box.get_by_label("Ditt anslag, fra").fill(typed)
    box.get_by_role("button").click()

    assert [item["answer"] for item in stored(lesson)] == [{"guess": guess}]


@pytest.mark.parametrize("typed", ["", "mange", "101", "-1"])
def test_a_guess_off_the_scale_is_asked_for_again(lesson: Page, typed: str):
    box = form(lesson, "anslag")
    box.get_by_label("Ditt anslag, fra").fill(typed)
    box.get_by_role("button").click()

    expect(box.get_by_role("alert")).to_have_text("Gjett et tall fra 0 til 100.")
    assert stored(lesson) == []


def test_slider_and_number_keep_step(lesson: Page):
    box = form(lesson, "anslag")
    slider, number = box.get_by_role("slider"), box.get_by_label("Ditt anslag, fra")
    expect(slider).to_be_visible()
    expect(number).to_have_value("")

    number.fill("12,5")
    expect(slider).to_have_value("12.5")
    expect(slider).to_have_attribute("aria-valuetext", "12,5 prosent")

    slider.press("ArrowRight")
    expect(number).to_have_value("13")


def test_the_guess_is_shown_beside_the_figure(lesson: Page):
    box = form(lesson, "anslag")
    box.get_by_label("Ditt anslag, fra").fill("40,5")
    box.get_by_role("button").click()

    expect(box.get_by_role("status")).to_have_text("Riktig.")
    expect(box.locator("[data-guess]")).to_have_text("40,5")
    assert box.locator("meter").evaluate("meter => meter.value") == 40.5


def test_scores_are_those_of_the_server(lesson: Page):
    lesson.evaluate(
        "window.scores = {}; addEventListener('answer', ({detail}) => scores[detail.exercise] = [detail.kind, detail.score])"
    )
    for id in ANSWERS:
        fill_by_mouse(form(lesson, id), id)
        form(lesson, id).locator("button[type=submit]").click()

    scores = lesson.evaluate("scores")
    assert scores["valg"] == ["single_choice", 1]
    assert scores["flere"] == ["multiple_choice", 0.5]
    assert scores["myter"] == ["fact_or_myth", 0.5]
    assert scores["sortering"] == ["sorting", pytest.approx(2 / 3)]
    assert scores["anslag"] == ["estimate", pytest.approx(1 - 0.5 / 58)]
    assert scores["rekke"] == ["ordering", pytest.approx(2 / 3)]
    assert scores["par"] == ["matching", pytest.approx(2 / 3)]
    assert scores["kort"] == ["flashcards", None]
    assert scores["mening"] == ["poll", None]
    assert scores["tanke"] == ["reflection", None]
    assert scores["lofte"] == ["pledge", None]


@pytest.mark.parametrize("id", ANSWERS)
def test_an_earlier_answer_is_filled_in_and_shown(page: Page, stage: Stage, id: str):
    stage.learner, stage.answers = dict(KARI), {id: ANSWERS[id]}
    box = form(open_lesson(page, stage), id)

    expect(box).to_have_attribute("data-answered", "")
    expect(box.locator(".feedback:visible, .reveal:visible").first).to_be_visible()
    expect(box.get_by_role("status")).to_be_empty()
    box.locator("button[type=submit]").click()
    expect(box.get_by_role("status")).to_have_text(SAID[id])
    stage.wait_recorded(id)
    assert [response["answer"] for response in stage.recorded.values()] == [ANSWERS[id]]


def test_an_answer_to_an_older_version_does_no_harm(page: Page, stage: Stage):
    stage.learner = dict(KARI)
    stage.answers = {
        "valg": {"choice": "z"},
        "sortering": {"places": {"z": "a"}},
        "myter": {},
        "borte": {"choice": "a"},
        "tanke": {"text": "Ja"},
    }
    page = open_lesson(page, stage)

    expect(form(page, "tanke").locator("textarea")).to_have_value("Ja")


@pytest.mark.parametrize(
    "broken",
    ["/static/player/outbox.js", "/static/exercises/exercise.js", "/static/exercises/single_choice.js"],
)
def test_without_a_module_the_form_is_posted(page: Page, stage: Stage, broken: str):
    stage.scripts = separate()
    stage.missing.add(broken)
    page.goto(f"{stage.url}/kurs/del-1/forste/")
    box = form(page, "valg")
    box.get_by_text("Valg b").click()
    box.get_by_role("button").click()
    page.wait_for_url("**/min-side/")

    assert stage.posted == [("/kurs/del-1/forste/svar/valg/", "version=3&choice=b")]


def test_the_modules_work_before_they_are_joined(page: Page, stage: Stage):
    stage.scripts = separate()
    stage.learner = dict(KARI)
    page = open_lesson(page, stage)
    for id in ANSWERS:
        fill_by_mouse(form(page, id), id)
        form(page, id).locator("button[type=submit]").click()
        expect(form(page, id).get_by_role("status")).to_contain_text(SAID[id])

    stage.wait_recorded(*ANSWERS)


def test_moving_a_line_keeps_the_focus_and_tells_the_new_place(lesson: Page):
    box = form(lesson, "rekke")
    up = box.get_by_label("Opp: Linje b")
    up.focus()
    for place in (2, 1, 1):
        lesson.keyboard.press("Enter")
        expect(box.get_by_role("status")).to_have_text(f"Linje b: plass {place}")
        expect(up).to_be_focused()

    expect(box.locator("li > p")).to_have_text(["Linje b", "Linje c", "Linje a"])


def test_moving_a_line_takes_old_feedback_away(lesson: Page):
    box = form(lesson, "rekke")
    box.locator("button[type=submit]").click()
    expect(box.locator("li .feedback:visible")).to_have_count(3)
    box.get_by_label("Opp: Linje a").click()

    expect(box.locator(".feedback:visible, .reveal:visible")).to_have_count(0)
    box.get_by_label("Ned: Linje c").click()
    box.locator("button[type=submit]").click()
    expect(box.get_by_role("status")).to_have_text("Riktig.")


def test_an_order_that_nobody_takes_is_posted_as_places(page: Page, stage: Stage):
    stage.scripts = separate()
    stage.missing.add("/static/player/outbox.js")
    page.goto(f"{stage.url}/kurs/del-1/forste/")
    box = form(page, "rekke")
    box.get_by_label("Opp: Linje a").click()
    box.locator("button[type=submit]").click()
    page.wait_for_url("**/min-side/")

    assert stage.posted == [("/kurs/del-1/forste/svar/rekke/", "version=3&place-a=1&place-c=2&place-b=3")]


def test_a_choice_that_leads_to_another_asks_for_that_too(lesson: Page):
    box = form(lesson, "dilemma")
    box.get_by_text("Gjør b").click()
    box.locator("button[type=submit]").click()

    expect(box.get_by_role("alert")).to_have_text("Velg her også.")
    expect(box.locator("[name=choice-b]").first).to_be_focused()
    assert stored(lesson) == []


def test_a_dilemma_tells_the_price_of_what_was_chosen_and_of_nothing_else(lesson: Page):
    box = form(lesson, "dilemma")
    fill_by_mouse(box, "dilemma")
    box.locator("button[type=submit]").click()
    expect(box.locator(".feedback:visible")).to_have_text(["Prisen for b.", "Prisen for så a."])

    box.get_by_text("Gjør a").click()
    box.locator("button[type=submit]").click()

    expect(box.locator(".option > .feedback:visible").first).to_have_text("Prisen for a.")
    assert [item["answer"] for item in stored(lesson)] == [{"path": ["b", "a"]}, {"path": ["a"]}]


def test_the_cards_to_practise_come_first_and_are_closed(lesson: Page):
    box = form(lesson, "kort")
    fill_by_mouse(box, "kort")
    box.locator("button[type=submit]").click()

    expect(box.locator("summary")).to_have_text(["Ord b", "Ord a", "Ord c"])
    expect(box.locator("details[open]")).to_have_count(0)
    expect(box.locator(".reveal")).to_have_text("Du kunne 2 av 3.")


def test_a_poll_shows_the_distribution_when_there_is_one(lesson: Page, stage: Stage):
    box = form(lesson, "mening")
    fill_by_mouse(box, "mening")
    box.locator("button[type=submit]").click()
    expect(box.get_by_text("Vises når fem har svart.")).to_be_visible()
    expect(box.locator(".share:visible")).to_have_count(0)

    stage.distribution = {"answers": 10, "shares": [30, 70]}
    box.locator("button[type=submit]").click()

    expect(box.locator(".share:visible")).to_have_text(["30 %", "70 %"])
    expect(box.get_by_text("Slik svarte 10.")).to_be_visible()
    expect(box.get_by_text("Vises når fem har svart.")).to_be_hidden()
    assert box.locator("meter").last.evaluate("meter => meter.value") == 70


def test_the_distribution_is_asked_for_again_when_the_answer_is_saved(page: Page, stage: Stage):
    stage.learner = dict(KARI)
    page = open_lesson(page, stage)
    box = form(page, "mening")
    fill_by_mouse(box, "mening")
    stage.distribution = {"answers": 5, "shares": [40, 60]}
    box.locator("button[type=submit]").click()
    stage.wait_recorded("mening")

    stage.wait(lambda: sum("/fordeling/" in path for path in stage.asked) == 2, "two questions")
    expect(box.locator(".share:visible")).to_have_count(2)


def separate() -> list[str]:
    return [f"/static/{address}" for address in bundle.modules()]
