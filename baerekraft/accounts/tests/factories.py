"""Staff who are really invited, and really sign in."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from baerekraft.accounts import inviting
from baerekraft.accounts.models import Role, User
from baerekraft.mail.letter import Letter
from baerekraft.mail.models import Outgoing
from baerekraft.municipalities.models import Municipality, Unit

CODE = re.compile(r"\b[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}\b")


def make_staff(name: str, role: Role, municipality: str = "", *, unit: str = "", county: str = "") -> User:
    """Invited; has not signed in yet. The unit is made when there is none of the name."""
    place = Municipality.objects.get(name=municipality) if municipality else None
    inner = Unit.objects.get_or_create(municipality=place, name=unit)[0] if unit else None
    return inviting.invite(
        f"{name.lower()}@example.no", role=role, municipality=place, unit=inner, county=county, name=name
    ).user


def letters_to(address: str) -> list[Letter]:
    """What waits in the queue for an address, oldest first."""
    waiting = Outgoing.objects.waiting().to(address).order_by("pk")
    return [Letter.model_validate_json(outgoing.letter) for outgoing in waiting]


def mailed_code(address: str) -> str:
    return CODE.findall(letters_to(address)[-1].text)[0]


def app_code(user: User) -> str:
    """What her authenticator app shows now."""
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_of(auth.decrypt(app.data["secret"]))


def code_of(secret: str) -> str:
    """Of this half minute: the one before it is taken too, but not when the half minute ends meanwhile."""
    _before, now, _after = auth.yield_hotp_counters_from_time()
    return auth.format_hotp_value(auth.hotp_value(secret, now))


def sign_in(client: Client, user: User) -> Client:
    """Signed in with a code from an authenticator app, so that an administrator gets everywhere she may."""
    TOTP.activate(user, auth.generate_totp_secret())
    client.force_login(user)
    client.post(reverse("mfa_reauthenticate"), {"code": app_code(user)})
    return client
