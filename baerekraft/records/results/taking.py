"""A file of results on its way in: keep(), look(), begin(), take().

What comes back to the coordinator is the same whether an address is known or not; so all is taken in the background.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from baerekraft.accounts.models import User
from baerekraft.catalog.models import Lesson
from baerekraft.learners.models import Learner
from baerekraft.municipalities.models import Municipality
from baerekraft.records import elsewhere
from baerekraft.records.models import LessonCompletion, ResultsFile
from baerekraft.records.results import statements, tables, titles
from baerekraft.records.results.judging import Reading, Result
from baerekraft.sheets import files
from baerekraft.sheets.files import BadFile
from baerekraft.sheets.sent import SMALL, bare_name

State = ResultsFile.State
MEGABYTES = 10
BATCH = 25  # lessons in a transaction, so that others get to write between
PICTURE_OR_PDF = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"{\\rtf")


def read(content: bytes, municipality: Municipality, *, now: datetime) -> Reading:
    """Judge what stands in the file. Raises BadFile, whose text says why and what to do."""
    files.check_size(len(content), megabytes=MEGABYTES)
    if content.startswith(PICTURE_OR_PDF):
        raise BadFile(
            _("This is not a list but a picture, a PDF or a document. Save the list as .xlsx or .csv.")
        )
    reading = Reading(now, titles.of(municipality))
    (statements if statements.looks_like(content) else tables).read(content, reading)
    return reading


def keep(
    municipality: Municipality, *, via: str, name: str, content: bytes, by: User, at: datetime
) -> ResultsFile:
    """A file that was sent in; it is read at once when it is small."""
    file = ResultsFile.objects.create(
        municipality=municipality,
        via=via,
        name=bare_name(name),
        content=content,
        uploaded_by=by,
        uploaded_at=at,
    )
    language = translation.get_language() or "nb"
    if len(content) <= SMALL:
        look(file, language=language)
    else:
        read_later.enqueue(file.pk, language)
    return file


@task
def read_later(file: int, language: str) -> None:
    found = ResultsFile.objects.filter(pk=file, state=State.READING).select_related("municipality").first()
    if found:
        look(found, language=language)


def look(file: ResultsFile, *, language: str) -> None:
    """The dry run: what would come of the file. Nothing is taken in."""
    try:
        with translation.override(language):
            reading = read(bytes(file.content), file.municipality, now=file.uploaded_at)
    except BadFile as error:
        file.refuse(str(error), out_of=State.READING)
        return
    counts = {
        "lines": reading.lines,
        "results": len(reading.results),
        "columns": reading.columns,
        "faults": Counter(fault.what for fault in reading.faults),
    }
    faults = [asdict(fault) for fault in reading.faults]
    total = len(reading.results)
    file.become(State.READ, out_of=[State.READING], counts=counts, faults=faults, total=total)


def begin(file: ResultsFile) -> None:
    """She has seen the dry run and says yes; twice is once."""
    if file.become(State.TAKING, out_of=[State.READ], done=0):
        take_later.enqueue(file.pk)


@task
def take_later(file: int) -> None:
    found = ResultsFile.objects.filter(pk=file, state=State.TAKING).select_related("municipality").first()
    if found:
        take(found, at=timezone.now())


def take(file: ResultsFile, *, at: datetime) -> None:
    """Take in all of it, some at a time. Run again after a crash, it changes nothing of what was taken."""
    try:
        reading = read(bytes(file.content), file.municipality, now=file.uploaded_at)
    except BadFile as error:  # Its titles have changed since the dry run.
        file.refuse(str(error), out_of=State.TAKING)
        return
    going = ResultsFile.objects.filter(pk=file.pk, state=State.TAKING)
    done = 0
    for batch in _batches(reading.results):
        with transaction.atomic():
            done += len(batch)
            if not going.update(done=done):
                return  # cancelled
            _take_some(batch, via=file.via, at=at)
    counts = file.counts | {"taken": done}
    file.become(State.TAKEN, out_of=[State.TAKING], counts=counts, content=b"", finished_at=at)


def _batches(results: Iterable[Result]) -> Iterator[list[Result]]:
    """Some results at a time, with few lessons between them; a whole course is one result."""
    batch: list[Result] = []
    lessons = 0
    for result in results:
        if batch and lessons + len(result.lessons) > BATCH:
            yield batch
            batch, lessons = [], 0
        batch.append(result)
        lessons += len(result.lessons)
    if batch:
        yield batch


def _take_some(batch: Sequence[Result], *, via: str, at: datetime) -> None:
    """Those who have proven the address get theirs; the rest wait."""
    emails = {result.email for result in batch}
    proven = Learner.objects.active().filter(email__in=emails, proven_at__isnull=False)
    learners = {learner.email: learner for learner in proven}
    lessons = Lesson.objects.in_bulk({lesson for result in batch for lesson in result.lessons})
    done = set(
        LessonCompletion.objects.filter(enrolment__learner__in=learners.values()).values_list(
            "enrolment__learner__email", "lesson"
        )
    )
    waiting = []
    for result in batch:
        learner = learners.get(result.email)
        for lesson in result.lessons:
            if learner is None:
                waiting.append((result.email, lesson, result.at))
            elif (result.email, lesson) not in done:
                elsewhere.earn(learner, lessons[lesson], at=result.at, via=via)
    elsewhere.wait_all(waiting, via=via, received_at=at)
