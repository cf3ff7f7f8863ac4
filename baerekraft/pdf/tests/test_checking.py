"""The judges tell what is wrong, each in its own words."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from baerekraft.pdf.tests import reading
from baerekraft.pdf.tests.checking import accessible
from baerekraft.pdf.tests.test_compile import letter


def bent(how: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A letter of ours after somebody has been at it."""
    with reading.opened(letter()) as pdf, BytesIO() as made:
        how(pdf)
        pdf.save(made)
        return made.getvalue()


def untag(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def take_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def empty_a_heading(pdf: pikepdf.Pdf) -> None:
    paragraph = pdf.Root.StructTreeRoot.K[0].K[1]
    paragraph.S = pikepdf.Name.H1
    paragraph.K = pikepdf.Array()


def test_a_letter_of_ours_is_accessible():
    accessible(letter())


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (untag, r"outloud DOC-001 error(.|\n)*pdfua UA-01-005 ERROR"),
        (take_language, r"outloud DOC-013 error(.|\n)*pdfua UA-06-001 ERROR"),
        (empty_a_heading, "outloud TAG-020"),
    ],
)
def test_what_shuts_out_a_screen_reader_is_refused(how, said):
    with pytest.raises(AssertionError, match=said):
        accessible(bent(how))


def test_a_file_that_came_to_harm_is_refused_by_all_three():
    whole = letter()

    with pytest.raises(AssertionError, match=r"outloud: (.|\n)*pdfua: (.|\n)*qpdf: "):
        accessible(whole[: len(whole) // 2])


def test_what_others_mend_in_silence_is_told_by_qpdf():
    with pytest.raises(AssertionError, match=r"\Aqpdf: .*(.|\n)*xref"):
        accessible(letter().replace(b"startxref\n", b"startxref\n9"))
