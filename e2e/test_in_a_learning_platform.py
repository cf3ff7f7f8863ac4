"""Kari opens a lesson from her learning platform, which shows us in a frame, in a browser that blocks others' cookies."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Postbox, Product, product_in, wait_for
from playwright.sync_api import BrowserContext, FrameLocator, Page, Playwright, expect

from baerekraft.interop.lti.tests import lms as platforms
from baerekraft.interop.lti.tests.lms import Lms

LESSON = "/kurs/del-1/hva-er-baerekraftig-utvikling/"
TITLE = "Hva er bærekraftig utvikling?"
PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
WRITE_DOWN = """
import json, sys
from baerekraft.interop.lti.platforms import PlatformForm
form = PlatformForm(json.loads('''{told}'''))
assert form.is_valid(), form.errors
form.save()
"""
DO_THE_LESSON = """
from baerekraft.catalog import shelf
from baerekraft.interop.models import LtiLearner
from baerekraft.records.tests.factories import make_lesson_done
ola = LtiLearner.objects.filter(subject="u-ola").order_by("-pk")[0]
make_lesson_done(ola.learner, shelf.now().lesson("del-1", "hva-er-baerekraftig-utvikling"))
"""
# Nothing of ours is kept in a frame of the platform's, not even what lives in that frame alone.
NO_COOKIES_IN_FRAMES = {
    "content_settings": {"exceptions": {"cookies": {"http://localhost,http://127.0.0.1": {"setting": 2}}}}
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, seeded: Any, postbox: Postbox) -> Iterator[Product]:
    """By name, so that a platform at an address of numbers is another site."""
    product = product_in(tmp_path_factory.mktemp("course"), seeded, postbox, OUTGOING_PRIVATE="1")
    product.url = product.url.replace("127.0.0.1", "localhost")
    product.environment["BASE_URL"] = product.url
    product.start()
    yield product
    product.stop()


@pytest.fixture
def lms(course: Product) -> Iterator[Lms]:
    with platforms.running(course.url) as running:
        course.run("shell", "-v", "0", "-c", WRITE_DOWN.format(told=json.dumps(running.described())))
        yield running


@pytest.fixture
def strict(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], tmp_path: Path
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser where others' cookies are blocked, and more, as somebody has set it up in its settings."""
    opened: list[BrowserContext] = []

    def open_one(profile: dict[str, Any] | None = None, **about: Any) -> BrowserContext:
        folder = tmp_path / f"profile-{len(opened)}"
        (folder / "Default").mkdir(parents=True)
        settings = {"cookie_controls_mode": 1, "block_third_party_cookies": True, **(profile or {})}
        (folder / "Default" / "Preferences").write_text(json.dumps({"profile": settings}))
        look = {"locale": "nb-NO", "viewport": {"width": 1000, "height": 800}, **about}
        context = playwright.chromium.launch_persistent_context(
            str(folder), **browser_type_launch_args, **look
        )
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


def open_the_course_page(context: BrowserContext, lms: Lms, course: Product, user: str = "u-kari") -> Page:
    page = context.new_page()
    page.goto(f"{lms.url}/page?user={user}&target={course.url}{LESSON}&link=lenke-1")
    return page


