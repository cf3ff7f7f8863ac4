from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from baerekraft.accounts import inviting
from baerekraft.accounts.models import Membership, Role, User
from baerekraft.accounts.tests.factories import letters_to, make_staff
from baerekraft.municipalities.models import Municipality, Unit

pytestmark = pytest.mark.django_db


def invite(*words: str) -> str:
    said = StringIO()
    call_command("invite_staff", *words, stdout=said)
    return said.getvalue()


def test_an_invited_municipal_editor_gets_a_role_a_mail_and_no_password():
    said = invite(
        "Kari@Asker.example.no", "--role", "municipal-editor", "--municipality", "asker", "--name", "Kari Nes"
    )

    kari = User.objects.get(email="kari@asker.example.no")
    assert "kari@asker.example.no" in said
    assert not kari.has_usable_password()
    assert (kari.first_name, kari.last_name) == ("Kari", "Nes")
    assert [group.name for group in kari.groups.all()] == ["Kommuneredaktører: Asker"]
    (letter,) = letters_to(kari.email)
    assert letter.name == "Kari Nes"
    assert "/redaksjon/inn/" in letter.text
    assert "Asker" in letter.text


def test_twice_is_said_and_mailed_once():
    invite("kari@example.no", "--role", "editor")

    assert "kari@example.no" in invite("kari@example.no", "--role", "editor")
    assert len(letters_to("kari@example.no")) == 1
    assert Membership.objects.filter(user__email="kari@example.no").count() == 1


def test_a_second_role_is_mailed_and_both_are_held():
    invite("kari@example.no", "--role", "editor")
    invite("kari@example.no", "--role", "translator")

    groups = User.objects.get(email="kari@example.no").groups.values_list("name", flat=True)
    assert sorted(groups) == ["Oversettere", "Redaktører"]
    assert len(letters_to("kari@example.no")) == 2


@pytest.mark.parametrize(
    "words",
    [
        ["kari@example.no", "--role", "sjef"],
        ["kari@example.no", "--role", "municipal-editor"],
        ["kari@example.no", "--role", "municipal-editor", "--municipality", "atlantis"],
        ["kari@example.no", "--role", "editor", "--municipality", "asker"],
        ["kari", "--role", "editor"],
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nobody_is_made(words):
    with pytest.raises(CommandError) as refused:
        invite(*words)

    assert "\n" not in str(refused.value)
    assert not User.objects.exists()


def test_groups_follow_memberships_and_nothing_else_does():
    kari = make_staff("Kari", Role.APPROVER)
    kari.memberships.get().delete()

    assert list(kari.groups.all()) == []


def test_an_administrator_is_one_as_long_as_the_membership_lasts():
    siri = make_staff("Siri", Role.ADMINISTRATOR)
    siri.refresh_from_db()
    assert siri.is_superuser

    siri.memberships.get().delete()

    siri.refresh_from_db()
    assert not siri.is_superuser
    assert not siri.is_staff


def test_the_first_administrator_stays_one_when_she_edits_too():
    siri = User.objects.create_superuser("siri@example.no", "et langt passord til prøven")
    make_staff("Siri", Role.EDITOR)
    siri.memberships.get().delete()

    siri.refresh_from_db()
    assert siri.is_superuser


def test_the_last_administrator_is_not_shut_out():
    siri = make_staff("Siri", Role.ADMINISTRATOR)
    siri.refresh_from_db()

    with pytest.raises(inviting.LastAdministrator):
        inviting.withdraw(siri)

    make_staff("Ola", Role.ADMINISTRATOR)
    inviting.withdraw(siri)
    assert not User.objects.get(email="siri@example.no").is_active


def test_a_deleted_user_takes_her_memberships_along():
    kari = make_staff("Kari", Role.EDITOR)
    kari.delete()

    assert not Membership.objects.exists()


def test_the_database_holds_that_only_local_roles_have_a_municipality():
    kari, asker = make_staff("Kari", Role.EDITOR), Municipality.objects.get(name="Asker")
    for role, place in ((Role.APPROVER, asker), (Role.MUNICIPAL_EDITOR, None), (Role.EDITOR, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=kari, role=role, municipality=place)


def test_a_coordinator_gets_a_mail_about_insight_and_a_place():
    Unit.objects.create(municipality=Municipality.objects.get(name="Hol"), name="Skole")
    invite("tor@example.no", "--role", "coordinator", "--municipality", "hol")
    invite("nils@example.no", "--role", "coordinator", "--municipality", "hol", "--unit", "skole")
    invite("anne@example.no", "--role", "county", "--county", "Buskerud")

    held = Membership.objects.order_by("pk").values_list("municipality__name", "unit__name", "county")
    assert list(held) == [("Hol", None, ""), ("Hol", "Skole", ""), (None, None, "Buskerud")]
    (letter,) = letters_to("tor@example.no")
    assert "Hol" in letter.text
    assert "redigering" not in letter.subject


@pytest.mark.parametrize(
    "words",
    [
        ["--role", "coordinator"],
        ["--role", "coordinator", "--municipality", "hol", "--unit", "Ukjent"],
        ["--role", "coordinator", "--municipality", "hol", "--unit", "Stengt"],
        ["--role", "coordinator", "--municipality", "hol", "--county", "Buskerud"],
        ["--role", "municipal-editor", "--municipality", "hol", "--unit", "Skole"],
        ["--role", "county", "--municipality", "hol"],
        ["--role", "county", "--county", "Viken"],
        ["--role", "editor", "--county", "Buskerud"],
    ],
)
def test_nobody_coordinates_a_place_that_is_not_there(words):
    hol = Municipality.objects.get(name="Hol")
    Unit.objects.create(municipality=hol, name="Skole")
    Unit.objects.create(municipality=hol, name="Stengt", closed_at=timezone.now())

    with pytest.raises(CommandError):
        invite("tor@example.no", *words)

    assert not User.objects.exists()


def test_one_of_two_roles_can_be_taken_away_and_the_last_one_shuts_her_out():
    liv = make_staff("Liv", Role.EDITOR)
    inviting.invite(liv.email, role=Role.COORDINATOR, municipality=Municipality.objects.get(name="Hol"))

    inviting.end(liv.memberships.get(role=Role.COORDINATOR))
    liv.refresh_from_db()
    assert liv.is_active
    inviting.end(liv.memberships.get())
    liv.refresh_from_db()
    assert not liv.is_active
