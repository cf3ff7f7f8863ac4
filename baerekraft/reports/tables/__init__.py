"""The tables of a report, each made of numbers that may be shown."""
