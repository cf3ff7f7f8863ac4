"""UUIDv7: identifiers that sort by time, so that rows land at the end of their index."""

import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """RFC 9562, section 5.7. (The standard library has it from Python 3.14.)"""
    value = int.from_bytes(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10), "big")
    value = value & ~(0xF000 << 64) | (0x7000 << 64)
    value = value & ~(0xC000 << 48) | (0x8000 << 48)
    return uuid.UUID(int=value)
