from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from baerekraft.mail.address import mail_settings

DATA = Path("/srv/baerekraft")


def options(url: str) -> dict[str, object]:
    return mail_settings(url, DATA)["default"]["OPTIONS"]


def security(url: str) -> str:
    chosen = options(url)
    return "starttls" if chosen["use_tls"] else "implicit" if chosen["use_ssl"] else "none"


def test_without_a_server_mail_becomes_files_in_the_data_folder():
    assert options("") == {"folder": "/srv/baerekraft/mail"}
    assert options("file://") == {"folder": "/srv/baerekraft/mail"}


def test_the_folder_can_be_chosen():
    assert options("file:///srv/post%20ut") == {"folder": "/srv/post ut"}


def test_everything_in_the_address_is_used():
    assert options("smtp://kari%40example.no:p%2F%3A%40ss@mail.example.no:2525") == {
        "host": "mail.example.no",
        "port": 2525,
        "username": "kari@example.no",
        "password": "p/:@ss",
        "use_tls": True,
        "use_ssl": False,
        "timeout": 20,
    }


@pytest.mark.parametrize(
    ("url", "expected", "port"),
    [
        ("smtp://mail.example.no", "none", 25),
        ("smtp://kari:secret@mail.example.no", "starttls", 587),
        ("smtp://kari:secret@mail.example.no?tls=none", "none", 25),
        ("smtp://mail.example.no?tls=starttls", "starttls", 587),
        ("smtp+tls://mail.example.no", "starttls", 587),
        ("smtps://mail.example.no", "implicit", 465),
        ("smtp://[::1]:1025", "none", 1025),
    ],
)
def test_a_password_is_never_sent_in_the_open_unless_asked(url, expected, port):
    assert security(url) == expected
    assert options(url)["port"] == port


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.no",
        "http://mail.example.no",
        "smtp://",
        "smtp://mail.example.no:99999",
        "smtp://mail.example.no:abc",
        "smtp://mail.example.no?tls=yes",
        "smtp://mail.example.no?ssl=1",
        "smtp://kari:hemmelig@:25",
    ],
)
def test_a_mistake_is_told_without_telling_the_password(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as mistake:
        mail_settings(url, DATA)

    assert "hemmelig" not in str(mistake.value)


def test_django_takes_the_settings(settings, tmp_path):
    from django.core.mail import mailers

    for url in ("", "smtp://kari:secret@mail.example.no", "smtps://mail.example.no"):
        settings.MAILERS = mail_settings(url, tmp_path)
        assert mailers.default
