"""Learners: who a learner is, how she enters, comes back, sees and erases what is hers.

A learner is a person on a device until the e-mail address is proven; there is no account.
"""
