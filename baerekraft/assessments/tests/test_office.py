"""LibreOffice tells when it cannot open a Word file."""

import os
from io import BytesIO

import docx
import pytest

from baerekraft.assessments.tests import office


def word(text: str) -> bytes:
    document, made = docx.Document(), BytesIO()
    document.add_heading(text)
    document.add_paragraph("Mer ").add_run("om det").bold = True
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Mål 11", "Færre"
    document.sections[0].footer.paragraphs[0].text = "Nederst"
    document.save(made)
    return made.getvalue()


def test_the_words_come_out_as_they_went_in():
    text = office.opened(word("Blåbær på øl – «ja» & <b> ☐ CO₂"))

    assert text == "Blåbær på øl – «ja» & <b> ☐ CO₂ Mer om det Mål 11 Færre Nederst"


def test_what_is_no_word_file_is_refused():
    with pytest.raises(AssertionError, match=r"(?s)did not open the document: .*could not be loaded"):
        office.opened(b"Dette er bare tekst. " * 20)


def test_an_office_that_hangs_is_ended(monkeypatch, tmp_path):
    (tmp_path / "soffice").write_text("#!/bin/sh\nsleep 60 & wait\n")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(office, "SECONDS", 0.2)

    with pytest.raises(AssertionError, match=r"not done in 0\.2 seconds"):
        office.opened(word("Hei"))


def test_a_missing_libreoffice_is_told(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(AssertionError, match=r"No LibreOffice: .*dev\.py test"):
        office.opened(word("Hei"))
