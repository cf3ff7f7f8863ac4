import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from baerekraft.credentials.badges import checking, issuing, keys
from baerekraft.credentials.badges.models import BadgeKey
from baerekraft.credentials.badges.tests.factories import device_of, make_certificate
from baerekraft.credentials.tasks import mail_certificate
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db


def test_the_first_key_is_made_by_itself_and_then_kept():
    assert keys.current() == keys.current()
    assert BadgeKey.objects.count() == 1


def test_two_servers_that_start_at_once_get_the_same_key(monkeypatch):
    """The second server's key was written between the first one's look and its own."""
    making = keys._new

    def slow(*, at):
        made = making(at=at)
        BadgeKey.objects.get_or_create(number=1, defaults=making(at=at))
        return made

    monkeypatch.setattr(keys, "_new", slow)

    assert keys.current() == BadgeKey.objects.get()


def test_the_database_alone_signs_nothing(settings):
    key = keys.current()
    assert keys._base64url(keys.private(key).private_bytes_raw()) not in key.private

    settings.SECRET_KEY = "another, and just as long as the first one was, or longer"

    with pytest.raises(keys.KeyLocked):
        keys.private(key)


def test_the_host_is_in_the_did_with_its_port(settings):
    settings.BASE_URL = "https://kurs.example.no:8443"

    assert keys.issuer() == "did:web:kurs.example.no%3A8443"


def test_after_a_new_key_the_old_badges_are_valid_and_the_new_ones_too():
    certificate = make_certificate()
    old = issuing.as_jwt(certificate)

    call_command("rotate_badge_key")

    new = issuing.as_jwt(certificate)
    assert old != new
    assert checking.check(old.encode()).is_of(certificate)
    assert checking.check(new.encode()).is_of(certificate)


def test_a_stolen_key_is_disowned_and_its_badges_fall_while_new_ones_stand():
    certificate = make_certificate()
    old = issuing.as_json(certificate, at=timezone.now())

    call_command("rotate_badge_key", disown=1)

    with pytest.raises(checking.NotValid):
        checking.check(old.encode())
    assert checking.check(issuing.as_jwt(certificate).encode()).is_of(certificate)
    assert "#key-1" not in str(keys.document())


def test_a_key_that_is_not_there_cannot_be_disowned_and_nothing_is_made():
    keys.current()

    with pytest.raises(CommandError):
        call_command("rotate_badge_key", disown=7)

    assert BadgeKey.objects.count() == 1


def test_a_lost_secret_key_holds_no_certificate_back_and_a_new_badge_key_mends_it(settings, caplog):
    certificate = make_certificate()
    keys.current()
    settings.SECRET_KEY = "another, and just as long as the first one was, or longer"
    device = device_of(certificate.learner)

    answer = device.get(f"/kursbevis/{certificate.code}/merke.png")
    mail_certificate.call(certificate.pk)

    assert answer.status_code == 503
    assert "rotate-badge-key" in caplog.text
    assert Outgoing.objects.count() == 1

    call_command("rotate_badge_key")
    assert device.get(f"/kursbevis/{certificate.code}/merke.png").status_code == 200
