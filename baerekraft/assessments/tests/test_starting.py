"""A new assessment, its links, and the mail with the way back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baerekraft.assessments import links, starting
from baerekraft.assessments.links import LinkEnded, NoSuchLink
from baerekraft.assessments.models import Assessment, Change, Link, Publication, Report
from baerekraft.assessments.tests import letters
from baerekraft.assessments.tests.factories import make_assessment, make_guest, make_link, save
from baerekraft.assessments.tests.finals import make_final, make_publication
from baerekraft.learners.tests.factories import make_learner

pytestmark = pytest.mark.django_db

EMAIL = "kari@example.no"


def tables() -> str:
    """Everything that stands in a link's row."""
    return str(list(Link.objects.values()))


def test_kari_begins_with_a_link_of_her_own_and_what_she_wrote():
    link = make_link(case__title="Fortetting")

    opened = links.open(links.secret(link))

    assert opened.may_edit
    assert opened.assessment.title == "Fortetting"
    assert {change.by for change in Change.objects.all()} == {"Kari"}


def test_without_an_address_no_mail_goes():
    make_link()

    assert letters.waiting() == []


def test_the_mailed_link_is_another_than_the_one_on_the_screen_and_opens_the_same():
    link = make_link(email=EMAIL)

    mailed = links.open(letters.path_in(letters.only()).split("/")[2])

    assert mailed.pk != link.pk
    assert mailed.mailed
    assert mailed.assessment == link.assessment
    assert letters.only().address == EMAIL


@pytest.mark.parametrize(("language", "start"), [("nb", "/sjekken/"), ("nn", "/nn/sjekken/")])
def test_the_mail_leads_to_the_page_in_her_language(language, start):
    make_link(email=EMAIL, language=language)

    assert letters.path_in(letters.only()).startswith(start)


def test_a_stranger_cannot_write_to_karis_inbox_through_a_title():
    make_link(email=EMAIL, author="Vinn en bil på ond.example", case__title="Vinn en bil på ond.example")

    letter = letters.only()

    assert "ond.example" not in letter.subject + letter.text + letter.html


def test_where_the_learner_has_proven_the_address_the_mail_tells_the_title():
    kari = make_learner("Kari", proven=True)

    assessment = make_assessment(email=kari.email, learner=kari, case__title="Fortetting")

    assert assessment.email_proven_at
    assert "Fortetting" in letters.only().subject


def test_a_learner_does_not_prove_anybody_elses_address():
    kari = make_learner("Kari", proven=True)

    assert make_assessment(email="ola@example.no", learner=kari).email_proven_at is None


def test_no_inbox_is_flooded():
    assessments = [make_assessment(email=EMAIL) for _ in range(8)]

    assert len(letters.waiting()) == 5
    assert not starting.mail_link(assessments[0], at=timezone.now())


def test_a_new_mail_replaces_the_link_of_the_old_one():
    assessment = make_assessment(email=EMAIL)
    old = letters.path_in(letters.only()).split("/")[2]

    assert starting.mail_link(assessment, at=timezone.now())

    with pytest.raises(LinkEnded) as ended:
        links.open(old)
    assert ended.value.link.ended_by == Link.End.REPLACED
    assert assessment.links.filter(mailed=True, ended_at=None).count() == 1


def test_only_the_mailed_link_proves_the_address():
    link = make_link(email=EMAIL)
    mailed = link.assessment.links.get(mailed=True)

    starting.prove(link, at=timezone.now())
    assert not Assessment.objects.get().email_proven_at
    starting.prove(links.open(links.secret(mailed)), at=timezone.now())
    assert Assessment.objects.get().email_proven_at


def test_the_authors_own_link_is_made_once():
    assessment = make_assessment()

    made = starting.own_link(assessment, at=timezone.now())

    assert made.may_edit
    assert starting.own_link(assessment, at=timezone.now()) == made


def test_after_a_new_key_the_authors_own_link_is_one_that_opens(settings):
    assessment = make_assessment(email=EMAIL)
    settings.SECRET_KEY = "another installation's key, long enough to be one"

    made = starting.own_link(assessment, at=timezone.now())

    assert links.open(links.secret(made)) == made


def test_a_secret_cannot_be_guessed_and_stands_in_no_row():
    made = {links.secret(make_guest(make_assessment())) for _ in range(20)}

    assert len(made) == 20
    assert all(len(secret) == 32 for secret in made)
    assert not any(secret in tables() for secret in made)
    with pytest.raises(NoSuchLink):
        links.open("a" * 32)


def test_with_another_key_the_rows_open_nothing(settings):
    link = make_guest(make_assessment())
    secret = links.secret(link)

    settings.SECRET_KEY = "another installation's key, long enough to be one"

    assert links.secret(link) != secret
    with pytest.raises(NoSuchLink):
        links.open(links.secret(link))


def test_a_replaced_link_tells_when_it_ended_and_the_new_one_has_the_same_right():
    old = make_guest(make_assessment(), "comment", "Ola")
    at = timezone.now() + timedelta(days=1)

    new = links.replace(old, at=at)

    assert (new.right, new.name) == ("comment", "Ola")
    with pytest.raises(LinkEnded) as ended:
        links.open(links.secret(old))
    assert ended.value.link.ended_at == at


def test_a_link_that_has_ended_stays_ended_for_its_first_reason():
    old = make_guest(make_assessment())
    links.end(old, Link.End.REPLACED, at=timezone.now())

    links.end(old, Link.End.DELETED, at=timezone.now())

    assert Link.objects.get(pk=old.pk).ended_by == Link.End.REPLACED


def test_deleting_leaves_nothing_but_that_it_was_deleted():
    link = make_link(email=EMAIL, case__title="Fortetting", case__participants="Ola Nordmann")
    guest = make_guest(link.assessment, "comment", "Siri")
    make_final(link.assessment)

    starting.delete(link.assessment, at=timezone.now())

    assert not any(model.objects.exists() for model in (Assessment, Change, Report))
    assert "Siri" not in tables()
    assert "Kari" not in tables()
    for one in (link, guest):
        with pytest.raises(LinkEnded) as ended:
            links.open(links.secret(one))
        assert ended.value.link.ended_by == Link.End.DELETED


def test_what_she_deletes_does_not_stay_published():
    assessment = make_assessment(email=EMAIL, case__title="Fortetting")
    make_publication(assessment, names=True)

    starting.delete(assessment, at=timezone.now())

    assert not Publication.objects.standing().filter(example=False).exists()
    assert not Report.objects.exists()


def test_the_others_assessment_is_untouched():
    ola = make_assessment(author="Ola", case__title="Sykehjem")
    make_final(ola)

    starting.delete(make_assessment(), at=timezone.now())

    assert list(Assessment.objects.all()) == [ola]
    assert Report.objects.count() == 1


def test_a_deleted_assessment_cannot_be_saved_any_more():
    link = make_link()
    starting.delete(Assessment.objects.get(), at=timezone.now())

    with pytest.raises(Assessment.DoesNotExist):
        save(link.assessment, {"case/title": "Tilbake"}, base=0)


def test_an_address_that_was_given_meanwhile_is_not_proven_by_the_mail_to_the_old_one():
    """Two requests at once: one writes through the mailed link, the other has just put a stranger's address in."""
    link = make_link(email=EMAIL)
    mailed = links.open(links.secret(link.assessment.links.get(mailed=True)))
    Assessment.objects.update(email="fremmed@example.no")

    starting.prove(mailed, at=timezone.now())

    assert not Assessment.objects.get().email_proven_at
