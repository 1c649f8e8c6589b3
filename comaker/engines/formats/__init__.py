"""Formats: business documents, from the bytes that came in to the trade's words, and back.

`read` is the only way in, and `write` the way out: what is written is read as the same again. Both are pure,
with no files, no network and no clock. What cannot be read is a `Refusal` that says what the content looks
like and what to do; what can be read but holds an unusable value is a `Document` with a sentence about that
value in `trouble`.

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
from comaker.engines.formats.writing.ubl import write

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
    "write",
]
