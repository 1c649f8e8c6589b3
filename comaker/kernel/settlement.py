"""Settlement: the four switches that say what a bill is held against, and their usual settings."""

from enum import StrEnum
from typing import NamedTuple


class Receipt(StrEnum):
    """What must come in before the line counts as delivered."""

    NONE = "none"
    GOODS = "goods"
    SERVICE_ENTRY = "service entry"
    USE = "use"


class BillBase(StrEnum):
    """What may be billed: what was promised, what was accepted, or what was used."""

    PROMISED = "promised"
    ACCEPTED = "accepted"
    USED = "used"


class Biller(StrEnum):
    """Who makes the bill."""

    GIVER = "giver"
    TAKER = "taker"
    NOBODY = "nobody"


class Order(StrEnum):
    """Which of receipt, bill and payment comes first."""

    RECEIPT_FIRST = "receipt first"
    BILL_FIRST = "bill first"
    PAYMENT_FIRST = "payment first"


class Settlement(NamedTuple):
    """How a line is settled.

    With bill base ACCEPTED and receipt NONE nobody books receipts: the bill is held against the nearest
    earlier act that is known, what was announced as sent, else what was promised.
    """

    receipt: Receipt = Receipt.GOODS
    base: BillBase = BillBase.ACCEPTED
    biller: Biller = Biller.GIVER
    order: Order = Order.RECEIPT_FIRST


PRESETS = {
    "three_way": Settlement(),
    "three_way_early_bill": Settlement(order=Order.BILL_FIRST),
    "two_way": Settlement(receipt=Receipt.NONE),
    "consignment": Settlement(receipt=Receipt.USE, base=BillBase.USED),
    "service": Settlement(receipt=Receipt.SERVICE_ENTRY),
    "prepaid": Settlement(base=BillBase.PROMISED, order=Order.PAYMENT_FIRST),
    "self_billed": Settlement(biller=Biller.TAKER),
    "unpriced": Settlement(biller=Biller.NOBODY),
}

_NAMES = {settlement: name for name, settlement in PRESETS.items()}


def name_of(settlement: Settlement) -> str:
    """Return the name of a preset, or the four switches joined by slashes."""
    return _NAMES.get(settlement) or "/".join(settlement)
