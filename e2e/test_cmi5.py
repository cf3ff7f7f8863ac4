"""Kari takes lessons in her employer's learning platform, by cmi5; the platform refuses whatever breaks the standard."""

import json
from collections.abc import Callable
from pathlib import Path

import lrs
import pytest
from cmi5_launching import LESSON, graded, left, opened, panel, score
from cmi5_peer import Platform, platform
from cmi5_rules import PROGRESS, is_defined, seconds, verb_of
from conftest import wait_for
from playwright.sync_api import BrowserContext, Page, expect
from walking import answer, answer_all, forms

PREFERENCES = "cmi5LearnerPreferences"


def test_kari_does_a_lesson_and_the_platform_knows(page: Page, learning: Platform) -> None:
    opened(page, learning)
    answer_all(page)
    wait_for(lambda: "completed" in learning.last.verbs, what="completed")
    left(page, learning)

    assert learning.faults == []
    assert learning.last.verbs == ["initialized", "completed", "terminated"]
    assert verb_of(learning.last.statements[-1]) == "terminated"
    answered = learning.said("answered")
    assert len(answered) == 4
    assert all(one["result"]["response"] for one in answered)
    assert answered[0]["result"]["score"] == {"scaled": 1}
    assert answered[0]["object"]["definition"]["interactionType"] == "choice"
    assert answered[0]["context"]["contextActivities"]["parent"][0]["id"] == learning.last.activity
    assert "Amina" not in json.dumps(learning.last.statements) + json.dumps(learning.state(learning.last))
    completed, terminated = learning.said("completed")[0], learning.said("terminated")[0]
    assert seconds(completed["result"]["duration"]) <= seconds(terminated["result"]["duration"])


def test_what_is_said_is_sound_xapi_to_another_store(page: Page, learning: Platform) -> None:
    opened(page, learning, masteryScore=0.2)
    answer_all(page)
    wait_for(lambda: "passed" in learning.last.verbs, what="passed")
    left(page, learning)

    lrs.validate(learning.last.statements)


def test_her_wishes_and_the_launch_are_read_before_anything_is_said(page: Page, learning: Platform) -> None:
    opened(page, learning)

    asked = [one for one in learning.asked if one.method != "OPTIONS"]
    assert [(one.method, one.query.get("profileId") or one.query.get("stateId")) for one in asked[:4]] == [
        ("POST", None),
        ("GET", PREFERENCES),
        ("GET", "LMS.LaunchData"),
        ("GET", "baerekraft"),
    ]
    assert [one.path for one in asked].count("/fetch") == 1
    assert any(one.method == "OPTIONS" for one in learning.asked)


@pytest.mark.parametrize("wish", ["off", "on", "none", "secret"])
def test_sound_is_off_when_she_wants_it_off(
    page: Page, learning: Platform, cmi5_lessons: Path, wish: str
) -> None:
    html = (cmi5_lessons / LESSON).read_text().replace("</main>", "<audio controls></audio></main>")
    (cmi5_lessons / "del-1/lyd.html").write_text(html)
    learning.keeps_preferences_to_itself = wish == "secret"
    if wish in ("on", "off"):
        wishes = {"languagePreference": "nn,nb", "audioPreference": wish}
        learning.documents[PREFERENCES] = json.dumps(wishes).encode()
    opened(page, learning, "del-1/lyd.html")

    assert page.locator("audio").evaluate("player => player.muted") is (wish == "off")
    assert learning.faults == []


def test_the_platform_asks_for_a_score(context: BrowserContext, learning: Platform) -> None:
    page = context.new_page()
    registration = opened(page, learning, masteryScore=0.95, moveOn="CompletedAndPassed")
    single = page.locator("[data-kind=single_choice]")
    single.locator(".option:not([data-correct]) label").first.click()
    single.locator("button[type=submit]").click()
    for form in graded(page)[1:]:
        answer(form)
    expect(panel(page, "mastery")).to_contain_text("95 %")
    assert "failed" not in learning.last.verbs, "she can still answer again"
    left(page, learning)
    assert learning.last.verbs == ["initialized", "completed", "failed", "terminated"]
    assert score("failed", learning) < 0.95

    again = context.new_page()
    opened(again, learning, registration=registration, masteryScore=0.5, moveOn="CompletedAndPassed")
    answer(forms(again)[0])
    wait_for(lambda: learning.said("passed"), what="passed")
    left(again, learning)
    assert learning.last.verbs == ["initialized", "passed", "terminated"]
    assert score("passed", learning) >= 0.5

    once_more = context.new_page()
    opened(once_more, learning, registration=registration, masteryScore=1, moveOn="Passed")
    wrong = once_more.locator("[data-kind=single_choice]")
    wrong.locator(".option:not([data-correct]) label").first.click()
    wrong.locator("button[type=submit]").click()
    wait_for(lambda: any(verb_of(one) == "answered" for one in learning.last.statements), what="an answer")
    left(once_more, learning)
    assert learning.last.verbs == ["initialized", "terminated"], "who has passed does not fail afterwards"
    assert learning.faults == []


