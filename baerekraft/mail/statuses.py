"""What a mail server's no is about: this address for good, or something that may pass."""

import re

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# Without an enhanced status (RFC 3463): no such mailbox, not here, not a mailbox name.
NO_SUCH_MAILBOX = {550, 551, 553}
# Disabled; unknown to Microsoft 365, which says «access denied»; no such domain.
GONE = {(2, 1), (4, 1), (4, 4), (4, 310)}


def is_gone(text: str, *, code: int = 0) -> bool:
    """Whether the address is of no use any more.

    A full mailbox (5.2.2), spam filters and rules (5.7.x) are not about the address, though they say no for good.
    """
    status = ENHANCED.search(text)
    if status is None:
        return code in NO_SUCH_MAILBOX
    kind, subject, detail = map(int, status.groups())
    return kind == 5 and (subject == 1 or (subject, detail) in GONE)
