"""Orders: what is asked, changed, withdrawn and promised."""

from comaker.engines.formats import codes, items, money, parties, references
from comaker.engines.formats.bills import delivery_term
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import Node
from comaker.kernel.document import Answer, Document, DocumentLine, Kind, References, Stretch
from comaker.kernel.product import NOTHING

_KINDS = {
    "Order": Kind.ORDER,
    "OrderChange": Kind.ORDER_CHANGE,
    "OrderCancellation": Kind.ORDER_CANCELLATION,
    "OrderResponse": Kind.ORDER_RESPONSE,
    "OrderResponseSimple": Kind.ORDER_RESPONSE,
}
_ASKED = ("RequestedDeliveryPeriod/", "PromisedDeliveryPeriod/", "EstimatedDeliveryPeriod/")
_PROMISED = ("PromisedDeliveryPeriod/", "EstimatedDeliveryPeriod/", "RequestedDeliveryPeriod/")


def order(sheet: Sheet) -> Document:
    """Read an Order, OrderChange, OrderCancellation, OrderResponse or OrderResponseSimple."""
    root, kind = sheet.root, _KINDS[sheet.name]
    is_response = kind is Kind.ORDER_RESPONSE
    tax, shares = money.taxes(sheet)
    refers, inherited = references.of_document(sheet)
    if kind is Kind.ORDER:
        # An order's own number is the order; what it refers to else is a quotation or a contract.
        refers, inherited = (
            refers._replace(order=root.text("ID")),
            inherited._replace(order=root.text("ID")),
        )
    giver, taker = parties.within(root, "SellerSupplierParty"), parties.within(root, "BuyerCustomerParty")
    delivery = root.child("Delivery/")
    answer, note = _answer(root) if is_response else (Answer.NONE, root.text("Note"))
    return Document(
        kind=kind,
        number=root.text("ID"),
        version=_version(root),
        giver=giver,
        taker=taker,
        signer=parties.signer(sheet, giver, taker, "giver" if is_response else "taker"),
        payee=parties.party(root.child("PayeeParty/")),
        payer=parties.within(root, "AccountingCustomerParty"),
        deliver_to=parties.location(delivery),
        carrier=parties.carrier(root),
        refers=refers,
        answer=Answer.CANCELLED if kind is Kind.ORDER_CANCELLATION else answer,
        lines=_lines(sheet, inherited, kind),
        totals=money.totals(sheet, tax),
        taxes=shares,
        charges=items.charges(sheet, root),
        delivery_term=delivery_term(root),
        note=references.written(root.text("CancellationNote")) or note,
    )


def stretches(sheet: Sheet, node: Node, whole: int | None, periods: tuple[str, ...]) -> tuple[Stretch, ...]:
    """Read the Delivery elements of a line or document as dated shares; those without any day are left out.

    Args:
        whole: the quantity of the line, which the only delivery takes when it names none.
        periods: the elements to look for, the best first.
    """
    deliveries = node.children("Delivery/")
    found = []
    for delivery in deliveries:
        from_on, until_on = _span(sheet, delivery, periods)
        if from_on is not None or until_on is not None:
            quantity = sheet.quantity(delivery, "Quantity")
            found.append(
                Stretch(whole if quantity is None and len(deliveries) == 1 else quantity, from_on, until_on)
            )
    return tuple(found)


def _span(sheet: Sheet, delivery: Node, periods: tuple[str, ...]) -> tuple[int | None, int | None]:
    """Return the first day and the first day too late; EndDate and the like are the last day in time."""
    for name in periods:
        period = delivery.child(name)
        if period:
            start, end = sheet.day(period, "StartDate"), sheet.day(period, "EndDate")
            if start is not None or end is not None:
                return start, None if end is None else end + 1
    latest = sheet.day(delivery, "LatestDeliveryDate")
    if latest is not None:
        return None, latest + 1
    for name in (
        "RequestedDeliveryDate",
        "PromisedDeliveryDate",
        "EstimatedDeliveryDate",
        "ActualDeliveryDate",
    ):
        day = sheet.day(delivery, name)
        if day is not None:
            return day, day + 1
    return None, None


def _lines(sheet: Sheet, inherited: References, kind: Kind) -> tuple[DocumentLine, ...]:
    periods = _PROMISED if kind is Kind.ORDER_RESPONSE else _ASKED
    general = stretches(sheet, sheet.root, None, periods)[:1]

    def line(sheet: Sheet, outer: Node) -> DocumentLine:
        node = outer.child("LineItem/")
        refers = references.of_line(sheet, outer, inherited)
        if kind is not Kind.ORDER_RESPONSE or not refers.order_line:
            # Orders and changes number the order's lines; so does a response that points to none.
            refers = refers._replace(order_line=node.text("ID"))
        # LineItem/SalesOrderID is the seller's number of the line, whatever its name says.
        own = references.written(node.text("SalesOrderID"))
        if own and not refers.sales_order_line:
            refers = refers._replace(sales_order_line=own)
        substitute = outer.child("SellerSubstitutedLineItem/")
        stated = [substitute, node] if substitute else [node]
        quantity, unit = _quantity(sheet, stated)
        dated = stretches(sheet, node, quantity, periods)
        item = node.child("Item/")
        tax = item.child("ClassifiedTaxCategory/")
        return DocumentLine(
            number=node.text("ID"),
            refers=refers,
            quantity=quantity,
            unit=unit,
            price=next(
                (found for one in stated if (found := items.price(sheet, one, unit)) is not None), None
            ),
            amount=next(
                (found for one in stated if (found := sheet.money(one, "LineExtensionAmount")) is not None),
                None,
            ),
            charges=items.charges(sheet, node),
            answer=codes.line_answer(node.text("LineStatusCode")),
            product=items.product(item) if item else NOTHING,
            instead=items.product(substitute.child("Item/")) if substitute else None,
            stretches=dated or tuple(one._replace(quantity=quantity) for one in general),
            note=node.text("Note") or outer.text("Note"),
            tax_category=money.category(tax),
            tax_percent=sheet.percent(tax, "Percent"),
            second=items.second(sheet, item),
        )

    return sheet.lines(sheet.root.children("OrderLine/"), line)


def _quantity(sheet: Sheet, nodes: list[Node]) -> tuple[int | None, str]:
    """Return the first quantity stated and its unit: a substitute's own goes before the line's."""
    for node in nodes:
        quantity = sheet.quantity(node, "Quantity")
        if quantity is not None:
            return quantity, node.text("Quantity@").upper()
    return None, ""


def _answer(root: Node) -> tuple[Answer, str]:
    note = root.text("RejectionNote") or root.text("Note")
    return codes.answer(root.text("OrderResponseCode") or root.text("AcceptedIndicator")), note


def _version(root: Node) -> int:
    text = root.text("SequenceNumberID")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
