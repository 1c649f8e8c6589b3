"""Remarks: what a person should look at in one document, whatever it is matched to."""

from comaker.kernel.amounts import plain_money
from comaker.kernel.document import Answer, Document, Kind

_ORDERS = (Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_RESPONSE)


def remarks_on(document: Document) -> list[str]:
    """Return what a person should look at in one document; what can be counted of it is counted."""
    remarks = list(document.trouble)
    remarks += [sentence for line in document.lines if line.trouble for sentence in line.trouble]
    remarks += _order_sums(document) if document.kind in _ORDERS else []
    remarks += _uncounted_units(document) if document.kind is Kind.RECEIPT_ADVICE else []
    return remarks


def _uncounted_units(document: Document) -> list[str]:
    """Say which handling units came damaged, wrong or not at all where no line tells how much that is."""
    found = []
    uncounted = [line for line in document.lines if line.quantity is None]
    units = {unit.number: unit for line in uncounted for unit in line.units} if uncounted else {}
    units |= {unit.number: unit for unit in document.units} if uncounted or not document.lines else {}
    for unit in units.values():
        if unit.reason and unit.reason != "late":
            words = f": {unit.note}" if unit.note else ""
            found.append(
                f"Handling unit {unit.number} came {_CAME.get(unit.reason, unit.reason)}{words}; "
                "no line says how much that is, so a person must."
            )
    return found


_CAME = {"missing": "not at all", "other": "otherwise than announced"}


def _order_sums(document: Document) -> list[str]:
    """Check an order's own sums; a bill's are gaps of the bill."""
    totals = document.totals
    lines = sum(line.amount or 0 for line in document.lines)
    complete = all(line.amount is not None for line in document.lines) and document.lines
    found = []
    if (
        totals.lines is not None
        and complete
        and document.kind is Kind.ORDER
        and abs(totals.lines - lines) > 100
    ):
        found.append(f"Its lines add up to {plain_money(lines)}, not to {plain_money(totals.lines)}.")
    rates = [line.tax_percent for line in document.lines if line.tax_percent is not None]
    # Where no rate is given the tax itself must look like one; no country taxes at less than 2 or over 30 %.
    if totals.tax and lines and not rates and not document.taxes:
        percent = totals.tax * 100 / lines
        if not 2 <= percent <= 30:
            found.append(
                f"Its tax of {plain_money(totals.tax)} is {percent:.1f} % of its lines; no rate explains it."
            )
    return found


def silence_of(document: Document) -> str:
    """Say why a document counts nothing on the lines it speaks about."""
    what = f"{document.kind.value.capitalize()} {document.number}"
    why = f" It says: {document.note}" if document.note else ""
    if document.kind is Kind.RECEIPT_ADVICE and document.answer is Answer.RECEIVED:
        return f"{what} confirms that the despatch advice came in; nothing is counted as received yet.{why}"
    if document.kind is Kind.RECEIPT_ADVICE and document.answer is Answer.REJECTED:
        return f"{what} rejects the despatch advice itself, not the goods; its sender must correct it.{why}"
    if document.kind is Kind.ORDER_RESPONSE and document.answer is Answer.RECEIVED:
        return f"{what} confirms that the order came in; nothing is promised yet.{why}"
    return f"{what} is tied to its lines and says nothing that can be counted.{why}"
