"""Exercises: what a learner does in a lesson.

One folder a kind owns the kind's document, grading, author's block, form and script; `kinds` lists them.
"""
