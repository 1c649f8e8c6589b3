"""The usual: the terms that two parties seem to live by, where they have not written any down."""

from typing import NamedTuple

from comaker.kernel.document import Document, Kind
from comaker.kernel.line import DEFAULT_TERMS, Terms
from comaker.kernel.settlement import PRESETS, Biller

_ASKS = frozenset((Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION, Kind.ORDER_RESPONSE))
_BILLS = frozenset((Kind.BILL, Kind.CREDIT_NOTE))


class Habits(NamedTuple):
    """How papers go between two parties in one direction: the same in whatever order they came.

    Attributes:
        kinds: the kinds of paper seen.
        is_self_billed: the taker makes out the bills.
        names_orders: some paper names an order, so an order is expected even if it is not here.
        delivery_term: the Incoterm that papers name; where they differ, the first by name.
    """

    kinds: frozenset[Kind] = frozenset()
    is_self_billed: bool = False
    names_orders: bool = False
    delivery_term: str = ""

    def with_paper(self, document: Document) -> "Habits":
        """Return the habits as they are once a document has been seen."""
        kinds, is_self_billed, names_orders, term = self
        kind = document.kind
        if kind not in kinds:
            kinds |= {kind}
        if kind in _BILLS and document.signer == "taker":
            is_self_billed = True
        if not names_orders:
            names_orders = bool(document.refers.order) or any(line.refers.order for line in document.lines)
        said = document.delivery_term
        if said and (not term or said < term):
            term = said
        return tuple.__new__(Habits, (kinds, is_self_billed, names_orders, term))

    def plus(self, other: "Habits") -> "Habits":
        """Return the habits of all papers that two habits were read from."""
        return Habits(
            self.kinds | other.kinds,
            self.is_self_billed or other.is_self_billed,
            self.names_orders or other.names_orders,
            min(filter(None, (self.delivery_term, other.delivery_term)), default=""),
        )


NO_HABITS = Habits()


def usual_terms(habits: Habits) -> Terms:
    """Read terms from the papers that go between two parties in one direction.

    Where receipts come in, bills are held against them (`three_way`); where none ever do, against what was
    announced as sent, else what was promised (`two_way`), unless no bill came either: then receipts are
    still to be expected.
    """
    kinds = habits.kinds
    has_receipts = Kind.RECEIPT_ADVICE in kinds
    settlement = PRESETS["three_way" if has_receipts or kinds.isdisjoint(_BILLS) else "two_way"]
    if habits.is_self_billed:
        settlement = settlement._replace(biller=Biller.TAKER)
    return DEFAULT_TERMS._replace(
        settlement=settlement,
        expects_ask=habits.names_orders or not kinds.isdisjoint(_ASKS),
        delivery_term=habits.delivery_term,
    )
