from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from baerekraft.learners import entry, erasure
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.mail import messages
from baerekraft.mail.models import Outgoing
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


def mail_on_its_way(learner: Learner, key: str) -> None:
    messages.post("mail/trial.html", to=learner.email, context={}, language="nb", key=key)


def test_erasing_kari_takes_back_all_mail_on_its_way_to_her():
    kari = make_learner("Kari", proven=True)
    make_learner("Ukjent", email=kari.email)
    mail_on_its_way(kari, "a")

    erasure.erase(kari)

    assert not Outgoing.objects.exists()


def test_a_stranger_who_types_karis_address_and_erases_does_not_take_back_her_mail():
    kari = make_learner("Kari", proven=True)
    stranger = make_learner("Ukjent", email=kari.email)
    mail_on_its_way(kari, "karis")
    mail_on_its_way(stranger, f"proof-{stranger.pk}-{stranger.proof_seed}")

    erasure.erase(stranger)

    assert [mail.message_id for mail in Outgoing.objects.all()] == [messages.stable_id("karis")]


def test_whoever_is_erased_in_one_tab_does_not_come_back_by_the_other():
    kari = make_learner("Kari")
    in_the_other_tab = Learner.objects.get()

    erasure.erase(kari)

    with pytest.raises(Learner.NotUpdated):
        entry.correct(
            in_the_other_tab,
            name="Kari N",
            email=in_the_other_tab.email,
            municipality=None,
            role="",
            language="nb",
            at=timezone.now(),
        )
    assert not Learner.objects.exists()
