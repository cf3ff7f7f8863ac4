"""The library's own files: drafts, originals and the editor's thumbnails. Staff alone see them."""

import mimetypes
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from baerekraft.accounts import strength
from baerekraft.accounts.models import User

SHOWN = ("image/avif", "image/gif", "image/jpeg", "image/png", "image/webp", "video/", "audio/", "text/vtt")


@require_safe
def library(request: HttpRequest, path: str) -> Any:
    """A file of the library, to those who may be in the editor; nobody else learns whether it exists."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    if strength.needed(user) and not strength.shown(request, user):
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=kind, as_attachment=not kind.startswith(SHOWN))
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
