"""Kari keeps her assessment in a file; Ola opens it in another municipality; somebody sends a file that is not one."""

import contextlib
import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from baerekraft.assessments import envelope, fields, file, links, places, sets, starting
from baerekraft.assessments.file import BadFile
from baerekraft.assessments.models import Assessment, Comment

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)

KARIS = {
    "form": "extended",
    "case/title": "Boliger ved stasjonen",
    "case/number": "27/1043",
    "case/municipality": "asker",
    "case/unit": "Plan",
    "case/participants": "Planlegger, overlege",
    "case/decided_on": "2027-06-15",
    "triage/needed": "yes",
    "triage/sami": "no",
    "alternatives/main/goals/13/effect": "positive",
    "alternatives/main/goals/13/gain": "medium",
    "alternatives/main/goals/13/reason": "Færre kjører.\nFlere går.",
    "alternatives/zero/goals/13/effect": "negative",
    "alternatives/main/targets/un@2015:11.3/effect": "both",
    "conflicts/11.3-15.5/state": "confirmed",
    "measures/a1/text": "Kartlegg trærne",
    "measures/a1/owner": "Planlegger",
    "measures/a1/due_on": "2027-09-01",
    "measures/a1/about": "11.3-15.5",
    "measures/a1/outcome": "done",
    "measures/a1/outcome_note": "Gjort i august",
    "weighing/choice": "main",
    "weighing/summary": "Bygg, men la eika stå.",
    "follow_up/on": "2028-06-15",
}
ASKERS = {
    "id": "asker",
    "version": "2025",
    "title": {"nb": "Askers delmål"},
    "targets": [{"number": "1.1", "text": {"nb": "Halvere reiser med bil"}}],
    "mappings": [{"number": "1.1", "to": {"set": "un", "version": "2015", "number": "11.2"}}],
}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def kari_has(sent: dict[str, str], **more: Any) -> Assessment:
    return begun(sent, author="Kari", language="nn", **more)


def begun(sent: dict[str, str], **more: Any) -> Assessment:
    link = starting.start(sent, at=NOW, **more)
    return Assessment.objects.get(pk=link.assessment_id)


def karis_file(sent: dict[str, str] = KARIS, **more: Any) -> bytes:
    assessment = kari_has(sent, **more)
    return file.write(assessment, at=NOW, known=sets.every(assessment.brought_set))


def altered(**parts: Any) -> bytes:
    """A file as a stranger could have written it, without a checksum."""
    raw = {"format": file.FORMAT, "version": file.VERSION, "language": "nb", "document": {}, **parts}
    return json.dumps(raw).encode()


def told(content: bytes) -> str:
    return "\n".join(file.read(content).left_out)


def refused(content: bytes) -> str:
    with pytest.raises(BadFile) as refusal:
        file.read(content)
    return str(refusal.value)


def test_kari_opens_her_file_again_and_everything_is_there(db: None) -> None:
    opened = file.read(karis_file())

    assert opened.fields == KARIS
    assert opened.language == "nn"
    assert opened.left_out == ()
    assert opened.brought_set == {}


def test_the_file_can_be_read_by_a_person_and_is_the_same_each_time(db: None) -> None:
    content = karis_file()
    backwards = karis_file(dict(reversed(KARIS.items())))

    assert content == backwards
    assert '\n          "13": {\n' in content.decode()
    assert "Færre kjører." in content.decode()
    assert json.loads(content)["saved_at"] == "2027-03-01T12:00:00+00:00"


def test_what_was_opened_can_be_begun_from(db: None) -> None:
    opened = file.read(karis_file())
    olas = begun(opened.fields, author="Ola", language=opened.language)

    assert olas.document.main.goals["13"].reason == "Færre kjører.\nFlere går."


def test_an_empty_assessment_can_be_kept_too(db: None) -> None:
    opened = file.read(karis_file({}))

    assert opened.fields == {}
    assert opened.left_out == ()


