"""Answers kept on disk, so that a round that was cut off need not ask again."""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """What came back: the text, when it was last known to be right, and the marks to ask again with."""

    body: bytes
    at: float
    etag: str = ""
    modified: str = ""


class Answers:
    """One file an answer: a line about it, then the text. A file that is not whole counts as none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> Answer | None:
        try:
            head, _, body = self._path(key).read_bytes().partition(b"\n")
            about = json.loads(head)
            if about.pop("sha256") != hashlib.sha256(body).hexdigest():
                return None
            return Answer(body=body, **about)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(self, key: str, answer: Answer) -> None:
        """Write it whole or not at all: a file beside it takes its place when it is on disk."""
        about = asdict(answer)
        about["sha256"] = hashlib.sha256(about.pop("body")).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
            file.write(json.dumps(about).encode() + b"\n" + answer.body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, self._path(key))

    def forget_before(self, at: float) -> None:
        for path in self.folder.glob("*"):
            if path.suffix in {".answer", ".part"} and path.stat().st_mtime < at:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.answer"
