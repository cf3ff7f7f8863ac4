"""A file of results is taken in: once, by nobody else, and nobody learns who has been here."""

from datetime import timedelta

import pytest
from django.utils import timezone

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.catalog import shelf
from baerekraft.learners.tests.factories import make_learner
from baerekraft.municipalities.models import Municipality
from baerekraft.records import totals
from baerekraft.records.models import EarnedElsewhere, LessonCompletion, ResultsFile, Total
from baerekraft.records.results import taking
from baerekraft.sheets.files import BadFile

pytestmark = pytest.mark.django_db


def sent(content: str, *, via: str = "KS Læring") -> ResultsFile:
    siri = make_staff(f"Siri{ResultsFile.objects.count()}", Role.COORDINATOR, "Bærum")
    place = Municipality.objects.get(name="Bærum")
    file = taking.keep(place, via=via, name="r.csv", content=content.encode(), by=siri, at=timezone.now())
    file.refresh_from_db()
    return file


def taken(file: ResultsFile) -> ResultsFile:
    taking.begin(file)
    taking.take_later.call(file.pk)
    file.refresh_from_db()
    return file


def report(*emails: str) -> str:
    title = shelf.now().lessons[0].title
    return "epost;aktivitet;dato\n" + "".join(f"{email};{title};20.11.2026\n" for email in emails)


def test_kari_who_has_been_here_has_it_and_olas_waits():
    kari = make_learner("Kari", email="kari@example.no", municipality="Bærum", proven=True)

    file = taken(sent(report("kari@example.no", "ola@example.no")))

    assert LessonCompletion.objects.of(kari).get().via == "KS Læring"
    assert EarnedElsewhere.objects.count() == 1
    assert (file.state, file.counts["taken"], bytes(file.content)) == ("taken", 2, b"")


def test_whoever_only_typed_the_address_gets_nothing_that_is_karis():
    stranger = make_learner("Ukjent", email="kari@example.no")

    taken(sent(report("kari@example.no")))

    assert not LessonCompletion.objects.of(stranger).exists()


def test_siri_is_told_the_same_whether_the_address_is_known_or_not():
    make_learner("Kari", email="kari@example.no", proven=True)
    known, unknown = sent(report("kari@example.no")), sent(report("ola@example.no"))
    told = [(file.counts, file.faults, file.total, file.state) for file in (known, unknown)]
    assert told[0] == told[1]

    assert taken(known).counts == taken(unknown).counts
    again = taken(sent(report("kari@example.no"))), taken(sent(report("ola@example.no")))
    assert again[0].counts == again[1].counts


def test_the_same_file_twice_two_files_and_two_systems_count_once():
    kari = make_learner("Kari", email="kari@example.no", proven=True)
    for via in ("KS Læring", "KS Læring", "Moodle"):
        taken(sent(report("kari@example.no", "ola@example.no"), via=via))

    assert LessonCompletion.objects.of(kari).count() == 1
    assert EarnedElsewhere.objects.count() == 1
    assert sum(Total.objects.filter(what=totals.COMPLETED).values_list("count", flat=True)) == 1


def test_nothing_is_taken_before_siri_says_so_and_nothing_after_she_cancels():
    file = sent(report("kari@example.no"))
    assert not EarnedElsewhere.objects.exists()

    file.cancel(at=timezone.now())
    taking.begin(file)
    taking.take_later.call(file.pk)

    assert not EarnedElsewhere.objects.exists()


def test_what_was_half_taken_when_the_worker_was_killed_is_taken_in_the_end(monkeypatch):
    monkeypatch.setattr(taking, "BATCH", 1)
    file = sent(report("kari@example.no", "ola@example.no"))
    taking.begin(file)
    real, calls = taking._take_some, []

    def killed(batch, **rest):
        calls.append(batch)
        if len(calls) == 2:
            raise SystemExit
        real(batch, **rest)

    monkeypatch.setattr(taking, "_take_some", killed)
    with pytest.raises(SystemExit):
        taking.take_later.call(file.pk)
    assert EarnedElsewhere.objects.count() == 1
    monkeypatch.setattr(taking, "_take_some", real)

    taking.take_later.call(file.pk)

    assert EarnedElsewhere.objects.count() == 2
    file.refresh_from_db()
    assert file.state == "taken"


def test_a_transaction_takes_few_lessons_however_many_a_result_has(monkeypatch):
    title = shelf.now().parts[1].document.title
    lines = "".join(f"kari{number}@example.no;{title};20.11.2026\n" for number in range(7))
    file = sent("epost;aktivitet;dato\n" + lines)
    real, sizes = taking._take_some, []

    def counted(batch, **rest):
        sizes.append(sum(len(result.lessons) for result in batch))
        real(batch, **rest)

    monkeypatch.setattr(taking, "_take_some", counted)
    taken(file)

    assert sum(sizes) == EarnedElsewhere.objects.count() == 7 * 9
    assert max(sizes) <= taking.BATCH


def test_a_file_that_cannot_be_read_any_more_is_refused_and_emptied(monkeypatch):
    file = sent(report("kari@example.no"))

    def unreadable(*_arguments, **_rest):
        raise BadFile("Nå er den borte.")

    monkeypatch.setattr(taking, "read", unreadable)
    taken(file)

    assert (file.state, file.why_refused, bytes(file.content)) == ("refused", "Nå er den borte.", b"")


def test_a_file_whose_worker_never_came_back_is_cancelled_a_day_later():
    file = sent(report("kari@example.no"))
    taking.begin(file)

    ResultsFile.sweep(at=timezone.now() + timedelta(hours=25))

    file.refresh_from_db()
    assert (file.state, bytes(file.content)) == ("cancelled", b"")


def test_a_day_later_the_addresses_of_a_file_are_gone():
    file = sent(report("kari(at)example.no", "ola@example.no"))
    assert file.faults

    assert ResultsFile.sweep(at=timezone.now() + timedelta(hours=25)) == 1

    file.refresh_from_db()
    assert (bytes(file.content), file.faults, file.state) == (b"", [], "cancelled")


def test_fifty_thousand_results_are_taken():
    emails = [f"kari{number}@example.no" for number in range(50_000)]
    file = sent(report(*emails))
    assert file.state == "reading"
    taking.read_later.call(file.pk, "nb")
    file.refresh_from_db()

    taken(file)

    assert EarnedElsewhere.objects.count() == 50_000
