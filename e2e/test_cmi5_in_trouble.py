"""What Kari meets when the platform, its record store or her browser fails in the middle of a lesson."""

import json

from cmi5_launching import LESSON, graded, killed, left, opened, panel
from cmi5_peer import Platform
from cmi5_rules import seconds, verb_of
from conftest import wait_for
from playwright.sync_api import BrowserContext, Page, expect
from walking import answer, answer_all, forms


def test_a_crash_mid_lesson_loses_nothing_and_says_nothing_twice(
    context: BrowserContext, learning: Platform
) -> None:
    page = context.new_page()
    registration = opened(page, learning)
    for form in forms(page)[:2]:
        answer(form)
    wait_for(lambda: len(learning.said("answered")) == 2, what="two answers")
    killed(page)

    again = context.new_page()
    opened(again, learning, registration=registration)
    expect(again.locator("form[data-answered]")).to_have_count(2)
    for form in graded(again)[2:]:
        answer(form)
    wait_for(lambda: learning.said("completed"), what="completed")
    left(again, learning)

    first, second = learning.sessions
    assert first.abandoned
    assert "terminated" not in first.verbs
    assert second.verbs == ["initialized", "completed", "terminated"]
    assert learning.faults == []
    assert seconds(learning.said("completed")[0]["result"]["duration"]) > 0

    third = context.new_page()
    opened(third, learning, registration=registration)
    answer(forms(third)[0])
    wait_for(lambda: len(learning.said("answered")) == 5, what="one more answer")
    left(third, learning)
    assert learning.last.verbs == ["initialized", "terminated"]
    assert learning.faults == []


def test_back_while_the_platform_is_down_asks_once_and_then_goes(
    context: BrowserContext, learning: Platform
) -> None:
    page = context.new_page()
    back = f"{learning.url}/back"
    registration = opened(page, learning, returnURL=back)
    learning.trouble = "500"
    answer(forms(page)[0])
    expect(panel(page, "down")).to_be_visible()
    page.locator("[data-cmi5-return]").click()
    expect(panel(page, "unsent")).to_be_visible()
    page.locator("[data-cmi5-return]").click()
    page.wait_for_url("**/back")
    learning.heal()

    opened(page, learning, registration=registration, returnURL=back)
    wait_for(lambda: learning.said("answered"), what="what was not sent")
    expect(page.locator("form[data-answered]")).to_have_count(1)
    left(page, learning)
    assert len(learning.said("answered")) == 1
    assert learning.faults == []


def test_the_record_store_is_away_for_a_while(page: Page, learning: Platform) -> None:
    opened(page, learning)
    answer(forms(page)[0])
    wait_for(lambda: learning.said("answered"), what="an answer")
    learning.trouble = "500"
    for form in graded(page)[1:]:
        answer(form)
    expect(panel(page, "down")).to_be_visible()
    assert page.evaluate("localStorage.length") == 1
    learning.heal()
    wait_for(lambda: learning.said("completed"), what="everything")
    expect(panel(page, "down")).to_be_hidden()
    wait_for(lambda: page.evaluate("localStorage.length") == 0, what="nothing left on the device")
    left(page, learning)

    assert len(learning.said("answered")) == 4
    assert learning.last.verbs == ["initialized", "completed", "terminated"]
    assert learning.faults == []


def test_a_record_store_that_never_answers_is_as_one_that_is_away(page: Page, learning: Platform) -> None:
    page.clock.install()
    opened(page, learning)
    learning.trouble = "silent"
    answer(forms(page)[0])
    wait_for(lambda: [one for one in learning.asked if one.method == "PUT"], what="the try")
    page.clock.run_for(11_000)
    expect(panel(page, "down")).to_be_visible()
    learning.heal()
    page.clock.run_for(5_000)
    wait_for(lambda: learning.said("answered"), what="the answer")
    expect(panel(page, "down")).to_be_hidden()

    assert len(learning.said("answered")) == 1
    assert learning.faults == []


def test_the_record_store_is_away_from_the_start(page: Page, learning: Platform) -> None:
    learning.trouble = "500"
    page.goto(learning.launch(LESSON))
    expect(panel(page, "down")).to_be_visible()
    answer(forms(page)[0])
    learning.heal()
    wait_for(lambda: learning.said("answered"), what="the answer")
    left(page, learning)

    assert [verb_of(one) for one in learning.last.statements] == ["initialized", "answered", "terminated"]
    assert learning.faults == []


def test_the_door_is_shut_for_a_while_before_anything_has_begun(page: Page, learning: Platform) -> None:
    learning.shut = True
    page.goto(learning.launch(LESSON))
    expect(panel(page, "down")).to_be_visible()
    answer(forms(page)[0])
    learning.shut = False
    wait_for(lambda: learning.said("answered"), what="the answer")
    expect(panel(page, "down")).to_be_hidden()
    left(page, learning)

    assert [verb_of(one) for one in learning.last.statements] == ["initialized", "answered", "terminated"]
    assert learning.faults == []


def test_a_token_that_is_no_longer_good(page: Page, learning: Platform) -> None:
    opened(page, learning)
    learning.trouble = "401"
    answer(forms(page)[0])
    expect(panel(page, "over")).to_be_visible()
    learning.heal()
    page.goto("about:blank")

    assert [verb_of(one) for one in learning.last.statements] == ["initialized"]


