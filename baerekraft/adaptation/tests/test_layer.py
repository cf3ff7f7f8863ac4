"""The layer by itself: whatever the county does, nothing of the municipality's is lost and no exercise is."""

from pathlib import Path
from typing import Any

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.adaptation import differences, layer
from baerekraft.adaptation.layer import Change, County
from baerekraft.authoring import contentfile
from baerekraft.catalog.charts import Bar, Chart
from baerekraft.catalog.document import Block, LessonDocument, Source, Text

PATH = next(Path(settings.CONTENT_DIR).glob("nb/del-1/1-*.yaml"))
LESSON = contentfile.lesson(PATH, part="del-1", language="nb")
BODY = LESSON.body


def county(body: tuple[Block, ...] = BODY, ids: tuple[str, ...] = ()) -> County:
    """The lesson with these blocks; their ids follow the place, as after seeding, unless given."""
    named = ids or tuple(f"id-{place}" for place in range(len(body)))
    return County(LESSON.model_copy(update={"body": body}), named)


def text(words: str, heading: str = "Eget") -> Text:
    return Text(heading=heading, body=f"<p>{words}</p>")


def change(kind: Any, place: int, words: str = "Slik gjør vi det i Asker.", *, name: str = "c") -> Change:
    there = county()
    base = there.base(there.ids[place])
    assert base
    return Change(name, kind, base, None if kind == "hide" else text(words))


def first(kind: str) -> int:
    return next(place for place, block in enumerate(BODY) if block.type == kind)


def texts(lesson: LessonDocument) -> list[str]:
    return [block.body for block in lesson.body if isinstance(block, Text)]


def test_an_empty_layer_is_the_countys_lesson():
    lesson, questions = layer.apply(county(), [])

    assert lesson == LESSON
    assert questions == []


def test_askers_text_stands_instead_of_the_countys_and_the_rest_is_the_countys():
    place = first("text")

    lesson, questions = layer.apply(county(), [change("replace", place)])

    assert lesson.body[place] == text("Slik gjør vi det i Asker.")
    assert (*lesson.body[:place], *lesson.body[place + 1 :]) == (*BODY[:place], *BODY[place + 1 :])
    assert questions == []


def test_what_the_county_changes_elsewhere_comes_by_itself_and_asks_nothing():
    place = first("text")
    other = next(i for i, block in enumerate(BODY) if isinstance(block, Text) and i != place)
    body = (*BODY[:other], text("Nytt fra fylket."), *BODY[other + 1 :])

    lesson, questions = layer.apply(county(body), [change("replace", place)])

    assert "<p>Nytt fra fylket.</p>" in texts(lesson)
    assert questions == []


def test_a_block_the_county_rewrites_is_asked_about_and_askers_text_stays():
    place = first("text")
    was = BODY[place]
    now = was.model_copy(update={"heading": "Ny overskrift fra fylket"})

    lesson, questions = layer.apply(
        county((*BODY[:place], now, *BODY[place + 1 :])), [change("replace", place)]
    )

    assert "<p>Slik gjør vi det i Asker.</p>" in texts(lesson)
    assert now not in lesson.body
    assert [(q.change.base.block, q.now) for q in questions] == [(was, now)]


def test_a_block_the_county_removes_leaves_askers_text_in_its_place():
    place = first("text")

    lesson, questions = layer.apply(county((*BODY[:place], *BODY[place + 1 :])), [change("replace", place)])

    assert lesson.body[place] == text("Slik gjør vi det i Asker.")
    assert [question.now for question in questions] == [None]


def test_a_lesson_seeded_anew_with_a_block_more_gives_ids_by_place_and_askers_text_follows_the_block():
    place = first("text")
    body = (text("Et nytt avsnitt foran."), *BODY)

    lesson, questions = layer.apply(county(body), [change("replace", place)])

    assert lesson.body[place + 1] == text("Slik gjør vi det i Asker.")
    assert "<p>Et nytt avsnitt foran.</p>" in texts(lesson)
    assert questions == []


def test_a_block_that_slides_into_the_place_of_a_removed_one_is_not_taken_for_it():
    """Its id is the removed block's, and both are texts."""
    one, other = text("Det første avsnittet.", "En"), text("Noe helt annet, om vann.", "To")
    there = county((one, other, *BODY))
    base = there.base("id-0")
    assert base

    lesson, questions = layer.apply(county((other, *BODY)), [Change("c", "replace", base, text("Vårt."))])

    assert other in lesson.body
    assert questions[0].now is None


def test_a_block_that_is_left_out_comes_up_again_when_the_county_rewrites_it():
    place = first("text")
    now = BODY[place].model_copy(update={"heading": "Ny overskrift"})

    lesson, questions = layer.apply(county((*BODY[:place], now, *BODY[place + 1 :])), [change("hide", place)])

    assert now not in lesson.body
    assert [question.now for question in questions] == [now]


