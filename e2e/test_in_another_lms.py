"""The course in another learning system, by SCORM: Kari's municipality has one already, and wants everything there."""

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from browsers import leave
from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page, expect
from scorm_peer import LearningSystem, learning_system
from walking import answer, answer_all, forms

from baerekraft.packages.tests import scorm_schemas

PICTURES = Path(__file__).parent.parent / "docs/pictures"
EDITIONS = ["scorm12", "scorm2004"]


@pytest.fixture(scope="session")
def packages(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Part one as the command line makes it, each kind once."""
    folder = tmp_path_factory.mktemp("packages")

    def package(kind: str, each: str) -> Path:
        path = folder / f"{kind}-{each}.zip"
        if not path.exists():
            command = ["export", kind, "--part", "del-1", "--each", each, "--output", str(path)]
            subprocess.run(
                [sys.executable, "-m", "baerekraft", *command],
                env={**os.environ, "DATA_DIR": str(seeded)},
                check=True,
                capture_output=True,
            )
        return path

    return package


@pytest.fixture(params=EDITIONS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def system(kind: str, packages: Callable[[str, str], Path], tmp_path: Path) -> Iterator[LearningSystem]:
    with learning_system(kind, packages(kind, "lesson"), tmp_path) as running:
        yield running


@pytest.fixture
def by_part(kind: str, packages: Callable[[str, str], Path], tmp_path: Path) -> Iterator[LearningSystem]:
    with learning_system(kind, packages(kind, "part"), tmp_path) as running:
        yield running


def opened(page: Page, address: str) -> Frame:
    """The lesson, wherever in the system's page it lies, when it has met the system."""
    page.goto(address)
    return lesson_in(page)


def lesson_in(page: Page) -> Frame:
    page.wait_for_function(
        """() => {
            const inside = (place) => [place, ...Array.from(place.frames, inside).flat()];
            const all = inside(window);
            return all.some((one) => one.document.body?.dataset.lesson && one.customElements?.get("exercise-poll"));
        }"""
    )
    return next(frame for frame in page.frames if key_of(frame))


def key_of(frame: Frame) -> str:
    """Which lesson it shows; none when it shows another page, or is on its way to one."""
    with suppress(Error):
        return str(frame.evaluate("document.body?.dataset.lesson ?? ''"))
    return ""


def status(system: LearningSystem, row: str) -> str:
    return system.value(row, "lesson_status" if system.kind == "scorm12" else "completion_status")


def calls(page: Page, name: str) -> list[list[str]]:
    return [call for call in page.evaluate("window.calls") if call[0] == name]


def next_lesson(page: Page) -> Frame:
    """On to the next lesson, from inside the frame."""
    lesson = lesson_in(page)
    key = key_of(lesson)
    lesson.locator("nav.along a").last.click()
    until(page, lambda: any(key_of(frame) not in ("", key) for frame in page.frames))
    return lesson_in(page)


def killed(context: BrowserContext) -> None:
    """As when the power goes: nothing that the page would say at the end gets anywhere."""
    context.set_offline(True)
    context.close()


def until(page: Page, so: Callable[[], object]) -> None:
    """The system gets to know a moment after the learner."""
    for _ in range(100):
        if so():
            return
        page.wait_for_timeout(50)
    assert so()


def test_the_manifest_is_valid_by_the_standards_own_schemas(kind: str, packages: Callable[[str, str], Path]):
    for each in ("lesson", "part"):
        with zipfile.ZipFile(packages(kind, each)) as package:
            assert scorm_schemas.faults(kind, package.read("imsmanifest.xml")) == []


def test_kari_takes_a_lesson_and_it_stands_in_her_own_system(page: Page, system: LearningSystem):
    row = next(iter(system.rows))

    lesson = opened(page, system.launch(row))
    until(page, lambda: status(system, row) == "incomplete")
    answer_all(lesson)
    expect(lesson.locator("[data-when=done]")).to_be_visible()
    until(page, lambda: status(system, row) == "completed")
    page.goto("about:blank")

    assert 0 < int(system.value(row, "score.raw")) <= 100
    assert (system.value(row, "score.min"), system.value(row, "score.max")) == ("0", "100")
    assert system.value(row, "exit") == "suspend"
    if system.kind == "scorm2004":
        share = int(system.value(row, "score.raw")) / 100
        assert float(system.value(row, "score.scaled")) == pytest.approx(share, abs=0.006)
        assert system.value(row, "progress_measure") == "1"
        assert system.value(row, "success_status") == "unknown"  # nobody fails: there is no pass mark


def test_the_system_that_gave_a_mark_of_its_own_keeps_it(page: Page, system: LearningSystem):
    row = next(iter(system.rows))
    name = "cmi.core.lesson_status" if system.kind == "scorm12" else "cmi.completion_status"
    mark = "passed" if system.kind == "scorm12" else "completed"
    system.stored[row] = {name: mark}

    lesson = opened(page, system.launch(row))
    answer(forms(lesson)[0])
    until(page, lambda: system.value(row, "suspend_data").count("~") == 1)

    assert status(system, row) == mark


def test_killed_in_the_middle_and_resumed(browser: Browser, system: LearningSystem):
    row = next(iter(system.rows))
    before = browser.new_context()
    page = before.new_page()
    lesson = opened(page, system.launch(row))
    for form in forms(lesson)[:2]:
        answer(form)
    until(page, lambda: system.value(row, "suspend_data").count("~") == 2)
    second = forms(lesson)[1].get_attribute("id")
    killed(before)

    after = browser.new_context()
    page = after.new_page()
    lesson = opened(page, system.launch(row))

    expect(lesson.locator("form[data-answered]")).to_have_count(2)
    expect(lesson.locator(f"[id='{second}']")).to_be_in_viewport()
    assert status(system, row) == "incomplete"
    leave(after)


def test_a_part_as_one_row_killed_in_its_second_lesson_and_resumed_there(
    browser: Browser, by_part: LearningSystem
):
    row = next(iter(by_part.rows))
    before = browser.new_context()
    page = before.new_page()
    answer_all(opened(page, by_part.launch(row)))
    second = next_lesson(page)
    answer(forms(second)[0])
    until(page, lambda: by_part.value(row, "suspend_data").count("~") >= 6)
    place, key = by_part.value(row, "suspend_data"), key_of(second)
    assert len(calls(page, "Initialize")) == 1
    assert not calls(page, "LMSFinish") + calls(page, "Finish") + calls(page, "Terminate")
    killed(before)

    after = browser.new_context()
    page = after.new_page()
    lesson = opened(page, by_part.launch(row))

    assert key_of(lesson) == key
    expect(lesson.locator("form[data-answered]")).to_have_count(1)
    expect(lesson.locator(".trail [data-done]")).to_have_count(1)
    assert by_part.value(row, "suspend_data") == place
    assert status(by_part, row) == "incomplete"
    leave(after)


@pytest.mark.parametrize("kind", ["scorm12"], indirect=True)
def test_the_whole_part_fits_in_the_oldest_editions_room(page: Page, by_part: LearningSystem):
    row = next(iter(by_part.rows))
    lesson = opened(page, by_part.launch(row))

    for _ in range(5):
        answer_all(lesson)
        until(page, lambda: by_part.value(row, "score.raw"))
        assert status(by_part, row) == "incomplete"
        lesson = next_lesson(page)
    answer_all(lesson)
    until(page, lambda: status(by_part, row) == "completed")

    longest = max(len(commit["cmi.suspend_data"]) for commit in by_part.commits)
    assert 100 < longest <= 4096


def test_in_a_window_of_its_own_and_deep_down_in_frames(page: Page, system: LearningSystem):
    row = next(iter(system.rows))
    page.goto(system.launch(row, how="window"))
    with page.expect_popup() as opening:
        page.evaluate("window.start() && true")
    alone = lesson_in(opening.value)
    answer(forms(alone)[0])
    until(page, lambda: system.value(row, "suspend_data").count("~") == 1)
    opening.value.close()

    deep = opened(page, system.launch(row, how="deep"))
    assert deep.evaluate("window.parent.parent.parent.parent.parent.parent.parent !== window.top")
    expect(deep.locator("form[data-answered]")).to_have_count(1)
    answer(forms(deep)[1])
    until(page, lambda: system.value(row, "suspend_data").count("~") == 2)


def test_without_any_system_around_it_the_search_ends_and_she_is_told(page: Page, system: LearningSystem):
    row = next(iter(system.rows))

    lesson = opened(page, f"{system.url}{row}")

    expect(lesson.locator("[data-when=refused]")).to_be_visible()
    answer(forms(lesson)[0])
    expect(lesson.locator("[data-when=unkept]")).to_be_visible()
    expect(lesson.locator("[data-when=refused]")).to_be_hidden()
    expect(forms(lesson)[0]).to_have_attribute("data-answered", "")


REFUSALS = {
    "says no when it is to begin": {"Initialize": "false", "GetLastError": "101"},
    "takes nothing": {"SetValue": "false"},
    "cannot save": {"Commit": "false"},
    "throws": {"SetValue": "throw", "Commit": "throw"},
    "throws at everything": dict.fromkeys(
        ("Initialize", "GetValue", "SetValue", "Commit", "GetLastError"), "throw"
    ),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_a_system_that_refuses_is_told_of_and_gets_everything_when_it_works_again(
    page: Page, system: LearningSystem, why: str
):
    row = next(iter(system.rows))
    lesson = opened(page, system.launch(row, **REFUSALS[why]))
    expect(lesson.locator("[data-when=refused]")).to_be_visible()
    answer(forms(lesson)[0])
    answer(forms(lesson)[1])
    expect(lesson.locator("[data-when=unkept]")).to_be_visible()
    assert system.value(row, "suspend_data").count("~") == 0

    page.evaluate("window.mend()")
    lesson.locator("[data-retry]").click()

    expect(lesson.locator("[data-when=unkept]")).to_be_hidden()
    until(page, lambda: system.value(row, "suspend_data").count("~") == 2)
    assert lesson.evaluate("Object.keys(localStorage).filter((key) => key.includes('ikke-lagret'))") == []


def test_a_session_lost_midway_waits_on_the_device_until_the_next_time(page: Page, system: LearningSystem):
    row = next(iter(system.rows))
    lesson = opened(page, system.launch(row))
    answer(forms(lesson)[0])
    until(page, lambda: system.value(row, "suspend_data").count("~") == 1)
    system.refuses = True
    answer(forms(lesson)[1])
    expect(lesson.locator("[data-when=unkept]")).to_be_visible()
    page.goto("about:blank")
    system.refuses = False

    lesson = opened(page, system.launch(row))

    expect(lesson.locator("form[data-answered]")).to_have_count(2)
    expect(lesson.locator("[data-when=unkept]")).to_be_hidden()
    until(page, lambda: system.value(row, "suspend_data").count("~") == 2)


def test_what_waits_on_a_shared_computer_is_only_hers(page: Page, system: LearningSystem):
    row = next(iter(system.rows))
    system.refuses = True
    lesson = opened(page, system.launch(row))
    answer(forms(lesson)[0])
    expect(lesson.locator("[data-when=unkept]")).to_be_visible()
    page.goto("about:blank")
    system.refuses, system.learner = False, "ola.hansen"

    lesson = opened(page, system.launch(row))
    until(page, lambda: status(system, row) == "incomplete")

    expect(lesson.locator("form[data-answered]")).to_have_count(0)
    assert system.value(row, "suspend_data").count("~") == 0


@pytest.mark.parametrize(("hers", "count"), [(True, 1), (False, 0)])
def test_what_nobody_could_say_whose_was_is_asked_about(
    page: Page, system: LearningSystem, hers: bool, count: int
):
    row = next(iter(system.rows))
    lesson = opened(page, system.launch(row, missing=True))
    answer(forms(lesson)[0])
    expect(lesson.locator("[data-when=unkept]")).to_be_visible()
    asked: list[str] = []
    page.on(
        "dialog", lambda dialog: (asked.append(dialog.message), dialog.accept() if hers else dialog.dismiss())
    )

    lesson = opened(page, system.launch(row))
    until(page, lambda: status(system, row) == "incomplete")

    assert len(asked) == 1
    expect(lesson.locator("form[data-answered]")).to_have_count(count)
    until(page, lambda: system.value(row, "suspend_data").count("~") == count)
    assert bool(lesson.evaluate("Object.keys(localStorage).length")) is not hers


def test_a_browser_that_keeps_pages_from_each_other_still_saves(page: Page, system: LearningSystem):
    page.add_init_script(
        "window.BroadcastChannel = class { constructor() { throw new DOMException('', 'SecurityError') } }"
    )
    row = next(iter(system.rows))
    lesson = opened(page, system.launch(row))
    answer(forms(lesson)[0])

    until(page, lambda: system.value(row, "suspend_data").count("~") == 1)
    expect(lesson.locator("[data-when]:visible")).to_have_count(0)


def test_a_slow_system_does_not_keep_her_from_seeing_what_was_right(page: Page, system: LearningSystem):
    row = next(iter(system.rows))
    lesson = opened(page, system.launch(row))
    until(page, lambda: calls(page, "Commit"))
    system.seconds = 1.5
    lesson.evaluate(
        "addEventListener('answer', () => requestAnimationFrame(() => parent.calls.push(['Painted'])))"
    )

    answer(forms(lesson)[0])
    until(page, lambda: len(calls(page, "Commit")) == 2)

    names = page.evaluate("window.calls.map(([name]) => name)")
    assert names.index("Painted") < len(names) - 1 - names[::-1].index("Commit")


def test_a_system_that_knows_no_modes(page: Page, system: LearningSystem):
    row = next(iter(system.rows))
    mode = "cmi.core.lesson_mode" if system.kind == "scorm12" else "cmi.mode"

    lesson = opened(page, system.launch(row, **{f"GetValue {mode}": ""}))
    answer(forms(lesson)[0])

    until(page, lambda: system.value(row, "suspend_data").count("~") == 1)
    expect(lesson.locator("[data-when]:visible")).to_have_count(0)


@pytest.mark.parametrize("mode", ["browse", "review"])
def test_somebody_who_only_looks_leaves_nothing(page: Page, system: LearningSystem, mode: str):
    row = next(iter(system.rows))
    name = "cmi.core.lesson_mode" if system.kind == "scorm12" else "cmi.mode"

    lesson = opened(page, system.launch(row, **{f"GetValue {name}": mode}))
    expect(lesson.locator("[data-when=looking]")).to_be_visible()
    answer(forms(lesson)[0])
    expect(forms(lesson)[0]).to_have_attribute("data-answered", "")
    page.wait_for_timeout(300)

    assert calls(page, "SetValue") == calls(page, "Commit") == []
    assert lesson.evaluate("Object.keys(localStorage)") == []


def test_two_windows_with_the_same_row_do_not_write_over_each_other(
    context: BrowserContext, system: LearningSystem
):
    row = next(iter(system.rows))
    one, other = context.new_page(), context.new_page()
    here, there = opened(one, system.launch(row)), opened(other, system.launch(row))

    answer(forms(here)[0])
    until(one, lambda: system.value(row, "suspend_data").count("~") == 1)
    answer(forms(there)[1])
    until(other, lambda: system.value(row, "suspend_data").count("~") == 2)
    answer(forms(here)[2])
    until(one, lambda: system.value(row, "suspend_data").count("~") == 3)
    other.goto("about:blank")
    one.goto("about:blank")

    assert system.value(row, "suspend_data").count("~") == 3


def test_the_end_is_told_once_and_never_on_unload(
    page: Page, system: LearningSystem, packages: Callable[[str, str], Path]
):
    row = next(iter(system.rows))
    lesson = opened(page, system.launch(row))
    answer(forms(lesson)[0])
    until(page, lambda: system.value(row, "suspend_data").count("~") == 1)

    page.evaluate("document.querySelector('iframe').remove()")

    ends = [name for name, *_ in page.evaluate("window.calls") if name in ("Finish", "Terminate")]
    assert len(ends) == 1
    script = zipfile.ZipFile(packages(system.kind, "lesson")).read("assets/script.js").decode()
    assert "pagehide" in script
    assert "unload" not in script


def test_an_hour_and_twelve_minutes(page: Page, system: LearningSystem):
    row = next(iter(system.rows))
    lesson = opened(page, system.launch(row))
    until(page, lambda: status(system, row) == "incomplete")
    page.clock.set_fixed_time(time.time() + 4_325)

    answer(forms(lesson)[0])
    until(page, lambda: len(calls(page, "Commit")) == 2)

    times = [value for _, name, value in calls(page, "SetValue") if name.endswith("session_time")]
    form = {"scorm12": r"0001:12:\d\d", "scorm2004": r"PT1H12M\d{1,2}S"}[system.kind]
    assert re.fullmatch(form, times[-1])
    page.goto("about:blank")
    assert "12" in system.value(row, "total_time")


def test_what_she_writes_to_herself_never_leaves_the_browser(page: Page, system: LearningSystem):
    for row in system.rows:
        lesson = opened(page, system.launch(row))
        hidden = lesson.locator("form[data-kind=reflection], form[data-kind=pledge]")
        if hidden.count():
            break
    for form in hidden.all():
        answer(form)
        expect(form).to_have_attribute("data-answered", "")
    count = hidden.count()
    until(page, lambda: system.value(row, "suspend_data").count("~") == count)
    page.goto("about:blank")

    assert all("Amina" not in json.dumps(commit) for commit in system.commits)
    assert re.fullmatch(r"1([\w-]{7}~)+", system.value(row, "suspend_data"))
    again = opened(page, system.launch(row))
    expect(again.locator("form[data-answered]")).to_have_count(count)


@pytest.mark.parametrize("kind", ["scorm12"], indirect=True)
def test_in_a_foreign_frame_it_is_still_itself_and_for_everyone(
    page: Page, by_part: LearningSystem, accessible: Callable[[Page], None]
):
    page.set_viewport_size({"width": 1280, "height": 860})
    row = next(iter(by_part.rows))
    lesson = opened(page, by_part.launch(row))
    answer(forms(lesson)[0])
    until(page, lambda: by_part.value(row, "suspend_data").count("~") == 1)
    outside = lesson.locator("a[href^=http]")
    assert {link.get_attribute("target") for link in outside.all()} == {"_blank"}
    lesson.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    if os.environ.get("PICTURES"):
        page.screenshot(path=PICTURES / "scorm-in-a-frame.png")

    page.goto(f"{by_part.url}{row}")
    lesson_in(page)
    accessible(page)
