"""What becomes public when an author publishes, and what never does."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from baerekraft.accounts.models import User
from baerekraft.accounts.tests.factories import sign_in
from baerekraft.assessments import starting
from baerekraft.assessments.collection import examples, publishing
from baerekraft.assessments.collection.examples import Example
from baerekraft.assessments.collection.publishing import NotPublishable
from baerekraft.assessments.models import Assessment, Comment, Publication
from baerekraft.assessments.tests.factories import goals, make_assessment, make_document, make_fields, save
from baerekraft.assessments.tests.finals import make_final, make_publication
from baerekraft.municipalities import loading
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

NOW = timezone.now()
NAMES = ("Kari Nordmann", "Ola Hansen", "Siri Berg", "kari@kommune.no")
CASE = make_fields(
    goals({11: "positive"}, gain="large", reason="Flere boliger nær toget"),
    goals({15: "negative"}, harm="large", reason="Gammel skog går tapt"),
    goals({4: "none", 14: "unknown"}),
    {
        "conflicts/11-15/state": "confirmed",
        "conflicts/own-1/state": "confirmed",
        "conflicts/own-1/title": "Utsikt mot lekeplass",
        "conflicts/own-2/state": "rejected",
        "conflicts/own-2/gains": "3",
        "conflicts/own-2/harmed": "8",
        "measures/m1/text": "Flytt feltet sørover",
        "measures/m1/owner": "Ola Hansen",
    },
    case__title="Boligfelt på Sletta",
    case__kind="case",
    case__number="24/1187",
    case__unit="Plan og bygg",
    case__municipality="asker",
    case__description="Utbyggeren vil bygge 140 boliger.",
    case__participants="Kari Nordmann og Siri Berg",
)


@pytest.fixture(autouse=True)
def empty_collection(db: None) -> Iterator[None]:
    loading.load()
    Publication.objects.all().delete()
    with translation.override("en"):
        yield


def texts(value: Any) -> Iterator[str]:
    """Every text in JSON, wherever it stands."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def everything(publication: Publication) -> str:
    row = Publication.objects.filter(pk=publication.pk).values().get()
    return "\n".join(texts([str(v) if not isinstance(v, dict | list) else v for v in row.values()]))


def make_case(**more: str) -> Assessment:
    return make_assessment(CASE, make_fields(**more), author="Kari Nordmann", email="kari@kommune.no")


def make_example(slug: str = "hyttefelt", **more: str) -> Example:
    document = make_document(CASE, {"case/municipality": "asker", **make_fields(**more)})
    return Example(slug, "Se hvordan.", document, "nb")


def test_kari_publishes_her_final_report():
    publication = make_publication(make_case())

    assert (publication.title, publication.kind) == ("Boligfelt på Sletta", "case")
    assert publication.municipality.name == publication.municipality_name == "Asker"
    assert publication.slug.startswith("boligfelt-pa-sletta-")
    assert {(row.goal, row.effect) for row in publication.goals.all()} == {
        (11, "positive"),
        (14, "unknown"),
        (15, "negative"),
    }
    assert [(row.gains, row.harmed) for row in publication.conflicts.all()] == [(11, 15)]
    assert "Plan og bygg" in everything(publication)
    assert publication.shown["municipality"] == "Asker"
    assert not publication.example


def test_nobody_is_named_unless_kari_ticks_it():
    without, ticked = make_publication(make_case()), make_publication(make_case(), names=True)

    found = everything(without).lower()
    assert [name for name in NAMES if name.lower() in found] == []
    assert "hansen" not in found
    assert "Flytt feltet sørover" in everything(without)
    assert {"Kari Nordmann", "Ola Hansen", "Siri Berg"} <= {
        name for name in NAMES if name in everything(ticked)
    }


