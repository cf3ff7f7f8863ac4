import time

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from baerekraft.learners import entry, inbox
from baerekraft.learners.inbox import greeting
from baerekraft.learners.tests.factories import make_learner


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Kari   Nordmann ", "Kari Nordmann"),
        ("Áile\u202e Kárášjohka", "Áile Kárášjohka"),
        ("\x00Ola\x07", "Ola"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("محمد", "محمد"),
        ("Kari 🌲", "Kari 🌲"),
    ],
)
def test_names_keep_their_letters_and_lose_what_nobody_can_see(typed, kept):
    assert entry.clean_name(typed) == kept


@given(st.text(max_size=300))
def test_a_clean_name_stays_clean(typed):
    once = entry.clean_name(typed)

    assert entry.clean_name(once) == once
    assert "\n" not in once


@pytest.mark.django_db
def test_a_stranger_cannot_flood_karis_inbox():
    sent = [inbox.takes_one_more("kari@example.no", about="proof") for _ in range(inbox.MAILS_AN_HOUR + 3)]

    assert sent == [True] * inbox.MAILS_AN_HOUR + [False] * 3
    assert inbox.takes_one_more("ola@example.no", about="proof")


@pytest.mark.django_db
def test_a_new_address_must_be_proven_and_shuts_every_device_out():
    kari = make_learner("Kari", proven=True)

    assert entry.correct(
        kari,
        name="Kari N",
        email="kari@bærum.no",
        municipality=None,
        role="leader",
        language="nb",
        at=timezone.now(),
    )
    kari.refresh_from_db()
    assert kari.proven_at is None
    assert kari.signed_out_at is not None


@pytest.mark.parametrize(
    "name", ["Kari Nordmann", "Åse-Marie O’Hara", "Áile Kárášjohka", "Kari Anne T. Berg-Hansen"]
)
def test_the_mail_greets_by_name(name):
    assert greeting(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Vinn en bil på www.evil.example.com nå",
        "http://evil.example",
        "Premie på evil.no",
        "Premie på evil。no",
        "Ring 900 12 345",
        "Du har vunnet en stor premie fra oss",
    ],
)
def test_the_mail_carries_no_strangers_message(name):
    assert greeting(name) == ""


def test_a_name_and_an_address_made_to_be_slow_are_not():
    slow = "a" + "\u0301" * 200_000 + "\u0323" * 200_000
    began = time.perf_counter()

    assert len(entry.clean_name(slow)) > 120
    assert len(entry.clean_email(f"{slow}@x.no")) > 254
    assert time.perf_counter() - began < 5
