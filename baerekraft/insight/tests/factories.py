"""Coordinators who are really invited, signed in."""

from django.test import Client

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.municipalities.models import Municipality, Unit


def coordinator(name: str, place: str, *, unit: str = "") -> Client:
    client = Client()
    client.force_login(make_staff(name, Role.COORDINATOR, place, unit=unit))
    return client


def county(name: str, place: str = "") -> Client:
    client = Client()
    client.force_login(make_staff(name, Role.COUNTY, county=place))
    return client


def unit(place: str, name: str) -> Unit:
    return Unit.objects.get_or_create(municipality=Municipality.objects.get(name=place), name=name)[0]
