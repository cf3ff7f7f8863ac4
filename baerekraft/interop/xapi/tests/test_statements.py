"""What Kari does becomes statements: whole by the standard, always the same, and without anything that is only hers."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.exercises.kinds import BY_NAME
from baerekraft.interop.tests.xapi_rules import faults, response_faults
from baerekraft.interop.xapi import facts, feed
from baerekraft.interop.xapi.models import Lrs
from baerekraft.interop.xapi.statements import Statement
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.models import FollowUp, Response
from baerekraft.records.tests.factories import make_lesson_done, make_part_done, make_response

pytestmark = pytest.mark.django_db


def everything(audience: str = "file") -> list[Statement]:
    return list(feed.everything(None, audience=audience))


def verb(statement: Statement) -> str:
    return str(statement["verb"]["id"]).rpartition("/")[2]


def answer_all(learner: Learner) -> None:
    for part in shelf.now().parts:
        for entry in part.lessons:
            for exercise in entry.document.exercises:
                make_response(learner, entry, exercise)


def test_every_statement_of_the_whole_course_keeps_the_rules():
    kari = make_learner("Kari", municipality="Bærum", proven=True)
    answer_all(kari)

    found = everything()

    assert {verb(one) for one in found} == {
        "registered",
        "initialized",
        "answered",
        "completed",
        "earned",
    }
    kinds = {one.kind for entry in shelf.now().lessons for one in entry.document.exercises}
    assert kinds == set(BY_NAME), "every kind of exercise is in it"
    for statement in found:
        assert faults(statement) == []
        assert response_faults(statement) == []
    assert len({one["id"] for one in found}) == len(found)


def test_nobody_can_see_from_a_statement_who_kari_is_or_where_she_works():
    kari = make_learner(
        "Kari Hansen", email="kari.h@example.no", municipality="Bærum", role="leader", proven=True
    )
    answer_all(kari)

    for statement in everything():
        # What a question asks about is the same for everybody, and may name a place.
        del statement["object"]["definition"]
        told = json.dumps(statement, ensure_ascii=False)
        assert not [hers for hers in about_kari(kari) if hers in told]


def about_kari(kari: Learner) -> list[str]:
    """Her codes too: a certificate's page may show her name."""
    codes = list(kari.certificates.values_list("code", flat=True))
    assert codes
    return ["Kari", "kari.h", "Bærum", "baerum", '"leader"', str(kari.pk), kari.pk.hex, *codes]


def test_free_text_opinions_and_promises_stay_with_kari():
    kari = make_learner("Kari")
    answer_all(kari)
    reflection, pledge = first("reflection"), first("pledge")
    make_response(kari, *reflection, answer={"text": "Brunhilde og jeg"})
    make_response(kari, *pledge, answer={"step": "own", "text": "Jeg sykler til Brunhilde"})

    told = everything()

    assert "Brunhilde" not in json.dumps(told, ensure_ascii=False)
    private = addresses_of("reflection", "pledge", "poll", "dilemma", "flashcards")
    about_them = [one for one in told if one["object"]["id"] in private]
    assert {one["object"]["id"] for one in about_them} == private
    assert all(one["result"] == {"completion": True} for one in about_them)


def addresses_of(*kinds: str) -> set[str]:
    found = ((entry, one) for entry in shelf.now().lessons for one in entry.document.exercises)
    home = feed.receiver("file").lesson_url
    return {f"{home(entry.part, entry.slug)}#{one.id}" for entry, one in found if one.kind in kinds}


def test_an_answer_tells_score_and_what_was_picked():
    kari = make_learner("Kari")
    entry, exercise = first("single_choice")
    wrong = next(key for key, pick in zip("abcdef", exercise.options, strict=False) if not pick.correct)
    make_response(kari, entry, exercise, answer={"choice": wrong})

    answered = next(one for one in everything() if verb(one) == "answered")

    assert answered["result"] == {
        "completion": True,
        "score": {"scaled": 0.0},
        "success": False,
        "response": wrong,
    }
    assert answered["object"]["id"].endswith(f"/kurs/{entry.part}/{entry.slug}/#{exercise.id}")
    assert answered["context"]["language"] == "nb"
    assert answered["context"]["revision"] == str(entry.version)


