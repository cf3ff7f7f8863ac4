"""Suggested targets from a case's own words, with the words that led there. A suggestion is never an answer."""
