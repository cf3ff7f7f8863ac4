"""The UN's goals and targets, sets of targets that build on them, and what is known of how they pull at each other.

The room owns texts and links from files; it keeps nothing in the database and knows no assessment.
"""
