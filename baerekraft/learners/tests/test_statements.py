import pytest
from django.db import IntegrityError, connection, transaction

from baerekraft.learners import statements
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
