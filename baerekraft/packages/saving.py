"""A package as a file on the disk: beside first, and named when it is whole."""

import errno
import os
import tempfile
from pathlib import Path

from baerekraft.packages import making
from baerekraft.packages.choice import Choice
from baerekraft.packages.making import Options, Say


def save(kind: str, choice: Choice, path: Path, *, options: Options, say: Say) -> int:
    """Return how many bytes were written. Raises what `making.make` does, and OSError; then `path` is as it was."""
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            making.make(kind, choice, file, options=options, say=say)
            file.flush()
            os.fsync(handle)
            size = file.tell()
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
    return size