def test_siris_comments_come_along(db: None) -> None:
    assessment = kari_has(KARIS)
    Comment.objects.create(
        assessment=assessment, step="goals", name="Siri", text="Og barna?", at=NOW, answer="Godt spurt."
    )
    [comment] = file.read(file.write(assessment, at=NOW, known=sets.every())).comments

    kept = Comment.objects.create(assessment=assessment, **comment)
    assert (kept.step, kept.name, kept.text, kept.answer) == ("goals", "Siri", "Og barna?", "Godt spurt.")
    assert kept.at == NOW
    assert kept.resolved_at is None


def test_no_secret_and_no_address_is_in_the_file(db: None) -> None:
    link = starting.start(KARIS, author="Kari", language="nb", at=NOW)
    assert link.assessment
    link.assessment.email = "kari@example.no"
    content = file.write(link.assessment, at=NOW, known=sets.every()).decode()

    assert "kari@example.no" not in content
    assert links.secret(link) not in content
    assert link.seed not in content


def test_an_own_set_of_targets_comes_along_to_where_nobody_knows_it(db: None) -> None:
    content = karis_file({**KARIS, "targets": "asker@2025"}, brought_set=ASKERS)
    opened = file.read(content)

    assert opened.left_out == ()
    known = sets.every(opened.brought_set)
    found = sets.target("asker@2025:1.1", known)
    assert found
    assert str(found.text) == "Halvere reiser med bil"


def test_a_set_comes_along_also_when_only_a_judgement_uses_it(db: None) -> None:
    judged = {"alternatives/main/targets/asker@2025:1.1/effect": "positive"}

    assert file.read(karis_file(judged, brought_set=ASKERS)).brought_set["id"] == "asker"


def test_a_set_that_is_here_already_is_not_brought_again(db: None) -> None:
    rows = "id;asker\nversion;2025\ntitle_nb;Askers delmål\nnumber;text_nb;maps_to\n1.1;Halvere reiser med bil;un:11.2\n"
    sets.take_in(rows.encode(), "asker.csv", at=NOW)
    opened = file.read(karis_file({"targets": "asker@2025"}))

    assert opened.brought_set == {}
    assert opened.left_out == ()


@pytest.mark.parametrize(("id", "version"), [("un", "2015"), ("un", "2030"), ("viken", "2020")])
def test_nobody_can_pass_off_a_set_as_one_of_ours(db: None, id: str, version: str) -> None:
    mapping = {"number": "1.1", "to": {"set": "un", "version": "2015", "number": "11.2"}}
    stranger = {**ASKERS, "id": id, "version": version, "mappings": [] if id == "un" else [mapping]}
    opened = file.read(altered(target_set=stranger))

    assert opened.brought_set == {}
    assert f"«{id}@{version}»" in "\n".join(opened.left_out)


@pytest.mark.parametrize(
    "wrong",
    [
        "asker",
        {"id": "asker"},
        {**ASKERS, "targets": ASKERS["targets"] * 2},
        {**ASKERS, "mappings": [{"number": "1.1", "to": {"set": "un", "version": "2015", "number": "99.9"}}]},
        {
            **ASKERS,
            "mappings": [{"number": "1.1", "to": {"set": "asker", "version": "2025", "number": "1.1"}}],
        },
        {**ASKERS, "title": {"nb": "Delmål\u202e"}},
        {**ASKERS, "title": {"nb": "x" * 501}},
    ],
)
def test_a_set_with_errors_is_left_out_and_the_rest_is_taken(db: None, wrong: Any) -> None:
    opened = file.read(altered(target_set=wrong, document={"case": {"title": "Bad"}}))

    assert opened.brought_set == {}
    assert opened.fields == {"case/title": "Bad"}
    assert "set of targets has errors" in "\n".join(opened.left_out)


def test_a_strangers_set_brings_no_judgements_and_no_addresses(db: None) -> None:
    target = {
        **ASKERS["targets"][0],
        "relevance": "high",
        "reason": "Tro oss",
        "basis": "javascript:alert(1)",
    }  # type: ignore[dict-item]
    brought = file.read(altered(target_set={**ASKERS, "targets": [target]})).brought_set

    assert "javascript" not in json.dumps(brought)
    assert "relevance" not in json.dumps(brought)


