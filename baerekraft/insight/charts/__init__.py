"""Insight's charts: bars beside their words, columns by week, answers in shares, and where a place lies among others.

What is drawn comes from a report's shown cells alone; None is what is not shown, and is drawn as nothing.
"""
