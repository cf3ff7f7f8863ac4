"""Reading aloud, with a voice that the test lets finish each sentence."""

import pytest
from playwright.sync_api import Locator, Page, expect

from script.conftest import answer, open_lesson
from script.stage import Stage

VOICE = """(() => {
  const voices = [["en-US", true], ["nb-NO", false], ["no-NO", true], ["en-GB", true]];
  window.said = [];
  window.cancelled = 0;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices.map(([lang, localService]) => ({ lang, localService })),
    speak(utterance) { said.push(utterance); },
    cancel() { cancelled += 1; },
  } });
  window.finish = (event = "end") => said.at(-1)[`on${event}`]?.({ target: said.at(-1) });
})()"""


@pytest.fixture
def heard(page: Page, stage: Stage) -> Page:
    page.add_init_script(VOICE)
    return open_lesson(page, stage)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def sentences(page: Page) -> list[str]:
    return page.evaluate("said.map(({text}) => text)")


def read_to_the_end(page: Page) -> list[str]:
    for _ in range(300):
        if not button(page, "Pause").count():
            break
        page.evaluate("finish()")
    return sentences(page)


def test_the_button_is_there_only_where_the_browser_can_speak(page: Page, stage: Stage):
    page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    open_lesson(page, stage)

    expect(page.locator("[data-read-aloud]")).to_be_hidden()


def test_heading_and_text_are_read_in_order(heard: Page):
    button(heard, "Les opp").click()
    read = read_to_the_end(heard)

    assert read[:5] == [
        "Bærekraft på Tangen",
        "Klubben har åpent to kvelder.",
        "Nå skal det spares ca. 180 000 kroner, og forslaget er én kveld i uka.",
        "Hvem merker det?",
        "Et vedtak er fattet.",
    ]
    assert read[5:9] == ["Spørsmål valg?", "Valg a", "Valg b", "Valg c"]
    assert "Linje a" in read
    for quiet in ("Hvorfor", "Kilder", "SSB", "Svar", "En beslutning", "del-1/andre", "Du er framme"):
        assert not any(quiet in sentence for sentence in read), quiet
    expect(button(heard, "Les opp")).to_be_visible()
    expect(heard.locator(".reading")).to_have_count(0)


def test_feedback_is_read_when_it_can_be_seen(heard: Page):
    answer(heard)
    button(heard, "Les opp").click()

    assert "Hvorfor b." in read_to_the_end(heard)


def test_no_utterance_is_longer_than_chrome_can_bear(heard: Page):
    heard.evaluate(
        "document.querySelector('article p').textContent = 'ord og flere ord, '.repeat(60) + 'slutt.'"
    )
    button(heard, "Les opp").click()
    read = read_to_the_end(heard)

    assert max(len(sentence) for sentence in read) <= 180
    assert "".join(read).count("flere ord") == 60


def test_the_voice_speaks_the_language_and_stays_on_the_device(heard: Page):
    button(heard, "Les opp").click()
    read_to_the_end(heard)

    voices = heard.evaluate("said.map(({text, lang, voice}) => [text, lang, voice.lang])")
    assert voices[0][1:] == ["nb", "no-NO"]
    assert ["It is done.", "en", "en-US"] in voices


def test_what_is_read_is_marked(heard: Page):
    button(heard, "Les opp").click()
    expect(heard.locator(".reading")).to_have_count(1)
    expect(heard.locator("h1")).to_have_class("reading")
    heard.evaluate("finish()")
    expect(heard.locator(".reading")).to_contain_text("Klubben har åpent")


def test_a_pause_goes_on_where_it_was(heard: Page):
    button(heard, "Les opp").click()
    heard.evaluate("finish()")
    button(heard, "Pause").click()
    expect(button(heard, "Les videre")).to_be_focused()
    heard.evaluate("finish()")
    button(heard, "Les videre").click()

    assert sentences(heard) == [
        "Bærekraft på Tangen",
        "Klubben har åpent to kvelder.",
        "Klubben har åpent to kvelder.",
    ]


def test_stop_begins_again_and_keeps_the_focus(heard: Page):
    expect(heard.locator("[data-read-aloud-stop]")).to_be_hidden()
    button(heard, "Les opp").click()
    heard.evaluate("finish()")
    button(heard, "Stopp").focus()
    heard.keyboard.press("Enter")

    expect(button(heard, "Les opp")).to_be_focused()
    expect(heard.locator("[data-read-aloud-stop]")).to_be_hidden()
    heard.keyboard.press("Enter")
    assert sentences(heard)[-1] == "Bærekraft på Tangen"


def test_a_voice_that_fails_stops_the_reading(heard: Page):
    button(heard, "Les opp").click()
    heard.evaluate("finish('error')")

    expect(button(heard, "Les opp")).to_be_visible()
    assert len(sentences(heard)) == 1


def test_leaving_the_page_stops_the_reading(heard: Page):
    button(heard, "Les opp").click()
    before = heard.evaluate("cancelled")
    heard.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")

    assert heard.evaluate("cancelled") > before
