"""Certificates: issued by themselves when a part is completed, checked by anyone who holds the code.

A certificate says what it said on the day it was issued; staff can revoke it, and it goes when its holder is erased.
"""
