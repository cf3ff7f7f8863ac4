"""Bærekraftsjekken: from a case to a report that a council can use.

It owns the assessment: what is answered and by whom, its secret links, conflicts, reports, and the public collection.
"""
