"""Questions exported from Moodle."""

import pytest

from baerekraft.importing import moodle, questions
from baerekraft.importing.tests.factories import answered, asked
from baerekraft.importing.tests.factories import moodle as bank
from baerekraft.sheets.files import BadFile


def only(*inside: str, language: str = "nb"):
    (found,) = moodle.read(bank(*inside), language=language).questions
    return found


def test_several_kinds_become_ours():
    found = moodle.read(
        bank(
            asked("category", "", ""),
            asked(
                "multichoice",
                "A",
                "<p>Ett?</p>",
                "<single>true</single>" + answered("ja", 100) + answered("nei", 0),
            ),
            asked(
                "multichoice",
                "B",
                "Flere?",
                "<single>false</single>" + answered("a", 50) + answered("b", 50) + answered("c", -100),
            ),
            asked(
                "truefalse",
                "C",
                "Jorda er flat.",
                answered("true", 0, "Nei.") + answered("false", 100, "Ja."),
            ),
            asked(
                "matching",
                "D",
                "Par",
                "".join(
                    f"<subquestion><text>{n}</text><answer><text>{n * 2}</text></answer></subquestion>"
                    for n in (1, 2, 3)
                ),
            ),
            asked(
                "numerical",
                "E",
                "Hvor mange?",
                '<answer fraction="100"><text>12.5</text><tolerance>0.5</tolerance></answer>'
                "<units><unit><multiplier>1</multiplier><unit_name>kg</unit_name></unit></units>",
            ),
            asked("ordering", "F", "Rekkefølge", answered("to", 2) + answered("en", 1) + answered("tre", 3)),
            asked("essay", "G", "Skriv", ""),
        )
    ).questions

    assert [question.kind for question in found] == [
        "single_choice",
        "multiple_choice",
        "fact_or_myth",
        "matching",
        "estimate",
        "ordering",
        "reflection",
    ]
    assert found[2].fields["statements"][0] == {"text": "Jorda er flat.", "fact": False, "feedback": "Ja."}
    assert found[3].fields["pairs"][2]["right"] == "6"
    assert (found[4].fields["value"], found[4].fields["unit"], found[4].fields["step"]) == (12.5, "kg", 0.1)
    assert [item["text"] for item in found[5].fields["items"]] == ["en", "to", "tre"]


@pytest.mark.parametrize("kind", ["cloze", "calculated", "ddwtos", "gapselect", "<x>", "randomsamatch"])
def test_a_kind_we_do_not_have_is_told_by_name_and_line(kind):
    found = only(asked(kind.replace("<", "&lt;").replace(">", "&gt;"), "Navn", "Tekst"))

    assert found.fields is None
    assert kind in found.refused
    assert "3" in found.place


def test_text_in_several_languages_is_read_in_the_lessons():
    prompt = '<span lang="en" class="multilang">Water?</span> <span lang="no" class="multilang">Vann?</span>'
    inside = answered("{mlang en}yes{mlang}{mlang nb}ja{mlang}", 100) + answered("nei", 0)

    found = only(asked("multichoice", "A", prompt, inside))

    assert found.prompt == "Vann?"
    assert found.fields["options"][0]["text"] == "ja"
    assert only(asked("multichoice", "A", prompt, inside), language="en").prompt == "Water?"


def test_pictures_are_told_of_and_left_out():
    file = '<file name="kart.png" path="/" encoding="base64">iVBORw0KGgo=</file>'
    found = only(asked("multichoice", "A", "Hva?", file + answered("a", 100) + answered("b", 0)))

    assert found.kind == "single_choice"
    assert len(found.notes) == 1


def test_feedback_for_the_whole_question_stands_with_the_right_answer():
    general = "<generalfeedback><text>Fordi det er slik.</text></generalfeedback>"
    found = only(
        asked("multichoice", "A", "Hva?", general + answered("a", 0, "Nei.") + answered("b", 100, "Ja."))
    )

    assert [option["feedback"] for option in found.fields["options"]] == ["Nei.", "Ja. Fordi det er slik."]


HOSTILE = {
    "an entity that reads a file": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
    "a billion laughs": b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><quiz>&b;</quiz>',
    "a DTD from elsewhere": b'<!DOCTYPE quiz SYSTEM "http://example.no/x.dtd"><quiz/>',
    "endless depth": b"<quiz>" + b"<a>" * 100_000,
    "no end": b"<quiz><question>",
    "something else": b"<html><body/></html>",
    "an unknown encoding": b'<?xml version="1.0" encoding="klingon"?><quiz/>',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_xml_is_refused_in_words(body):
    with pytest.raises(BadFile) as refused:
        moodle.read(body)

    assert str(refused.value).endswith(".")


def test_ten_thousand_questions_are_refused():
    with pytest.raises(questions.TooMany):
        moodle.read(bank(*[asked("essay", str(n), "Skriv") for n in range(10_000)]))
