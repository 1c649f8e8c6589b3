"""Block: the few known lines that a document line is worth comparing with, found through an index."""

from collections.abc import Sequence

from comaker.engines.matching.book import Book, KnownLine
from comaker.engines.matching.run import Reading


def candidates_between(book: Book, reading: Reading, places: Sequence[int]) -> dict[int, Sequence[KnownLine]]:
    """Return for each line without any reference the lines between the two parties that may be it."""
    if not places:
        return {}
    between = book.between.get((reading.giver, reading.taker))
    lines = [known for deal in between.deals for known in deal.lines] if between else []
    return dict.fromkeys(places, lines)