def test_no_change_takes_an_exercise_away():
    place = first("exercise")

    for kind in ("replace", "hide"):
        lesson, _questions = layer.apply(county(), [change(kind, place)])
        assert lesson.exercises == LESSON.exercises


def test_sources_that_nothing_cites_any_more_go_and_askers_own_come():
    """And one that shares its id with one of the county's is told from it."""
    taken = LESSON.sources[0].id
    own = Source(
        id=taken,
        publisher="Asker kommune",
        title="Årsmelding",
        url="https://asker.kommune.no/a",
        year="2026",
        place="Asker",
    )
    cites = Change("c", "add", change("add", 0).base, text(f"Vi halverte matsvinnet.[^{taken}]"))

    lesson, _questions = layer.apply(county(), [cites], [own])

    LessonDocument.model_validate(lesson.model_dump())
    assert f"Vi halverte matsvinnet.[^{taken}-lokal]" in "".join(texts(lesson))
    assert {source.title for source in lesson.sources if source.id.startswith(taken)} == {
        "Årsmelding",
        LESSON.sources[0].title,
    }


PLACES = st.integers(0, len(BODY) - 1)
EDITS = st.lists(
    st.tuples(st.sampled_from(["insert", "remove", "rewrite", "swap"]), st.integers(0, 40)), max_size=6
)


def edited(edits: list[tuple[str, int]], *, ids_by_place: bool) -> County:
    """The lesson after an editor, or a new content file, has been at it. Exercises may move, not go."""
    rows = [(f"id-{place}", block) for place, block in enumerate(BODY)]
    for number, (what, at) in enumerate(edits):
        place = at % len(rows)
        key, block = rows[place]
        match what:
            case "insert":
                rows.insert(place, (f"new-{number}", text(f"Nytt avsnitt {number}.", f"Ny {number}")))
            case "remove" if block.type != "exercise":
                del rows[place]
            case "rewrite" if isinstance(block, Text):
                rows[place] = (key, block.model_copy(update={"heading": f"Endret {number}"}))
            case "swap":
                rows[place], rows[-1] = rows[-1], rows[place]
    body = tuple(block for _key, block in rows)
    return county(body, () if ids_by_place else tuple(key for key, _block in rows))


@given(
    st.lists(st.tuples(st.sampled_from(["replace", "add", "hide"]), PLACES), max_size=6), EDITS, st.booleans()
)
def test_nothing_of_askers_is_lost_and_no_exercise_whatever_the_county_does(changes, edits, ids_by_place):
    """And what is neither replaced nor left out is the county's newest, in its order."""
    made = [
        change(kind, place, f"Askers tekst {number}.", name=str(number))
        for number, (kind, place) in enumerate(changes)
    ]
    now = edited(edits, ids_by_place=ids_by_place)

    lesson, questions = layer.apply(now, made)

    own = [one.own for one in made if one.own]
    assert sorted(block.model_dump_json() for block in own) == sorted(
        block.model_dump_json() for block in lesson.body if block in own
    )
    assert lesson.exercises == now.document.exercises
    theirs = [block for block in lesson.body if block not in own]
    untouched = iter(now.document.body)
    assert all(block in untouched for block in theirs)
    assert len(theirs) >= len(now.document.body) - len({p for k, p in changes if k != "add"})
    if not edits:
        assert questions == []


@given(EDITS, st.booleans())
def test_an_empty_layer_is_always_the_countys(edits, ids_by_place):
    now = edited(edits, ids_by_place=ids_by_place)

    assert layer.apply(now, [])[0].body == now.document.body


def test_differences_are_told_word_by_word():
    was, now = text("Vi kastet 40 kg mat."), text("Vi kastet 30 kg mat i fjor.")

    pieces = [(piece.kind, piece.text) for piece in differences.between(was, now)]

    assert pieces == [
        ("same", "Eget Vi kastet"),
        ("was", "40"),
        ("now", "30"),
        ("same", "kg"),
        ("was", "mat."),
        ("now", "mat i fjor."),
    ]


def test_a_changed_number_is_a_difference():
    bars = (Bar(label="Asker", value=20), Bar(label="Halden", value=30))
    was = Chart(title="Matsvinn", message="Asker kaster minst.", unit="kilo", bars=bars, source="ssb")
    now = was.model_copy(update={"bars": (bars[0].model_copy(update={"value": 25}), bars[1])})

    assert [(p.kind, p.text) for p in differences.between(was, now) if p.kind != "same"] == [
        ("was", "20"),
        ("now", "25"),
    ]
