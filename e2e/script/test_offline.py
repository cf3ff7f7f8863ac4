"""The service worker: what was visited can be read without network, and nothing about a person is kept."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from script import bundle
from script.conftest import answer, open_lesson, stored, until
from script.stage import KARI, Stage

LESSON = "/kurs/del-1/forste/"
OTHER = "/kurs/del-1/andre/"


@pytest.fixture
def visited(page: Page, stage: Stage) -> Page:
    """The first lesson, visited once and kept."""
    open_lesson(page, stage)
    kept(page, LESSON)
    return page


def kept(page: Page, path: str) -> None:
    until(page, f"caches.match('{path}')")


def paths(page: Page) -> set[str]:
    return set(
        page.evaluate(
            """async () => {
              const names = await caches.keys();
              const found = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
              return found.flat().map(({ url }) => new URL(url).pathname);
            }"""
        )
    )


def test_the_first_page_is_kept_though_it_came_before_the_worker(visited: Page, stage: Stage):
    stage.down = True
    visited.goto(f"{stage.url}{LESSON}")

    expect(visited.locator("h1")).to_contain_text("på Tangen")
    expect(visited.locator("[data-when=offline]")).to_be_visible()
    answer(visited)
    expect(visited.locator("form#valg").get_by_role("status")).to_have_text("Riktig.")
    assert len(stored(visited)) == 1


def test_the_notice_goes_when_the_network_is_back(visited: Page, stage: Stage, context: BrowserContext):
    expect(visited.locator("[data-when=offline]")).to_be_hidden()
    context.set_offline(True)
    expect(visited.locator("[data-when=offline]")).to_be_visible()
    visited.reload()
    expect(visited.locator("h1")).to_contain_text("på Tangen")
    expect(visited.locator("[data-when=offline]")).to_be_visible()

    context.set_offline(False)
    expect(visited.locator("[data-when=offline]")).to_be_hidden()


def test_a_page_not_visited_says_so_and_lists_what_can_be_read(visited: Page, stage: Stage):
    stage.down = True
    visited.goto(f"{stage.url}{OTHER}")

    expect(visited.locator("h1")).to_have_text("Du er uten nett")
    expect(visited.locator("[data-visited] a")).to_have_attribute("href", LESSON)
    expect(visited.locator("[data-visited] a")).to_have_text("Leksjon del-1/forste")
    visited.locator("[data-visited] a").click()
    expect(visited.locator("h1")).to_contain_text("på Tangen")


def test_a_page_not_visited_says_so_in_its_own_language(visited: Page, stage: Stage):
    stage.down = True
    for path, said in (
        ("/nn/kurs/del-1/forste/", "Du er utan nett"),
        ("/en/kurs/", "You are offline"),
        ("/nnn/", "Du er uten nett"),
    ):
        visited.goto(f"{stage.url}{path}")
        expect(visited.locator("h1")).to_have_text(said)


def test_nothing_private_is_kept(visited: Page, stage: Stage):
    private = ("/min-side/", "/bli-med/", "/kurs/del-1/forste/mine-svar/", "/kurs/hemmelig/", "/kurs/sok/")
    for path in private:
        visited.goto(f"{stage.url}{path}")
    visited.goto(f"{stage.url}{OTHER}")
    kept(visited, OTHER)

    assert paths(visited) == {LESSON, OTHER, *bundle.OFFLINE, bundle.name(), "/static/app.0123456789ab.css"}
    stage.down = True
    for path in private:
        visited.goto(f"{stage.url}{path}")
        expect(visited.locator("h1")).to_have_text("Du er uten nett")


def test_state_and_answers_are_not_kept(visited: Page, stage: Stage):
    stage.learner = dict(KARI)
    visited.reload()
    answer(visited)
    stage.wait_recorded("valg")

    assert not any("min-side" in path for path in paths(visited))


def test_the_network_goes_first_so_that_a_new_version_is_seen(visited: Page, stage: Stage):
    stage.scripts = [bundle.name(), "/static/player/outbox.js?ny"]
    visited.reload()

    expect(visited.locator("script")).to_have_count(2)
    expect(visited.locator("[data-when=offline]")).to_be_hidden()


def test_a_network_too_slow_to_wait_for_gives_the_kept_page(visited: Page, stage: Stage):
    stage.slow.clear()
    visited.reload()

    expect(visited.locator("h1")).to_contain_text("på Tangen")
    expect(visited.locator("[data-when=offline]")).to_be_visible()
    stage.slow.set()


def test_a_server_that_fails_gives_the_kept_page(visited: Page, stage: Stage):
    stage.failing = True
    visited.reload()

    expect(visited.locator("h1")).to_contain_text("på Tangen")
    visited.goto(f"{stage.url}/kurs/del-1/")
    expect(visited.locator("h1")).to_have_text("Nede")


def test_a_withdrawn_lesson_is_kept_no_longer(visited: Page, stage: Stage):
    stage.missing.add(LESSON)
    visited.reload()
    until(visited, f"caches.match('{LESSON}').then((found) => !found)")


def test_each_page_is_fetched_once(visited: Page, stage: Stage):
    stage.asked.clear()
    visited.goto(f"{stage.url}{OTHER}")
    kept(visited, OTHER)
    visited.wait_for_load_state("networkidle")

    assert [path for path in stage.asked if path.startswith("/kurs/")] == [OTHER]
    assert bundle.name() not in stage.asked


def test_the_page_says_it_came_from_the_cache(visited: Page, stage: Stage):
    stage.down = True
    response = visited.goto(f"{stage.url}{LESSON}")

    assert response
    assert response.headers["x-from-cache"] == "1"
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_a_new_version_takes_the_visited_pages_along(visited: Page, stage: Stage):
    stage.version = "2"
    visited.evaluate(
        "void navigator.serviceWorker.getRegistration().then((registration) => registration.update())"
    )
    until(visited, "caches.keys().then((names) => names.join() === 'baerekraft-2')")

    stage.down = True
    visited.goto(f"{stage.url}{LESSON}")
    expect(visited.locator("h1")).to_contain_text("på Tangen")


def test_no_more_than_sixty_pages_are_kept(visited: Page, stage: Stage):
    visited.goto(f"{stage.url}/kurs/del-1/")
    visited.evaluate(
        """async () => {
          const [name] = await caches.keys();
          const cache = await caches.open(name);
          const page = await cache.match("/frakoblet/");
          for (let i = 0; i < 70; i++) await cache.put(`/kurs/del-9/nr-${i}/`, page.clone());
        }"""
    )
    visited.goto(f"{stage.url}{LESSON}")
    until(
        visited,
        """caches.keys().then(async ([name]) => {
          const keys = await (await caches.open(name)).keys();
          return keys.filter(({ url }) => url.includes("/kurs/")).length === 60;
        })""",
    )

    found = paths(visited)
    assert LESSON in found
    assert "/kurs/del-9/nr-69/" in found
    assert "/kurs/del-9/nr-0/" not in found
    assert bundle.name() in found


def test_without_a_worker_the_lesson_works(page: Page, stage: Stage):
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    stage.learner = dict(KARI)
    open_lesson(page, stage)
    answer(page)

    stage.wait_recorded("valg")
