"""YAML as our content files are written: one line a text, a block for long ones, small things on a line of their own."""

import re
from typing import Any

import yaml

# A reader of YAML breaks lines at these, and a block would not give them back.
BREAKS = re.compile("[\r\x85\u2028\u2029]")
TEXT = "tag:yaml.org,2002:str"


class Line(dict[str, Any]):
    """Fields that stand on one line: `{label: Bærum, value: 58}`."""


class Row(list[Any]):
    """Values that stand on one line: `[3, 4, 10]`."""


class Long(str):
    """A text that stands as a block below its name."""

    __slots__ = ()


class Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """A list is indented below its name."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def choose_scalar_style(self) -> str:
        """The files use double quotes, where there must be quotes at all."""
        style = super().choose_scalar_style()
        return '"' if style == "'" else str(style)


def _text(dumper: Dumper, text: str) -> yaml.ScalarNode:
    if BREAKS.search(text):
        return dumper.represent_scalar(TEXT, str(text), style='"')
    block = isinstance(text, Long) or "\n" in text
    return dumper.represent_scalar(TEXT, str(text), style="|" if block else None)


Dumper.add_representer(str, _text)
Dumper.add_representer(Long, _text)
Dumper.add_representer(
    Line, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)
Dumper.add_representer(
    Row, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)


def written(data: Any) -> str:
    return str(
        yaml.dump(
            data,
            Dumper=Dumper,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
            width=float("inf"),
        )
    )
