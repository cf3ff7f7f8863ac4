"""What Kari does reaches a real record store: all of it, once, in a form that the store's own models know."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lrs
import pytest
from conftest import Postbox, Product, product_in

BEGIN = """
import json
from datetime import timedelta
from django.utils import timezone
from baerekraft.catalog import shelf
from baerekraft.interop.xapi import facts, feed, keeping, pushing
from baerekraft.interop.xapi.models import Lrs
from baerekraft.learners import erasure
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.tests.factories import make_lesson_done, make_part_done, make_response

def sweep(**later):
    for minutes in (0, 1):  # what is there now may be read a minute from now
        at = timezone.now() + timedelta(**later) + timedelta(minutes=minutes)
        feed.since("", 1, audience="look", at=at)
    for row in Lrs.objects.awake(at):
        while pushing.push(row, at=at):
            row.refresh_from_db()

def tell():
    row = Lrs.objects.get()
    ids = [one["id"] for one in feed.everything(None, audience=row.audience)]
    print(json.dumps({"ids": ids, "trouble": row.trouble, "sent": row.sent, "refused": row.refused}))
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lrs.Lrs]:
    with lrs.record_store(tmp_path_factory.mktemp("lrs")) as found:
        yield found


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, seeded: Path, postbox: Postbox) -> Product:
    """The product's data and commands; the test does the worker's part, a minute or a day at a time."""
    return product_in(tmp_path_factory.mktemp("statements"), seeded, postbox, OUTGOING_PRIVATE="1")


def do(installation: Product, code: str) -> dict[str, Any]:
    """Run this in the installation, and tell how far the statements have come."""
    said = installation.run("shell", "-v0", "-c", f"{BEGIN}\n{code}\ntell()")
    return dict(json.loads(said.splitlines()[-1]))


def test_statements_reach_a_record_store(installation: Product, store: lrs.Lrs):
    everything_arrives(installation, store)
    a_day_without_the_store_loses_nothing(installation, store)
    sent_from_the_beginning_it_is_still_there_once(installation, store)
    who_is_erased_is_voided(installation, store)


def with_verb(statements: list[dict[str, Any]], verb: str) -> list[dict[str, Any]]:
    """Ralph's store of files finds nothing by its verb."""
    return [one for one in statements if one["verb"]["id"].endswith(f"/{verb}")]


def everything_arrives(installation: Product, store: lrs.Lrs) -> None:
    told = do(
        installation,
        f"""
keeping.add(name="Ralph", endpoint={store.endpoint!r}, key={lrs.KEY!r}, secret={lrs.SECRET!r},
            earlier=True, at=timezone.now())
kari = make_learner("Kari", municipality="Bærum", proven=True)
make_part_done(kari)
every = {{one.kind: (entry, one) for entry in shelf.now().lessons for one in entry.document.exercises}}
for entry, exercise in every.values():
    make_response(kari, entry, exercise)
sweep()
""",
    )
    assert (told["trouble"], told["refused"]) == ("", 0)

    kept = store.ask()

    assert sorted(one["id"] for one in kept) == sorted(told["ids"])
    assert told["sent"] == len(kept)
    lrs.validate(kept)
    assert "Kari" not in json.dumps(kept)
    assert with_verb(kept, "earned")
    [actor] = {json.dumps(one["actor"]) for one in kept}
    assert len(store.ask(agent=actor)) == len(kept), "the store finds her by the account"


def a_day_without_the_store_loses_nothing(installation: Product, store: lrs.Lrs) -> None:
    before = len(store.ask())
    store.stop()
    told = do(
        installation,
        """
make_lesson_done(make_learner("Ola", municipality="Halden"), shelf.now().lessons[0])
for hour in range(24):
    sweep(hours=hour)
""",
    )
    assert told["trouble"]
    store.start()

    told = do(installation, "sweep(days=2)")

    ids = [one["id"] for one in store.ask()]
    assert told["trouble"] == ""
    assert len(ids) > before
    assert sorted(ids) == sorted(told["ids"]), "nothing lost, nothing twice"


def sent_from_the_beginning_it_is_still_there_once(installation: Product, store: lrs.Lrs) -> None:
    told = do(installation, "keeping.start_over(Lrs.objects.get(), at=timezone.now())\nsweep(days=3)")

    assert (told["trouble"], told["refused"]) == ("", 0)
    assert sorted(one["id"] for one in store.ask()) == sorted(told["ids"])


def who_is_erased_is_voided(installation: Product, store: lrs.Lrs) -> None:
    before = {one["id"] for one in store.ask()}

    told = do(installation, "erasure.erase(Learner.objects.get(name='Kari'))\nsweep(days=4)")

    voided = with_verb(store.ask(), "voided")
    hers = before - set(told["ids"])
    assert hers
    assert {one["object"]["id"] for one in voided} == hers
    lrs.validate(voided)
