"""Certificates: issued by themselves when a part is completed, checked by anyone who holds the code.

A certificate keeps the words of the day it was issued, but follows its holder's name; staff can revoke it.
"""
