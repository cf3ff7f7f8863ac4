"""Status: the pages that show where Viken and each municipality stand on the seventeen goals.

All of them are public pages, made from the indicators' figures and the same for everyone.
"""
