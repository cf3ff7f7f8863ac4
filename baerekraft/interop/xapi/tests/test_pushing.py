"""Statements reach the record store once each, whatever happens to it on the way."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.catalog import shelf
from baerekraft.interop import outgoing
from baerekraft.interop.tests.peers import Answer, Sent
from baerekraft.interop.tests.store import KEY, SECRET, Store, record_store
from baerekraft.interop.xapi import facts, feed, keeping, pushing, tasks
from baerekraft.interop.xapi.keeping import NotAdded
from baerekraft.interop.xapi.models import Lrs, Voiding
from baerekraft.interop.xapi.statements import VOIDED as VOIDED_VERB
from baerekraft.learners import erasure, proofs
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.tests.factories import make_lesson_done, make_part_done

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_house(settings: Any) -> None:
    """The record stores of these tests are on this machine."""
    settings.OUTGOING_PRIVATE = True


def add(store: Store, **more: Any) -> Lrs:
    told = {"name": "LRS", "endpoint": store.endpoint, "key": KEY, "secret": SECRET, "earlier": True}
    return keeping.add(**{**told, **more, "at": timezone.now()})  # type: ignore[arg-type]


def settled() -> datetime:
    """A time when everything there is may be read."""
    now = timezone.now()
    feed.since("", 1, audience="look", at=now)
    feed.since("", 1, audience="look", at=now + facts.LAG)
    return now + facts.LAG


def push(at: datetime) -> None:
    """A sweep at that time."""
    for lrs in Lrs.objects.awake(at):
        pushing.push(lrs, at=at)


def learn(*names: str) -> None:
    for name in names:
        make_lesson_done(make_learner(name), shelf.now().lessons[0])


def expected(lrs: Lrs) -> set[str]:
    return {one["id"] for one in feed.everything(None, audience=lrs.audience)}


def test_everything_arrives_once():
    make_part_done(make_learner("Kari", proven=True))
    learn("Ola")
    with record_store() as store:
        lrs = add(store)
        at = settled()
        push(at)
        push(at)

    lrs.refresh_from_db()
    assert set(store.kept) == expected(lrs)
    assert sum(store.batches) == len(store.kept) == lrs.sent
    assert (lrs.trouble, lrs.refused, lrs.failures) == ("", 0, 0)


def test_what_comes_later_is_sent_later():
    learn("Kari")
    with record_store() as store:
        lrs = add(store)
        push(settled())
        before = set(store.kept)
        learn("Ola")
        push(timezone.now())
        assert set(store.kept) == before, "not in the answer's own minute"
        for minutes in (3, 5):
            push(timezone.now() + timedelta(minutes=minutes))

    assert set(store.kept) == expected(lrs) > before
    assert sum(store.batches) == len(store.kept)


def test_only_from_now_on():
    learn("Kari")
    with record_store() as store:
        add(store, earlier=False)
        learn("Ola")
        push(settled())

    assert len({one["actor"]["account"]["name"] for one in store.kept.values()}) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 429, 401, 403, 404, 301])
def test_a_store_that_is_down_for_a_day_loses_nothing_and_gets_nothing_twice(status: int):
    learn("Kari")
    with record_store() as store:
        lrs = add(store)
        at = settled()
        store.ill = lambda _sent: Answer(status, b"<h1>Kommer straks</h1>")
        for hour in range(24):
            push(at + timedelta(hours=hour))
        lrs.refresh_from_db()
        assert str(status) in lrs.trouble
        assert len(store.peer.sent) <= 24
        assert store.kept == {}

        learn("Ola")
        store.ill = lambda _sent: None
        for minutes in (0, 5, 10):
            push(at + timedelta(days=1, minutes=minutes))

    lrs.refresh_from_db()
    assert set(store.kept) == expected(lrs)
    assert sum(store.batches) == len(store.kept)
    assert (lrs.trouble, lrs.failures, lrs.resting_until) == ("", 0, None)


def test_a_store_that_never_answers_is_let_be_and_the_next_one_gets_its_own(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(pushing, "SECONDS", 0.5)
    learn("Kari")
    with record_store() as dead, record_store() as store:
        dead.ill = lambda _sent: dead.peer.gone.wait() and None
        silent, lrs = add(dead, name="A"), add(store, name="B")
        push(settled())

        assert set(store.kept) == expected(lrs)
        silent.refresh_from_db()
        assert silent.resting_until
        assert silent.cursor == ""


def test_taken_but_never_heard_of_it_is_sent_again_and_kept_once():
    """The line breaks after the store has written the batch: half of it is here, half there, as we see it."""
    learn("Kari")
    with record_store() as store:
        lrs = add(store)
        at = settled()

        def breaks(sent: Sent) -> Answer:
            store.take(sent)
            return Answer(502)

        store.ill = breaks
        push(at)
        taken = dict(store.kept)
        assert taken
        store.ill = lambda _sent: None
        push(at + timedelta(hours=1))

    assert store.kept == taken
    assert set(taken) == expected(lrs)


def test_a_batch_that_is_too_large_goes_in_smaller_ones():
    make_part_done(make_learner("Kari"))
    with record_store() as store:
        lrs = add(store)
        store.ill = lambda sent: Answer(413) if len(sent.json) > 7 else None
        push(settled())

    lrs.refresh_from_db()
    assert set(store.kept) == expected(lrs)
    assert lrs.refused == 0


@pytest.mark.parametrize("status", [400, 413])
def test_one_that_the_store_will_not_have_does_not_stop_the_others(status: int):
    make_part_done(make_learner("Kari"))
    with record_store() as store:
        lrs = add(store)
        bad = sorted(expected(lrs))[3]
        store.dislikes = lambda one: status if one["id"] == bad else None
        push(settled())

        lrs.refresh_from_db()
        assert set(store.kept) == expected(lrs) - {bad}
        assert lrs.refused == 1

        store.dislikes = lambda _one: None
        keeping.start_over(lrs, at=timezone.now())
        push(settled())

    assert set(store.kept) == expected(lrs), "and it is not lost: staff can send all again"


def test_one_that_the_store_has_in_another_form_is_left_as_it_is():
    make_part_done(make_learner("Kari"))
    with record_store() as store:
        lrs = add(store)
        other = sorted(expected(lrs))[3]
        store.kept[other] = {"id": other, "was": "there"}
        push(settled())

    lrs.refresh_from_db()
    assert set(store.kept) == expected(lrs)
    assert store.kept[other] == {"id": other, "was": "there"}
    assert lrs.refused == 0


def test_a_store_that_says_no_to_everything_is_not_run_through():
    """Then it is the address or the store that is wrong, and not the statements."""
    make_part_done(make_learner("Kari"))
    with record_store() as store:
        lrs = add(store)
        store.ill = lambda _sent: Answer(400, b"What is xAPI?")
        push(settled())
        lrs.refresh_from_db()
        assert lrs.resting_until
        assert "What is xAPI?" in lrs.trouble
        assert lrs.refused < pushing.MOST_REFUSED
        keeping.start_over(lrs, at=timezone.now())
        store.ill = lambda _sent: None
        push(settled())

    assert set(store.kept) == expected(lrs)


def test_a_store_that_says_no_to_everything_is_asked_less_and_less(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pushing, "MOST_REFUSED", 2)
    make_part_done(make_learner("Kari"))
    with record_store() as store:
        lrs = add(store)
        store.ill = lambda _sent: Answer(400)
        at = settled()
        rests = []
        for hours in range(3):
            push(at + timedelta(hours=hours))
            lrs.refresh_from_db()
            rests.append(lrs.resting_until - at - timedelta(hours=hours))

    assert rests == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]


def test_a_huge_answer_is_trouble_and_not_a_full_memory():
    learn("Kari")
    with record_store() as store:
        lrs = add(store)
        store.ill = lambda _sent: Answer(200, b"x" * (outgoing.MOST_READ + 1))
        push(settled())

    lrs.refresh_from_db()
    assert lrs.resting_until
    assert lrs.cursor == ""


def test_a_wrong_secret_is_shown_and_not_tried_all_the_time():
    learn("Kari")
    with record_store() as store:
        lrs = add(store, secret="feil")
        at = settled()
        push(at)
        push(at)
        assert len(store.peer.sent) == 1
    lrs.refresh_from_db()
    assert lrs.trouble.startswith("401")


def test_a_changed_key_of_the_installation_is_said_in_words(settings: Any):
    learn("Kari")
    with record_store() as store:
        lrs = add(store)
        at = settled()
        settings.SECRET_KEY = "another one altogether"
        push(at)
        assert store.peer.sent == []
    lrs.refresh_from_db()
    assert "SECRET_KEY" in lrs.trouble


def test_a_store_inside_the_house_is_not_added_or_called(settings: Any):
    learn("Kari")
    with record_store() as store:
        add(store)
        at = settled()
        settings.OUTGOING_PRIVATE = False
        push(at)
        assert store.peer.sent == []
        with pytest.raises(outgoing.Refused):
            add(store, endpoint="https://10.0.0.1/xapi")


@pytest.mark.parametrize("endpoint", ["https://[v1.x]/xapi", "https://\u2665\ufe0f.example.no", ""])
def test_an_address_that_cannot_be_read_does_not_hold_the_next_store(endpoint: str):
    learn("Kari")
    with record_store() as one, record_store() as store:
        bad, lrs = add(one, name="A"), add(store, name="B")
        at = settled()
        Lrs.objects.filter(pk=bad.pk).update(endpoint=endpoint)
        push(at)

    assert set(store.kept) == expected(lrs)
    bad.refresh_from_db()
    assert bad.resting_until
    assert bad.trouble


def test_a_fault_that_nobody_thought_of_does_not_hold_the_next_store(monkeypatch: pytest.MonkeyPatch):
    learn("Kari")
    with record_store() as one, record_store() as store:
        bad, lrs = add(one, name="A"), add(store, name="B")
        at = settled()
        made = feed.receiver

        def receiver(audience: str) -> Any:
            if audience == bad.audience:
                raise RuntimeError("half\x00way")
            return made(audience)

        monkeypatch.setattr(feed, "receiver", receiver)
        push(at)

        assert set(store.kept) == expected(lrs)
    bad.refresh_from_db()
    assert bad.trouble == "RuntimeError: halfway"
    assert bad.cursor == ""


HOSTILE = [
    Answer(302, headers={"Location": "https://xn--0/"}),
    *(
        Answer(400, b"no\x00pe \xff", headers={"Content-Type": f"text/plain; charset={charset}"})
        for charset in ("utf-8", "idna", "undefined", "hex", "zlib", "rot13", "utf-16")
    ),
]


@pytest.mark.parametrize("answer", HOSTILE, ids=lambda answer: str(answer.headers))
def test_a_hostile_answer_is_shown_and_does_not_hold_the_next_store(answer: Answer):
    learn("Kari")
    with record_store() as one, record_store() as store:
        bad, lrs = add(one, name="A"), add(store, name="B")
        one.ill = lambda _sent: answer
        push(settled())

    assert set(store.kept) == expected(lrs)
    bad.refresh_from_db()
    assert bad.trouble.startswith(str(answer.status))
    assert "\x00" not in bad.trouble
    assert answer.status == 302 or "nope" in bad.trouble


def test_what_it_said_of_the_one_it_refused_stays_on_the_page():
    make_part_done(make_learner("Kari"))
    with record_store() as store:
        lrs = add(store)
        bad = sorted(expected(lrs))[3]
        store.dislikes = lambda one: 400 if one["id"] == bad else None
        push(settled())

        lrs.refresh_from_db()
        assert lrs.trouble == "400 I do not take this one"
        assert (lrs.failures, lrs.resting_until) == (0, None)
        push(timezone.now() + timedelta(hours=1))

    lrs.refresh_from_db()
    assert lrs.trouble == "400 I do not take this one"


def test_one_store_is_added_once():
    with record_store() as store:
        add(store)
        with pytest.raises(NotAdded):
            add(store)


def test_a_paused_store_gets_all_of_it_afterwards():
    with record_store() as store:
        lrs = add(store)
        keeping.pause(lrs, at=timezone.now())
        learn("Kari")
        at = settled()
        push(at)
        assert store.peer.sent == []
        keeping.take_up(lrs, at=at)
        push(at)

    assert set(store.kept) == expected(lrs)


def test_two_sweeps_at_once_harm_nothing():
    """The second has read the cursor before the first has moved it."""
    learn("Kari")
    with record_store() as store:
        lrs = add(store)
        at = settled()
        stale = Lrs.objects.get()
        pushing.push(Lrs.objects.get(), at=at)
        after = Lrs.objects.get().cursor
        pushing.push(stale, at=at)

    lrs.refresh_from_db()
    assert lrs.cursor == after
    assert lrs.sent == len(store.kept) == len(expected(lrs))


def test_sweeps_book_themselves_while_there_is_a_store():
    booked = DBTaskResult.objects.filter(task_path=tasks.sweep.module_path)
    tasks.ensure()
    assert not booked.exists()
    with record_store() as store:
        lrs = add(store)
        tasks.ensure()
        assert booked.count() == 1
        tasks.sweep.func()
        assert booked.count() == 1
        booked.delete()
        keeping.pause(lrs, at=timezone.now())
        tasks.ensure()
        assert not booked.exists()


# --- Erasing ------------------------------------------------------------------------------------------------


def voided(store: Store) -> set[str]:
    return {one["object"]["id"] for one in store.kept.values() if one["verb"]["id"].endswith("/voided")}


def test_when_kari_is_erased_the_store_is_told_that_nothing_of_hers_holds():
    kari = make_learner("Kari")
    make_part_done(kari)
    learn("Ola")
    with record_store() as store:
        lrs = add(store)
        at = settled()
        push(at)
        everyones = expected(lrs)

        erasure.erase(kari)
        push(at)

        left = expected(lrs)
        assert voided(store) == everyones - left
        assert left
        assert not Voiding.objects.exists()


def test_a_store_that_is_down_is_told_when_it_is_up_again():
    kari = make_learner("Kari")
    make_lesson_done(kari, shelf.now().lessons[0])
    with record_store() as store:
        lrs = add(store)
        at = settled()
        push(at)
        hers = expected(lrs)
        store.ill = lambda _sent: Answer(503)
        erasure.erase(kari)
        push(at)
        assert Voiding.objects.count() == 1
        store.ill = lambda _sent: None
        push(at + timedelta(hours=3))

    assert voided(store) == hers
    assert not Voiding.objects.exists()


def test_a_store_that_voids_nothing_still_gets_what_is_new():
    kari = make_learner("Kari")
    make_lesson_done(kari, shelf.now().lessons[0])
    with record_store() as store:
        lrs = add(store)
        at = settled()
        push(at)
        store.dislikes = lambda one: 403 if one["verb"]["id"].endswith("/voided") else None
        erasure.erase(kari)
        learn("Ola")
        for minutes in (5, 10):
            push(timezone.now() + timedelta(minutes=minutes))

        assert expected(lrs) <= set(store.kept)
        assert Voiding.objects.count() == 1


def test_what_waits_to_be_voided_says_nothing_of_whom_it_was():
    kari = make_learner("Kari", municipality="Bærum")
    make_lesson_done(kari, shelf.now().lessons[0])
    key = kari.pk
    with record_store() as store:
        add(store)
        erasure.erase(kari)

    kept = json.dumps(list(Voiding.objects.values("statements", "lrs")))
    assert [hers for hers in ("Kari", "Bærum", str(key), key.hex) if hers in kept] == []
    assert not Learner.objects.exists()


def test_without_a_store_erasing_writes_nothing():
    kari = make_learner("Kari")
    make_lesson_done(kari, shelf.now().lessons[0])

    erasure.erase(kari)

    assert not Voiding.objects.exists()


def voidings(store: Store) -> list[list[str]]:
    """The ids in each batch of voiding statements that came."""
    batches = [sent.json for sent in store.peer.sent]
    return [
        [one["object"]["id"] for one in batch]
        for batch in batches
        if batch[0]["verb"]["id"] == VOIDED_VERB[0]
    ]


def test_a_store_that_takes_little_at_a_time_is_told_in_smaller_batches():
    kari = make_learner("Kari")
    make_part_done(kari)
    with record_store() as store:
        lrs = add(store)
        at = settled()
        push(at)
        hers = expected(lrs)
        store.ill = lambda sent: Answer(413) if len(sent.json) > 7 else None
        erasure.erase(kari)
        push(at)

    assert voided(store) == hers
    assert not Voiding.objects.exists()


@pytest.mark.parametrize("status", [400, 403, 409])
def test_one_voiding_that_is_refused_does_not_stop_the_others(status: int):
    kari = make_learner("Kari")
    make_part_done(kari)
    with record_store() as store:
        lrs = add(store)
        at = settled()
        push(at)
        hers = expected(lrs)
        erasure.erase(kari)
        bad = Voiding.objects.get().statements[3]
        store.dislikes = lambda one: status if one["object"]["id"] == bad else None
        for hours in range(0, 6, 2):
            push(at + timedelta(hours=hours))

        if status == 409:
            assert voided(store) == hers - {bad}, "it has one of that id"
            assert not Voiding.objects.exists()
            return
        lrs.refresh_from_db()
        assert str(status) in lrs.trouble
        store.dislikes = lambda _one: None
        push(at + timedelta(hours=8))

    assert voided(store) == hers
    assert not Voiding.objects.exists()


def test_telling_of_erased_learners_ends_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch):
    """But something is told each time, also when all of the time went to what is new."""
    with record_store() as store:
        lrs = add(store)
        for number in range(3):
            pushing.void([str(UUID(int=number))], lrs, at=timezone.now())
        pushing.void([str(UUID(int=number)) for number in range(3, 253)], lrs, at=timezone.now())
        monkeypatch.setattr(pushing, "SECONDS", 0.0)
        client = outgoing.client
        monkeypatch.setattr(outgoing, "client", lambda **_more: client())
        for told in range(1, 7):
            push(timezone.now())
            assert len(voidings(store)) == told

    assert not Voiding.objects.exists()


def test_a_store_that_is_removed_while_it_is_told_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def post(*_args: Any) -> httpx.Response:
        Lrs.objects.all().delete()
        return httpx.Response(503)

    with record_store() as store:
        lrs = add(store)
    pushing.void([str(UUID(int=1))], lrs, at=timezone.now())
    monkeypatch.setattr(pushing.Store, "post", post)

    pushing.push(lrs, at=timezone.now())

    assert not Voiding.objects.exists()
    assert caplog.messages == []


# --- Two entries of one person ------------------------------------------------------------------------------


def test_what_kari_had_twice_is_voided_when_her_entries_are_joined():
    earlier = make_learner("Kari", proven=True)
    entry = make_learner("Kari", email=earlier.email)
    for hers in (earlier, entry):
        make_lesson_done(hers, shelf.now().lessons[0])
    make_lesson_done(entry, shelf.now().lessons[1])
    learn("Ola")
    with record_store() as store:
        lrs = add(store)
        at = settled()
        push(at)
        before = expected(lrs)

        proofs.prove(entry, at=timezone.now())
        left = expected(lrs)
        push(at)

        doubles = {store.kept[id]["verb"]["display"]["en"] for id in before - left}
        assert doubles == {"registered", "initialized", "completed"}
        assert voided(store) == before - left

        erasure.erase(earlier)
        push(at)

    olas = expected(lrs)
    assert voided(store) == before - olas, "and when she is erased, nothing of hers holds"


def test_her_certificate_is_not_voided_on_the_way_from_one_entry_to_the_other():
    earlier = make_learner("Kari", proven=True)
    entry = make_learner("Kari", email=earlier.email)
    make_part_done(entry)
    with record_store() as store:
        lrs = add(store)
        at = settled()
        push(at)
        before = expected(lrs)
        assert "earned" in {one["verb"]["display"]["en"] for one in store.kept.values()}

        proofs.prove(entry, at=timezone.now())
        push(at)

    assert voided(store) == set()
    assert before <= expected(lrs)


def test_without_a_store_joining_writes_nothing():
    earlier = make_learner("Kari", proven=True)
    entry = make_learner("Kari", email=earlier.email)
    for hers in (earlier, entry):
        make_lesson_done(hers, shelf.now().lessons[0])

    proofs.prove(entry, at=timezone.now())

    assert not Voiding.objects.exists()
