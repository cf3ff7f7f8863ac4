"""A file of an export."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class File:
    """Where it is to lie, what is in it, and whether the one that is there already says the same.

    `needed_by` is the file that names this one; while that stays as it is, so does this.
    """

    path: str
    body: bytes
    says_the_same: Callable[[Path], bool] = lambda path: False
    needed_by: str = ""
