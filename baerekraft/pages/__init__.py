"""Public pages as bytes: rendered once per edition, the same for everyone, kept with their compressed variants.

A room that has public pages adds them to the `registry`; `serving.front` stands before Django and answers for them.
"""
