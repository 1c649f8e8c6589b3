"""Formats: business documents, from the bytes that came in to the trade's words.

`read` is the only way in. It is pure: bytes in, `Document` out, no files, no network, no clock. What cannot
be read is a `Refusal` that says what the content looks like and what to do; what can be read but holds an
unusable value is a `Document` with a sentence about that value in `trouble`.

Speed and limits: see docs/decisions/0002-one-door-for-xml.md and bench/reading.py.
"""

from comaker.engines.formats.door import (
    BrokenXml,
    ForbiddenXml,
    Limits,
    NotXml,
    TooComplex,
    TooLarge,
    UnknownDocument,
    Unreadable,
    WrongEncoding,
)
from comaker.engines.formats.ubl import NumberMissing, read

__all__ = [
    "BrokenXml",
    "ForbiddenXml",
    "Limits",
    "NotXml",
    "NumberMissing",
    "TooComplex",
    "TooLarge",
    "UnknownDocument",
    "Unreadable",
    "WrongEncoding",
    "read",
]
