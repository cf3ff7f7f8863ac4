"""The catalog: courses and lessons as published, frozen and versioned.

A published lesson never changes; a change is a new version, and the old ones stay for those who began with them.
"""
