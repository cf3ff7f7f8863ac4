"""The course as something that runs or is read elsewhere: in another system, on any web server, on paper.

Each kind of package is made from the same published lessons as the learner's pages, with the same exercises in it.
"""
