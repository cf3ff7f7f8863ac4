"""What people find in their inbox."""

import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.conf import settings
from django.utils import timezone

from baerekraft.campaigns import letters, tokens
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.document import Image, Recording, Table, Text
from baerekraft.catalog.models import PublishedLesson
from baerekraft.mail.letter import Letter
from baerekraft.mail.models import Outgoing
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

# Gmail clips a mail at 102 kB; a lesson keeps well away from it.
LARGEST = 40_000
FETCHED = re.compile(r"<(img|script|link|iframe|video|audio|object|form)\b|url\(|@import|src=", re.IGNORECASE)


def read(outgoing: Outgoing | None) -> Letter:
    assert outgoing
    return Letter.model_validate_json(outgoing.letter)


def links(html: str) -> list[tuple[str, str]]:
    """Address and visible text of each link."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [(link.get("href"), "".join(link.itertext())) for link in tree.iter("a")]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_lesson_can_be_read_in_the_mail(language):
    keys = [entry.key for entry in shelf.now().lessons]
    kari = make_recipient(make_campaign(lessons=keys, language=language))

    for number, entry in enumerate(shelf.now(language).lessons, start=1):
        letter = read(letters.lesson(kari, number))

        html5lib.HTMLParser(strict=True).parse(letter.html)
        assert not FETCHED.search(letter.html)
        assert len(letter.html.encode()) <= LARGEST
        assert letter.subject.startswith(entry.title)
        assert entry.document.takeaway in letter.text
        assert all(source.url in letter.text for source in entry.document.sources)
        assert "[^" not in letter.text + letter.html
        assert not re.search(r"<[a-z/]", letter.text)
        assert not re.search(r"\.\.(\s|$)", letter.text)


def test_the_mail_follows_light_and_dark():
    html = read(letters.lesson(make_recipient(), 1)).html

    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html


def test_every_link_says_where_it_goes():
    kari = make_recipient()
    letter = read(letters.lesson(kari, 1))
    ours = settings.BASE_URL.partition("://")[2]

    for address, text in links(letter.html):
        host = address.partition("://")[2].partition("/")[0]
        assert host in text
        if host == ours:
            assert tokens.of(kari) in address
    assert {address for address, _text in links(letter.html)} >= {
        f"{settings.BASE_URL}/i-posten/{tokens.of(kari)}/1/?valg={key}" for key in "abc"
    }


def test_the_first_question_with_options_is_one_tap_away_and_the_rest_are_on_the_page():
    kari = make_recipient()
    lesson = shelf.now().lessons[0].document
    letter = read(letters.lesson(kari, 1))

    tapped, *rest = lesson.exercises
    assert tapped.kind == "single_choice"
    for key, option in zip("abc", tapped.options, strict=False):
        assert (
            f"– {option.text}\n{settings.BASE_URL}/i-posten/{tokens.of(kari)}/1/?valg={key}\n" in letter.text
        )
        assert option.feedback not in letter.text
    for exercise in rest:
        assert f"/1/leksjon/?ovelse={exercise.id}" in letter.text


def test_the_text_alone_is_a_good_letter():
    lines = read(letters.lesson(make_recipient(), 3)).text.splitlines()

    title = lines.index("HVA ER SOSIAL BÆREKRAFT?")
    assert lines[title + 1] == "=" * len(lines[title])
    chart = lines.index("Slik svarte folk i tidligere Viken i november 2021")
    assert lines[chart + 1] == "-" * len(lines[chart])
    assert lines[chart + 5] == "– Fornøyd med livet: 82 %"
    assert "Kilde: Viken fylkeskommune og FHI, 2021" in lines


def test_a_mail_program_can_stop_the_mails_and_sort_them():
    kari = make_recipient()
    for outgoing in (letters.lesson(kari, 1), letters.invitation(kari), letters.reminder(kari, 1, 1)):
        headers = read(outgoing).headers
        stop = f"<{settings.BASE_URL}/i-posten/{tokens.of(kari)}/stopp/>"
        assert headers["List-Unsubscribe"] == stop
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert headers["List-Id"].startswith(f"<campaign-{kari.campaign_id}.")


def test_each_gets_her_own_name_and_links():
    campaign = make_campaign()
    kari, ola = (
        make_recipient(campaign),
        make_recipient(campaign, "Hansen, Ola", email="ola@baerum.example.no"),
    )

    karis, olas = read(letters.lesson(kari, 1)), read(letters.lesson(ola, 1))

    assert "Hei, Kari!" in karis.text
    assert "Hei, Ola!" in olas.text
    assert tokens.of(ola) not in karis.html + karis.text
    assert tokens.of(kari) not in olas.html + olas.text


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "Vinn.penger.example", "N" * 120, "", "‮Kari"]
)
def test_a_hostile_name_does_not_come_into_the_mail(name):
    letter = read(letters.lesson(make_recipient(name=name, email="kari@baerum.example.no"), 1))

    assert "\nHei!\n" in f"\n{letter.text}"
    assert not name or name not in letter.html


def test_the_coordinators_own_greeting_takes_the_place_of_ours():
    greeting = "Hei alle!\n\nVi gjør dette <b>sammen</b>. www.example.no"
    kari = make_recipient(make_campaign(greetings={"nb": greeting}))

    letter = read(letters.lesson(kari, 1))

    assert letter.text.startswith(greeting)
    assert "&lt;b&gt;sammen&lt;/b&gt;" in letter.html
    assert "Hei, Kari!" not in letter.text
    assert "www.example.no" not in [address for address, _text in links(letter.html)]


def test_a_greeting_in_another_language_is_not_used():
    kari = make_recipient(make_campaign(greetings={"nb": "Hei alle!"}), language="nn")

    letter = read(letters.lesson(kari, 1))

    assert letter.language == "nn"
    assert "Hei alle!" not in letter.text
    assert shelf.now("nn").lessons[0].title in letter.subject


def test_named_follow_up_is_told_in_every_mail_and_only_there():
    named = make_recipient(make_campaign(named=True))
    other = make_recipient(make_campaign(title="En annen"))

    for kari, told in ((named, True), (other, False)):
        for outgoing in (letters.lesson(kari, 1), letters.invitation(kari), letters.reminder(kari, 1, 1)):
            letter = read(outgoing)
            assert ("ja eller nei" in letter.text) is told
            assert ("ja eller nei" in letter.html) is told


def test_the_mail_says_who_has_ordered_it_and_whom_to_ring():
    letter = read(letters.lesson(make_recipient(), 1))

    for part in (letter.text, letter.html):
        assert "Siri Berg, 67 50 00 00, siri@baerum.example.no" in part
        assert "Bærum kommune står bak den." in part
        assert "BankID" in part


def test_a_change_by_the_coordinator_is_in_the_next_mail():
    campaign = make_campaign()
    kari, ola = make_recipient(campaign), make_recipient(campaign, "Ola")
    letters.lesson(kari, 1)
    Campaign.objects.update(contact_phone="99 99 99 99")
    ola = Recipient.objects.get(pk=ola.pk)

    assert "99 99 99 99" in read(letters.lesson(ola, 1)).text


def test_a_lesson_that_is_withdrawn_is_not_sent():
    kari = make_recipient()
    publishing.withdraw(PublishedLesson.objects.filter(pk=shelf.now().lessons[0].published), at=kari.added_at)
    shelf.forget()

    assert letters.lesson(kari, 1) is None
    assert letters.reminder(kari, 1, 1) is None
    assert letters.lesson(kari, 9) is None


def test_the_same_mail_again_is_the_same_message():
    kari = make_recipient()

    assert letters.lesson(kari, 1) == letters.lesson(kari, 1)
    assert letters.reminder(kari, 1, 1) != letters.reminder(kari, 1, 2)


def test_the_invitation_lists_the_lessons_and_shows_the_way_in():
    kari = make_recipient(make_campaign(way=Campaign.Way.INVITATION))
    letter = read(letters.invitation(kari))

    for entry in shelf.now().parts[0].lessons[:3]:
        assert entry.title in letter.text
    assert f"/i-posten/{tokens.of(kari)}/1/leksjon/" in letter.text


def test_the_reminder_is_short_says_how_long_it_takes_and_when_it_is_the_last():
    kari = make_recipient(make_campaign(reminders=2))
    first, second = read(letters.reminder(kari, 1, 1)), read(letters.reminder(kari, 1, 2))

    minutes = shelf.now().lessons[0].minutes
    assert f"{minutes} minutter" in first.text
    assert len(first.text.split()) < 180
    assert "flere ganger" not in first.text
    assert "flere ganger" in second.text


def test_the_finished_message_is_one_that_mail_programs_read():
    message = read(letters.lesson(make_recipient(), 1)).as_email().message()

    assert isinstance(message, EmailMessage)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert max(len(line) for line in message.as_bytes().splitlines()) < 999


def test_pictures_tables_recordings_lists_and_links_are_there_without_being_fetched():
    kari = make_recipient()
    publish_with(
        Image(file="0a1b2c3d4e5f6a7b.jpg", alt="En vei gjennom en myr.", caption="Myra ved Hol."),
        Table(caption="Vann i kommunene", head=("Kommune", "2020", "2021"), rows=(("Hol", "1", "2"),)),
        Recording(
            file="0a1b2c3d4e5f6a7b.mp3",
            kind="audio",
            title="Geir forteller",
            transcript=f"<p>{'Og så. ' * 90}</p>",
        ),
        Text(
            heading="Steg",
            body='<ol><li>Ring.</li><li>Skriv.</li></ol><p>Se <a href="/kurs/ordliste/">ordlista</a> og '
            '<a href="https://www.ssb.no/x?a=1&amp;b=2">SSB</a>.</p><script>alert(1)</script>',
        ),
    )

    letter = read(letters.lesson(kari, 1))

    site = settings.BASE_URL
    assert f"[Bilde: En vei gjennom en myr.]\nMyra ved Hol.\nSe det her: {site}/i-posten/" in letter.text
    assert "Vann i kommunene\n----------------\n\n– Hol; 2020: 1; 2021: 2\n" in letter.text
    assert "Geir forteller\n--------------\n\nOg så. Og så." in letter.text
    assert letter.text.count("Og så.") < 40
    assert "1. Ring.\n2. Skriv.\n" in letter.text
    assert f"ordlista ({site}/kurs/ordliste/) og SSB (https://www.ssb.no/x?a=1&b=2)." in letter.text
    assert (f"{site}/kurs/ordliste/", f"{site.partition('://')[2]}/kurs/ordliste") in links(letter.html)
    assert not FETCHED.search(letter.html)
    html5lib.HTMLParser(strict=True).parse(letter.html)


def publish_with(*blocks: Any) -> None:
    """The first lesson again, with these blocks in it."""
    lesson = shelf.now().lessons[0].document
    publishing.lesson(lesson.model_copy(update={"body": (*lesson.body, *blocks)}), at=timezone.now())
    shelf.forget()


def test_baerum_sends_its_own_variant_and_hol_the_countys():
    lesson = shelf.now().lessons[0].document
    own = lesson.model_copy(update={"takeaway": "Slik gjør vi det i Bærum."})
    publishing.lesson(own, at=timezone.now(), municipality=Municipality.objects.get(name="Bærum"))
    shelf.forget()

    kari, ola = make_recipient(), make_recipient(make_campaign("Hol"), "Ola")

    assert "Slik gjør vi det i Bærum." in read(letters.lesson(kari, 1)).text
    assert lesson.takeaway in read(letters.lesson(ola, 1)).text


def test_the_whole_mail_as_it_was_last_agreed_upon():
    """A change here is seen by everybody's mail program: look at it in a few before you change the file."""
    kari = make_recipient(make_campaign(named=True))
    letter = read(letters.lesson(kari, 3))
    agreed = Path(__file__).with_name("lesson.txt")

    host = settings.BASE_URL.partition("://")[2]
    text = (
        letter.text.replace(tokens.of(kari), "TOKEN").replace(settings.BASE_URL, "SITE").replace(host, "HOST")
    )
    assert text == agreed.read_text(encoding="utf-8")
