"""Long: numbers and names that are too long to be kept and found again."""

from collections.abc import Iterator

from comaker.kernel.document import Document

# Bytes. PostgreSQL indexes two numbers together in no more than 2,700.
NUMBER_MAX = 1_000
NAME_MAX = 2_000


def too_long(document: Document) -> str:
    """Return a sentence about the first number or name of a document that is too long; empty when none is."""
    for what, text, most in _texts(document):
        # No character takes more than four bytes.
        if len(text) * 4 > most and len(text.encode("utf-8", "replace")) > most:
            return f"The {what} “{text[:24]}…” has {len(text):,} characters, too many to be kept."
    return ""


def _texts(document: Document) -> Iterator[tuple[str, str, int]]:
    yield "document number", document.number, NUMBER_MAX
    yield "bill number", document.replaces, NUMBER_MAX
    yield from (("reference number", text, NUMBER_MAX) for text in document.refers)
    for party in (document.giver, document.taker):
        yield "party name", party.name, NAME_MAX
        yield from (("party number", text, NUMBER_MAX) for text in party.identifiers)
    for line in document.lines:
        yield "line number", line.number, NUMBER_MAX
        if line.refers is not document.refers:
            yield from (("reference number", text, NUMBER_MAX) for text in line.refers)
        for product in (line.product, line.instead):
            if product is not None:
                yield "product name", product.name, NAME_MAX
                yield from (("product number", text, NUMBER_MAX) for text in product[:4] + product[5:])
