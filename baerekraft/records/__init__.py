"""Records: what a learner has begun, answered and finished.

Facts are written once, in one transaction, and can be sent twice; totals follow in the same transaction.
"""
