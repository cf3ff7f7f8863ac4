import pytest
from django.utils import timezone

from baerekraft.learners import entry, passes, proofs
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

    assert Learner.objects.filter(email="").count() == 2


def moved(learner: Learner, email: str) -> None:
    """She corrects her address on her own page."""
    entry.correct(
        learner, name=learner.name, email=email, municipality=None, role="", language="nb", at=timezone.now()
    )


def test_an_old_link_of_the_strangers_own_does_not_follow_him_into_karis_record():
    """He joins two entries of his own, gives one of them Kari's address, and Kari presses yes."""
    kari = make_learner("Kari", proven=True)
    his = make_learner("Ukjent", proven=True)
    signpost = make_learner("Ukjent", email=his.email)
    proofs.prove(signpost, at=timezone.now())
    moved(his, kari.email)
    assert proofs.prove(his, at=timezone.now()) == kari

    signpost.refresh_from_db()
    with pytest.raises(ProofRefused, match="expired"):
        proofs.by_token(proofs.token(signpost))
    signpost.proof_sent_at = timezone.now()
    with pytest.raises(ProofRefused, match="expired"):
        proofs.check_code(signpost, proofs.code(signpost), at=timezone.now())


def test_a_link_to_the_address_kari_has_left_opens_nothing():
    kari = make_learner("Kari", proven=True)
    at_work = make_learner("Kari", email=kari.email)
    link = proofs.token(at_work)
    proofs.prove(at_work, at=timezone.now())

    moved(kari, "kari@nytt.example.no")

    with pytest.raises(ProofRefused, match="expired"):
        proofs.by_token(link)


def test_a_pass_given_just_before_the_address_changed_opens_nothing_afterwards():
    """He takes a proven pass and writes Kari's address in the same second; then Kari presses yes."""
    his = make_learner("Ukjent", proven=True)
    kept = passes.parse(passes.value(his, proven=True, shared=False))
    moved(his, "kari@example.no")
    given = passes.parse(passes.value(his, proven=False, shared=False))
    his.refresh_from_db()

    assert kept is not None
    assert given is not None
    assert not kept.opens(his)
    assert given.opens(his)
    proofs.prove(his, at=timezone.now())
    his.refresh_from_db()
    assert not kept.opens(his)
    assert not given.opens(his)


def test_guesses_sent_at_the_same_moment_are_all_counted():
    now = timezone.now()
    kari = make_learner("Kari")
    Learner.objects.update(proof_sent_at=now)
    wrong = f"{(int(proofs.code(kari)) + 1) % 1_000_000:06}"
    together = [Learner.objects.get() for _ in range(8)]

    for one in together:
        with pytest.raises(ProofRefused):
            proofs.check_code(one, wrong, at=now)
    assert Learner.objects.get().code_misses == proofs.MISSES
    with pytest.raises(ProofRefused, match="locked"):
        proofs.check_code(Learner.objects.get(), proofs.code(kari), at=now)


def test_new_mails_do_not_buy_a_stranger_guesses_without_end():
    now = timezone.now()
    for _ in range(proofs.TRIES_A_DAY):
        stranger = make_learner("Ukjent", email="kari@example.no")
        stranger.proof_sent_at = now
        wrong = f"{(int(proofs.code(stranger)) + 1) % 1_000_000:06}"
        with pytest.raises(ProofRefused, match="wrong"):
            proofs.check_code(stranger, wrong, at=now)

    one_more = make_learner("Ukjent", email="kari@example.no")
    one_more.proof_sent_at = now
    with pytest.raises(ProofRefused, match="locked"):
        proofs.check_code(one_more, proofs.code(one_more), at=now)


def test_a_code_that_is_used_often_does_not_lock_itself():
    now = timezone.now()
    kari = make_learner("Kari")
    Learner.objects.update(proof_sent_at=now)

    for _ in range(proofs.MISSES + 1):
        proofs.check_code(Learner.objects.get(), proofs.code(kari), at=now)

    assert Learner.objects.get().code_misses == 0


def test_an_entry_without_address_has_no_code():
    stranger = make_learner("Ukjent", email="kari@example.no")
    stranger.proof_sent_at = timezone.now()
    proofs.disown(stranger)

    with pytest.raises(ProofRefused, match="expired"):
        proofs.check_code(stranger, proofs.code(stranger), at=timezone.now())


@pytest.mark.parametrize(("at_home", "unit"), [("Bærum", "Skolen"), ("Asker", None)])
def test_a_unit_comes_along_only_within_karis_own_municipality(at_home, unit):
    kari = make_learner("Kari", municipality="Bærum", proven=True)
    phone = make_learner("Kari", email=kari.email, municipality=at_home, unit="Skolen")

    proofs.prove(phone, at=timezone.now())

    kari.refresh_from_db()
    assert (kari.unit.name if kari.unit else None) == unit
