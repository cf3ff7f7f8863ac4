"""Campaigns: a municipality brings its people to the course, by lessons in the mail, by an invitation, or by a poster.

The room owns who is written to, what and when, how each sets her own pace, and who is never to be written to again.
"""
