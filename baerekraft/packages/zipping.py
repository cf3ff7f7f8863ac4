"""Zips that are the same bytes each time they are made of the same files."""

import zipfile
from types import TracebackType
from typing import BinaryIO, Self

WHEN = (1980, 1, 1, 0, 0, 0)
PACKED = {"avif", "webp", "jpg", "png", "woff2", "mp4", "webm", "mp3", "m4a", "ogg"}


class Zip:
    """Collects files, and writes them by name when it is closed; nothing after an exception."""

    def __init__(self, to: BinaryIO) -> None:
        self.to = to
        self.files: dict[str, bytes] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()

    def add(self, path: str, body: bytes) -> None:
        """Raise ValueError for a path that is there already, or that leads out of the folder it is unpacked in."""
        if path in self.files or path.startswith("/") or ".." in path.split("/") or "\\" in path:
            raise ValueError(f"«{path}» cannot be added to the package")
        self.files[path] = body

    def close(self) -> None:
        with zipfile.ZipFile(self.to, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, body in sorted(self.files.items()):
                archive.writestr(entry(path), body, compresslevel=9)


def entry(path: str) -> zipfile.ZipInfo:
    """Readable by everyone wherever it is unpacked; what is packed already is only stored."""
    info = zipfile.ZipInfo(path, WHEN)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if path.rpartition(".")[2] in PACKED else zipfile.ZIP_DEFLATED
    return info
