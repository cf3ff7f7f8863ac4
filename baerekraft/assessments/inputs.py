"""The inputs of a page: each is a field of the document, with what was typed, what is wrong, and what was set aside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from baerekraft.assessments.models import Clash

Choices = Iterable[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Input:
    path: str
    label: str | Promise
    type: str
    value: str = ""
    help: str | Promise = ""
    error: str = ""
    choices: tuple[tuple[str, str | Promise], ...] = ()
    clashes: tuple[Clash, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What a label, a help text and a script can point at."""
        return "".join(c if c.isalnum() else "-" for c in self.path)


@dataclass(frozen=True)
class Sheet:
    """Makes a page's inputs. `sent` is what was typed and could not be taken; it stands instead of what is saved."""

    fields: Mapping[str, str]
    sent: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, tuple[Clash, ...]] = field(default_factory=dict)

    def line(self, path: str, label: str | Promise, help: str | Promise = "", **attributes: str) -> Input:
        return self._input(path, label, "line", help, attributes=attributes)

    def text(self, path: str, label: str | Promise, help: str | Promise = "", **attributes: str) -> Input:
        return self._input(path, label, "text", help, attributes=attributes)

    def day(self, path: str, label: str | Promise, help: str | Promise = "") -> Input:
        return self._input(path, label, "day", help)

    def select(self, path: str, label: str | Promise, choices: Choices, help: str | Promise = "") -> Input:
        return self._input(path, label, "select", help, choices=tuple(choices))

    def radios(self, path: str, label: str | Promise, choices: Choices, help: str | Promise = "") -> Input:
        return self._input(path, label, "radios", help, choices=tuple(choices))

    def hidden(self, path: str, value: str) -> Input:
        return Input(path, "", "hidden", value)

    def _input(self, path: str, label: str | Promise, type: str, help: str | Promise, **more: Any) -> Input:
        error = self.errors.get(path, "")
        value = self.sent.get(path, "") if error else self.fields.get(path, "")
        return Input(path, label, type, value, help, error, clashes=self.clashes.get(path, ()), **more)


def clashes_by_path(clashes: Iterable[Clash]) -> dict[str, tuple[Clash, ...]]:
    found: dict[str, tuple[Clash, ...]] = {}
    for clash in clashes:
        found[clash.path] = (*found.get(clash.path, ()), clash)
    return found
