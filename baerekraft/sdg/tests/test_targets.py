from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from baerekraft.sdg import sets, tables, un
from baerekraft.sdg.targets import Identity, Mapping, Target, TargetSet
from baerekraft.sdg.texts import Texts

# A/RES/70/1: how many numbered targets each goal has, and how many lettered ones.
OFFICIAL = {
    1: (5, 2), 2: (5, 3), 3: (9, 4), 4: (7, 3), 5: (6, 3), 6: (6, 2), 7: (3, 2), 8: (10, 2), 9: (5, 3),
    10: (7, 3), 11: (7, 3), 12: (8, 3), 13: (3, 2), 14: (7, 3), 15: (9, 3), 16: (10, 2), 17: (19, 0),
}  # fmt: skip


def make_set(targets=("1",), mappings=(), **fields) -> TargetSet:
    """Asker's own; a mapping is («1», «un@2015:13.2»)."""
    return TargetSet(
        **{"id": "asker", "version": "2025", "title": Texts(nb="Våre mål")} | fields,
        targets=tuple(Target(number=number, text=Texts(nb=f"Mål {number}")) for number in targets),
        mappings=tuple(Mapping(number=number, to=Identity.parse(to)) for number, to in mappings),
    )


def test_the_un_has_169_targets_in_its_own_order():
    expected = [
        f"{goal}.{rest}"
        for goal, (numbered, lettered) in OFFICIAL.items()
        for rest in (*range(1, numbered + 1), *"abcd"[:lettered])
    ]

    assert [target.number for target in sets.un().targets] == expected
    assert len(expected) == 169
    assert sum(target.is_means for target in sets.un().targets) == 43


def test_every_target_has_a_text_of_its_own_in_every_language():
    for language in ("nb", "nn", "en"):
        texts = [getattr(target.text, language) for target in sets.un().targets]
        assert all(10 <= len(text) <= 400 for text in texts), language
        assert len(set(texts)) == 169, language


def test_every_target_is_judged_for_a_municipality_with_a_reason():
    assert all(target.relevance and target.reason for target in sets.un().targets)


def test_vikens_six_areas_hold_every_target_that_a_municipality_can_do_something_about():
    viken = sets.viken()

    assert viken["1"].text.nb == "Livskvalitet, velferd og like muligheter"
    assert len(viken.targets) == 6
    for target in sets.un().targets:
        if target.relevance != "low":
            assert viken.towards(target.number), target.number
    assert [area.number for area in viken.towards("13.1")] == ["4", "5"]


def test_a_target_is_known_for_ever_by_set_version_and_number():
    identity = sets.un().identity("13.2")

    assert str(identity) == "un@2015:13.2"
    assert Identity.parse("un@2015:13.2") == identity


@pytest.mark.parametrize(
    "text", ["", "13.2", "un:13.2", "un@2015:", "un@2015:13.2 ", "UN@2015:1", "a@b:c@d", "un@2015:13.2\n"]
)
def test_what_is_not_an_identity_is_told(text):
    with pytest.raises(ValueError, match=r"identity|pattern"):
        Identity.parse(text)


@given(st.text(max_size=30))
def test_any_text_is_an_identity_or_a_value_error(text):
    with suppress(ValueError):
        assert str(Identity.parse(text)) == text


def test_a_target_reaches_the_un_through_another_in_its_set():
    own = make_set(
        ["1", "1.1", "2"],
        [("1", "un@2015:13"), ("1.1", "asker@2025:1"), ("1.1", "un@2015:15.1"), ("2", "un@2015:4.2")],
    )

    assert own.un("1.1") == {"13", "15.1"}
    assert own.goals("1.1") == {13, 15}
    assert [target.number for target in own.under(13)] == ["1", "1.1"]
    assert [target.number for target in own.towards("13.2")] == ["1", "1.1"]
    assert [target.number for target in own.towards("15.2")] == []


@pytest.mark.parametrize(
    ("targets", "mappings", "said"),
    [
        (["1", "1"], [], "1 stands twice"),
        (["1"], [("1", "un@2015:1.1"), ("1", "un@2015:1.1")], "mapping stands twice"),
        (["1"], [("2", "un@2015:1.1")], "leads nowhere"),
        (["1"], [("1", "asker@2025:2")], "leads nowhere"),
        (["1", "2"], [("1", "asker@2024:2")], "leads nowhere"),
        (["1"], [("1", "un@2030:1.1")], "leads nowhere"),
        (["1"], [("1", "asker@2025:1")], "1 → 1"),
        (["1", "2", "3"], [("1", "asker@2025:2"), ("2", "asker@2025:3"), ("3", "asker@2025:2")], "2 → 3 → 2"),
    ],
)
def test_a_set_that_does_not_hang_together_cannot_be_made(targets, mappings, said):
    with pytest.raises(ValidationError, match=said):
        make_set(targets, mappings)


def test_a_set_survives_being_kept_as_json():
    own = make_set(["1"], [("1", "un@2015:13")])

    again = TargetSet.model_validate_json(own.model_dump_json())

    assert again == own
    assert again.fingerprint == own.fingerprint


def test_two_versions_are_told_apart():
    assert make_set().fingerprint != make_set(version="2026").fingerprint
    assert make_set().identity("1") != make_set(version="2026").identity("1")


def test_nynorsk_is_said_in_bokmål_before_english():
    assert Texts(nb="mål", en="goal").said("nn") == "mål"
    assert Texts(nb="mål", en="goal").language("nn") == "nb"
    assert Texts(nn="mål").said("en") == "mål"
    with pytest.raises(ValidationError):
        Texts()


@pytest.fixture
def folder(tmp_path):
    header, row = "number,relevance,reason,basis\n", "1.1,low,Fordi,\n"
    (tmp_path / "targets.csv").write_text(header + row, encoding="utf-8")
    for language in ("nb", "nn", "en"):
        (tmp_path / f"targets.{language}.csv").write_text("number,text\n1.1,Noe\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("targets.nb.csv", "number,text\n1.1,Noe\n1.1,Mer\n", "targets.nb.csv, line 3: number 1.1 stands on line 2 too"),
        ("targets.en.csv", "number,text\n", "targets.nb.csv, line 2: number 1.1 is missing in targets.en.csv"),
        ("targets.nn.csv", "number,text\n1.1,Noe\n1.2,To\n", "targets.nn.csv, line 3: number 1.2 is missing in targets.nb.csv"),
        ("targets.nb.csv", "number,text\n1.1,En, to\n", "targets.nb.csv, line 2: more cells"),
        ("targets.nb.csv", "number\n1.1\n", "targets.nb.csv, line 2: no text"),
        ("targets.nb.csv", 'number,text\n1.1,"En\n', "targets.nb.csv, line 1: unexpected end"),
        ("targets.csv", "number,relevance,reason,basis\n1.1,huge,,\n", "targets.csv, line 2: relevance"),
        ("targets.csv", "number,relevance,reason,basis\n", "targets.nb.csv, line 2: number 1.1 is missing in targets.csv"),
    ],
)  # fmt: skip
def test_a_mistake_in_our_own_files_is_told_with_file_and_line(folder, name, content, said):
    (folder / name).write_text(content, encoding="utf-8")

    with pytest.raises(tables.BadTable) as told:
        un.read(folder)

    assert str(told.value).startswith(said)
