"""Bare: what of a document somebody sees who may not see money."""

from collections.abc import Iterable

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.document import Document, DocumentLine, Kind, Totals
from comaker.kernel.entry import Act

# Documents that speak of money alone, and the acts of what is loose on them.
KINDS_OF_MONEY = frozenset(
    (
        *(Kind.BILL, Kind.CREDIT_NOTE, Kind.REMITTANCE, Kind.BILL_RESPONSE, Kind.STATEMENT, Kind.REMINDER),
        Kind.BILL_CONCESSION,
    )
)
ACTS_OF_MONEY = (Act.BILL.value, Act.PAY.value)
_UNPRICED = frozenset((Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.FULFILMENT_CANCELLATION))
_NO_TOTALS = Totals()
_WORDS_OF_MONEY = ("price", "bill", "amount")


def kinds_hidden_from(asker: Asker) -> list[str]:
    """Return the kinds of documents that an asker does not see at all."""
    return [] if sees(asker, Seeing.MONEY) else sorted(kind.value for kind in KINDS_OF_MONEY)


def acts_hidden_from(asker: Asker) -> list[str]:
    """Return the acts of which an asker does not see what is loose."""
    return [] if sees(asker, Seeing.MONEY) else [*ACTS_OF_MONEY]


def is_hidden_from(asker: Asker, kind: Kind) -> bool:
    """Tell whether an asker does not see documents of a kind at all."""
    return kind in KINDS_OF_MONEY and not sees(asker, Seeing.MONEY)


def bared(document: Document, asker: Asker) -> Document:
    """Return a document as an asker may see it."""
    return document if sees(asker, Seeing.MONEY) else without_money(document)


def without_money(document: Document) -> Document:
    """Return a document without prices, amounts and how it is paid."""
    return document._replace(
        currency="",
        totals=_NO_TOTALS,
        taxes=(),
        charges=(),
        instalments=(),
        lines=tuple([_unpriced(line) for line in document.lines]),
    )


def reasons_for(asker: Asker, reasons: Iterable[str]) -> tuple[str, ...]:
    """Return why something is tied as an asker may know it: without those that speak of prices and bills."""
    if sees(asker, Seeing.MONEY):
        return tuple(reasons)
    return tuple([reason for reason in reasons if not any(word in reason for word in _WORDS_OF_MONEY)])


def holds_prices(document: Document) -> bool:
    """Tell whether the paper of a document may hold prices, as far as can be known from what was read."""
    if document.kind not in _UNPRICED or document.charges or document.taxes:
        return True
    return document.totals != _NO_TOTALS or any(line != _unpriced(line) for line in document.lines)


def _unpriced(line: DocumentLine) -> DocumentLine:
    return line._replace(price=None, amount=None, charges=(), tax_category="", tax_percent=None)
