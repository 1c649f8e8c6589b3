"""Units: the pallets and parcels that a shipment names, what is on them and how they came in."""

from comaker.engines.formats import codes
from comaker.engines.formats.tree import Node
from comaker.kernel.document import Answer, Unit
from comaker.kernel.product import reference

_GRAVITY = (Answer.NONE, Answer.RECEIVED, Answer.ACCEPTED, Answer.CHANGED, Answer.REJECTED)
_GOODS = ("GoodsItem/", "Package/", "ContainedPackage/")


def units_of(shipment: Node) -> tuple[Unit, ...]:
    """Return the handling units of a shipment, each with its state."""
    if not shipment:
        return ()
    return tuple(_unit(node) for node in _handling_units(shipment))


def held_by(shipment: Node) -> dict[str, tuple[Unit, ...]]:
    """Return for each line number the units of the shipment that say they hold it."""
    found: dict[str, list[Unit]] = {}
    for node in _handling_units(shipment):
        unit = _unit(node)
        numbers = [line.text("ID") for line in node.children("HandlingUnitDespatchLine/")]
        numbers += [line.text("ID") for line in node.children("ReceivedHandlingUnitReceiptLine/")]
        for number in dict.fromkeys(filter(None, [*numbers, *_goods(node)])):
            found.setdefault(number, []).append(unit)
    return {number: tuple(units) for number, units in found.items()}


def state(node: Node, meanings: dict[str, str]) -> tuple[Answer, str, str]:
    """Return the worst that the Status elements of a unit or consignment say: answer, reason, own words."""
    worst: tuple[Answer, str, str] = (Answer.NONE, "", "")
    for status in node.children("Status/"):
        answer = codes.answer(status.text("ConditionCode"))
        text = status.text("StatusReason") or status.text("Text") or status.text("Description")
        reason = codes.reason(text, status.text("StatusReasonCode"), meanings)
        if answer is Answer.ACCEPTED and reason == "other":
            reason = ""
        worst = max(worst, (answer, reason, text), key=gravity)
    return worst


def gravity(said: tuple[Answer, str, str]) -> int:
    """Return how bad a state is, to find the worst of several."""
    return _GRAVITY.index(said[0]) if said[0] in _GRAVITY else 0


def _handling_units(shipment: Node) -> list[Node]:
    found = [*shipment.children("TransportHandlingUnit/")]
    for consignment in shipment.children("Consignment/"):
        found += consignment.children("TransportHandlingUnit/")
    return found


def _unit(node: Node) -> Unit:
    answer, reason, note = state(node, codes.UNIT_REASONS)
    damage = node.text("DamageRemarks")
    number = node.text("ID")
    return Unit(
        number="".join(number.split()) if reference(number) else "",
        kind=node.text("TransportHandlingUnitTypeCode").upper(),
        answer=answer,
        reason=reason or ("damaged" if damage else ""),
        note=note or damage,
    )


def _goods(node: Node) -> list[str]:
    """Return the line numbers of the goods in a unit and in the packages in it; the tree is never deep."""
    found: list[str] = []
    for name in _GOODS:
        for one in node.children(name):
            found += [one.text("ID")] if name == "GoodsItem/" else _goods(one)
    return found
