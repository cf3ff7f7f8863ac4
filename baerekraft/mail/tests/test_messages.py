import pytest
from django.core import mail

from baerekraft.mail import messages
from baerekraft.mail.messages import MailNotSent
from baerekraft.mail.tests.postbox import free_port

TRIAL = "mail/trial.html"


def send(to="kari@example.no", *, name="Kari", **more):
    messages.send(TRIAL, to, {"name": name}, language="en", **more)


def plain(letter) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html(letter) -> str:
    return letter.get_body(("html",)).get_content()


def test_kari_gets_text_and_html(postbox, settings):
    send()

    letter = postbox.letter()
    assert letter["To"] == "kari@example.no"
    assert letter["From"] == settings.MAIL_FROM
    assert letter["Subject"] == "E-mail is working, Kari"
    assert letter.get_content_type() == "multipart/alternative"
    assert plain(letter).startswith("Hello, Kari.\n\nThis is a test from ")
    assert "<h1>Hello, Kari.</h1>" in html(letter)


def test_no_machine_is_to_answer(postbox):
    send()

    assert postbox.letter()["Auto-Submitted"] == "auto-generated"
    assert postbox.letter()["X-Auto-Response-Suppress"] == "All"
    assert "List-Unsubscribe" not in postbox.letter()


def test_the_html_fetches_nothing(postbox):
    send()

    assert not any(
        mark in html(postbox.letter()) for mark in ("<img", "<table", "<script", "<link", "url(", "@import")
    )
    assert "prefers-color-scheme: dark" in html(postbox.letter())
    assert '<html lang="en"' in html(postbox.letter())


def test_norwegian_and_sami_letters_arrive(postbox):
    send(("Åse Čáhppesgáibi", "kari@example.no"), name="Åse Čáhppesgáibi")

    assert postbox.letter()["Subject"] == "E-mail is working, Åse Čáhppesgáibi"
    assert postbox.letter()["To"] == "Åse Čáhppesgáibi <kari@example.no>"
    assert "Hello, Åse Čáhppesgáibi." in plain(postbox.letter())


def test_every_line_on_the_wire_is_plain_ascii_and_short(postbox):
    send(("Åse", "kari@example.no"), name="Åse " + "blåbærsyltetøy " * 100)

    assert postbox.received[0].isascii()
    assert max(map(len, postbox.received[0].splitlines())) <= 998


def test_a_domain_with_norwegian_letters_is_written_as_servers_want_it(postbox):
    send(("Åse", "kari@blåbær.example.no"))

    assert postbox.letter()["To"] == "Åse <kari@xn--blbr-roah.example.no>"


def test_plain_text_is_not_escaped_and_html_is(postbox):
    send(name="O'Brien & <b>Kari</b>")

    assert "Hello, O'Brien & <b>Kari</b>." in plain(postbox.letter())
    assert "Hello, O&#x27;Brien &amp; &lt;b&gt;Kari&lt;/b&gt;." in html(postbox.letter())


@pytest.mark.parametrize(
    "evil",
    [
        "Kari\nBcc: ola@example.no",
        "Kari\r\nX-Evil: 1\r\n\r\nHei",
        "Kari\x0bBcc: x@example.no\x00",
        "Kari\u2028Bcc: a",
    ],
)
def test_a_name_adds_no_headers(postbox, evil):
    send((evil, "kari@example.no"), name=evil, attachments=[(evil, b"x", "application/pdf")])

    letter = postbox.letter()
    assert "Bcc" not in letter
    assert "X-Evil" not in letter
    assert [address.addr_spec for address in letter["To"].addresses] == ["kari@example.no"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "kari",
        "kari@example.no\nBcc: ola@example.no",
        "kari@example.no, ola@example.no",
        "kari@@example.no",
        "a" * 500,
    ],
)
def test_what_is_no_address_is_refused_for_good(postbox, address):
    with pytest.raises(MailNotSent) as refusal:
        send(address)

    assert refusal.value.for_good
    assert postbox.letters() == []


def test_a_certificate_comes_along(postbox):
    send(attachments=[("kursbevis-åse.pdf", b"%PDF-1.7 \x00\xff", "application/pdf")])

    [attachment] = postbox.letter().iter_attachments()
    assert attachment.get_filename() == "kursbevis-åse.pdf"
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_content() == b"%PDF-1.7 \x00\xff"


def test_a_key_gives_the_same_message_id_and_does_not_show_in_it(postbox):
    send(message_id=messages.stable_id("proof-kari"))
    send(message_id=messages.stable_id("proof-kari"))
    send()

    first, second, other = (letter["Message-ID"] for letter in postbox.letters())
    assert first == second != other
    assert "kari" not in first


@pytest.mark.parametrize(
    ("answer", "for_good"),
    [
        ("451 Come back later", False),
        ("550 No such user", True),
        ("554 We take this for spam", True),
        ("530 Log in first", False),
    ],
)
def test_a_no_to_the_message_is_told_apart(postbox, answer, for_good):
    postbox.answers = [answer]

    with pytest.raises(MailNotSent, match=answer) as refusal:
        send()

    assert refusal.value.for_good is for_good


@pytest.mark.parametrize(
    ("answer", "for_good"), [("450 Full", False), ("550 <kari@example.no> unknown", True)]
)
def test_a_no_to_the_recipient_is_told_without_her_address(postbox, answer, for_good):
    postbox.refuse_recipients = answer

    with pytest.raises(MailNotSent) as refusal:
        send()

    assert refusal.value.for_good is for_good
    assert "kari" not in str(refusal.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "mail.invalid"])
def test_a_server_that_is_not_there_may_come_back(settings, postbox, host):
    settings.MAILERS = postbox.mailers()
    settings.MAILERS["default"]["OPTIONS"].update(host=host, port=free_port())

    with pytest.raises(MailNotSent) as refusal:
        send()

    assert not refusal.value.for_good


def test_starttls_that_the_server_cannot_is_ours_to_mend(settings, postbox):
    settings.MAILERS["default"]["OPTIONS"]["use_tls"] = True

    with pytest.raises(MailNotSent) as refusal:
        send()

    assert not refusal.value.for_good
    assert postbox.letters() == []


def test_tests_elsewhere_read_it_in_djangos_own_outbox():
    send(attachments=[("kursbevis.pdf", b"%PDF", "application/pdf")])

    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("E-mail is working, Kari", ["kari@example.no"])
    assert letter.body.startswith("Hello, Kari.")


def test_a_long_address_in_a_header_is_not_encoded(postbox):
    address = f"<https://kurs.example.no/{'a' * 200}/>"
    letter = messages.compose(
        TRIAL,
        "kari@example.no",
        {"name": "Kari"},
        language="en",
        headers={
            "List-Unsubscribe": f"{address}\nX-Evil: yes",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )

    letter.as_email().send()

    assert f"\r\nList-Unsubscribe: {address} X-Evil: yes\r\n".encode() in postbox.received[0]
    assert postbox.letter()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "X-Evil" not in postbox.letter()
