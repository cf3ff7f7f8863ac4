"""Webhooks: what happened here is told to addresses that staff chose, signed, and again until it arrives.

The row is written with the fact, so nothing is lost. Order is not promised, and the same may come twice.
"""
