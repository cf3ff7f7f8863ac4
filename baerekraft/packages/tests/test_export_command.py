"""`baerekraft export`: one whole file with the right name, or none."""

import zipfile

import pytest
from django.core.management import CommandError, call_command

from baerekraft.packages import making
from baerekraft.packages.making import Kind
from baerekraft.pdf import child
from baerekraft.pdf.compile import PdfNotMade

pytestmark = pytest.mark.django_db


def test_the_whole_course_as_a_site(tmp_path):
    call_command("export", "site", output=tmp_path / "kurs.zip")

    with zipfile.ZipFile(tmp_path / "kurs.zip") as archive:
        names = archive.namelist()
    assert {"index.html", "kurs.html", "kilder.html", "del-1/index.html", "assets/style.css"} < set(names)
    assert [path.name for path in tmp_path.iterdir()] == ["kurs.zip"]


def test_it_is_the_same_bytes_twice(tmp_path):
    for name in ("a.zip", "b.zip"):
        call_command("export", "site", part="del-1", output=tmp_path / name)

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_one_lesson_in_nynorsk_named_by_what_it_is(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    call_command("export", "site", lesson="hva-er-baerekraftig-utvikling", language="nn")

    [path] = tmp_path.iterdir()
    assert path.name == "baerekraft-hva-er-baerekraftig-utvikling-site-nn.zip"
    assert ": 1 lesson, 0." in capsys.readouterr().out
    with zipfile.ZipFile(path) as archive:
        assert '<html lang="nn">' in archive.read("index.html").decode()
        lessons = [name for name in archive.namelist() if name.startswith("del-1/")]
    assert lessons == ["del-1/hva-er-baerekraftig-utvikling.html", "del-1/index.html"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "scorm"}, "There is no kind «scorm»; choose"),
        ({"language": "se"}, "There is no --language «se»; choose nb, nn, en."),
        ({"each": "course"}, "There is no --each «course»; choose lesson, part."),
        ({"part": "del-9"}, "Nothing published and open to everyone is called «del-9»."),
        ({"lesson": "finnes-ikke"}, "called «finnes-ikke»."),
        ({"part": "del-2", "lesson": "hva-er-baerekraftig-utvikling"}, "is called «hva-er"),
        ({"course": "../../etc"}, "called «../../etc»."),
    ],
)
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_written(tmp_path, wrong, told):
    kind = wrong.pop("kind", "site")
    with pytest.raises(CommandError) as failed:
        call_command("export", kind, output=tmp_path / "kurs.zip", **wrong)

    assert told in str(failed.value)
    assert "\n" not in str(failed.value)
    assert list(tmp_path.iterdir()) == []


def test_a_book_that_a_busy_machine_did_not_finish_is_said_in_one_line(tmp_path, monkeypatch):
    def late(*args, **kwargs):
        raise PdfNotMade("the document was not ready in 20 seconds")

    monkeypatch.setattr(child, "pdf", late)

    with pytest.raises(CommandError, match="not ready in 20 seconds"):
        call_command("export", "book", part="del-1", output=tmp_path / "kurs.pdf")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"No such file or directory .*finnes-ikke"):
        call_command("export", "site", output=tmp_path / "finnes-ikke" / "kurs.zip")


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(CommandError, match="is a folder"):
        call_command("export", "site", output=tmp_path)


def test_half_a_file_never_takes_a_whole_ones_place(tmp_path, monkeypatch):
    def half(choice, options, to, say):
        to.write(b"PK")
        raise OSError(28, "No space left on device", "kurs.zip")

    monkeypatch.setitem(making.KINDS, "half", Kind("half", ".zip", "application/zip", half))
    (tmp_path / "kurs.zip").write_bytes(b"yesterday's")

    with pytest.raises(CommandError, match="No space left"):
        call_command("export", "half", output=tmp_path / "kurs.zip")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("kurs.zip", b"yesterday's")]
