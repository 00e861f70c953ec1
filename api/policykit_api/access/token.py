"""The key as its bearer holds it: ``pk_<id>_<secret><checksum>``, 65 characters.

The fixed beginning lets secret scanners find keys that were committed by mistake; the checksum tells a
mistyped key from a wrong one without a look into the store. Neither protects anything: the secret does.
"""

from __future__ import annotations

import re
import secrets
import string
import zlib
from dataclasses import dataclass, field
from hashlib import sha256

ID_LENGTH = 12
SECRET_LENGTH = 43
"""Characters of 62 kinds each: 256 bits of chance."""
CHECKSUM_LENGTH = 6
LENGTH = len("pk_") + ID_LENGTH + len("_") + SECRET_LENGTH + CHECKSUM_LENGTH

LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
ID_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Ids are read out and typed: none of 0, 1, i, l, o."""

ID = slice(len("pk_"), len("pk_") + ID_LENGTH)
FORM = re.compile(rf"pk_[{ID_LETTERS}]{{{ID_LENGTH}}}_[0-9A-Za-z]{{{SECRET_LENGTH + CHECKSUM_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Token:
    """A key in full. It is shown once and kept nowhere."""

    id: str
    text: str = field(repr=False)

    @property
    def digest(self) -> bytes:
        return digest(self.text.encode())


def digest(token: bytes) -> bytes:
    """What is kept of a key: its SHA-256.

    A slow password hash would protect a secret that can be guessed; 256 bits of chance cannot, and every
    request would pay for it.
    """
    return sha256(token).digest()


def new_id() -> str:
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))


def new(key_id: str) -> Token:
    """A token with a new secret."""
    secret = "".join(secrets.choice(LETTERS) for _ in range(SECRET_LENGTH))
    body = f"pk_{key_id}_{secret}"
    return Token(key_id, body + checksum(body))


def is_whole(token: str) -> bool:
    """Whether the text has the form of a key and was copied without a mistake."""
    if not FORM.fullmatch(token):
        return False
    return checksum(token[:-CHECKSUM_LENGTH]) == token[-CHECKSUM_LENGTH:]


def checksum(body: str) -> str:
    """The CRC-32 of the text before it, in six characters."""
    number = zlib.crc32(body.encode())
    letters = ""
    for _ in range(CHECKSUM_LENGTH):
        number, digit = divmod(number, len(LETTERS))
        letters = LETTERS[digit] + letters
    return letters
