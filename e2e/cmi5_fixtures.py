"""Packages laid out for a web server, and a platform that launches what is in them."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from os import environ
from pathlib import Path

import pytest
from cmi5_peer import Platform, platform


def unpacked(folder: Path, seeded: Path, *options: str) -> Path:
    """A package as an operator makes it, laid out for a web server."""
    file = folder / "pakke.zip"
    subprocess.run(
        [sys.executable, "-m", "baerekraft", "export", "cmi5", *options, "--output", str(file)],
        env={**environ, "DATA_DIR": str(seeded)},
        check=True,
        capture_output=True,
    )
    zipfile.ZipFile(file).extractall(folder / "pakke")
    return folder / "pakke"


@pytest.fixture(scope="session")
def cmi5_lessons(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> Path:
    return unpacked(tmp_path_factory.mktemp("cmi5"), seeded, "--part", "del-1")


@pytest.fixture(scope="session")
def cmi5_part(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> Path:
    return unpacked(tmp_path_factory.mktemp("cmi5-part"), seeded, "--part", "del-1", "--each", "part")


@pytest.fixture
def learning(cmi5_lessons: Path) -> Iterator[Platform]:
    with platform(cmi5_lessons) as found:
        yield found
