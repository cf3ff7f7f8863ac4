import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from baerekraft.learners import statements
from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner

pytestmark = pytest.mark.django_db


def test_it_is_asked_on_the_same_connection_in_the_same_transaction():
    kari = make_learner("Kari")

    with transaction.atomic():
        statements.execute(
            "UPDATE learners_learner SET name = %s WHERE id = %s", ["Ola", statements.key(kari.pk)]
        )
        assert Learner.objects.get().name == "Ola"
        transaction.set_rollback(True)

    assert Learner.objects.get().name == "Kari"


def test_a_fault_is_djangos():
    kari = make_learner("Kari")

    with pytest.raises(IntegrityError), transaction.atomic():
        statements.execute("UPDATE learners_learner SET name = NULL WHERE id = %s", [statements.key(kari.pk)])


def test_whoever_counts_questions_sees_it(django_assert_num_queries):
    kari = make_learner("Kari")

    with django_assert_num_queries(1):
        seen = statements.execute(
            "SELECT name FROM learners_learner WHERE id = %s", [statements.key(kari.pk)]
        )

    assert seen.fetchone() == ("Kari",)
    assert statements.execute("SELECT %s", ["unseen"]).fetchone() == ("unseen",)
    assert connection.is_usable()


def test_the_row_found_is_the_one_that_django_gives():
    kari = make_learner("Kari")
    Learner.objects.filter(pk=kari.pk).update(proven_at=timezone.now(), joined=make_learner("Ola"))
    django = Learner.objects.get(pk=kari.pk)

    found = statements.find(Learner, kari.pk)

    assert vars(found) | {"_state": None} == vars(django) | {"_state": None}
    assert not found._state.adding
    assert statements.find(Learner, uuid7()) is None
