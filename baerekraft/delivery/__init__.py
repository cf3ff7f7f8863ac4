"""Delivery: what comes to learners by itself after a part: three short questions by mail, each answered in one tap.

It owns who has said yes, what was asked and answered, and when the next question goes out; it stops when she says so.
"""
