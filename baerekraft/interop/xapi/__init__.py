"""Statements: what the records hold, told as xAPI 1.0.3 to record stores and to a file.

They are derived from the facts each time, and kept nowhere.
"""
