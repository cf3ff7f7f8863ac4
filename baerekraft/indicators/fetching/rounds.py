"""How far a round has come, so that one that was cut off goes on where it was."""

import hashlib
import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from baerekraft.indicators.fetching.plan import Entry

LONGEST = timedelta(hours=24)


class Round:
    """The entries that are done, in a file that is there only while a round is under way."""

    def __init__(self, path: Path, *, at: datetime, anew: bool = False) -> None:
        self.path, self.began, self._done = path, at, set[str]()
        if not anew:
            self._recall(at)

    def _recall(self, at: datetime) -> None:
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            began = datetime.fromisoformat(told["began"])
            if timedelta(0) <= at - began < LONGEST:
                self.began, self._done = began, set(told["done"])
        except (OSError, ValueError, KeyError, TypeError):
            pass  # no round, or a file that was cut off: begin anew, which costs nothing but time

    def has(self, entry: Entry) -> bool:
        return _mark(entry) in self._done

    def done(self, entry: Entry) -> None:
        self._done.add(_mark(entry))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".part")
        told = {"began": self.began.isoformat(), "done": sorted(self._done)}
        beside.write_text(json.dumps(told), encoding="utf-8")
        os.replace(beside, self.path)

    def close(self) -> None:
        self.path.unlink(missing_ok=True)


def _mark(entry: Entry) -> str:
    """An entry that has been changed in the plan is not done."""
    return hashlib.sha256(entry.model_dump_json().encode()).hexdigest()[:16]
