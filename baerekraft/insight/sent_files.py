"""The page of a file that was sent in: its dry run, its progress, and what came of it."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baerekraft.sheets import files
from baerekraft.sheets.files import BadFile
from baerekraft.sheets.sent import SentFile

PAGE = 100
# How often a page that waits for work in the background looks again.
SECONDS = 2


def checked(sent: UploadedFile, *, megabytes: int) -> UploadedFile:
    """The file itself. Raises ValidationError when it is too large or empty."""
    try:
        files.check_size(sent.size or 0, megabytes=megabytes)
    except BadFile as error:
        raise ValidationError(str(error)) from error
    return sent


def shown(
    request: HttpRequest,
    file: SentFile,
    template: str,
    *,
    faults: Any,
    columns: Mapping[str, str],
    **more: Any,
) -> HttpResponse:
    """`faults` is the module that tells what is wrong with a line; `columns` the name of what each column is taken for."""
    rows = Paginator(file.faults, PAGE).get_page(request.GET.get("side"))
    taken_for = file.counts.get("columns", [])
    context = {
        "file": file,
        "sums": faults.summed(file.counts),
        "rows": rows,
        "faults": faults.told(rows.object_list),
        "columns": [(heading, columns.get(column, "")) for heading, column in taken_for],
        **more,
    }
    answer = render(request, template, context)
    if file.waits:
        answer["Refresh"] = str(SECONDS)
    return answer
