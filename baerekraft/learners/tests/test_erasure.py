from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from baerekraft.learners import erasure
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.models import Response, Total
from baerekraft.records.tests.factories import make_part_done

pytestmark = pytest.mark.django_db


def reaches_learner(model) -> bool:
    """Whether deleting a learner deletes this model's rows about her."""
    seen, ahead = set(), [Learner]
    while ahead:
        current = ahead.pop()
        for relation in current._meta.related_objects:
            if relation.on_delete.__name__ == "CASCADE" and relation.related_model not in seen:
                seen.add(relation.related_model)
                ahead.append(relation.related_model)
    return model in seen


def test_every_model_that_points_at_a_learner_goes_with_her():
    pointing = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one and field.related_model is Learner
    }

    assert pointing
    assert all(reaches_learner(model) for model in pointing)


def test_erasing_kari_leaves_nothing_of_her_and_keeps_the_figures():
    kari = make_learner("Kari", municipality="Bærum")
    make_part_done(kari)
    entry = make_learner("Kari", email=kari.email)
    Learner.objects.filter(pk=entry.pk).update(joined=kari)
    before = sum(Total.objects.values_list("count", flat=True))

    erasure.erase(kari)

    assert not Learner.objects.exists()
    assert not Response.objects.exists()
    assert sum(Total.objects.values_list("count", flat=True)) == before


def test_those_who_have_been_away_for_two_years_are_erased_and_no_one_else():
    now = timezone.now()
    make_learner("Ola", at=now - timedelta(days=732))
    kari = make_learner("Kari", at=now - timedelta(days=700))

    assert erasure.erase_idle(at=now) == 1
    assert list(Learner.objects.all()) == [kari]