def test_comments_and_addresses_are_never_published():
    assessment = make_case()
    Comment.objects.create(
        assessment=assessment, step="case", name="Ola Hansen", text="Husk flomfaren!", at=NOW
    )

    found = everything(make_publication(assessment, names=True))

    assert "flomfaren" not in found.lower()
    assert "kari@kommune.no" not in found


def test_the_report_itself_keeps_its_names_when_the_collection_leaves_them_out():
    report = make_publication(make_case()).report
    report.refresh_from_db()

    assert "Kari Nordmann" in str(report.content)


def test_an_address_that_was_never_proven_publishes_nothing():
    report = make_final(make_case())

    with pytest.raises(NotPublishable, match="Open the link"):
        publishing.publish(report, names=False, at=NOW)

    assert not Publication.objects.exists()


def test_a_report_that_is_no_longer_final_cannot_be_published():
    assessment = make_case()
    Assessment.objects.update(email_proven_at=NOW)
    report = make_final(assessment)
    Assessment.objects.update(final=None)

    with pytest.raises(NotPublishable, match="Finish the report first"):
        publishing.publish(report, names=False, at=NOW)


def test_the_report_of_a_deleted_assessment_cannot_be_published():
    report = make_final(make_case())
    report.assessment = None
    report.save()

    with pytest.raises(NotPublishable, match="deleted"):
        publishing.publish(report, names=False, at=NOW)


def test_a_new_version_stands_at_the_same_address_and_says_so():
    assessment = make_case()
    first = make_publication(assessment)
    Assessment.objects.update(final=None)
    save(assessment, {"case/title": "Boligfelt på Lia", **goals({15: "positive"})})

    second = make_publication(assessment)

    assert (second.pk, second.slug) == (first.pk, first.slug)
    assert second.title == "Boligfelt på Lia"
    assert second.shown["version"] == 2
    assert {(row.goal, row.effect) for row in second.goals.all()} >= {(15, "positive")}
    assert "slett" not in second.searched
    assert Publication.objects.count() == 1


def test_pressing_twice_publishes_once():
    assessment = make_case()
    Assessment.objects.update(email_proven_at=NOW)
    report = make_final(assessment)

    for names in (True, False):
        publishing.publish(report, names=names, at=NOW)

    assert Publication.objects.count() == 1
    assert "Siri Berg" not in everything(Publication.objects.get())


def test_what_is_withdrawn_is_no_longer_kept_and_can_be_published_again():
    publication = make_publication(make_case())
    publishing.withdraw(publication, at=NOW)

    publication.refresh_from_db()
    assert (publication.content, publication.shown, publication.searched) == ({}, {}, "")
    assert not publication.goals.exists()
    assert not publication.conflicts.exists()

    again = publishing.publish(publication.report, names=False, at=NOW)

    assert again.withdrawn_at is None
    assert again.slug == publication.slug
    assert again.goals.count() == 3


def test_withdrawing_again_keeps_the_first_time():
    publication = make_publication(make_case())
    first, later = datetime(2026, 1, 1, tzinfo=NOW.tzinfo), NOW
    publishing.withdraw(publication, at=first)
    publishing.withdraw(publication, at=later)

    assert Publication.objects.get().withdrawn_at == first


def test_deleting_the_assessment_withdraws_what_was_published():
    assessment = make_case()
    publication = make_publication(assessment)

    starting.delete(Assessment.objects.get(pk=assessment.pk), at=NOW)

    publication.refresh_from_db()
    assert publication.withdrawn_at
    assert publication.content == {}


@pytest.mark.parametrize(
    ("title", "start"),
    [
        ("Ærfugl & øl: «Ålesund»!", "aerfugl-ol-alesund-"),
        ("", "sjekk-"),
        ("🌲🌲 ///", "sjekk-"),
        ("å" * 200, "a" * 60),
    ],
)
def test_any_title_gives_an_address(title: str, start: str):
    publication = make_publication(make_case(case__title=title))

    assert publication.slug.startswith(start)
    assert len(publication.slug) <= 80
    assert publication.slug.replace("-", "").isalnum()
    assert publication.title


