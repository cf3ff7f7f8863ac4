"""News about mail that did not arrive."""

from django.dispatch import Signal

bounced = Signal()
"""Sent with `key` (what the message was posted with), `message_id`, `address` (empty when only the key is known), `reason` and
`permanent` when an address turns out to be of no use. A receiver writes a row or two."""
