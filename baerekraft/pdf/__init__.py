"""The room of PDF: turns a Typst template and a dictionary into a file that is accessible (UA-1) and archivable (A-2a).

It owns the compiler, the fonts, the shared look and what happens to letters that no font has; templates live with their rooms.
"""
