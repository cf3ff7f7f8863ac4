"""An operator takes in a municipality's own set of targets."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from baerekraft.assessments.models import OwnSet

pytestmark = pytest.mark.django_db

SET = """id;asker
version;2025
title_nb;Askers mål
number;text_nb;maps_to
1;Flere går og sykler;un:11.2 un:13.2
2;Rent vann i Leangbukta;un:14.1
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "asker.csv"
    path.write_text(SET, encoding="utf-8")
    return path


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_the_set_is_taken_in_once_and_listed_beside_ours(sheet: Path, capsys):
    call_command("targets", "import", str(sheet))
    call_command("targets", "import", str(sheet))
    assert said(capsys) == ["asker@2025: taken in", "asker@2025: already here"]

    call_command("targets", "list")

    lines = said(capsys)
    assert [line.split()[0] for line in lines] == sorted(line.split()[0] for line in lines)
    assert any(line.split()[:2] == ["un@2015", "169"] for line in lines)
    assert any(line.startswith("asker@2025") and line.endswith("Askers mål") for line in lines)
    assert OwnSet.objects.count() == 1


def test_each_fault_is_told_on_a_line_of_its_own(sheet: Path):
    sheet.write_text(SET.replace("un:14.1", "un:14.99").replace("un:11.2", "un:99"), encoding="utf-8")

    with pytest.raises(CommandError) as refusal:
        call_command("targets", "import", str(sheet))

    lines = str(refusal.value).splitlines()
    assert len(lines) == 2
    assert "asker.csv" in lines[0]
    assert "5" in lines[0]
    assert "6" in lines[1]
    assert not OwnSet.objects.exists()


def test_another_set_by_the_same_name_and_version_is_refused(sheet: Path):
    call_command("targets", "import", str(sheet))
    sheet.write_text(SET.replace("Rent vann", "Reint vatn"), encoding="utf-8")

    with pytest.raises(CommandError, match="asker"):
        call_command("targets", "import", str(sheet))

    assert "Rent vann" in str(OwnSet.objects.get().content)


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path, name: str):
    with pytest.raises(CommandError) as refusal:
        call_command("targets", "import", str(tmp_path / name))

    assert len(str(refusal.value).splitlines()) == 1
    assert str(tmp_path) in str(refusal.value)


def test_an_operator_sees_a_failure_in_the_exit_code(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "baerekraft", "targets", "import", str(tmp_path / "nowhere.csv")],
        capture_output=True,
        text=True,
        env={"DATA_DIR": str(tmp_path), "PATH": ""},
    )

    assert done.returncode == 1
    assert "nowhere.csv" in done.stderr
    assert "Traceback" not in done.stderr
