"""Doors: which closed courses whoever asks has been let into, by a course's link or by where she works.

The link leaves a stamp in a signed cookie. It is made from the link's secret, so a new link makes it worthless.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import CourseOnShelf, Shelf
from baerekraft.learners import passes
from baerekraft.learners.models import Learner
from baerekraft.learners.passes import Pass
from baerekraft.municipalities import guess

SALT = "course"
DAYS = 180
MOST = 20  # courses in one cookie


def shelf_for(request: HttpRequest) -> Shelf:
    """The shelf as whoever asks may see it."""
    return shelf.spoken().opening(opened(request))


def opened(request: HttpRequest) -> frozenset[str]:
    """The closed courses that this request may see. Nothing is asked of the database while there are none."""
    closed = shelf.spoken().closed
    if not closed:
        return frozenset()
    stamps = read(request.COOKIES.get(settings.COURSE_COOKIE))
    learner = passes.learner_of(request) if any(map(_is_municipal, closed)) else None
    home = home_of(learner)
    return frozenset(course.slug for course in closed if lets_in(course, stamps, home))


def takes_answers(lesson: str, by: Pass, cookie: str | None) -> bool:
    """Whether this pass and this cookie may answer in the lesson with this key."""
    course = shelf.now().closed_around(lesson.partition("/")[0])
    if course is None:
        return True
    learner = Learner.objects.filter(pk=by.learner).first() if _is_municipal(course) else None
    home = home_of(learner) if learner and by.opens(learner) else ""
    return lets_in(course, read(cookie), home)


def lets_in(course: CourseOnShelf, stamps: dict[str, str], home: str) -> bool:
    held = stamps.get(course.slug, "")
    if course.secret and held and constant_time_compare(held, stamp(course)):
        return True
    return bool(home) and home == course.document.municipality


def home_of(learner: Learner | None) -> str:
    """The municipality whose mail domain the learner has shown that she has an address in."""
    found = guess.by_email(learner.email) if learner and learner.proven_at else None
    return found.slug if found else ""


def by_secret(secret: str) -> CourseOnShelf | None:
    """The closed course that this link opens."""
    courses = (course for course in shelf.spoken().closed if course.secret)
    return next((course for course in courses if constant_time_compare(course.secret, secret)), None)


def stamp(course: CourseOnShelf) -> str:
    return salted_hmac(SALT, f"{course.slug}:{course.secret}", algorithm="sha256").hexdigest()[:20]


def read(cookie: str | None) -> dict[str, str]:
    """The stamps by course."""
    try:
        found = signing.loads(cookie or "", salt=SALT, max_age=DAYS * 86_400)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def let_in(request: HttpRequest, response: HttpResponse, course: CourseOnShelf) -> None:
    """Let this device into the course from now on."""
    kept = {**read(request.COOKIES.get(settings.COURSE_COOKIE)), course.slug: stamp(course)}
    found = passes.of(request)
    response.set_cookie(
        settings.COURSE_COOKIE,
        signing.dumps(dict(list(kept.items())[-MOST:]), salt=SALT),
        max_age=None if found and found.shared else DAYS * 86_400,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(settings.COURSE_COOKIE, samesite="Lax")


def _is_municipal(course: CourseOnShelf) -> bool:
    return bool(course.document.municipality)
