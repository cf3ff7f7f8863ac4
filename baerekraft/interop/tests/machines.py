"""Programs that ask the API, each with a key that an administrator has really made."""

from datetime import date

from django.test import Client
from django.utils import timezone

from baerekraft.interop.tokens import issuing
from baerekraft.interop.tokens.models import Token
from baerekraft.municipalities.models import Municipality


def make_key(
    *scopes: str,
    name: str = "KS Læring",
    municipality: str = "",
    county: str = "",
    expires_on: date | None = None,
) -> tuple[Token, str]:
    place = Municipality.objects.get(name=municipality) if municipality else None
    return issuing.issue(
        name,
        scopes=scopes,
        municipality=place,
        county=county,
        expires_on=expires_on,
        by=None,
        at=timezone.now(),
    )


def program(text: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {text}"})


def make_program(*scopes: str, **about: str) -> Client:
    return program(make_key(*scopes, **about)[1])
