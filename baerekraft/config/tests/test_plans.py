"""However many learn, no page reads through them all: the database tells how it answers what each page asks.

What is asked for is seen on `walks`; a table that `growth` knows to grow must be searched by an index.
"""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.models import Model, UniqueConstraint
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.config.tests import growth, plans, walks
from baerekraft.config.tests.plans import Asked, Step, Watch
from baerekraft.learners import erasure
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.models import Response
from baerekraft.records.tests.factories import make_response

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's words for a plan"),
]

# Who may read a whole table, which, and why.
ALLOWED = {
    # Once a night, or when a worker starts, with nobody waiting.
    ("config/chores.py nightly", "django_tasks_database_dbtaskresult"): "the tasks of fourteen days",
    ("config/chores.py take_up", "django_tasks_database_dbtaskresult"): "the tasks of fourteen days",
    ("interop/webhooks/delivering.py forget", "interop_delivery"): "what was told in some weeks",
    # An index on when she was last active would be written to at every answer.
    ("learners/erasure.py erase_idle", "learners_learner"): "one reading a night",
    ("learners/throttle.py sweep", "learners_throttle"): "what was tried in a day",
    ("mail/bounces.py forget", "mail_softbounce"): "what came back in some weeks",
    ("mail/deliveries.py forget", "mail_outgoing"): "what was sent in three months",
    ("records/elsewhere.py forget_old", "records_earnedelsewhere"): "one reading a night",
    # What authors have published is searched as a whole, in all of its words.
    ("assessments/collection/collecting.py search", "assessments_publication"): "the collection",
    ("assessments/collection/collecting.py search", "assessments_publishedgoal"): "the collection",
    ("assessments/collection/facets.py conflicts", "assessments_publication"): "the collection",
    ("assessments/collection/facets.py conflicts", "assessments_publishedgoal"): "the collection",
    ("assessments/collection/facets.py effects_by_goal", "assessments_publication"): "the collection",
    ("assessments/collection/facets.py kinds", "assessments_publication"): "the collection",
    ("assessments/collection/facets.py kinds", "assessments_publishedgoal"): "the collection",
    ("assessments/collection/facets.py municipalities", "assessments_publication"): "the collection",
    ("assessments/collection/facets.py municipalities", "assessments_publishedgoal"): "the collection",
    # The operator's command that counts everything anew.
    ("assessments/counting.py _facts", "assessments_assessment"): "everything is counted",
    ("records/totals.py rebuild", "records_total"): "everything is counted",
    # Django's own lists for those who run the installation: they count, and sort by what is asked for.
    ("interop/api/door.py respond", "assessments_publication"): "the operator's list",
    ("interop/api/door.py respond", "credentials_certificate"): "the operator's list",
}
# How many statements erasing takes, however much she has answered.
ERASING = 90


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker) -> Iterator[Watch]:
    """Everything that is asked on all the walks; nothing of it stays."""
    with django_db_blocker.unblock(), plans.watching() as watch:
        for walk in walks.WALKS:
            with transaction.atomic():
                walk()
                transaction.set_rollback(True)
    return watch


@pytest.fixture(scope="module")
def read_through(asked: Watch) -> dict[tuple[str, str], Asked]:
    """What reads a growing table from end to end, by who asks and the table."""
    tables = {model._meta.db_table: model for model in growth.growing()}
    return {
        (one.by, step.table): one
        for one in asked
        for step in one.steps
        if one.by and step.table in tables and reads_most(one, step, tables[step.table])
    }


def reads_most(one: Asked, step: Step, model: type[Model]) -> bool:
    if step.reads_all:
        return step.index not in growth.partial(model) and not one.takes_the_first
    return bool(step.by) and set(step.by) <= growth.broad(model)


def test_it_is_said_of_every_model_whether_it_grows_with_people():
    assert growth.undecided() == set()


def test_no_page_and_no_round_reads_through_what_grows_with_people(read_through):
    slow = {key: one for key, one in read_through.items() if key not in ALLOWED}

    if slow:
        told = (f"{table} is read through:\n{one}" for (_by, table), one in slow.items())
        pytest.fail("\n\n".join(told), pytrace=False)


def test_no_exception_stands_that_nobody_needs(read_through):
    assert ALLOWED.keys() - set(read_through) == set()


def test_an_unindexed_question_is_seen():
    with plans.watching() as watch:
        list(Learner.objects.filter(name="Kari"))
        list(Learner.objects.filter(email="kari@example.no"))
        list(Learner.objects.order_by("pk")[:5])

    seen = [one for one in watch if any(reads_most(one, step, Learner) for step in one.steps)]
    assert ['"name" =' in one.sql for one in seen] == [True]


def test_whatever_points_at_a_person_is_found_by_an_index():
    """Or the database would read the whole table whenever somebody is erased."""
    grows = growth.growing()
    missing = {
        f"{model._meta.label}.{field.name}"
        for model in grows
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in grows and field.column not in first_columns(model)
    }

    assert missing == set()


def test_no_index_is_the_beginning_of_another():
    double = {
        f"{model._meta.label}.{field.name}"
        for model in growth.growing()
        for field in model._meta.concrete_fields
        if field.is_relation and field.db_index and not field.unique and field.name in first_of_keys(model)
    }

    assert double == set()


def test_erasing_a_learner_takes_as_few_statements_however_much_she_has_done():
    some, much = life("Kari", rounds=1), life("Ola", rounds=2)
    assert Response.objects.of(much).count() > 150
    assert much.certificates.count() >= 3

    assert max(statements_of_erasing(some), statements_of_erasing(much)) <= ERASING


def first_columns(model: type[Model]) -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table).values()
    return {one["columns"][0] for one in found if (one["index"] or one["unique"]) and one["columns"]}


def first_of_keys(model: type[Model]) -> set[str]:
    """The first field of every unique key and every index that holds all rows."""
    keys = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    return {one.fields[0] for one in [*keys, *model._meta.indexes] if one.fields and not one.condition}


def life(name: str, *, rounds: int) -> Learner:
    """Somebody who has answered every question of every lesson, so many times."""
    learner = make_learner(name, municipality="Bærum", unit="Skui skole", role="leader", proven=True)
    for _round in range(rounds):
        for entry in shelf.now().lessons:
            for exercise in entry.document.exercises:
                make_response(learner, entry, exercise, at=timezone.now())
    return learner


def statements_of_erasing(learner: Learner) -> int:
    with CaptureQueriesContext(connection) as made:
        erasure.erase(learner)
    return len(made)
