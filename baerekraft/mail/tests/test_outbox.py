from importlib import import_module

import pytest
from django.http import Http404
from django.test import RequestFactory, override_settings
from django.urls import include, path

from baerekraft.mail import messages, views
from baerekraft.mail.address import mail_settings

urlpatterns = [
    path("utboks/", include("baerekraft.mail.urls")),
    *import_module("baerekraft.config.urls").urlpatterns,
]


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MAILERS = mail_settings("", tmp_path)
    settings.OUTBOX = True
    settings.ROOT_URLCONF = __name__
    return tmp_path / "mail"


def send(name: str = "Kari", **more) -> None:
    messages.send("mail/trial.html", "kari@example.no", {"name": name}, language="en", **more)


def page(client, address: str = "/utboks/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def name_of(folder) -> str:
    [file] = folder.iterdir()
    return file.name


def test_an_empty_outbox(folder, client):
    assert "<li>" in page(client)


def test_what_was_sent_is_listed_with_the_newest_first(folder, client):
    send("Kari")
    send("<script>Ola")

    listed = page(client)
    assert listed.index("&lt;script&gt;Ola") < listed.index("E-mail is working, Kari")


def test_a_message_is_shown_with_links_to_press(folder, client, settings):
    send()

    shown = page(client, f"/utboks/{name_of(folder)}/")
    assert "Hello, Kari." in shown
    assert f'<a href="{settings.BASE_URL}/"' in shown


def test_its_html_and_files_can_be_opened_and_do_nothing(folder, client):
    send(attachments=[("<evil>.pdf", b"%PDF", "application/pdf"), ("a.html", b"<script>", "text/html")])
    name = name_of(folder)

    answers = [client.get(f"/utboks/{name}/{number}/") for number in range(7)]
    html, pdf, file = (answer for answer in answers if answer.status_code == 200)

    assert b"<h1>Hello, Kari.</h1>" in html.content
    assert pdf.content == b"%PDF"
    assert file["Content-Disposition"].startswith("attachment")
    assert all("sandbox" in answer["Content-Security-Policy"] for answer in (html, pdf, file))


@pytest.mark.parametrize("name", ["x", "..", "%2e%2e%2fsecret-key", "20261122T120000000000-x.eml", "a" * 500])
def test_nothing_else_can_be_read(folder, client, name):
    (folder.parent / "secret-key").write_text("secret")

    assert client.get(f"/utboks/{name}/").status_code == 404
    assert client.get(f"/utboks/{name}/1/").status_code == 404


def test_outside_development_there_is_no_outbox(folder, client):
    send()
    with override_settings(OUTBOX=False):
        assert client.get("/utboks/").status_code == 404
        with pytest.raises(Http404):
            views.letter(RequestFactory().get("/"), name=name_of(folder))


def test_the_page_needs_no_database_and_is_not_kept(folder, client):
    response = client.get("/utboks/")

    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
