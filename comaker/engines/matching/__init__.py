"""Matching: which document line belongs to which line of the record."""

from comaker.engines.matching.book import Book
from comaker.engines.matching.match import match
from comaker.engines.matching.together import Found, put_together
from comaker.engines.matching.words import (
    BY_REFERENCE,
    BillTie,
    Candidate,
    Held,
    Loose,
    Matched,
    Pair,
    Seen,
    TermsOf,
    Tie,
    bill_key,
)

__all__ = [
    "BY_REFERENCE",
    "BillTie",
    "Book",
    "Candidate",
    "Found",
    "Held",
    "Loose",
    "Matched",
    "Pair",
    "Seen",
    "TermsOf",
    "Tie",
    "bill_key",
    "match",
    "put_together",
]