def first(kind: str) -> tuple[Any, Any]:
    found = ((entry, one) for entry in shelf.now().lessons for one in entry.document.exercises)
    return next((entry, one) for entry, one in found if one.kind == kind)


def test_a_lesson_in_nynorsk_is_the_same_lesson():
    kari = make_learner("Kari")
    here, there = shelf.now("nb").lessons[0], shelf.now("nn").lessons[0]
    make_lesson_done(kari, here)
    make_lesson_done(make_learner("Ola"), there)

    begun = [one for one in everything() if verb(one) == "initialized"]

    assert len({one["object"]["id"] for one in begun}) == 1
    assert [one["context"]["language"] for one in begun] == ["nb", "nn"]


def test_told_twice_it_is_word_for_word_the_same():
    make_lesson_done(make_learner("Kari"), shelf.now().lessons[0])

    assert everything() == everything()


def test_two_stores_cannot_lay_what_they_have_together_by_names_or_ids():
    make_lesson_done(make_learner("Kari"), shelf.now().lessons[0])

    one, other = everything("lrs-1"), everything("lrs-2")

    assert not {each["id"] for each in one} & {each["id"] for each in other}
    names = [{each["actor"]["account"]["name"] for each in told} for told in (one, other)]
    assert [len(some) for some in names] == [1, 1]
    assert names[0] != names[1]
    ways = [{each["context"]["registration"] for each in told} for told in (one, other)]
    assert not ways[0] & ways[1]


def test_an_address_is_told_only_where_it_was_asked_for_and_she_has_proven_it(settings: Any):
    make_lesson_done(make_learner("Kari", proven=True), shelf.now().lessons[0])
    make_lesson_done(make_learner("Ola"), shelf.now().lessons[0])
    assert "mbox" not in json.dumps(everything())

    settings.XAPI_EMAIL = True

    told = everything()
    assert {one["actor"]["mbox"] for one in told if "mbox" in one["actor"]} == {"mailto:kari@example.no"}
    assert "ola@" not in json.dumps(told)
    assert [faults(one) for one in told] == [[]] * len(told)


def test_how_a_promise_went_is_between_her_and_us():
    kari = make_learner("Kari")
    entry, exercise = first("pledge")
    make_response(kari, entry, exercise)
    before = everything()
    FollowUp.objects.create(response=Response.objects.get(), asked_at=timezone.now(), outcome="done")

    assert everything() == before


def read_all(audience: str, *, limit: int, at: Any) -> list[Statement]:
    found: list[Statement] = []
    cursor = ""
    while True:
        page = feed.since(cursor, limit, audience=audience, at=at)
        assert len(page.statements) <= limit
        found += page.statements
        if not page.statements:
            assert page.cursor == cursor
            return found
        cursor = page.cursor


def settled() -> Any:
    """A time when everything there is may be read."""
    now = timezone.now()
    feed.since("", 1, audience="look", at=now)
    later = now + facts.LAG * 2
    feed.since("", 1, audience="look", at=later)
    return later


@pytest.mark.parametrize("limit", [1, 7, 1_000])
def test_the_feed_in_pages_is_everything_once(limit: int):
    make_part_done(make_learner("Kari", proven=True))
    make_lesson_done(make_learner("Ola"), shelf.now().lessons[0])

    found = read_all("lrs-1", limit=limit, at=settled())

    assert sorted(one["id"] for one in found) == sorted(one["id"] for one in everything("lrs-1"))


def test_what_was_received_this_minute_waits_so_that_nothing_is_jumped_over():
    make_lesson_done(make_learner("Kari"), shelf.now().lessons[0])
    now = timezone.now()

    assert feed.since("", 100, audience="x", at=now).statements == ()
    assert feed.since("", 100, audience="x", at=now + timedelta(seconds=30)).statements == ()
    assert feed.since("", 100, audience="x", at=now + timedelta(seconds=61)).statements