def test_the_lesson_is_opened_again_in_another_window(context: BrowserContext, learning: Platform) -> None:
    page = context.new_page()
    registration = opened(page, learning)
    other = context.new_page()
    opened(other, learning, registration=registration)
    answer(forms(page)[0])
    expect(panel(page, "over")).to_be_visible()
    answer(forms(other)[1])
    left(other, learning)

    assert learning.sessions[0].abandoned
    assert learning.faults == []


def test_a_platform_that_lets_nobody_in(page: Page, learning: Platform) -> None:
    learning.refuses_token = True
    page.goto(learning.launch(LESSON))

    expect(panel(page, "refused")).to_contain_text("Not entitled <b>here</b>.")
    answer(forms(page)[0])
    assert learning.last.statements == []


def test_a_platform_that_will_not_have_an_answer(page: Page, learning: Platform) -> None:
    opened(page, learning)
    learning.rejects = "answered"
    answer_all(page)
    expect(panel(page, "rejected")).to_be_visible()
    wait_for(lambda: learning.said("completed"), what="what it will have")
    left(page, learning)

    assert [verb_of(one) for one in learning.last.statements] == ["initialized", "completed", "terminated"]


def test_a_platform_that_keeps_no_documents_is_told_all_the_same(page: Page, learning: Platform) -> None:
    learning.rejects_documents = True
    opened(page, learning)
    answer_all(page)
    expect(panel(page, "rejected")).to_be_visible()
    wait_for(lambda: learning.said("completed"), what="completed")
    left(page, learning)

    assert len(learning.said("answered")) == 4
    assert learning.last.verbs == ["initialized", "completed", "terminated"]
    assert learning.faults == []


def kept_answers(learning: Platform) -> dict[str, object]:
    return dict(learning.state(learning.last)["answers"]["del-1/hva-er-baerekraftig-utvikling"])


def test_a_tag_that_never_fits_does_not_stop_her(page: Page, learning: Platform) -> None:
    learning.repacks = True
    opened(page, learning)
    answer_all(page)
    wait_for(lambda: learning.said("completed"), what="completed")
    wait_for(lambda: len(kept_answers(learning)) == 5, what="every answer")
    left(page, learning)

    assert [one.status for one in learning.asked if one.method == "PUT"].count(412) == 3
    assert learning.faults == []


def test_a_source_opens_beside_the_lesson_and_does_not_end_it(page: Page, learning: Platform) -> None:
    opened(page, learning)
    outside = page.locator("a[href^=http]")

    assert outside.count() > 5
    assert {link.get_attribute("target") for link in outside.all()} == {"_blank"}
    assert {link.get_attribute("rel") for link in outside.all()} == {"noopener"}


def test_a_browser_that_keeps_nothing(page: Page, learning: Platform) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error() } })")
    opened(page, learning)
    learning.trouble = "500"
    answer(forms(page)[0])
    expect(panel(page, "lost")).to_be_visible()
    learning.heal()
    wait_for(lambda: learning.said("answered"), what="the answer")
    expect(panel(page, "lost")).to_be_hidden()


def test_loading_the_page_again_does_not_ask_for_a_second_token(page: Page, learning: Platform) -> None:
    registration = opened(page, learning)
    page.reload()
    expect(panel(page, "used")).to_be_visible()
    wait_for(lambda: "terminated" in learning.last.verbs, what="terminated")
    assert [one.path for one in learning.asked].count("/fetch") == 1

    answer(forms(page)[1])
    expect(forms(page)[1].locator(".exercise-status")).not_to_be_empty()
    opened(page, learning, registration=registration)
    wait_for(lambda: learning.said("answered"), what="what was answered between the visits")
    expect(page.locator("form[data-answered]")).to_have_count(1)
    assert learning.faults == []


def test_a_link_that_has_been_used_says_so(page: Page, learning: Platform) -> None:
    url = learning.launch(LESSON)
    learning.last.token = "taken"
    page.goto(url)

    expect(panel(page, "used")).to_be_visible()


def test_an_address_to_go_back_to_cannot_be_a_script(page: Page, learning: Platform) -> None:
    opened(page, learning, returnURL="javascript:alert(document.domain)")

    expect(page.locator("[data-cmi5-return]")).to_be_hidden()


def test_what_another_window_kept_is_not_written_over(page: Page, learning: Platform) -> None:
    opened(page, learning)
    answer(forms(page)[0])
    wait_for(lambda: learning.state(learning.last), what="the first answer")
    key = learning.state_key("baerekraft", learning.last)
    theirs = {"v": 1, "answers": {"del-1/annen": {"x": {"choice": "a"}}}, "scores": {}}
    learning.documents[key] = json.dumps(theirs).encode()
    answer(graded(page)[1])
    wait_for(lambda: len(learning.said("answered")) == 2, what="the second answer")

    answers = learning.state(learning.last)["answers"]
    assert set(answers) == {"del-1/annen", "del-1/hva-er-baerekraftig-utvikling"}
    assert len(answers["del-1/hva-er-baerekraftig-utvikling"]) == 2
