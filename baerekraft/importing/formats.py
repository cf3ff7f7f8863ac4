"""Which reader a file with questions is for: its content decides, and its name only where the content could be either."""

from django.utils.translation import gettext as _

from baerekraft.importing import gift, moodle, sheet
from baerekraft.importing.questions import Reading
from baerekraft.sheets import files
from baerekraft.sheets.files import BadFile

MEGABYTES = 5


def check(size: int) -> None:
    """Raise BadFile before a file of that size is read at all."""
    files.check_size(size, megabytes=MEGABYTES)


def read(name: str, body: bytes, *, language: str) -> Reading:
    """What is in the file, or BadFile."""
    check(len(body))
    if body.startswith((files.ZIP, files.OLD_OFFICE)):
        return sheet.read(body, language=language)
    text = files.text(body)
    if not text.strip():
        raise BadFile(_("The file is empty. Choose another file."))
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return moodle.read(body.lstrip(), language=language)
    ending = name.lower().rpartition(".")[2]
    if ending in {"csv", "tsv"} or (ending != "gift" and sheet.is_headed(text)):
        return sheet.read(body, language=language)
    found = gift.read(text, language=language)
    if not any(question.fields for question in found.questions) and "{" not in text:
        raise BadFile(
            _("There are no questions in the file. Choose a file in one of the formats listed above.")
        )
    return found
