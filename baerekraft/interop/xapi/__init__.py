"""Statements: what the records hold, told as xAPI 1.0.3 to record stores, to a file and to whoever asks with a token.

They are derived from the facts each time, and kept nowhere.
"""
