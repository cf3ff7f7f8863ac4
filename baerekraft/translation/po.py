"""PO: the same texts for those who translate with Poedit and its like. Mark-up stands as HTML in the text."""

import os
import tempfile
from xml.etree.ElementTree import Element

import polib
from django.conf import settings
from django.utils.translation import gettext as _

from baerekraft.translation import inline
from baerekraft.translation.inline import Broken
from baerekraft.translation.units import Sheet
from baerekraft.translation.xliff import LARGEST, MOST, Given, Sent, Unreadable

LINES = 12 * MOST


def write(sheets: list[Sheet], language: str) -> bytes:
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    file.extend(
        polib.POEntry(
            msgctxt=f"{sheet.key}/{unit.id}", msgid=unit.source, msgstr=unit.target, comment=unit.where
        )
        for sheet in sheets
        for unit in sheet.units
    )
    return str(file).encode()


def read(body: bytes) -> Sent:
    """The file's texts. What is marked as uncertain counts as not translated. Raises Unreadable."""
    if len(body) > LARGEST:
        raise Unreadable(
            _("The file is larger than 8 MB. Take out one part at a time, and bring in the files one by one.")
        )
    if body.count(b"\n") > LINES:
        raise Unreadable(_("There are more texts in the file than a course can have."))
    file = _parsed(body)
    language = file.metadata.get("Language", "").replace("_", "-").split("-")[0].lower()
    if language not in {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}:
        raise Unreadable(
            _(
                "The file does not say that it is in nynorsk (nn) or English (en). Set its language, and save it again."
            )
        )
    entries = [entry for entry in file if not entry.obsolete and "/" in (entry.msgctxt or "")]
    if len(entries) > MOST:
        raise Unreadable(_("There are more texts in the file than a course can have."))
    try:
        return Sent(language, [_given(entry) for entry in entries])
    except Broken as error:
        raise Unreadable(str(error)) from error


def _parsed(body: bytes) -> polib.POFile:
    # polib takes a text that names a file on the disk for that file, so it is only ever given a file.
    with tempfile.NamedTemporaryFile(suffix=".po", delete=False) as file:
        file.write(body)
    try:
        return polib.pofile(file.name, encoding="utf-8")
    except (OSError, ValueError, IndexError) as error:
        raise Unreadable(_("This is not a whole PO file. Save it again from your tool, in UTF-8.")) from error
    finally:
        os.unlink(file.name)


def _given(entry: polib.POEntry) -> Given:
    page, _slash, id = entry.msgctxt.partition("/")
    source = Element("source")
    inline.write(source, entry.msgid)
    target = Element("target")
    inline.write(target, "" if entry.fuzzy else entry.msgstr, inline.codes(entry.msgid))
    return Given(page, id, source, target)
