"""Sheets: files that people send in, read with care: is it what it says, and which rows does it hold?

It owns the guards against bombs and locked files, the encodings that Excel writes, and rows from .xlsx and .csv.
"""