def test_a_set_that_is_named_but_not_sent_is_told(db: None) -> None:
    assert "«gone@2019» is not known here" in told(altered(document={"targets": "gone@2019"}))


def test_a_file_that_was_changed_by_hand_is_opened_and_told(db: None) -> None:
    content = karis_file().replace(b"Boliger ved stasjonen", b"Hytter ved stasjonen")
    opened = file.read(content)

    assert opened.fields["case/title"] == "Hytter ved stasjonen"
    assert opened.left_out == ("The file has been changed outside the check. Look through the answers.",)


def test_another_layout_of_the_same_words_is_no_change(db: None) -> None:
    squeezed = json.dumps(json.loads(karis_file())).encode()

    assert file.read(squeezed).left_out == ()
    assert file.read(b"\xef\xbb\xbf" + squeezed).left_out == ()


def test_a_newer_file_is_taken_without_what_is_new(db: None) -> None:
    document = {"case": {"title": "Ny", "mood": "glad"}, "weather": {"wind": "storm"}}
    opened = file.read(altered(version=7, document=document, signature="abc"))

    assert opened.fields == {"case/title": "Ny"}
    assert opened.left_out[0].startswith("The file comes from a newer version")
    assert {"The case › «mood»: not known here.", "«signature»: not known here."} <= set(opened.left_out)
    assert any("wind" in line for line in opened.left_out)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"x" * 1_000_001, "larger than 1000 kB"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "compressed"),
        ('{"format": "baerekraftsjekk"}'.encode("utf-16"), "UTF-16"),
        ('{"format": "baerekraftsjekk"}'.encode("utf-16-le"), "UTF-16"),
        ('{"format": "bærekraftsjekk"}'.encode("cp1252"), "Windows-1252"),
        (b"\x89PNG\r\n\x1a\n", "not a text file"),
        (b"<!doctype html>", "damaged"),
        (b'{"format": "baerekraftsjekk", "document": {"case"', "damaged"),
        (b"[" * 200_000, "damaged"),
        (b'{"a":' * 150_000 + b"1" + b"}" * 150_000, "damaged"),
        (b"[]", "something else"),
        (b'"baerekraftsjekk"', "something else"),
        (b"NaN", "something else"),
        (b'{"type": "FeatureCollection"}', "something else"),
        (b'{"format": "baerekraftsjekk"}', "no assessment"),
        (b'{"format": "baerekraftsjekk", "document": [1]}', "no assessment"),
    ],
)
def test_what_is_no_saved_assessment_is_refused_with_a_reason(db: None, content: bytes, why: str) -> None:
    assert why in refused(content)


@pytest.mark.parametrize("value", [5, 1e400, True, ["a"], {"a": "b"}, {}, {"a": {"b": {"c": {"d": "e"}}}}])
def test_a_value_of_the_wrong_type_is_left_out_and_the_rest_is_taken(db: None, value: Any) -> None:
    document = {"case": {"title": value, "unit": "Plan"}}

    assert file.read(altered(document=document)).fields == {"case/unit": "Plan"}
    if value != {}:
        assert "The case › Title" in told(altered(document=document))


def test_huge_numbers_and_not_numbers_are_left_out(db: None) -> None:
    huge = b'{"format": "baerekraftsjekk", "document": {"case": {"title": %s, "unit": NaN}}}' % (b"9" * 5000)

    assert file.read(huge).fields == {}
    assert "The case › Unit: not a text." in told(huge)


@pytest.mark.parametrize("odd", [[], {}, 5, "xx", None, ["nb"]])
def test_an_odd_language_becomes_bokmal(db: None, odd: Any) -> None:
    opened = file.read(altered(language=odd))

    assert opened.language == "nb"
    assert "language is not known here" in "\n".join(opened.left_out)


@pytest.mark.parametrize("odd", [True, "1", None, [], 1e400, -1])
def test_an_odd_version_does_no_harm(db: None, odd: Any) -> None:
    assert file.read(altered(version=odd, document={"case": {"title": "Bad"}})).fields == {
        "case/title": "Bad"
    }


