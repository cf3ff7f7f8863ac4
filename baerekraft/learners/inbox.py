"""What an address may get by mail before anybody has proven it: little, and nothing in a stranger's words."""

import re

from baerekraft.learners import throttle
from baerekraft.learners.models import Learner

MAILS_AN_HOUR = 5
NAME = re.compile(r"[^\W\d_][^\d_<>@/:\\\[\]()]{0,49}")
SITE = re.compile(r"[.\u3002\uff0e\uff61]\S")  # a mail program makes a link of it


def greeting(name: str) -> str:
    """The name to greet with, or nothing where it could carry a stranger's message to somebody else's address."""
    return name if NAME.fullmatch(name) and not SITE.search(name) and len(name.split()) <= 5 else ""


def takes_one_more(email: str, *, about: str) -> bool:
    """Count one more mail about this to the address and tell whether it may go; nobody's inbox is flooded."""
    return throttle.count(f"mail.{about}", email, minutes=60) <= MAILS_AN_HOUR


def open_to(learner: Learner, *, about: str) -> bool:
    """Whether a mail with the learner's own name in it may go to the address she wrote."""
    if learner.proven_at or not learner.email:
        return bool(learner.email)
    return bool(greeting(learner.name)) and takes_one_more(learner.email, about=about)