def test_without_a_score_to_reach_a_platform_that_wants_passed_gets_it(
    page: Page, learning: Platform
) -> None:
    opened(page, learning, moveOn="Passed")
    answer_all(page)
    wait_for(lambda: "passed" in learning.last.verbs, what="passed")
    left(page, learning)

    assert learning.last.verbs == ["initialized", "completed", "passed", "terminated"]
    assert learning.faults == []


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_looking_around_or_back_records_nothing(
    context: BrowserContext, learning: Platform, mode: str
) -> None:
    page = context.new_page()
    registration = opened(page, learning)
    answer(forms(page)[0])
    wait_for(lambda: learning.said("answered"), what="an answer")
    left(page, learning)
    kept = learning.state(learning.last)

    again = context.new_page()
    opened(again, learning, registration=registration, launchMode=mode)
    expect(panel(again, mode.lower())).to_be_visible()
    expect(again.locator("form[data-answered]")).to_have_count(1 if mode == "Review" else 0)
    answer_all(again)
    left(again, learning)

    assert [verb_of(one) for one in learning.last.statements] == ["initialized", "terminated"]
    assert learning.state(learning.last) == kept
    assert learning.faults == []


def test_she_finishes_and_is_back_in_the_platform(page: Page, learning: Platform) -> None:
    opened(page, learning, returnURL=f"{learning.url}/back")
    answer(forms(page)[0])
    page.locator("[data-cmi5-return]").click()
    page.wait_for_url("**/back")

    assert learning.last.verbs == ["initialized", "terminated"]
    assert len(learning.said("answered")) == 1
    assert learning.faults == []


def test_opened_without_a_platform_it_says_what_to_do(
    page: Page, learning: Platform, accessible: Callable[[Page], None]
) -> None:
    scripts = "endpoint=javascript:1&fetch=javascript:1&registration=1&activityId=2&actor="
    agent = '{"account":{"name":"x"}}'
    for query in ("", "?endpoint=x&fetch=y", f"?{scripts}{{}}", f"?{scripts}{agent}", f"?{scripts}null"):
        page.goto(f"{learning.units}/{LESSON}{query}")
        expect(panel(page, "none")).to_contain_text("cmi5")
    answer(forms(page)[0])
    accessible(page)

    assert learning.asked == []


def test_a_part_is_one_unit_with_all_its_lessons(page: Page, cmi5_part: Path) -> None:
    with platform(cmi5_part) as learning:
        opened(page, learning, "del-1/index.html")
        lesson = page.frame_locator("iframe[data-shell]")
        count = len(list((cmi5_part / "del-1").glob("*.html"))) - 1
        for number in range(count):
            expect(lesson.locator("[aria-current=page]")).to_contain_text(f"{number + 1}.")
            for form in lesson.locator("form.exercise").all():
                answer(form)
                expect(form).to_have_attribute("data-answered", "")
            if number + 1 < count:
                assert "completed" not in learning.last.verbs
                lesson.locator(".along a.ds-button").click()
        wait_for(lambda: "completed" in learning.last.verbs, what="completed")
        left(page, learning)

        assert learning.last.verbs == ["initialized", "completed", "terminated"]
        assert learning.faults == []
        assert len(learning.sessions) == 1
        results = [one["result"] for one in learning.said("answered")]
        progress = [result["extensions"][PROGRESS] for result in results if "extensions" in result]
        assert progress == sorted(progress)


def test_a_part_opens_where_she_left_it(context: BrowserContext, cmi5_part: Path) -> None:
    with platform(cmi5_part) as learning:
        page = context.new_page()
        registration = opened(page, learning, "del-1/index.html")
        lesson = page.frame_locator("iframe[data-shell]")
        for form in lesson.locator("form.exercise").all():
            answer(form)
        wait_for(lambda: len(learning.said("answered")) == 4, what="the first lesson")
        left(page, learning)

        again = context.new_page()
        opened(again, learning, "del-1/index.html", registration=registration)
        expect(again.frame_locator("iframe[data-shell]").locator("[aria-current=page]")).to_contain_text("2.")
        assert not [one for one in learning.last.statements if not is_defined(one)]
