"""Keeping the secrets of links out of the log. The filter sits on every handler (config/settings.py).

Imported before there are any apps: nothing of the product may be imported here.
"""

import logging
import re

# Wherever it stands and however it is quoted: nothing else that is logged has 32 such characters in a row.
SECRET = re.compile(r"[a-z2-7]{32,}")
_plain = logging.Formatter()


def redact(text: str) -> str:
    return SECRET.sub("…", text)


class Secrets(logging.Filter):
    """Lets every record through, without secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(_message(record)), ()
        if record.exc_info:
            record.exc_text = redact(record.exc_text or _plain.formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        if hasattr(record, "request"):
            record.request = redact(str(record.request))
        return True


def _message(record: logging.LogRecord) -> str:
    """A record that cannot be written is told as it is: logging would print its arguments instead."""
    try:
        return record.getMessage()
    except Exception:
        return f"{record.msg} {record.args}"
