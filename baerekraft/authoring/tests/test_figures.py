"""No lesson states a figure that nobody stands behind."""

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.authoring import contentfile, figures
from baerekraft.catalog.document import LessonDocument

LESSONS = sorted(Path(settings.CONTENT_DIR).glob("*/del-*/[0-9]*.yaml"))
A_LESSON = next(path for path in LESSONS if path.parts[-3] == "nb")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: "/".join(path.parts[-3:]))
def test_somebody_stands_behind_every_figure_in_every_lesson(path):
    document = contentfile.lesson(path, part=path.parent.name, language=path.parent.parent.name)

    found = "\n".join(f"  – {piece}" for piece in figures.unsourced(document))

    assert not found, (
        f"{path}: these pieces hold a figure without a source. Put [^source] after it, or `sources:` in the exercise, "
        f"or say that it is made up («tenkte tall»):\n{found}"
    )


@pytest.fixture(scope="module")
def lesson() -> LessonDocument:
    return contentfile.lesson(A_LESSON, part=A_LESSON.parent.name, language="nb")


@pytest.mark.parametrize(
    "text",
    [
        "Vi kaster 85 kilo mat hvert år.",
        "De 40 prosentene",
        "Utslippene er halvert for de 40 største.",
        "En andel på 12 prosent, en andel 12 prosent",
        "De sparte 2000 kroner og 2050 tonn.",
        "De sparte 2 000 kroner.",
        "Mål 13 gir 30 prosent mindre.",
        "Mål 2 og 30 prosent av innbyggerne",
        "Del 40 000 på fem.",
        "I punkt 3,5 prosent",
        "Har dere tenkt på at 40 prosent blir kastet?",
        "Det er tenkt at 600 skal bo her.",
        "Det var tenkt at stedet skulle vokse med 600.",
        "Prosentpunkt: 12",
        "Ett av 3 barn",
        "30\u00a0% av maten",
        "Maten (2.4 kilo)",
    ],
)
def test_this_is_a_figure(text):
    assert figures.bare(text)


@pytest.mark.parametrize(
    "text",
    [
        "I 2015 ble verdens land enige, og 2030 er fristen.",
        "Perioden 2018–2023, og skoleåret 2021–22",
        "Møtet er 14. mai og 3 March.",
        "Mål 13, delmål 12.3 og målene 3, 4 og 10",
        "goals 9, 16 and 17",
        "Jorda (2.4), tjenestene (3.8) og noe mer (12.b)",
        "Etter § 4 og §§ 5 i loven, kapittel 6",
        "Se leksjon 3 i del 2, kl. 9 og nr. 17.",
        "E18 og Rv. 7 går forbi.",
        "CO2 og SDG 13",
        "Elevene på 9. trinn",
        "Ingen tall her, bare halvparten av en setning.",
        "Vi kaster 85 kilo mat[^matvett].",
        "Hun må kutte 900 000 kroner (tenkt tall).",
        "Stedet, tallene og personene er tenkte: 40 boliger.",
        "The municipality is imaginary and has 9 000 people.",
    ],
)
def test_this_is_none_or_somebody_stands_behind_it(text):
    assert not figures.bare(text)


@given(
    st.integers(0, 10**7),
    st.sampled_from(["prosent", "%", "kroner", "tonn", "innbyggere", "percent", "people"]),
)
def test_whatever_is_counted_in_something_is_a_figure(number, measure):
    assert figures.bare(f"Det ble {number} {measure} i fjor.")
    assert figures.bare(f"I mål 13 er de {number} {measure} alt vi har.")
    assert figures.HARD.search(f"{number} {measure}")


@given(st.integers(1900, 2099), st.integers(1, 17), st.integers(1, 9))
def test_no_year_and_no_goal_is_a_figure(year, goal, target):
    assert not figures.bare(f"I {year} sto mål {goal} og delmål {goal}.{target} i planen.")


@given(st.text())
def test_a_text_without_digits_has_no_figure_and_none_breaks_it(text):
    assert figures.bare(text) <= any(character.isdigit() for character in text)


def with_text(lesson: LessonDocument, body: str) -> list[str]:
    first = next(block for block in lesson.body if block.type == "text")
    spoilt = first.model_copy(update={"body": body})
    return figures.unsourced(lesson.model_copy(update={"body": (spoilt,)}))


def test_a_mark_serves_its_own_paragraph_alone(lesson):
    found = with_text(lesson, "<p>Vi kaster 85 kilo[^a].</p><p>Det er 30 prosent.</p>")

    assert found == ["Det er 30 prosent."]


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>en</li><li>30 prosent</li></ul>",
        '<ol start="3"><li>30 prosent</li></ol>',
        "<ul><li>en<ul><li>to</li></ul></li><li>30 prosent</li></ul>",
        "<blockquote><p>30 prosent</p></blockquote>",
        "<h3>30 prosent</h3>",
        "30 prosent",
    ],
)
def test_no_shape_of_text_hides_a_figure(lesson, body):
    [found] = with_text(lesson, f"<p>Først dette.</p>{body}<p>Så dette.</p>")

    assert "30 prosent" in found


def test_one_mark_serves_a_whole_list(lesson):
    assert with_text(lesson, "<ul><li>30 prosent</li><li>40 prosent<ul><li>50[^a]</li></ul></li></ul>") == []


def test_an_example_is_carried_by_its_own_source_until_it_cites_others(lesson):
    example = next(block for block in lesson.body if block.type == "example")
    carried = example.model_copy(update={"body": "<p>Svinnet falt 30 prosent.</p>"})
    mixed = example.model_copy(update={"body": "<p>Svinnet falt 30 prosent.</p><p>Og 40[^a].</p>"})

    assert figures.unsourced(lesson.model_copy(update={"body": (carried,)})) == []
    assert figures.unsourced(lesson.model_copy(update={"body": (mixed,)})) == ["Svinnet falt 30 prosent."]


@pytest.mark.parametrize("field", ["title", "summary", "outcome", "takeaway"])
def test_what_has_no_place_for_a_mark_states_no_figure(lesson, field):
    spoilt = lesson.model_copy(update={field: "Vi kaster 85 kilo hver."})

    assert figures.unsourced(spoilt) == ["Vi kaster 85 kilo hver."]


def test_a_step_may_count_minutes_and_weeks(lesson):
    steps = lesson.steps.model_copy(update={"you": ("Sett av 15 minutter de neste 4 ukene.",)})

    assert figures.unsourced(lesson.model_copy(update={"steps": steps})) == []


def test_an_exercise_needs_a_source_or_says_that_it_is_made_up(lesson):
    block = next(block for block in lesson.body if block.type == "exercise")
    update = {"prompt": "Hvor mye er 30 prosent av maten?", "sources": ()}
    bare = block.exercise.model_copy(update=update)
    invented = bare.model_copy(update={"prompt": "Hvor mye er 30 prosent av maten (tenkte tall)?"})

    assert update["prompt"] in list(figures.exercise(bare))
    assert list(figures.exercise(invented)) == []
    assert list(figures.exercise(bare.model_copy(update={"sources": ("a",)}))) == []
