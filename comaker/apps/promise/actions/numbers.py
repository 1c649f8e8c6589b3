"""Numbers: each paper of a party gets the next one of its series and year, without a hole between them."""

from comaker.engines.matching import version_of
from comaker.kernel.document import Document, Kind, year_of
from comaker.record.store import Store

_NEXT = """
INSERT INTO promise_sequence (party_id, series, year, last) VALUES (?, ?, ?, 1)
ON CONFLICT (party_id, series, year) DO UPDATE SET last = promise_sequence.last + 1
RETURNING last
"""
_BORNE = "SELECT 1 FROM record_document WHERE key = ? AND state = 'taken'"

# What stands before the numbers of a kind; a bill that the taker makes out has a series of its own.
_SERIES = {
    Kind.ORDER: "PO",
    Kind.ORDER_CANCELLATION: "CA",
    Kind.ORDER_RESPONSE: "OR",
    Kind.DESPATCH_ADVICE: "DA",
    Kind.RECEIPT_ADVICE: "RA",
    Kind.BILL: "INV",
    Kind.CREDIT_NOTE: "CN",
    Kind.REMITTANCE: "PAY",
    Kind.BILL_RESPONSE: "BR",
}
_OF_SIDES = {(Kind.ORDER, "giver"): "SO", (Kind.BILL, "taker"): "SB", (Kind.CREDIT_NOTE, "taker"): "SC"}


def numbered(store: Store, document: Document, party: int) -> Document:
    """Return a document with the next number of who signs it.

    Numbers that papers of the same year bear already, from another program say, are passed over.

    Args:
        party: the number of who signs it.
    """
    assert document.issued_on is not None
    year = year_of(document.issued_on)
    series = _OF_SIDES.get((document.kind, document.signer)) or _SERIES[document.kind]
    while True:
        last = int(store.select(_NEXT, party, series, year)[0][0])
        found = document._replace(number=f"{series}-{year}-{last:04}")
        if not store.select(_BORNE, f"{party}|{version_of(found)}|{found.number}|{year}"):
            return found
