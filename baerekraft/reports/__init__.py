"""Reports: figures of the course and the check for one place, with nothing in them that points at a person.

It owns what is hidden and why, and the same figures as tables, files and a page for the municipal director.
"""
