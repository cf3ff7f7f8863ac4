"""Questions written in GIFT."""

import pytest

from baerekraft.importing import gift, questions

KINDS = """\
// Spørsmål til kurset
$CATEGORY: Kommune/Vann

::Billigste tilbud::Hva bør Kari se på?{
  =Pris over tid#Riktig, strøm er også en utgift.
  ~Pris i dag#Nei, den sier lite.
}

::Reiser::[html]Hva gir <b>mindre</b> utslipp?{
  ~%50%Gå#Ja
  ~%50%Sykle#Ja, det òg
  ~%-100%Kjøre alene#Nei
}

Jorda er rund.{T#Se en gang til.#Ja!####Den er nesten rund.}

Finn parene {
  =Bærum -> Sandvika
  =Halden -> Halden sentrum
  =Drammen -> Strømsø
}

Hvor mange minutter er en time? {#60:5}

Sett i rekkefølge {>3 ALL VERTICAL ABSOLUTE_POSITION
en
to
tre
}

Hva tenker du? {}
"""


def only(text: str):
    (found,) = gift.read(text).questions
    return found


def test_each_kind_becomes_ours():
    found = gift.read(KINDS).questions

    assert [question.kind for question in found] == [
        "single_choice",
        "multiple_choice",
        "fact_or_myth",
        "matching",
        "estimate",
        "ordering",
        "reflection",
    ]
    assert [question.place.split()[1] for question in found] == ["4", "9", "15", "17", "23", "25", "31"]


def test_right_wrong_and_feedback_follow_along():
    single, many, truth, pairs, guess, order, _reflection = gift.read(KINDS).questions

    assert single.name == "Billigste tilbud"
    assert single.fields["options"] == [
        {"text": "Pris over tid", "correct": True, "feedback": "Riktig, strøm er også en utgift."},
        {"text": "Pris i dag", "correct": False, "feedback": "Nei, den sier lite."},
    ]
    assert many.prompt == "Hva gir mindre utslipp?"
    assert [option["correct"] for option in many.fields["options"]] == [True, True, False]
    assert truth.fields["statements"] == [
        {"text": "Jorda er rund.", "fact": True, "feedback": "Den er nesten rund."}
    ]
    assert pairs.fields["pairs"][1] == {"left": "Halden", "right": "Halden sentrum", "feedback": ""}
    assert (guess.fields["value"], guess.fields["tolerance"], guess.fields["maximum"]) == (60, 5, 200)
    assert [item["text"] for item in order.fields["items"]] == ["en", "to", "tre"]


def test_a_sign_that_is_escaped_is_only_a_sign():
    found = only(r"Hva er 2 \= 2 og \{x\}\: \~ \#1? {=a\=b#fordi \#1 ~c\~d}")

    assert found.prompt == "Hva er 2 = 2 og {x}: ~ #1?"
    assert [option["text"] for option in found.fields["options"]] == ["a=b", "c~d"]
    assert found.fields["options"][0]["feedback"] == "fordi #1"


def test_a_missing_word_leaves_a_gap():
    assert only("Oslo er {=hovedstad ~en by ~et land} i Norge.").prompt == "Oslo er _____ i Norge."


@pytest.mark.parametrize(
    ("written", "value", "tolerance"),
    [("#3:2", 3, 2), ("#1..5", 3, 2), ("#-1,5:0,5", -1.5, 0.5), ("#=%100%42:0#Ja =%50%40:5 ~#Nei", 42, 0)],
)
def test_a_number_is_written_in_many_ways(written, value, tolerance):
    fields = only(f"Tall? {{{written}}}").fields

    assert (fields["value"], fields["tolerance"]) == (value, tolerance)
    assert fields["minimum"] < value < fields["maximum"]


def test_no_scale_can_be_worked_out_from_nought():
    found = only("Hvor mange? {#0:0}")

    assert found.fields["minimum"] is None
    assert found.notes


@pytest.mark.parametrize(
    "text",
    [
        "Mangler slutt {=a ~b",
        "Mangler begynnelse =a ~b}",
        "To {=a ~b} og to {=c ~d}",
        "Bare en tekst.",
        "Ingen rett {~a ~b}",
        "Bare ett alternativ {~%100%a}",
        "Ikke et tall {#mange}",
        "{=a ~b}",
    ],
)
def test_what_cannot_be_used_is_refused_in_words(text):
    found = only(text)

    assert found.fields is None
    assert found.refused.endswith(".")


def test_a_cloze_is_told_by_its_name():
    assert "cloze" in only("Oslo er {1:SHORTANSWER:=by} i {2:SHORTANSWER:=Norge}.").refused


def test_a_picture_is_told_of_and_left_out():
    found = only(r'[html]Se <img src\="@@PLUGINFILE@@/kart.png"> her {=a ~b}')

    assert found.prompt == "Se her"
    assert found.notes


def test_markdown_and_html_become_plain_words():
    assert only("[markdown]Hva er *viktig*? {=a ~b}").prompt == "Hva er viktig?"
    assert (
        only("[html]CO<sub>2</sub> &amp; m<sup>2</sup><script>alert(1)</script> {=a ~b}").prompt == "CO₂ & m²"
    )
    assert only("[plain]Er a<b? {=a ~b}").prompt == "Er a<b?"


def test_ten_thousand_questions_are_refused_at_the_hundred_and_first():
    text = "\n\n".join(f"Spørsmål {n} {{=a ~b}}" for n in range(10_000))

    with pytest.raises(questions.TooMany):
        gift.read(text)
