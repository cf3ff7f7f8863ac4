"""Insight: the coordinators' own pages. Each sees her municipality, her unit or her county, and nothing else.

It owns who sees what, the dashboards, and the pages where campaigns, units and coordinators are looked after.
"""
