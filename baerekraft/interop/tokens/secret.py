"""A token as text: `bkr_`, 32 signs drawn at random, and six that are a checksum of what stands before them.

Programs that look for leaked secrets know it by how it begins, and the checksum tells a real one from a word that only
looks like one. Here it also means that a token with a slip of the pen costs no question to the database.
"""

import hashlib
import re
import secrets
import string
import zlib

PREFIX = "bkr_"
SIGNS = string.digits + string.ascii_uppercase + string.ascii_lowercase
DRAWN, CHECK = 32, 6
SHOWN = len(PREFIX) + 4
SHAPE = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{DRAWN + CHECK}}}", re.ASCII)


def new() -> str:
    """190 random bits."""
    body = PREFIX + "".join(secrets.choice(SIGNS) for _ in range(DRAWN))
    return body + checksum(body)


def checksum(body: str) -> str:
    """CRC-32 in base 62, as the tokens of GitHub have it."""
    left, written = zlib.crc32(body.encode()), ""
    for _ in range(CHECK):
        left, sign = divmod(left, len(SIGNS))
        written = SIGNS[sign] + written
    return written


def is_one(text: str) -> bool:
    return bool(SHAPE.fullmatch(text)) and checksum(text[:-CHECK]) == text[-CHECK:]


def digest(text: str) -> str:
    """What is kept. No salt and no slow hash: nobody guesses 190 bits."""
    return hashlib.sha256(text.encode()).hexdigest()
