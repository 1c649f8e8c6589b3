"""The usual: the terms that two parties seem to live by, where they have not written any down."""

from collections.abc import Collection

from comaker.kernel.document import Kind
from comaker.kernel.line import DEFAULT_TERMS, Terms
from comaker.kernel.settlement import PRESETS, Biller

_ASKS = frozenset((Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION, Kind.ORDER_RESPONSE))


def usual_terms(
    kinds: Collection[Kind], *, is_self_billed: bool, has_order_number: bool, delivery_term: str = ""
) -> Terms:
    """Read terms from the papers that go between two parties in one direction.

    Where receipts come in, bills are held against them (`three_way`); where none ever do, against what was
    announced as sent, else what was promised (`two_way`), unless no bill came either: then receipts are
    still to be expected.

    Args:
        kinds: the kinds of paper seen.
        is_self_billed: the taker makes out the bills.
        has_order_number: some paper names an order, so an order is expected even if it is not here.
    """
    has_receipts = Kind.RECEIPT_ADVICE in kinds
    has_bills = Kind.BILL in kinds or Kind.CREDIT_NOTE in kinds
    settlement = PRESETS["three_way" if has_receipts or not has_bills else "two_way"]
    if is_self_billed:
        settlement = settlement._replace(biller=Biller.TAKER)
    return DEFAULT_TERMS._replace(
        settlement=settlement,
        expects_ask=has_order_number or not _ASKS.isdisjoint(kinds),
        delivery_term=delivery_term,
    )
