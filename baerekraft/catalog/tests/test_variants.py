"""Variants: a municipality's own versions stand in the places of the county's, and never among them."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from baerekraft.catalog import publishing, shelf, variants
from baerekraft.catalog.document import LessonDocument
from baerekraft.catalog.models import PublishedLesson
from baerekraft.catalog.municipal import Contact, MunicipalityDocument
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db


def publish(document: LessonDocument, municipality: str = "Asker", **changes: str) -> PublishedLesson:
    where = Municipality.objects.get(name=municipality)
    found = publishing.lesson(document.model_copy(update=changes), at=timezone.now(), municipality=where)
    shelf.forget()
    return found


def test_askers_variant_is_askers_alone_and_the_countys_stays_on_the_shelf(first_lesson):
    row = publish(first_lesson.document, takeaway="Slik gjør vi det i Asker.")

    assert variants.of("asker", "nb")[first_lesson.key].published == row.pk
    assert variants.of("halden", "nb") == {}
    assert shelf.now().lessons[0] == first_lesson


def test_a_variant_has_versions_of_its_own(first_lesson):
    first = publish(first_lesson.document, takeaway="Én.")
    second = publish(first_lesson.document, takeaway="To.")
    other = publish(first_lesson.document, "Halden", takeaway="Tre.")

    assert [row.version for row in (first, second, other)] == [1, 2, 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedLesson.objects.filter(pk=first.pk).update(version=2)


def test_the_countys_versions_are_still_one_of_each(first_lesson):
    county = PublishedLesson.objects.get(pk=first_lesson.published)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedLesson.objects.filter(pk=county.pk).update(
            version=publishing.lesson(
                first_lesson.document.model_copy(update={"takeaway": "Ny."}), at=timezone.now()
            ).version
        )


def test_a_variant_in_bokmal_does_not_stand_in_the_nynorsk_course(first_lesson):
    publish(first_lesson.document, takeaway="Slik gjør vi det i Asker.")

    translated = shelf.now("nn").lesson(first_lesson.part, first_lesson.slug)

    assert (first_lesson.key in variants.of("asker", "nn")) == (translated.language == "nb")


def test_an_answer_to_the_variant_knows_whose_it_is(first_lesson):
    row = publish(first_lesson.document, takeaway="Slik gjør vi det i Asker.")

    assert shelf.version(row.pk).municipality == "asker"
    assert shelf.version(row.pk).key == first_lesson.key
    assert shelf.version(first_lesson.published).municipality == ""


def test_a_municipality_that_has_said_nothing_has_its_name():
    assert variants.said("asker") == MunicipalityDocument(municipality="asker")


def test_the_newest_of_what_a_municipality_says_is_what_it_says():
    asker = Municipality.objects.get(name="Asker")
    for greeting in ("Hei!", "Hei på dere!"):
        publishing.municipality(
            MunicipalityDocument(municipality="asker", greeting=greeting), asker, at=timezone.now()
        )

    assert variants.said("asker").greeting == "Hei på dere!"


def test_a_contact_person_nobody_can_reach_is_refused():
    with pytest.raises(ValueError, match="e-postadresse eller et telefonnummer"):
        Contact(name="Nina Berg")
