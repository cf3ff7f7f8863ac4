"""The room of mail: composes a message from one template, queues it, and delivers it once, with patience.

It owns the mail server's address, the queue of what is not yet delivered, the base of every message and the outbox of development.
"""
