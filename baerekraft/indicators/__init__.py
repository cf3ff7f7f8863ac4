"""Indicators: figures for the seventeen goals, each for a place and a year, with who published it and where.

The room owns series and how a series goes on when borders move; it makes no figures of its own without saying so.
"""
