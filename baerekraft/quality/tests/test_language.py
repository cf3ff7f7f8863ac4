"""Ola writes like an office and is told so; a lesson that is written well is left in peace."""

import pytest

from baerekraft.quality import checks, length, measures, passages, passive, plain_words
from baerekraft.quality.tests.drafts import a_lesson, with_text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kommunen har f.eks. to skoler. Begge er gamle.", 2),
        ("Det kostet 1,5 mill. kroner. Ingen klaget.", 2),
        ("Det skjedde 25. september 2015.", 1),
        ("Da må vi spørre: Hvem betaler?", 2),
        ("Tre ting: mat, klær og strøm.", 1),
        ("Hun sa «nei». Han gikk.", 2),
        ("Et punkt\nEt annet punkt", 2),
        ("…", 0),
    ],
)
def test_sentences_end_where_a_reader_stops(text, count):
    assert len(measures.sentences(text)) == count


def test_a_number_with_spaces_is_one_word():
    assert measures.words("De fikk 48 000 kroner og 3,5 prosent.") == [
        "De",
        "fikk",
        "48 000",
        "kroner",
        "og",
        "3,5",
        "prosent",
    ]


def test_lix_is_words_a_sentence_and_the_share_of_long_words():
    # Ten words in two sentences, four of them with more than six letters.
    assert measures.lix("Kommunen brøyter veiene. Skolebussen kommer fram i dag til elevene.") == 5 + 40


def test_coleman_liau_of_its_own_example_in_round_figures():
    easy = "The cat sat on the mat. It was a big cat."
    hard = "Sustainability necessitates comprehensive organisational transformation across municipalities."

    assert measures.school_year(easy) == 0
    assert measures.school_year(hard) > 20
    assert measures.lix("") == measures.school_year("") == 0


@pytest.mark.parametrize(
    ("language", "sentence", "passive_is"),
    [
        ("nb", "Saken skal behandles i neste møte.", "behandles"),
        ("nb", "Tiltaket ble vedtatt av kommunestyret.", "ble vedtatt"),
        ("nb", "Maten blir ofte kastet i søpla.", "blir ofte kastet"),
        ("nb", "Skiltet må fjernes før jul.", "fjernes"),
        ("nn", "Saka skal handsamast i neste møte.", "handsamast"),
        ("nn", "Maten vart kasta i går.", "vart kasta"),
        ("nn", "Brua vart bygd i 1950.", "vart bygd"),
        ("en", "The plan was adopted by the council.", "was adopted"),
        ("en", "The bridge has not been built yet.", "been built"),
    ],
)
def test_this_is_passive(language, sentence, passive_is):
    assert passive.found(sentence, language) == passive_is


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "Det finnes bare én vei."),
        ("nb", "Elevenes forslag ble best."),
        ("nb", "Vi møtes hos fylkets rådgiver, og alles stemme teller."),
        ("nb", "Målet blir dyrere enn før."),
        ("nb", "Hennes bil og innbyggernes ønsker er felles sak."),
        ("nb", "Det ble sikkert fint likevel."),
        ("nn", "Dette er det billegaste, men ikkje det lettaste."),
        ("nn", "Det er oftast slik, og færrast veit det."),
        ("nn", "Dei skal møtast og trivast saman."),
        ("nn", "Eg vart våt på beina."),
        ("en", "She is interested in the plan and used to long days."),
        ("en", "The office is located in Drammen."),
        ("en", "We need a bridge."),
    ],
)
def test_this_is_not(language, sentence):
    assert passive.found(sentence, language) == ""


def kinds(document) -> list[str]:
    return [hint.kind for hint in checks.hints(document)]


def test_a_heap_of_passives_is_told_once_and_a_single_one_is_not():
    heap = with_text(
        a_lesson(), "<p>Saken vurderes. Vedtaket begrunnes. Møtet holdes i mai. Vi går hjem.</p>"
    )
    single = with_text(a_lesson(), "<p>Saken vurderes. Vi går hjem. Han går også. Hun blir.</p>")

    [hint] = [hint for hint in checks.hints(heap) if hint.kind == "passive"]
    assert hint.quote == "vurderes · begrunnes · holdes"
    assert hint.field == "body"
    assert hint.number == 1
    assert "passive" not in kinds(single)


def test_a_sentence_of_more_than_25_words_is_shown_with_its_place():
    long = " ".join(["ord"] * 26) + "."
    document = with_text(a_lesson(), f"<p>Kort. Så {long}</p>")

    [hint] = [hint for hint in checks.hints(document) if hint.kind == "sentences"]

    assert "27" in hint.what
    assert hint.quote == f"Så {long}"
    assert "› 1. " in hint.where
    assert "sentences" not in kinds(with_text(a_lesson(), "<p>" + " ".join(["ord"] * 25) + ".</p>"))


@pytest.mark.parametrize(
    ("language", "text", "plainer"),
    [
        (
            "nb",
            "Vi må iverksette tiltak vedrørende skolen.",
            {"iverksette": "sette i gang", "vedrørende": "om"},
        ),
        ("nb", "Det er dyrt i forhold til i fjor.", {"i forhold til": "sammenlignet"}),
        ("nn", "Vi må iverksetje det i høve til planen.", {"iverksetje": "setje i gang", "i høve til": "om"}),
        ("en", "We utilise it in order to help.", {"utilise": "use", "in order to": "to"}),
    ],
)
def test_heavy_words_get_a_plainer_one(language, text, plainer):
    found = plain_words.heavy(passages.of(with_text(a_lesson(language), f"<p>{text}</p>")), language)

    said = {hint.quote: hint.what for hint in found if hint.field == "body"}
    assert said.keys() == plainer.keys()
    assert all(word in said[form] for form, word in plainer.items())


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_heavy_word_is_listed_twice(language):
    import yaml

    rows = yaml.safe_load((plain_words.FOLDER / f"{language}.yaml").read_text())
    forms = [form for row in rows for form in row["forms"]]
    assert len(forms) == len(set(forms))


def test_a_lesson_of_nine_minutes_is_too_long():
    lesson = a_lesson()
    long = lesson.model_copy(update={"hook": "ord " * 1500})

    assert not list(length.time(lesson))
    [hint] = length.time(long)
    assert hint.weight == "should"


def test_text_that_only_an_office_could_write_is_hard_to_read():
    text = "Kommunestyrets virksomhetsovergripende bærekraftsstrategi forutsetter tverrsektorielle samhandlingsarenaer."
    document = with_text(a_lesson(), f"<p>{text * 60}</p>")

    assert any("LIX" in hint.what for hint in length.difficulty(document, passages.of(document)))


def test_a_misspelt_word_is_met_with_what_was_meant_until_it_is_one_of_our_own():
    document = with_text(a_lesson(), "<p>Vi kjøpte nye møbbler.</p>")

    [hint] = [hint for hint in checks.hints(document) if hint.kind == "spelling"]
    assert hint.quote == "møbbler"
    assert "møbler" in hint.what
    assert "spelling" not in [hint.kind for hint in checks.hints(document, own_words={"møbbler"})]


def test_without_a_dictionary_on_the_machine_spelling_is_left_out(monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert "spelling" not in kinds(with_text(a_lesson(), "<p>Vi kjøpte nye møbbler.</p>"))
