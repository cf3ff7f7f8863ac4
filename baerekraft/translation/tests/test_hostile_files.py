"""A translator's file that was made to stop the editor is refused at once, and says what to do."""

import pytest

from baerekraft.translation import inline, po, xliff
from baerekraft.translation.inline import Broken
from baerekraft.translation.xliff import Unreadable

HEAD = '<xliff version="1.2"><file original="x" source-language="nb" target-language="nn"><body>'
PO_HEAD = 'msgid ""\nmsgstr "Language: nn\\n"\n\n'


def sent(units: str) -> bytes:
    return f"{HEAD}{units}</body></file></xliff>".encode()


def test_marks_in_marks_in_marks():
    deep = "<mrk>" * 100_000 + "x" + "</mrk>" * 100_000
    [given] = xliff.read(
        sent(f'<trans-unit id="a"><source>a</source><target>{deep}</target></trans-unit>')
    ).texts

    with pytest.raises(Broken):
        inline.html_of(given.target, "a")


def test_bold_in_bold_in_bold():
    bold = "<b>" * 100_000

    with pytest.raises(Unreadable):
        po.read(f'{PO_HEAD}msgctxt "a/b"\nmsgid "{bold}"\nmsgstr "{bold}"\n'.encode())


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (xliff.read, sent("<a/>" * 1_000_000)),
        (po.read, (PO_HEAD + 'msgctxt "a/b"\nmsgid ""\n' + '"x"\n' * 1_000_000).encode()),
        (xliff.read, b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>'),
        (xliff.read, b"<" * (xliff.LARGEST + 1)),
        (po.read, b"#" * (xliff.LARGEST + 1)),
    ],
)
def test_files_that_are_too_much(read, body):
    with pytest.raises(Unreadable):
        read(body)
