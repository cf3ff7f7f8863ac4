"""The second promise: an answer given is kept."""

import json
import re
import urllib.error
import urllib.request
from http.cookies import SimpleCookie
from typing import Any

import pytest
from conftest import Postbox, Product, code_in, link_in, wait_for
from playwright.sync_api import Browser, Page, expect
from walking import answer, answer_all, enter, forms

from baerekraft.learners.identifiers import uuid7


def answers_of(page: Page, product: Product) -> dict[str, Any]:
    return dict(page.request.get(f"{product.url}/min-side/data.json").json())


def kept(page: Page, product: Product) -> int:
    return len(answers_of(page, product)["responses"])


def test_an_offline_queue_is_sent_when_the_network_is_back(page: Page, product: Product):
    enter(page, product.url, "Nina Frakoblet", "nina@example.no")
    page.wait_for_function("navigator.serviceWorker.controller || navigator.serviceWorker.ready")
    page.reload()
    wait_for(lambda: page.evaluate("caches.keys().then(keys => keys.length)"), what="the cache")
    page.wait_for_function("caches.match(location.pathname).then(Boolean)")

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-when=offline]").first).to_be_visible()
    answer_all(page)
    expect(page.locator("section[data-when=done]")).to_be_visible()
    count = len(forms(page))
    page.context.set_offline(False)

    wait_for(lambda: kept(page, product) == count, what="the answers")


def test_a_closed_tab_loses_nothing(page: Page, product: Product):
    enter(page, product.url, "Odd Lukker", "odd@example.no")
    address = page.url
    page.route("**/min-side/svar/", lambda route: route.abort())
    answer(forms(page)[0])
    expect(forms(page)[0]).to_have_attribute("data-answered", "")
    context = page.context
    page.close()

    again = context.new_page()
    again.goto(address)

    wait_for(lambda: kept(again, product) == 1, what="the answer")
    expect(again.locator("form.exercise").first).to_have_attribute("data-answered", "")


def test_two_tabs_do_not_destroy_each_other(page: Page, product: Product):
    enter(page, product.url, "Tone Totab", "tone@example.no")
    other = page.context.new_page()
    other.goto(page.url)

    for tab in (page, other):
        tab.bring_to_front()
        for form in forms(tab):
            answer(form)
            expect(form).to_have_attribute("data-answered", "")

    wait_for(lambda: kept(page, product) == 2 * len(forms(page)), what="answers from both tabs")
    assert len(answers_of(page, product)["lesson_completions"]) == 1


def test_an_answer_of_one_person_is_never_sent_as_anothers(page: Page, product: Product):
    enter(page, product.url, "Eva Første", "eva@example.no")
    page.route("**/min-side/svar/", lambda route: route.abort())
    answer(forms(page)[0])
    expect(forms(page)[0]).to_have_attribute("data-answered", "")
    page.context.clear_cookies()
    page.unroute("**/min-side/svar/")

    enter(page, product.url, "Adam Andre", "adam@example.no")
    page.reload()
    page.wait_for_load_state("networkidle")

    assert kept(page, product) == 0


def test_what_was_answered_here_before_the_address_was_proven_elsewhere_is_still_hers(
    page: Page, browser: Browser, product: Product, postbox: Postbox
):
    enter(page, product.url, "Siv Tomaskin", "siv@example.no")
    phone = browser.new_context().new_page()
    enter(phone, product.url, "Siv Tomaskin", "siv@example.no")
    first, second = wait_for(
        lambda: found if len(found := postbox.to("siv@example.no")) == 2 else None, what="two mails"
    )
    page.route("**/min-side/svar/", lambda route: route.abort())
    answer(forms(page)[0])
    expect(forms(page)[0]).to_have_attribute("data-answered", "")
    for letter in (second, first):
        phone.goto(link_in(letter))
        phone.get_by_role("button", name="Ja").click()
        phone.wait_for_url("**/min-side/")
    page.unroute("**/min-side/svar/")

    page.goto(f"{product.url}/min-side/")
    page.wait_for_url("**/bli-med/kode/")
    for letter in (first, second):
        page.get_by_label("Kode").fill(code_in(letter))
        page.get_by_role("main").get_by_role("button").first.click()
        if page.url.endswith("/min-side/"):
            break
    page.wait_for_url("**/min-side/")

    wait_for(lambda: kept(page, product) == 1, what="the answer")


def test_a_shared_computer_forgets_when_the_browser_closes(browser: Browser, product: Product):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{product.url}/bli-med/")
    page.get_by_label("Navn").fill("Delt Maskin")
    page.get_by_label("E-post").fill("delt@example.no")
    page.get_by_label(re.compile("delt")).check()
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/kurs/**")
    answer(forms(page)[0])
    wait_for(lambda: kept(page, product) == 1, what="the answer")

    [cookie] = [c for c in context.cookies() if c["name"] == "baerekraft"]
    assert cookie["expires"] == -1
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert "Delt" not in stored
    assert "svar:" not in stored


def test_killing_the_server_after_an_acknowledgement_loses_nothing(own_product: Product):
    """Ten answers, and after each acknowledgement the whole product is killed as by a power cut."""
    cookie, learner = entered(own_product)
    lesson = lesson_on(own_product)
    acknowledged = []
    for _ in range(10):
        id = str(uuid7())
        reply = post(own_product, cookie, learner, lesson, id)
        assert reply["accepted"] == [id]
        acknowledged.append(id)
        own_product.kill()
        own_product.start("--no-worker")

    request = urllib.request.Request(f"{own_product.url}/min-side/data.json", headers={"Cookie": cookie})
    found = [row["id"] for row in asked(request)["responses"]]
    assert found == acknowledged


def entered(product: Product) -> tuple[str, str]:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    data = b"name=Kari&email=kari%40example.no"
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.build_opener(Stay).open(f"{product.url}/bli-med/", data)
    assert answer.value.code == 303
    jar = SimpleCookie(answer.value.headers["Set-Cookie"])
    answer.value.close()
    cookie = f"baerekraft={jar['baerekraft'].value}"
    request = urllib.request.Request(f"{product.url}/min-side/tilstand/", headers={"Cookie": cookie})
    return cookie, asked(request)["learner"]["key"]


def lesson_on(product: Product) -> dict[str, Any]:
    """The first lesson's key, version and an exercise of single choice, read from its page."""
    url = f"{product.url}/kurs/del-1/hva-er-baerekraftig-utvikling/"
    with urllib.request.urlopen(url) as answer:
        page = answer.read().decode()
    version = re.search(r'data-version="(\d+)"', page)
    exercise = re.search(r'data-exercise="([^"]+)" data-kind="single_choice"', page)
    assert version
    assert exercise
    return {
        "lesson": "del-1/hva-er-baerekraftig-utvikling",
        "version": int(version[1]),
        "exercise": exercise[1],
    }


def post(product: Product, cookie: str, learner: str, lesson: dict[str, Any], id: str) -> dict[str, Any]:
    response = {"id": id, **lesson, "answer": {"choice": "a"}, "at": "2026-11-22T09:00:00Z"}
    body = json.dumps({"owner": learner, "responses": [response]}).encode()
    request = urllib.request.Request(
        f"{product.url}/min-side/svar/", body, {"Cookie": cookie, "Content-Type": "application/json"}
    )
    return asked(request)


def asked(request: urllib.request.Request) -> dict[str, Any]:
    with urllib.request.urlopen(request) as answer:
        return dict(json.load(answer))
