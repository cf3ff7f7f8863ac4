"""Who somebody is to another system: always the same there, another name at each, and nobody's own.

Made from the learner's id with the installation's key, so nothing is kept, and two systems cannot lay what they have
together by the names.
"""

from uuid import UUID

from django.utils.crypto import salted_hmac

LENGTH = 32


def of(learner: UUID, *, at: str) -> str:
    """The learner's name at the system with this name of ours, such as "lrs-3"."""
    told = f"{at}/{learner.hex}"
    return salted_hmac("baerekraft.interop.pseudonyms", told, algorithm="sha256").hexdigest()[:LENGTH]


def namespace(at: str) -> UUID:
    """What the ids of our facts are made from at a system, so that the ids tell no more than the names."""
    drawn = salted_hmac("baerekraft.interop.namespaces", at, algorithm="sha256").digest()
    return UUID(bytes=drawn[:16], version=4)
