"""The floor for an answer: one row, one commit, again and again. Run as a program by `answer`."""

import json
import sqlite3
import sys
import time
from uuid import uuid4

TABLE = (
    "CREATE TABLE response (id char(32) PRIMARY KEY, attempt integer, municipality integer, exercise varchar(60), "
    "answer text, score real, answered_at datetime, received_at datetime)"
)
INSERT = "INSERT INTO response VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
AT = "2026-01-05 09:00:00.000000"


def main(file: str, seconds: float) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + TABLE)
    rows, began, used = 0, time.monotonic(), time.process_time()
    while time.monotonic() - began < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(INSERT, (uuid4().hex, rows, 21, "hva-betyr-ordet", '{"choice":"a"}', 1.0, AT, AT))
        connection.execute("COMMIT")
        rows += 1
    told = {
        "rows": rows,
        "seconds": time.monotonic() - began,
        "cpu_ms": 1000 * (time.process_time() - used),
    }
    connection.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
