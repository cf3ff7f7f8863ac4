import pytest
from django.utils import timezone

from baerekraft.learners import proofs
from baerekraft.learners.models import Learner
from baerekraft.learners.passes import Pass
from baerekraft.learners.proofs import ProofRefused
from baerekraft.learners.tests.factories import make_learner

pytestmark = pytest.mark.django_db


def opens(learner: Learner, *, proven: bool = False) -> bool:
    learner.refresh_from_db()
    return Pass(learner.pk, proven=proven, shared=False, issued=2**31).opens(learner)


def test_kari_is_in_at_once_on_the_device_where_she_typed_her_address():
    assert opens(make_learner("Kari"))


def test_typing_karis_address_opens_nothing_of_hers():
    kari = make_learner("Kari", proven=True)
    stranger = make_learner("Ukjent", email=kari.email)

    assert stranger.pk != kari.pk
    assert not opens(kari)


def test_the_link_joins_just_the_entry_it_belongs_to():
    kari = make_learner("Kari", proven=True)
    at_work = make_learner("Kari", email=kari.email)
    stranger = make_learner("Ukjent", email=kari.email)

    assert proofs.prove(proofs.by_token(proofs.token(at_work)), at=timezone.now()) == kari
    at_work.refresh_from_db()
    stranger.refresh_from_db()
    assert at_work.joined == kari
    assert stranger.joined is None


def test_the_device_that_started_is_shut_out_when_the_address_is_proven_on_another():
    stranger_with_karis_address = make_learner("Kari")

    proofs.prove(stranger_with_karis_address, at=timezone.now())

    assert not opens(stranger_with_karis_address)
    assert opens(stranger_with_karis_address, proven=True)


def test_a_link_can_be_used_twice():
    kari = make_learner("Kari")
    link = proofs.token(kari)

    proofs.prove(proofs.by_token(link), at=timezone.now())

    assert proofs.prove(proofs.by_token(link), at=timezone.now()) == kari


def test_an_altered_link_is_refused():
    link = proofs.token(make_learner("Kari"))

    with pytest.raises(ProofRefused, match="wrong"):
        proofs.by_token(link[:-3] + "abc")


def test_an_old_link_is_refused(settings):
    link = proofs.token(make_learner("Kari"))
    settings.PROOF_DAYS = -1

    with pytest.raises(ProofRefused, match="expired"):
        proofs.by_token(link)


def test_a_new_mail_makes_the_earlier_link_worthless():
    kari = make_learner("Kari")
    link = proofs.token(kari)
    proofs.renew(kari)

    with pytest.raises(ProofRefused, match="expired"):
        proofs.by_token(link)


def test_five_wrong_codes_lock_the_code_and_a_new_mail_opens_it_again():
    now = timezone.now()
    kari = make_learner("Kari")
    kari.proof_sent_at = now
    right = proofs.code(kari)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _ in range(4):
        with pytest.raises(ProofRefused, match="wrong"):
            proofs.check_code(kari, wrong, at=now)
    with pytest.raises(ProofRefused, match="locked"):
        proofs.check_code(kari, wrong, at=now)
    with pytest.raises(ProofRefused, match="locked"):
        proofs.check_code(kari, right, at=now)

    proofs.renew(kari)

    proofs.check_code(kari, f"{proofs.code(kari)[:3]} {proofs.code(kari)[3:]}", at=now)


def test_not_me_takes_the_address_off_the_entry():
    stranger = make_learner("Ukjent", email="kari@example.no")

    proofs.disown(stranger)

    stranger.refresh_from_db()
    assert stranger.email == ""


def test_two_entries_without_address_do_not_collide():
    for name in ("A", "B"):
        learner = make_learner(name, email="kari@example.no")
        proofs.disown(learner)
