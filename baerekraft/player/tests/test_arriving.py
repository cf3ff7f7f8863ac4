"""The plain way in does just what the view does, and leaves all else to it."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.conf import settings

from baerekraft.learners import passes
from baerekraft.learners.models import Learner
from baerekraft.player import arriving

pytestmark = pytest.mark.django_db


def post(fields, **environ):
    """Send a form as granian would; return the answer's status and headers, or None when it is left to the view."""
    body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
    request = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/bli-med/",
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "REMOTE_ADDR": "10.0.0.1",
        "wsgi.input": BytesIO(body),
        **environ,
    }
    said = []
    answer = arriving.application(request, lambda status, headers: said.append((status, dict(headers))))
    if answer is None:
        assert request["wsgi.input"].read() == body  # the view can still read it
        return None
    return said[0]


KARI = {"name": " Kari  Nordmann ", "email": "Kari@Asker.kommune.no"}


def test_kari_comes_in_and_is_on_her_way(first_lesson):
    status, headers = post(KARI)

    kari = Learner.objects.get()
    assert (kari.name, kari.email, kari.municipality.name) == (
        "Kari Nordmann",
        "kari@asker.kommune.no",
        "Asker",
    )
    assert status == "303 See Other"
    assert headers["Location"] == f"/kurs/{first_lesson.key}/"
    name, _, rest = headers["Set-Cookie"].partition("=")
    value, *attributes = rest.split("; ")
    assert name == settings.LEARNER_COOKIE
    assert passes.parse(value).learner == kari.pk
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)


def test_she_comes_in_the_language_of_the_page():
    _status, headers = post(KARI, PATH_INFO="/nn/bli-med/")

    assert Learner.objects.get().language == "nn"
    assert headers["Location"].startswith("/nn/kurs/")


def test_she_goes_where_she_was_going():
    _status, headers = post({**KARI, "til": "/kurs/del-2/"})

    assert headers["Location"] == "/kurs/del-2/"


def test_nobody_is_sent_to_another_site():
    _status, headers = post({**KARI, "til": "//evil.example/"})

    assert headers["Location"].startswith("/kurs/")


@pytest.mark.parametrize(
    ("fields", "environ"),
    [
        ({"name": "", "email": "kari@example.no"}, {}),
        ({"name": "Kari", "email": "kari"}, {}),
        ({"name": "...", "email": "kari@example.no"}, {}),
        ({"name": "Kari"}, {}),
        ({**KARI, "shared": "on"}, {}),
        ({**KARI, "municipality": "asker"}, {}),
        ([("name", "Kari"), ("name", "Ola"), ("email", "kari@example.no")], {}),
        (b"name=Kari&name=&email=kari@example.no", {}),
        ([*KARI.items(), ("til", "/kurs/"), ("til", "/kurs/del-2/")], {}),
        ({**KARI, "shared": ""}, {}),
        (b"name=Kari&email=%FF%FE@example.no", {}),
        (b"name=Kari;email", {}),
        (b"x" * 5000, {}),
        (KARI, {"QUERY_STRING": "til=/kurs/"}),
        (KARI, {"CONTENT_TYPE": "multipart/form-data; boundary=x"}),
        (KARI, {"CONTENT_LENGTH": "many"}),
        (KARI, {"HTTP_COOKIE": f"{settings.LEARNER_COOKIE}=x"}),
        (KARI, {"HTTP_COOKIE": f"a=b; {settings.DEVICE_COOKIE}=x"}),
        (KARI, {"HTTP_SEC_FETCH_SITE": "cross-site"}),
        (KARI, {"HTTP_HOST": "evil.example"}),
    ],
)
def test_whatever_is_not_plain_is_left_to_the_view(fields, environ):
    assert post(fields, **environ) is None
    assert not Learner.objects.exists()


def test_a_crowd_is_left_to_the_view_that_asks_it_to_wait(monkeypatch, settings):
    settings.ENTRIES_A_MINUTE = 2

    answers = [post({**KARI, "email": f"kari{n}@example.no"}) for n in range(4)]

    assert [answer is None for answer in answers] == [False, False, True, True]
    assert Learner.objects.count() == 2
