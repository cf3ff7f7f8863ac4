"""Exporting: the course goes out as the content files it could have come from, so that it can be kept in git.

What is written is read back before any file is touched; what would not come back the same is told, never dropped.
"""