def test_an_answer_that_comes_late_from_a_phone_without_a_net_is_not_missed():
    kari = make_learner("Kari")
    entry, exercise = first("single_choice")
    make_response(kari, entry, exercise)
    later = settled()
    cursor = feed.since("", 100, audience="x", at=later).cursor
    make_response(make_learner("Ola"), entry, exercise, at=timezone.now() - timedelta(days=9))
    Response.objects.filter(answered_at__lt=timezone.now() - timedelta(days=1)).update(received_at=later)

    found = []
    for minutes in (2, 4):
        page = feed.since(cursor, 100, audience="x", at=later + timedelta(minutes=minutes))
        found += page.statements
        cursor = page.cursor

    assert sorted(verb(one) for one in found) == ["answered", "initialized", "registered"]


def test_from_now_on_leaves_what_was():
    make_lesson_done(make_learner("Kari"), shelf.now().lessons[0])
    cursor = feed.from_now(at=timezone.now())
    make_lesson_done(make_learner("Ola"), shelf.now().lessons[0])

    page = feed.since(cursor, 100, audience="x", at=settled())

    assert len({one["actor"]["account"]["name"] for one in page.statements}) == 1


def test_an_operator_writes_them_to_a_file(tmp_path: Path):
    make_lesson_done(make_learner("Kari"), shelf.now().lessons[0])
    path, out = tmp_path / "statements.jsonl", StringIO()

    call_command("export_statements", output=str(path), stdout=out)

    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert lines == everything()
    assert f"{len(lines)} statements" in out.getvalue()
    assert path.stat().st_mode & 0o077 == 0, "nobody else on the machine reads it"
    assert list(tmp_path.iterdir()) == [path]


def test_what_an_earlier_try_left_does_not_open_the_file_to_others(tmp_path: Path):
    make_lesson_done(make_learner("Kari"), shelf.now().lessons[0])
    path, left, other = (tmp_path / name for name in ("s.jsonl", "s.jsonl.part", "other"))
    other.touch(0o666)
    left.symlink_to(other)

    call_command("export_statements", output=str(path), stdout=StringIO())

    assert path.stat().st_mode & 0o077 == 0
    assert not path.is_symlink()
    assert other.read_text() == ""


def test_an_operator_asks_for_what_is_new(tmp_path: Path):
    old = make_learner("Kari")
    make_lesson_done(old, shelf.now().lessons[0])
    Response.objects.update(received_at=timezone.now() - timedelta(days=20))
    path = tmp_path / "s.jsonl"

    call_command(
        "export_statements", output=str(path), since=timezone.localdate().isoformat(), stdout=StringIO()
    )

    assert "answered" not in {verb(json.loads(line)) for line in path.read_text().splitlines()}


@pytest.mark.parametrize("since", ["i går", "2026-13-01", "2026-02-30T10:00"])
def test_a_day_that_is_none_is_said_so(tmp_path: Path, since: str):
    with pytest.raises(CommandError, match="2026-11-01"):
        call_command("export_statements", output=str(tmp_path / "s.jsonl"), since=since)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path):
    with pytest.raises(CommandError, match="could not be written"):
        call_command("export_statements", output=str(tmp_path / "no" / "s.jsonl"))


def test_the_rules_find_what_is_wrong():
    """The rules themselves: each of these breaks one."""
    make_lesson_done(make_learner("Kari"), shelf.now().lessons[0])
    statement = next(one for one in everything() if verb(one) == "answered")
    for path, value in [
        ("id", "1"),
        ("actor", {"objectType": "Agent", "mbox": "mailto:a@b.no", "openid": "https://b.no"}),
        ("verb", {"id": "answered", "display": {"en": "answered"}}),
        ("timestamp", "2026-01-01T10:00:00"),
        ("result", {"score": {"scaled": 1.1}}),
        ("result", {"duration": "PT"}),
        ("result", {"response": None}),
        ("context", {"platform": ""}),
        ("stored", "2026-01-01T10:00:00Z"),
    ]:
        try:
            assert faults({**statement, path: value}), path
        except ValueError:
            assert path == "id"
    assert not Lrs.objects.exists()
