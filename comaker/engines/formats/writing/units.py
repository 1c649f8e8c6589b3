"""Units: the pallets and parcels of a shipment or line and how they came in, as UBL."""

from comaker.engines.formats.writing.elements import Element, group, value
from comaker.kernel.document import Answer, Unit

CONDITIONS = {Answer.ACCEPTED: "AP", Answer.CHANGED: "CA", Answer.REJECTED: "RE", Answer.RECEIVED: "AB"}


def handling_units(units: tuple[Unit, ...]) -> list[Element | None]:
    """Write units with their state."""
    return [
        group(
            "TransportHandlingUnit",
            value("ID", unit.number),
            value("TransportHandlingUnitTypeCode", unit.kind),
            group(
                "Status",
                value("ConditionCode", CONDITIONS.get(unit.answer, "")),
                value("StatusReasonCode", unit.reason),
                value("StatusReason", unit.note),
            ),
        )
        for unit in units
    ]
