"""Matching: which document line belongs to which line of the record."""

from comaker.engines.matching.bills import ABOUT_BILLS
from comaker.engines.matching.book import Book
from comaker.engines.matching.deals import PAPERS_OF_SLIP
from comaker.engines.matching.hands import ELSEWHERE, Hand
from comaker.engines.matching.intake import clash, meaning_of, turn_of, version_of
from comaker.engines.matching.match import match
from comaker.engines.matching.namesakes import Dealings, stands_for
from comaker.engines.matching.parties import fullness
from comaker.engines.matching.retyped import exact, looser, loosest
from comaker.engines.matching.run import by_place
from comaker.engines.matching.together import Found, asked_days, bills_from, packings_of, put_together
from comaker.engines.matching.words import (
    BY_HAND,
    BY_REFERENCE,
    NOTHING_MATCHED,
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
    "ABOUT_BILLS",
    "BY_HAND",
    "BY_REFERENCE",
    "ELSEWHERE",
    "NOTHING_MATCHED",
    "PAPERS_OF_SLIP",
    "BillTie",
    "Book",
    "Candidate",
    "Dealings",
    "Found",
    "Hand",
    "Held",
    "Loose",
    "Matched",
    "Pair",
    "Seen",
    "TermsOf",
    "Tie",
    "asked_days",
    "bill_key",
    "bills_from",
    "by_place",
    "clash",
    "exact",
    "fullness",
    "looser",
    "loosest",
    "match",
    "meaning_of",
    "packings_of",
    "put_together",
    "stands_for",
    "turn_of",
    "version_of",
]