def test_two_cases_with_one_title_have_an_address_each():
    assert make_publication(make_case()).slug != make_publication(make_case()).slug


def test_a_municipality_that_no_longer_exists_keeps_its_name():
    publication = make_publication(make_case(case__municipality="Askim"))
    asker = make_publication(make_case())
    Municipality.objects.filter(slug="asker").delete()

    asker.refresh_from_db()
    assert (publication.municipality, publication.municipality_name) == (None, "Askim")
    assert (asker.municipality, asker.municipality_name) == (None, "Asker")


def test_what_is_said_of_a_goal_goes_before_its_targets():
    target = "alternatives/main/targets/un@2015:"
    document = make_document(
        goals({11: "positive"}), {f"{target}11.3/effect": "negative", f"{target}13.2/effect": "both"}
    )

    assert publishing.effects(document, publishing.sets.every()) == {11: "positive", 13: "both"}


def test_examples_are_marked_belong_to_no_municipality_and_are_seeded_once(monkeypatch):
    monkeypatch.setattr(examples, "every", lambda: (make_example(), make_example("skole")))

    assert publishing.seed_examples(at=NOW) == 2
    assert publishing.seed_examples(at=timezone.now()) == 0

    row = Publication.objects.get(slug="hyttefelt")
    assert (row.example, row.municipality, row.published_at) == (True, None, NOW)
    assert "versjon" not in row.shown["status"].lower() + row.shown["notice"].lower()
    assert row.goals.count() == 3


def test_a_changed_example_is_written_anew_and_one_that_is_gone_is_withdrawn(monkeypatch):
    monkeypatch.setattr(examples, "every", lambda: (make_example(), make_example("skole")))
    publishing.seed_examples(at=NOW)
    monkeypatch.setattr(examples, "every", lambda: (make_example(case__title="Hytter i Lia"),))

    assert publishing.seed_examples(at=timezone.now()) == 2
    assert publishing.seed_examples(at=timezone.now()) == 0

    row = Publication.objects.standing().get()
    assert (row.title, row.published_at) == ("Hytter i Lia", NOW)
    monkeypatch.setattr(examples, "every", lambda: (make_example(), make_example("skole")))
    assert publishing.seed_examples(at=timezone.now()) == 2
    assert Publication.objects.standing().count() == 2


def test_seeding_leaves_what_authors_have_published(monkeypatch):
    publication = make_publication(make_case())
    monkeypatch.setattr(examples, "every", lambda: ())

    assert publishing.seed_examples(at=NOW) == 0
    assert Publication.objects.standing().get() == publication


def test_our_own_examples_can_all_be_shown():
    publishing.seed_examples(at=NOW)

    assert Publication.objects.standing().count() == len(examples.every()) > 0
    assert not Publication.objects.filter(goals=None).exists()
    assert not Publication.objects.filter(conflicts=None).exists()


def test_staff_can_withdraw_and_change_nothing_else(client: Client):
    publication = make_publication(make_case())
    sign_in(client, User.objects.create_superuser("siri@fylket.no"))
    there = "/drift/assessments/publication/"

    form = client.get(f"{there}{publication.pk}/change/").content.decode()
    client.post(there, {"action": "withdraw", "_selected_action": [publication.pk]})

    publication.refresh_from_db()
    assert publication.withdrawn_at
    assert 'name="title"' not in form
    assert client.get(f"{there}add/").status_code == 403
    assert client.post(f"{there}{publication.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/drift/assessments/ownset/").status_code == 200
    assert client.get("/drift/assessments/ownset/add/").status_code == 403


def test_what_staff_have_taken_out_its_author_cannot_show_again():
    publication = make_publication(make_case())
    publishing.bar(publication, at=NOW)
    with pytest.raises(NotPublishable):
        publishing.publish(publication.report, names=False, at=NOW)
    assert not Publication.objects.standing().exists()
