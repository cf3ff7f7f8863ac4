"""Doors to other systems: the API, and the formats in which the course and its records travel."""
