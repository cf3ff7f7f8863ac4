"""News that others act on. It is sent inside the transaction that keeps the figures."""

from django.dispatch import Signal

loaded = Signal()  # figures are new, changed or gone, or what is told about them is