def test_a_wrong_value_is_told_with_its_place_and_what_to_do(db: None) -> None:
    document = {
        "case": {"decided_on": "neste uke", "title": "x" * 201},
        "alternatives": {"main": {"goals": {"13": {"effect": "bra"}, "18": {"effect": "positive"}}}},
    }
    lines = file.read(altered(document=document)).left_out

    assert "The case › Date of decision: «neste uke». Write the date" in "\n".join(lines)
    assert "What is proposed › Goal 13 › Effect: «bra». Choose one of the answers." in lines
    assert "What is proposed › Goal 18 › Effect: not known here." in lines
    assert any(line.startswith("The case › Title: «xxx") and "at most 200" in line for line in lines)


def test_pasted_word_html_and_unseen_characters_are_cleaned(db: None) -> None:
    pasted = '<p class="MsoNormal">Bygg <b>tett</b><o:p></o:p></p>'
    document = {"case": {"description": pasted, "title": "Tre\u0000 \u202ehus\ud800"}}

    assert file.read(altered(document=document)).fields == {
        "case/description": "Bygg tett",
        "case/title": "Tre hus",
    }


def test_half_characters_in_names_can_be_told(db: None) -> None:
    lines = told(altered(document={"\ud800": "a", "case": {"\ud800b": "c"}}, **{"\udfffx": 1}))

    assert lines.encode()


def test_a_name_that_stands_twice_is_told(db: None) -> None:
    twice = b'{"format": "baerekraftsjekk", "document": {"case": {"title": "En", "title": "To"}}}'

    assert file.read(twice).fields == {"case/title": "To"}
    assert "«title» stands twice" in told(twice)


def test_a_path_cannot_be_smuggled_in_as_a_name(db: None) -> None:
    opened = file.read(altered(document={"case/title": "Smug", "case": {"../form": "simple", "": "x"}}))

    assert opened.fields == {}
    assert len(opened.left_out) == 4


def test_more_alternatives_than_fit_are_told_and_the_first_are_taken(db: None) -> None:
    many = {f"a{i}": {"name": f"Nr. {i}"} for i in range(9)} | {"main": {"name": "Forslaget"}}
    opened = file.read(altered(document={"alternatives": many}))

    assert "alternatives/main/name" in opened.fields
    assert len(opened.fields) == 8
    assert "Alternatives: at most 8" in "\n".join(opened.left_out)
    assert len(fields.read(opened.fields).alternatives) == 8


def test_more_text_than_fits_is_refused_with_a_reason(db: None) -> None:
    goals = {str(goal): {"reason": "x" * 10_000} for goal in range(1, 18)}
    document = {"alternatives": {id: {"goals": goals} for id in ("main", "zero", "a1")}}

    assert "more text" in refused(altered(document=document))


def test_a_long_list_of_faults_is_cut(db: None) -> None:
    opened = file.read(altered(document={"case": {f"x{i}": "y" for i in range(100)}}))

    assert len(opened.left_out) == file.MOST_TOLD + 1
    assert opened.left_out[-1] == "And 81 more."


@pytest.mark.parametrize(
    "document",
    [
        {"alternatives": {"main": {"targets": {f"a@1:{i}": {"effect": "both"} for i in range(25_000)}}}},
        {"case": {f"x{i}": [] for i in range(60_000)}},
        {"measures": {f"a{i}": {} for i in range(60_000)}},
        {"x" * 900_000: "y"},
        {"case": {"description": "<" * 900_000}},
    ],
)
def test_a_file_made_to_be_slow_is_not(db: None, document: dict[str, Any]) -> None:
    content = altered(document=document)
    assert len(content) <= envelope.MOST_BYTES
    began = time.perf_counter()
    with contextlib.suppress(BadFile):
        file.read(content)
    assert time.perf_counter() - began < 5


def test_a_name_that_stands_forty_thousand_times_is_not_slow(db: None) -> None:
    pairs = ",".join(f'"a{i}":1,"a{i}":2' for i in range(40_000))
    content = b'{"format": "baerekraftsjekk", "document": {%s}}' % pairs.encode()
    began = time.perf_counter()
    file.read(content)

    assert time.perf_counter() - began < 5


