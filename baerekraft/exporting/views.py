"""The course as a zip of content files, for those who may publish it."""

import io
import tempfile
import zipfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from baerekraft.authoring.models import CoursePage
from baerekraft.exporting import writing
from baerekraft.exporting.writing import NoSuchCourse, NotTheSame, Wanted


@require_http_methods(["GET", "POST"])
def download(request: HttpRequest, course: int) -> HttpResponse:
    page = get_object_or_404(CoursePage, pk=course).original
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "exporting/download.html", {"page": page})
    try:
        body = zipped(Wanted(course=page.slug, drafts="drafts" in request.POST))
    except (NoSuchCourse, NotTheSame) as error:
        messages.error(request, _("The course could not be written as files: %(fault)s") % {"fault": error})
        return redirect("exporting_download", page.pk)
    name = f"{page.slug}-{timezone.localdate():%Y-%m-%d}.zip"
    return HttpResponse(
        body,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def zipped(wanted: Wanted) -> bytes:
    """The files in a zip. What could not go with them is told in a file of its own."""
    body = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        outcome = writing.export(Path(folder), wanted)
        for path in sorted(outcome.written):
            archive.write(Path(folder) / path, path)
        if outcome.left_out:
            told = "\n".join(str(left) for left in outcome.left_out)
            archive.writestr("LEFT-OUT.txt", told + "\n")
    return body.getvalue()
