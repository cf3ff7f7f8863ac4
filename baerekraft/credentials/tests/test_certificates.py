import pytest
from django.utils import timezone

from baerekraft.accounts.models import User
from baerekraft.accounts.tests.factories import sign_in
from baerekraft.credentials import certificates
from baerekraft.credentials.certificates import AlreadyRevoked
from baerekraft.credentials.models import Certificate
from baerekraft.credentials.tasks import mail_certificate
from baerekraft.learners import erasure, passes
from baerekraft.learners.tests.factories import make_learner
from baerekraft.mail.models import Outgoing
from baerekraft.player.tests.browsing import browser
from baerekraft.records.tests.factories import make_lesson_done, make_part_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def karis(db):
    kari = make_learner("Kari Nordmann", email="kari@example.no")
    make_part_done(kari)
    return Certificate.objects.get()


def checked(code: str) -> tuple[int, str]:
    response = browser().get(f"/kursbevis/{code}/")
    return response.status_code, response.content.decode()


def test_the_certificate_comes_by_itself_when_the_last_lesson_is_done(first_lesson):
    kari = make_learner("Kari")
    make_lesson_done(kari, first_lesson)
    assert not Certificate.objects.exists()

    make_part_done(kari)

    certificate = Certificate.objects.get()
    assert certificate.name == "Kari"
    assert certificate.learning_goals


def test_doing_the_part_again_gives_no_second_certificate(karis):
    make_part_done(karis.learner)

    assert Certificate.objects.count() == 1


def test_whoever_checks_sees_part_and_date_and_not_the_name(karis):
    status, page = checked(karis.code)

    assert status == 200
    assert karis.part_title in page
    assert "Kari Nordmann" not in page


def test_the_holder_may_show_her_name(karis):
    device = browser()
    device.cookies["baerekraft"] = passes.value(karis.learner, proven=False, shared=False)

    device.post(f"/min-side/kursbevis/{karis.code}/synlighet/", {"show_name": "yes"})

    assert "Kari Nordmann" in checked(karis.code)[1]


def test_a_code_read_over_the_telephone_is_understood(karis):
    assert checked(karis.code.lower())[0] == 200


@pytest.mark.parametrize(
    "code", ["AAAAA-AAAAA", "x", "<script>", "%F0%9F%A6%8A", "%00", "%ED%A0%80", "a" * 500]
)
def test_an_unknown_code_is_a_clear_404(code):
    status, page = checked(code)

    assert status == 404
    assert "Vi kjenner ikke denne koden" in page
    assert "<script>alert" not in page


def test_staff_revoke_and_everyone_who_checks_is_told(karis, client):
    siri = User.objects.create_superuser("siri@example.no", "et langt passord til prøven")
    sign_in(client, siri)

    client.post("/drift/credentials/certificate/", {"action": "revoke", "_selected_action": [karis.pk]})

    status, page = checked(karis.code)
    assert status == 200
    assert "trukket tilbake" in page
    karis.refresh_from_db()
    with pytest.raises(AlreadyRevoked):
        certificates.revoke(karis, reason="igjen", at=timezone.now())


def test_learners_do_not_get_into_the_staff_pages(karis):
    device = browser()
    device.cookies["baerekraft"] = passes.value(karis.learner, proven=True, shared=False)

    for path in ("/drift/credentials/certificate/", "/redaksjon/"):
        assert device.get(path).status_code == 302


def test_a_revoked_certificate_cannot_be_fetched(karis):
    device = browser()
    device.cookies["baerekraft"] = passes.value(karis.learner, proven=False, shared=False)
    assert device.get(f"/min-side/kursbevis/{karis.code}.pdf")["Content-Type"] == "application/pdf"

    certificates.revoke(karis, reason="Feil", at=timezone.now())

    assert device.get(f"/min-side/kursbevis/{karis.code}.pdf").status_code == 404


def test_erasing_the_holder_takes_the_certificate_along(karis):
    erasure.erase(karis.learner)

    assert checked(karis.code)[0] == 404


def mailed(learner) -> int:
    mail_certificate.call(learner.certificates.get().pk)
    return Outgoing.objects.count()


def test_the_certificate_is_mailed_to_whoever_has_just_typed_her_address(karis):
    assert mailed(karis.learner) == 1


def test_certificates_by_the_hundred_do_not_flood_karis_inbox(first_lesson):
    for _ in range(8):
        stranger = make_learner("Ukjent", email="kari@example.no")
        make_part_done(stranger)
        mailed(stranger)

    assert Outgoing.objects.count() == 5


def test_a_strangers_message_is_not_mailed_as_a_name_on_a_certificate():
    stranger = make_learner("Vinn en bil på evil.example", email="kari@example.no")
    make_part_done(stranger)

    assert mailed(stranger) == 0


def test_a_certificate_on_its_way_by_mail_goes_when_its_holder_is_erased(karis):
    make_learner("Kari", email=karis.learner.email, proven=True)
    mailed(karis.learner)

    erasure.erase(karis.learner)

    assert not Outgoing.objects.exists()