def test_a_municipality_that_nobody_here_knows_is_kept_as_text(db: None) -> None:
    opened = file.read(altered(document={"case": {"municipality": "Umeå"}}))

    assert opened.fields == {"case/municipality": "Umeå"}
    assert begun(opened.fields, author="Ola", language="nb").document.case.municipality == "Umeå"


@pytest.mark.parametrize(
    "comments", ["ja", [1], [{"text": "uten dag"}], [{"text": "x", "at": "9999-12-31T23:59:59-12:00"}]]
)
def test_odd_comments_are_told_and_left_out(db: None, comments: Any) -> None:
    opened = file.read(altered(comments=comments))

    assert opened.comments == ()
    assert "omment" in "\n".join(opened.left_out)


def test_a_comment_to_a_step_that_is_no_more_stands_by_the_case(db: None) -> None:
    row = {
        "text": "Hei\u202e" + "x" * 5000,
        "at": "2027-01-01T10:00:00",
        "step": "nowhere",
        "name": "S" * 200,
    }
    [comment] = file.read(altered(comments=[row])).comments

    assert comment["step"] == "case"
    assert (len(comment["text"]), len(comment["name"])) == (4000, 120)
    assert comment["at"] == datetime(2027, 1, 1, 10, tzinfo=UTC)


def test_the_largest_assessment_that_can_be_made_can_be_opened_again(db: None) -> None:
    """Each target judged in all alternatives, as much text as there is room for, and a large set of its own."""
    numbers = [f"{goal}.{i}" for goal in range(1, 18) for i in range(1, 11)]
    targets = [{"number": number, "text": {"nb": "å" * 500, "en": "x" * 500}} for number in numbers]
    big = {**ASKERS, "targets": targets, "mappings": []}
    paths = [
        f"alternatives/{id}/targets/asker@2025:{number}"
        for id in ("main", "zero", *(f"a{i}" for i in range(6)))
        for number in numbers
    ]
    sent = {f"{path}/reason": "å" * 280 for path in paths} | {f"{path}/effect": "negative" for path in paths}
    sent["targets"] = "asker@2025"
    content = karis_file(sent, brought_set=big)

    assert len(content) <= envelope.MOST_BYTES
    assert file.read(content).fields == sent


def test_ola_takes_karis_assessment_as_a_template() -> None:
    olas = file.template(KARIS)

    assert olas == {
        "form": "extended",
        "case/title": "Boliger ved stasjonen (copy)",
        "triage/needed": "yes",
        "alternatives/main/goals/13/effect": "positive",
        "alternatives/main/goals/13/gain": "medium",
        "alternatives/main/goals/13/reason": "Færre kjører.\nFlere går.",
        "alternatives/zero/goals/13/effect": "negative",
        "alternatives/main/targets/un@2015:11.3/effect": "both",
        "conflicts/11.3-15.5/state": "confirmed",
        "measures/a1/text": "Kartlegg trærne",
        "measures/a1/about": "11.3-15.5",
    }
    assert fields.read(olas).follow_up.on is None
    assert KARIS["case/number"] == "27/1043"


def test_a_template_of_a_template_is_marked_once_and_a_long_title_still_fits() -> None:
    once = file.template({"case/title": "x" * 200})

    assert len(once["case/title"]) == 200
    assert file.template(once) == once
    assert file.template({"case/title": ""}) == {"case/title": ""}


def test_each_place_in_an_assessment_has_its_words() -> None:
    everything = {
        **KARIS,
        "conflicts/own-a/gains": "8",
        "conflicts/own-a/harmed": "15",
        "follow_up/note": "Se etter",
        "alternatives/b2/name": "B",
    }

    assert [path for path in everything if "«" in places.words(path)] == []
    assert places.words("alternatives/b2/name") == "Alternative b2 › Name"
    assert places.words("alternatives/main/targets/un@2015:11.3/effect").endswith(
        "Target un@2015:11.3 › Effect"
    )
    assert places.words("follow_up/on") == "Follow-up › Date"
    assert date.fromisoformat(everything["follow_up/on"]).year == 2028
