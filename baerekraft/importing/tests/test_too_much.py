"""Files made to take the program's time or memory are refused before they do."""

import io
import zipfile

import pytest

from baerekraft.importing import formats, word
from baerekraft.sheets.files import BadFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(body: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
    return stream.getvalue()


def test_a_document_of_a_hundred_thousand_paragraphs():
    paragraphs = "".join(f"<w:p><w:r><w:t>{number}</w:t></w:r></w:p>" for number in range(100_000))

    with pytest.raises(BadFile, match=r"for langt|too long"):
        word.read(document(paragraphs))


def test_a_bank_of_empty_elements():
    with pytest.raises(BadFile):
        formats.read("a.xml", b"<quiz>" + b"<a/>" * 500_000 + b"</quiz>", language="nb")


def test_a_question_with_half_a_million_answers():
    found = formats.read("a.gift", b"::x::Hva?{" + b"=a~b" * 500_000 + b"}", language="nb")

    [question] = found.questions
    assert not question.fields
