"""Siri loads figures while Ola does: one of them waits."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from baerekraft.indicators.fetching import turns

HOLDS = """
import sys, time, pathlib, django
django.setup()
from baerekraft.indicators.fetching import turns
with turns._on_this_machine(pathlib.Path(sys.argv[1])):
    print("has it", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_told_in_one_line_and_asks_nobody(tmp_path: Path, settings, db):
    settings.DATA_DIR = tmp_path
    with (
        turns.alone(tmp_path / "ssb"),
        pytest.raises(CommandError, match=r"^load-indicators is already running; wait until it is done\.$"),
    ):
        call_command("load_indicators")


def test_the_turn_goes_to_the_next_when_it_is_done_also_after_a_fault(tmp_path: Path, db):
    with pytest.raises(KeyboardInterrupt), turns.alone(tmp_path):
        raise KeyboardInterrupt

    with turns.alone(tmp_path), pytest.raises(turns.UnderWay), turns.alone(tmp_path):
        pass
    with turns.alone(tmp_path):
        pass


def test_a_run_that_was_killed_holds_nobody_back(tmp_path: Path, db):
    first = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout.readline() == "has it\n"
        with pytest.raises(turns.UnderWay), turns.alone(tmp_path):
            pass
    finally:
        first.kill()
        first.wait()
        first.stdout.close()

    with turns.alone(tmp_path):
        pass


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is shared by machines")
def test_two_machines_with_a_folder_each_share_the_turn_of_their_database(tmp_path: Path, db):
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [turns.NUMBER])
        with pytest.raises(turns.UnderWay), turns.alone(tmp_path):
            pass
    finally:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [turns.NUMBER])
        other.close()
    with turns.alone(tmp_path):
        pass
