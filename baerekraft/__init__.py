"""Sustainability course for municipalities."""
