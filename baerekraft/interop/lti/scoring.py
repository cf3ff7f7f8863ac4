"""Grades: a platform is told that somebody is done with what its link stands for, and nothing else, ever.

LTI Assignment and Grade Services 2.0. A platform that is down is tried again for a day.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.grade import Grade

from baerekraft.interop.lti import calling, refusing, targets
from baerekraft.interop.lti.launches import SCORE
from baerekraft.interop.lti.models import LtiLine
from baerekraft.records.models import LessonCompletion

PATIENCE = timedelta(days=1)
WAITS = (1, 5, 15, 60, 180, 360)  # minutes between tries; the last one again and again


def done_of(lines: QuerySet[LtiLine]) -> list[LtiLine]:
    """Those whose learner has completed every lesson that they stand for, here or elsewhere."""
    rows = list(lines.select_related("lti_learner__learner"))
    whose = {row.pk: row.lti_learner.learner.joined_id or row.lti_learner.learner_id for row in rows}
    wanted = {row.pk: targets.lessons_of(row.course, row.part, row.lesson) for row in rows}
    completed = set(
        LessonCompletion.objects.filter(
            enrolment__learner__in=set(whose.values()), lesson__in=set().union(*wanted.values())
        ).values_list("enrolment__learner", "lesson")
    )
    return [
        row
        for row in rows
        if wanted[row.pk] and all((whose[row.pk], lesson) in completed for lesson in wanted[row.pk])
    ]


@transaction.atomic
def book(lines: QuerySet[LtiLine], *, at: datetime) -> int:
    """Book a score for each of these whose learner is done; return how many. Once each, however often it is asked."""
    from baerekraft.interop.lti.tasks import send_score

    booked = 0
    for line in done_of(lines):
        if LtiLine.objects.waiting().filter(pk=line.pk).update(wanted_at=at):
            send_score.enqueue(line.pk)
            booked += 1
    return booked


def send(pk: int, *, at: datetime) -> datetime | None:
    """Send a line's score, and return when to try again; None when it is sent, given up or not wanted any longer."""
    line = LtiLine.objects.select_related("lti_learner__platform").filter(pk=pk, sent_at=None).first()
    if line is None or line.wanted_at is None:
        return None
    if line.lti_learner.platform.withdrawn_at:
        give_up(line, at=at)
        return None
    moment = stamp(line, at=at)
    try:
        post(line, moment)
    except calling.FAILURES as error:
        return later(line, error, at=at)
    LtiLine.objects.filter(pk=line.pk).update(sent_at=at)
    return None


def stamp(line: LtiLine, *, at: datetime) -> str:
    """A time later than any sent before, for a platform passes over earlier ones; kept before it is sent."""
    least = line.stamped_at + timedelta(milliseconds=1) if line.stamped_at else at
    line.stamped_at = max(at, least)
    line.save(update_fields=["stamped_at"])
    return line.stamped_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def post(line: LtiLine, moment: str) -> None:
    """AGS 2.0, section 3.4: one of one, and complete."""
    grade = Grade().set_score_given(1).set_score_maximum(1).set_user_id(line.lti_learner.subject)
    grade.set_activity_progress("Completed").set_grading_progress("FullyGraded")
    grade.set_timestamp(moment)
    with calling.to(line.lti_learner.platform) as connector:
        service = {"scope": [SCORE], "lineitem": line.lineitem}
        AssignmentsGradesService(connector, service).put_grade(grade)  # type: ignore[arg-type]


def later(line: LtiLine, error: Exception, *, at: datetime) -> datetime | None:
    refusing.note(line.lti_learner.platform, _("A score was not taken: %(error)s") % {"error": error}, at=at)
    if line.wanted_at and at - line.wanted_at >= PATIENCE:
        give_up(line, at=at)
        return None
    wait = WAITS[min(line.tries, len(WAITS) - 1)]
    LtiLine.objects.filter(pk=line.pk).update(tries=line.tries + 1)
    return at + timedelta(minutes=wait)


def give_up(line: LtiLine, *, at: datetime) -> None:
    """Until she comes by the link again."""
    LtiLine.objects.filter(pk=line.pk).update(given_up_at=at)
