"""The form of each step: what stands on the page, and where what is written goes in the document.

Each module has one function, `content(page)`, that gives the step's template what it needs.
"""
