"""Dates and numbers where we write them otherwise than Django does."""
