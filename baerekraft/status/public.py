"""The public pages of the room: which they are, and who makes each."""

from baerekraft.pages.registry import Maker

PAGES: dict[str, Maker] = {}
