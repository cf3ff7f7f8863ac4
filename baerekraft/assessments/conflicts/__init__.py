"""Where the goals pull apart in a case: found from its answers and from what is known, the five that matter first."""

from baerekraft.assessments.conflicts.ranking import FIRST, MOST, Found, found, opportunities

__all__ = ["FIRST", "MOST", "Found", "found", "opportunities"]
