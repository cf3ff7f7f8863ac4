"""Nothing is lost: answers on a bad network, a full device, a busy server, in two tabs and on a shared computer."""

import json
import re
import threading
import uuid
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from script.conftest import answer, nothing_waits, open_lesson, settled, stored, until
from script.stage import KARI, OLA, Reply, Stage

BLOCKED = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } })"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
const full = new Proxy({}, { set() { throw new DOMException("full", "QuotaExceededError"); } });
for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: () => full });"""
FALLS = (0, {}, b"")


def status(code: int, **headers: str) -> Reply:
    return code, headers, b'{"error": "nei"}'


@pytest.fixture
def kari(page: Page, stage: Stage) -> Page:
    """The first lesson, opened by Kari."""
    stage.learner = dict(KARI)
    page = open_lesson(page, stage)
    expect(page.locator("[data-learner-name]")).to_have_text("Kari Nordmann")
    return page


def wake(page: Page) -> None:
    """What the browser tells a page when the network is back."""
    page.evaluate("dispatchEvent(new Event('online'))")


def test_an_answer_is_sent_at_once(kari: Page, stage: Stage):
    answer(kari)
    stage.wait_recorded("valg")

    [batch] = stage.batches
    assert batch["owner"] == KARI["key"]
    [response] = batch["responses"]
    assert set(response) == {"id", "lesson", "version", "exercise", "answer", "at"}
    assert response["lesson"] == "del-1/forste"
    assert response["version"] == 3
    assert datetime.fromisoformat(response["at"]).tzinfo
    nothing_waits(kari)
    expect(kari.locator("[data-when=unsent]")).to_be_hidden()


def test_ids_are_of_version_seven_and_tell_the_time(kari: Page, stage: Stage):
    answer(kari)
    answer(kari, choice="c")
    stage.wait_recorded("valg", "valg")

    ids = [uuid.UUID(id) for id in stage.recorded]
    assert [id.version for id in ids] == [7, 7]
    assert {id.variant for id in ids} == {uuid.RFC_4122}
    stamps = [id.int >> 80 for id in ids]
    assert stamps == sorted(stamps)
    assert abs(stamps[0] / 1000 - datetime.now().timestamp()) < 60


def test_what_is_answered_before_entering_follows_along(lesson: Page, stage: Stage):
    answer(lesson)
    expect(lesson.locator("[data-when=waiting]")).to_be_visible()
    assert [item["owner"] for item in stored(lesson)] == [None]
    assert stage.batches == []

    stage.learner = dict(KARI)
    page = open_lesson(lesson, stage)

    stage.wait_recorded("valg")
    assert [batch["owner"] for batch in stage.batches] == [None]
    expect(page.locator("form#valg [value=b]")).to_be_checked()
    expect(page.locator("[data-when=waiting]")).to_be_hidden()


def test_the_own_page_shows_what_came_along(lesson: Page, stage: Stage):
    answer(lesson)
    stage.learner = dict(KARI)
    lesson.goto(f"{stage.url}/min-side/")

    expect(lesson.get_by_text("1 svar")).to_be_visible()
    assert len(stage.batches) == 1


def test_what_was_answered_before_the_address_was_proven_elsewhere_is_hers(kari: Page, stage: Stage):
    stage.down = True
    answer(kari)
    stage.down = False
    stage.learner = {**OLA, "earlier": [KARI["key"]]}
    open_lesson(kari, stage)

    stage.wait_recorded("valg")
    assert [batch["owner"] for batch in stage.batches] == [OLA["key"]]
    nothing_waits(kari)


def test_a_preview_takes_no_answers(page: Page, stage: Stage):
    stage.learner = dict(KARI)
    page.goto(f"{stage.url}/forhandsvisning/")
    answer(page)

    expect(page.locator("form#valg").get_by_role("status")).to_have_text("Riktig.")
    settled(page)
    assert stored(page) == []
    assert stage.batches == []
    assert stage.posted == []


def test_without_network_answers_wait_and_are_sent_when_it_is_back(kari: Page, stage: Stage):
    stage.down = True
    answer(kari)
    answer(kari, choice="c")
    expect(kari.locator("[data-when=unsent]")).to_be_visible()
    assert len(stored(kari)) == 2

    stage.down = False
    wake(kari)

    stage.wait_recorded("valg", "valg")
    assert [response["answer"]["choice"] for response in stage.recorded.values()] == ["b", "c"]
    expect(kari.locator("[data-when=unsent]")).to_be_hidden()


def test_without_network_it_is_tried_again_by_itself(kari: Page, stage: Stage):
    stage.replies = [FALLS, FALLS]
    answer(kari)

    stage.wait_recorded("valg")
    assert len(stage.batches) == 3


def test_a_killed_tab_loses_nothing(kari: Page, stage: Stage, context: BrowserContext):
    stage.down = True
    answer(kari)
    expect(kari.locator("form#valg").get_by_role("status")).to_contain_text("Riktig.")
    with pytest.raises(Error, match="crash"):
        kari.goto("chrome://crash")

    stage.down = False
    again = open_lesson(context.new_page(), stage)

    stage.wait_recorded("valg")
    expect(again.locator("form#valg [value=b]")).to_be_checked()


def test_a_closing_page_leaves_a_busy_server_in_peace(kari: Page, stage: Stage):
    stage.replies = [status(503)]
    answer(kari)
    expect(kari.locator("[data-when=unsent]")).to_be_visible()
    kari.goto("about:blank")

    assert len(stage.batches) == 1
    open_lesson(kari, stage)
    stage.wait_recorded("valg")


def test_a_shared_computer_asks_even_a_busy_server_before_it_forgets(page: Page, stage: Stage):
    stage.learner = {**KARI, "shared": True}
    open_lesson(page, stage)
    stage.replies = [status(429, Retry_After="600")]
    answer(page)
    expect(page.locator("[data-when=unsent]")).to_be_visible()
    page.goto("about:blank")

    stage.wait_recorded("valg")


def test_an_answer_still_on_its_way_outlives_the_page(kari: Page, stage: Stage):
    kari.evaluate("document.querySelector('form#valg [value=b]').checked = true")
    kari.evaluate("document.querySelector('form#valg').requestSubmit(); location.href = 'about:blank'")

    stage.wait_recorded("valg")


def test_two_tabs_do_not_write_over_each_other(kari: Page, stage: Stage, context: BrowserContext):
    other = open_lesson(context.new_page(), stage)
    stage.down = True
    answer(kari, choice="a")
    answer(other, choice="b")
    answer(kari, choice="c")
    assert len(stored(kari)) == 3

    stage.down = False
    wake(kari)
    wake(other)

    stage.wait_recorded("valg", "valg", "valg")
    nothing_waits(kari)
    assert [response["answer"]["choice"] for response in stage.recorded.values()] == ["a", "b", "c"]


def test_only_one_tab_sends_at_a_time(kari: Page, stage: Stage, context: BrowserContext):
    other = open_lesson(context.new_page(), stage)
    stage.down = True
    for choice in "abc":
        answer(kari, choice=choice)
    stage.down = False
    for page in (kari, other, kari):
        wake(page)

    stage.wait_recorded("valg", "valg", "valg")
    settled(kari)
    ids = [response["id"] for batch in stage.batches for response in batch["responses"]]
    assert len(ids) == len(set(ids)) == 3


def test_nobody_has_entered_keeps_the_queue(kari: Page, stage: Stage):
    stage.learner = None
    with kari.expect_navigation():
        answer(kari)

    expect(kari.locator("[data-when=anonymous]")).to_be_visible()
    assert [item["owner"] for item in stored(kari)] == [KARI["key"]]
    assert len(stage.batches) == 1

    stage.learner = dict(KARI)
    open_lesson(kari, stage)
    stage.wait_recorded("valg")


def test_another_has_entered_and_never_sends_for_the_first(kari: Page, stage: Stage):
    stage.learner = dict(OLA)
    with kari.expect_navigation():
        answer(kari)

    expect(kari.locator("[data-learner-name]")).to_have_text("Ola Halden")
    expect(kari.locator("form#valg [value=b]")).not_to_be_checked()
    assert [item["owner"] for item in stored(kari)] == [KARI["key"]]
    answer(kari, choice="c")
    stage.wait_recorded("valg")
    assert [response["learner"] for response in stage.recorded.values()] == [OLA["key"]]
    assert [batch["owner"] for batch in stage.batches] == [KARI["key"], OLA["key"]]

    stage.learner = dict(KARI)
    open_lesson(kari, stage)
    stage.wait_recorded("valg", "valg")


@pytest.mark.parametrize("code", [401, 409])
def test_a_server_that_contradicts_itself_is_not_asked_in_circles(kari: Page, stage: Stage, code: int):
    stage.replies = [status(code), status(code), status(code)]
    asked = len(stage.asked)
    answer(kari)
    stage.wait(lambda: len(stage.asked) > asked, "who is here")
    wake(kari)
    settled(kari)

    assert len(stage.batches) == 1
    assert len(stored(kari)) == 1


def test_a_busy_server_decides_when_to_be_asked_again(kari: Page, stage: Stage):
    kari.clock.install()
    stage.replies = [status(429, Retry_After="120")]
    answer(kari)
    stage.wait(lambda: stage.batches, "the first try")
    expect(kari.locator("[data-when=unsent]")).to_be_visible()

    answer(kari, choice="c")
    kari.clock.run_for(100_000)
    settled(kari)
    assert len(stage.batches) == 1

    kari.clock.run_for(21_000)
    stage.wait_recorded("valg", "valg")


def test_a_failing_server_is_asked_ever_more_seldom(kari: Page, stage: Stage):
    kari.clock.install()
    stage.replies = [status(500)] * 4
    answer(kari)
    waits = []
    for count in range(1, 5):
        stage.wait(lambda count=count: len(stage.batches) == count, f"try {count}")
        settled(kari)
        waited = 0
        while len(stage.batches) == count and waited < 60_000:
            kari.clock.run_for(250)
            settled(kari)
            waited += 250
        waits.append(waited)

    stage.wait_recorded("valg")
    for tries, waited in enumerate(waits, start=1):
        assert 500 * 2**tries <= waited <= 1000 * 2**tries + 500, waits


@pytest.mark.parametrize("half", [b'{"accepted": ["', b"<h1>Logg inn</h1>", b"null", b"{}"])
def test_half_a_reply_counts_as_none(kari: Page, stage: Stage, half: bytes):
    def breaks(batch: dict) -> Reply:
        stage.record(batch)
        return 200, {}, half

    stage.replies = [breaks]
    answer(kari)

    stage.wait(lambda: len(stage.batches) == 2, "the second try")
    nothing_waits(kari)
    assert len(stage.recorded) == 1, "the same id counts once"


def test_a_reply_about_only_some_keeps_the_others(kari: Page, stage: Stage):
    stage.down = True
    for choice in "abc":
        answer(kari, choice=choice)

    def takes_one(batch: dict) -> Reply:
        return stage.record({**batch, "responses": batch["responses"][:1]})

    stage.down = False
    stage.replies = [takes_one]
    wake(kari)

    stage.wait_recorded("valg", "valg", "valg")
    assert [len(batch["responses"]) for batch in stage.batches] == [3, 2]


def test_a_reply_about_others_does_not_run_in_circles(kari: Page, stage: Stage):
    stage.replies = [(200, {}, b'{"accepted": ["borte"], "refused": []}')]
    answer(kari)
    stage.wait(lambda: stage.batches, "the first try")
    settled(kari)

    assert len(stage.batches) == 1
    assert len(stored(kari)) == 1


def test_what_is_refused_is_explained_where_it_was_answered(kari: Page, stage: Stage):
    def refuses(batch: dict) -> Reply:
        [response] = batch["responses"]
        reason = {"id": response["id"], "reason": "Oppgaven finnes ikke lenger."}
        return 200, {}, json.dumps({"accepted": [], "refused": [reason]}).encode()

    stage.replies = [refuses]
    answer(kari)

    expect(kari.locator("form#valg").get_by_role("alert")).to_have_text("Oppgaven finnes ikke lenger.")
    expect(kari.locator("[data-when=refused]")).to_contain_text("Oppgaven finnes ikke lenger.")
    assert stored(kari) == []


def test_too_much_at_once_is_sent_in_smaller_pieces(kari: Page, stage: Stage):
    stage.down = True
    for choice in "abc":
        answer(kari, choice=choice)

    def strict(batch: dict) -> Reply:
        return status(413) if len(batch["responses"]) > 1 else stage.record(batch)

    stage.down = False
    stage.replies = [strict] * 9
    wake(kari)

    stage.wait_recorded("valg", "valg", "valg")


@pytest.mark.parametrize("code", [400, 413])
def test_one_that_will_not_go_does_not_hold_the_others(kari: Page, stage: Stage, code: int):
    stage.down = True
    for choice in "abc":
        answer(kari, choice=choice)

    def dislikes_b(batch: dict) -> Reply:
        bad = any(response["answer"]["choice"] == "b" for response in batch["responses"])
        return status(code) if bad else stage.record(batch)

    stage.down = False
    stage.replies = [dislikes_b] * 9
    wake(kari)

    stage.wait_recorded("valg", "valg")
    until(kari, "Object.keys(localStorage).filter(key => key.startsWith('svar:')).length === 1")
    assert [item["answer"]["choice"] for item in stored(kari)] == ["b"]
    tries = len(stage.batches)

    stage.replies = []
    open_lesson(kari, stage)
    stage.wait_recorded("valg", "valg", "valg")
    assert tries <= 4


def test_a_long_queue_goes_in_batches(kari: Page, stage: Stage):
    stage.down = True
    answer(kari)
    kari.evaluate(
        """() => {
          const [key] = Object.keys(localStorage).filter(key => key.startsWith("svar:"));
          const item = JSON.parse(localStorage[key]);
          for (let i = 0; i < 120; i++) {
            const id = item.id.slice(0, -3) + String(i).padStart(3, "0");
            const long = i % 10 ? {} : { exercise: "tanke", answer: { text: "æ".repeat(4000) } };
            localStorage["svar:" + id] = JSON.stringify({ ...item, ...long, id });
          }
        }"""
    )
    stage.down = False
    wake(kari)

    stage.wait(lambda: len(stage.recorded) >= 120, "all")
    nothing_waits(kari)
    sizes = [len(batch["responses"]) for batch in stage.batches]
    assert max(sizes) <= 50
    assert max(len(json.dumps(batch, ensure_ascii=False).encode()) for batch in stage.batches) <= 60_000
    assert len(sizes) > 2


@pytest.mark.parametrize("fault", [BLOCKED, FULL])
def test_with_no_room_on_the_device_answers_are_held_and_said_so(page: Page, stage: Stage, fault: str):
    page.add_init_script(fault)
    stage.learner = dict(KARI)
    open_lesson(page, stage)
    stage.replies = [status(503)]
    answer(page)

    expect(page.locator("[data-when=unkept]")).to_be_visible()
    expect(page.locator("[data-when=unsent]")).to_be_visible()
    expect(page.locator("form#valg").get_by_role("status")).to_contain_text("Riktig.")

    stage.wait_recorded("valg")
    expect(page.locator("[data-when=unkept]")).to_be_hidden()
    expect(page.locator("[data-when=unsent]")).to_be_hidden()


def test_with_no_room_the_browser_asks_before_closing(page: Page, stage: Stage):
    page.add_init_script(BLOCKED)
    open_lesson(page, stage)
    answer(page)
    expect(page.locator("[data-when=unkept]")).to_be_visible()

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.close(run_before_unload=True)
    page.wait_for_event("close") if not page.is_closed() else None

    assert asked == ["beforeunload"]


def test_two_tabs_without_storage_leave_each_other_in_peace(
    page: Page, stage: Stage, context: BrowserContext
):
    context.add_init_script(BLOCKED)
    stage.learner = dict(KARI)
    open_lesson(page, stage)
    other = open_lesson(context.new_page(), stage)
    expect(other.locator("[data-learner-name]")).to_have_text("Kari Nordmann")
    page.wait_for_load_state("networkidle")

    assert sum("/tilstand/" in path for path in stage.asked) <= 4


def test_where_storage_is_full_the_session_may_have_room(kari: Page, stage: Stage):
    kari.evaluate(
        "for (let size = 2 ** 22; size > 0; size >>= 1) try { localStorage['x' + size] = 'x'.repeat(size) } catch {}"
    )
    stage.down = True
    answer(kari)

    assert stored(kari) == []
    assert len(stored(kari, "sessionStorage")) == 1
    stage.down = False
    wake(kari)
    stage.wait_recorded("valg")


def test_a_shared_computer_keeps_nothing_after_closing(page: Page, stage: Stage):
    stage.learner = {**KARI, "shared": True}
    open_lesson(page, stage)
    stage.down = True
    answer(page)

    assert len(stored(page, "sessionStorage")) == 1
    assert page.evaluate("Object.keys(localStorage)") == []
    assert "Kari" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_shared_computer_takes_over_what_lay_there(lesson: Page, stage: Stage):
    answer(lesson)
    assert len(stored(lesson)) == 1

    stage.learner = {**KARI, "shared": True}
    stage.replies = [status(503)]
    open_lesson(lesson, stage)

    until(lesson, "!Object.keys(localStorage).length")
    assert [item["owner"] for item in stored(lesson, "sessionStorage")] == [None]
    stage.wait_recorded("valg")


def test_a_shared_computer_without_network_still_knows_whose_the_answer_is(page: Page, stage: Stage):
    stage.learner = {**KARI, "shared": True}
    open_lesson(page, stage)
    page.evaluate("navigator.serviceWorker.ready")
    until(page, "caches.match(location.pathname)")
    stage.down = True
    page.reload()
    expect(page.locator("[data-when=entered]").first).to_be_visible()
    answer(page)

    assert [item["owner"] for item in stored(page, "sessionStorage")] == [KARI["key"]]
    assert stored(page) == []


def test_leaving_sends_first_and_then_forgets(kari: Page, stage: Stage):
    stage.down = True
    answer(kari)
    stage.down = False
    kari.get_by_role("button", name="Ikke deg?").click()
    kari.wait_for_url("**/min-side/")

    assert [response["exercise"] for response in stage.recorded.values()] == ["valg"]
    assert [path for path, _ in stage.posted] == ["/bli-med/ut/"]
    stage.wait(lambda: stage.asked[-1].startswith("/min-side/tilstand/"), "the next page")


def test_leaving_with_something_unsent_asks_first(kari: Page, stage: Stage):
    questions: list[str] = []
    replies = iter([False, True])
    kari.on(
        "dialog",
        lambda dialog: (
            questions.append(dialog.message),
            dialog.accept() if next(replies) else dialog.dismiss(),
        ),
    )
    stage.replies = [status(503, Retry_After="600")]
    answer(kari)
    stage.wait(lambda: stage.batches, "the first try")
    settled(kari)
    leave = kari.get_by_role("button", name="Ikke deg?")

    with kari.expect_event("dialog"):
        leave.click()
    assert len(stored(kari)) == 1
    assert stage.posted == []

    stage.learner = None
    leave.click()
    kari.wait_for_url("**/min-side/")
    assert questions == ["Noe er ikke sendt. Gå likevel?"] * 2
    assert stored(kari) == []
    until(kari, "localStorage.tilstand === undefined")


def test_leaving_keeps_what_belongs_to_others(kari: Page, stage: Stage):
    item = {
        "id": "0",
        "owner": OLA["key"],
        "lesson": "del-1/forste",
        "exercise": "valg",
        "answer": {},
        "needs": [],
    }
    theirs = json.dumps(item)
    kari.evaluate("text => localStorage['svar:0'] = text", theirs)
    answer(kari)
    stage.wait_recorded("valg")
    stage.learner = None
    kari.get_by_role("button", name="Ikke deg?").click()
    kari.wait_for_url("**/min-side/")

    assert [item["owner"] for item in stored(kari)] == [OLA["key"]]
    assert all(batch["owner"] == KARI["key"] for batch in stage.batches)


def test_leaving_does_not_wait_for_a_server_that_hangs(kari: Page, stage: Stage):
    enough = threading.Event()

    def hangs(batch: dict) -> Reply:
        enough.wait(30)
        return status(503)

    stage.replies = [hangs]
    kari.on("dialog", lambda dialog: dialog.accept())
    answer(kari)
    stage.wait(lambda: stage.batches, "the first try")
    with kari.expect_request(re.compile("/bli-med/ut/")):
        kari.get_by_role("button", name="Ikke deg?").click()
    enough.set()
