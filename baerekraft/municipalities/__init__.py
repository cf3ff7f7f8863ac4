"""Municipalities: each a line of codes through time, so that no border that moves breaks a record.

The room owns which municipalities there are, what they were called and coded, and whose a mail domain is.
"""