def inside(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def test_kari_opens_the_lesson_from_a_frame(
    course: Product, lms: Lms, strict: Callable[..., BrowserContext]
) -> None:
    context = strict()
    page = open_the_course_page(context, lms, course)
    frame = inside(page)
    expect(frame.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(frame.get_by_text("KS Øving")).to_be_visible()
    told = frame.locator("body").evaluate(
        "() => { document.cookie = 'a=1; SameSite=None; Secure'; return document.cookie }"
    )
    assert told == "", "the browser of this test keeps others' cookies"
    if os.environ.get("PICTURES"):
        page.screenshot(path=PICTURES / "lti-in-a-frame.png")

    with context.expect_page() as opened:
        frame.get_by_role("button").first.click()

    lesson = opened.value
    expect(lesson).to_have_url(f"{course.url}{LESSON}")
    expect(lesson.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(lesson.locator("[data-learner-name]")).to_have_text("Kari Nordmann")


def test_where_no_cookie_is_kept_in_the_frame_a_new_window_begins_again(
    course: Product, lms: Lms, strict: Callable[..., BrowserContext]
) -> None:
    context = strict(NO_COOKIES_IN_FRAMES)
    page = open_the_course_page(context, lms, course)

    with context.expect_page() as opened:
        inside(page).locator("form[action='/lti/login/'] button").click()
    window = opened.value
    window.locator("form[action^='/lti/inn/'] button").click()

    expect(window).to_have_url(f"{course.url}{LESSON}")
    expect(window.locator("[data-learner-name]")).to_have_text("Kari Nordmann")


def test_where_no_cookie_is_kept_the_platform_keeps_what_is_needed(
    course: Product, lms: Lms, strict: Callable[..., BrowserContext]
) -> None:
    lms.storage = True
    context = strict(NO_COOKIES_IN_FRAMES)
    page = open_the_course_page(context, lms, course)

    with context.expect_page() as opened:
        inside(page).locator("form[action^='/lti/inn/'] button").click()

    expect(opened.value).to_have_url(f"{course.url}{LESSON}")
    assert page.evaluate("window.asked") == ["lti.put_data", "lti.get_data"]


def test_without_script_every_step_has_a_button(
    course: Product, lms: Lms, strict: Callable[..., BrowserContext]
) -> None:
    context = strict(java_script_enabled=False)
    page = open_the_course_page(context, lms, course)
    inside(page).get_by_role("button", name="Videre").click()

    with context.expect_page() as opened:
        inside(page).locator("form[action^='/lti/inn/'] button").click()

    expect(opened.value).to_have_url(f"{course.url}{LESSON}")


def test_siri_chooses_a_lesson_in_the_frame(
    course: Product, lms: Lms, strict: Callable[..., BrowserContext], accessible: Callable[[Page], None]
) -> None:
    lms.deep = True
    page = open_the_course_page(strict(), lms, course, user="u-siri")
    frame = inside(page)

    frame.get_by_label(TITLE).check()
    frame.locator("form[action='/lti/velg/'] button").click()

    expect(frame.get_by_role("heading", name="Lagt til")).to_be_visible()
    assert [item["url"] for item in lms.chosen] == [f"{course.url}{LESSON}"]
    page.goto(lms.opening("u-siri", f"{course.url}{LESSON}"))
    accessible(page)


def test_in_a_window_of_its_own_kari_goes_straight_on_the_second_time(
    course: Product, lms: Lms, strict: Callable[..., BrowserContext], accessible: Callable[[Page], None]
) -> None:
    page = strict().new_page()
    page.goto(lms.opening("u-kari", f"{course.url}{LESSON}"))
    accessible(page)
    page.locator("form[action^='/lti/inn/'] button").click()
    expect(page).to_have_url(f"{course.url}{LESSON}")

    page.goto(lms.opening("u-kari", f"{course.url}{LESSON}"))

    expect(page).to_have_url(f"{course.url}{LESSON}")
    expect(page.locator("[data-learner-name]")).to_have_text("Kari Nordmann")


def test_the_grade_book_is_told_and_siri_sees_who_is_done(
    course: Product, lms: Lms, strict: Callable[..., BrowserContext]
) -> None:
    """The worker calls the platform, which fetches our keys from the server before it answers."""
    page = strict().new_page()
    page.goto(lms.opening("u-ola", f"{course.url}{LESSON}"))
    page.locator("form[action^='/lti/inn/'] button").click()
    expect(page).to_have_url(f"{course.url}{LESSON}")
    course.run("shell", "-v", "0", "-c", DO_THE_LESSON)
    wait_for(lambda: lms.scores, seconds=60, what="the score")
    assert (lms.scores[0]["userId"], lms.scores[0]["scoreGiven"]) == ("u-ola", 1)

    page.goto(lms.opening("u-siri", f"{course.url}{LESSON}"))
    page.locator("form[action='/lti/deltakere/'] button").click()

    row = page.get_by_role("row").filter(has_text="Ola Hansen")
    expect(row.get_by_role("cell")).to_have_text(re.compile("Ja|Yes"), timeout=60_000)


def test_another_site_cannot_frame_the_lesson(course: Product, lms: Lms, page: Page) -> None:
    page.route(
        "**/ramme",
        lambda route: route.fulfill(
            body=f'<iframe src="{course.url}{LESSON}"></iframe>', content_type="text/html"
        ),
    )
    page.goto(f"{lms.url}/ramme")

    expect(page.frame_locator("iframe").get_by_text(TITLE)).to_have_count(0)
