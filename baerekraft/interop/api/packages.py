"""`/packages`: the course as a file for another system, for a token with that right."""

import hashlib
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import Annotated, Literal

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from ninja import Query, Router
from pydantic import StringConstraints

from baerekraft.interop.api import asking, limits
from baerekraft.interop.api.bearers import MachineToken
from baerekraft.interop.api.problems import Refused
from baerekraft.interop.tokens.models import Token
from baerekraft.packages import making
from baerekraft.packages.choice import Choice, NothingChosen
from baerekraft.packages.making import Options
from baerekraft.pages import serving
from baerekraft.pdf.compile import PdfNotMade

router = Router(tags=["Packages"], auth=MachineToken(Token.Scope.PACKAGES))
KindName = Literal["scorm12", "scorm2004", "cmi5", "site", "epub", "book"]
Lesson = Annotated[
    Annotated[str, StringConstraints(pattern=asking.SLUG, max_length=80)] | None,
    Query(description="A lesson's slug."),
]
Each = Annotated[
    Literal["lesson", "part"], Query(description="SCORM: what one row in the other system stands for.")
]
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE = {
    "description": "The file, with its name in Content-Disposition.",
    "content": dict.fromkeys(("application/zip", "application/epub+zip", "application/pdf"), BINARY),
}


@router.get(
    "/packages/{kind}",
    url_name="package",
    operation_id="package",
    response=None,
    openapi_extra={"responses": {200: FILE}},
)
def package(
    request: HttpRequest,
    kind: KindName,
    course: asking.Course = None,
    part: asking.Part = None,
    lesson: Lesson = None,
    each: Each = "lesson",
    language: asking.Language = None,
) -> HttpResponseBase:
    """The open course, a part of it or a lesson, for another learning platform, a web server or paper.

    At most six are made in a minute; one that you have already is not made again where you send its ETag.
    """
    choice = Choice(course or "", part or "", lesson or "", get_language() or "nb")
    etag = _etag(kind, choice, each)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        unchanged["ETag"] = etag
        return unchanged
    limits.mind(request, "api-packages", limit=limits.PACKAGES_A_MINUTE)
    return _file(kind, choice, Options(each=each), etag)


def _etag(kind: str, choice: Choice, each: str) -> str:
    """Known before the file is made: what is published, and the code, are named by the edition."""
    of = repr((kind, choice, each, serving.edition()))
    return f'W/"{hashlib.sha256(of.encode()).hexdigest()[:24]}"'


def _file(kind: str, choice: Choice, options: Options, etag: str) -> FileResponse:
    """Written to disk first, so that it costs no memory and a fault is told before the first byte."""
    if kind not in making.KINDS:
        raise Refused(404, f"Packages of the kind «{kind}» are not made here.")
    with ExitStack() as on_failure:
        made = on_failure.enter_context(TemporaryFile())
        try:
            making.make(kind, choice, made, options=options)
        except NothingChosen as nothing:
            detail = f"There is nothing open to everyone called «{str(nothing)[:80]}»."
            raise Refused(404, detail) from nothing
        except making.NoRoom as no_room:
            raise Refused(422, str(no_room)) from no_room
        except PdfNotMade as late:
            raise Refused(503, "The book could not be made right now. Ask for it again.") from late
        on_failure.pop_all()  # from here on the answer closes it
    made.seek(0)
    name = making.file_name(kind, choice)
    told = {"ETag": etag, "Content-Type": making.KINDS[kind].content_type}
    return FileResponse(made, as_attachment=True, filename=name, headers=told)
