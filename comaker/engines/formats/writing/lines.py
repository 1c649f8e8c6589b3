"""Lines: what all of them have in common: what they point to, the product, price and charges."""

from comaker.engines.formats.items import SECOND
from comaker.engines.formats.writing.elements import Element, group, needed, value
from comaker.engines.formats.writing.pen import NO_NUMBER, Pen, percent
from comaker.kernel.document import Charge, DocumentLine, References
from comaker.kernel.product import Product

_GLOBAL = "0160"  # the scheme of a GTIN


def order_line_reference(line: References, head: References) -> Element | None:
    """Write which order line is meant; the order itself where it is another than the document's."""
    is_other = line.order != head.order or (line.sales_order != head.sales_order and line.sales_order)
    if not (line.order_line or line.sales_order_line or is_other):
        return None
    return group(
        "OrderLineReference",
        value("LineID", line.order_line or NO_NUMBER),
        value("SalesOrderLineID", line.sales_order_line),
        order_reference(line) if is_other else None,
    )


def order_reference(refers: References, *, customer: str = "") -> Element | None:
    """Write which order is meant, by the numbers of both sides; `customer` is its own reference."""
    if not (refers.order or refers.sales_order or customer):
        return None
    return group(
        "OrderReference",
        value("ID", refers.order or NO_NUMBER),
        value("SalesOrderID", refers.sales_order),
        value("CustomerReference", customer),
    )


def line_reference(name: str, number: str, document: str, head: str) -> Element | None:
    """Write which line of a despatch or receipt is meant; the paper itself where it is not the document's."""
    is_other = bool(document) and document != head
    if not number and not is_other:
        return None
    return group(
        name,
        value("LineID", number or NO_NUMBER),
        document_reference("DocumentReference", document, is_other),
    )


def bill_reference(line: References, head: References) -> Element | None:
    """Write which bill is meant, and which line of it; nothing where the document says as much."""
    if not line.bill_line and (not line.bill or line.bill == head.bill):
        return None
    return group(
        "BillingReference",
        document_reference("InvoiceDocumentReference", line.bill),
        group("BillingReferenceLine", value("ID", line.bill_line)),
    )


def document_reference(name: str, number: str, is_there: bool = True) -> Element | None:
    """Write which document is meant."""
    return group(name, value("ID", number)) if is_there else None


def item(pen: Pen, line: DocumentLine, *, has_second: bool = True) -> Element:
    """Write the product of a line, with its tax and its second measure."""
    return needed(
        "Item",
        numbers(line.product),
        tax_category("ClassifiedTaxCategory", line.tax_category, line.tax_percent),
        _second(pen, line) if has_second else None,
        group("ItemInstance", value("SerialID", line.product.serial)),
    )


def numbers(product: Product) -> list[Element | None]:
    """Write the name and the numbers of a product."""
    standard, scheme = product.standard, _GLOBAL
    if ":" in standard:
        scheme, _, standard = standard.partition(":")
    return [
        value("Name", product.name),
        group("BuyersItemIdentification", value("ID", product.buyers)),
        group("SellersItemIdentification", value("ID", product.sellers)),
        group("ManufacturersItemIdentification", value("ID", product.makers)),
        group("StandardItemIdentification", value("ID", standard, schemeID=scheme)),
    ]


def tax_category(name: str, category: str, percentage: int | None) -> Element | None:
    """Write the tax of a line, charge or share."""
    said = value("ID", category), percent("Percent", percentage)
    return group(name, *said, group("TaxScheme", value("ID", "VAT"))) if any(said) else None


def price(pen: Pen, line: DocumentLine) -> Element | None:
    """Write the price of one unit."""
    return group("Price", pen.price("PriceAmount", line.price))


def charges(pen: Pen, given: tuple[Charge, ...], *, is_factor: bool) -> list[Element | None]:
    """Write charges, and what is less than nothing as allowances.

    Args:
        is_factor: a percentage is written as a factor, as UBL itself has it, unless a base explains it.
    """
    return [_charge(pen, one, is_factor) for one in given]


def _charge(pen: Pen, charge: Charge, is_factor: bool) -> Element | None:
    amount = charge.amount * pen.sign
    factor = charge.percent
    if factor is not None and is_factor and not charge.base:
        factor = factor // 100 if factor % 100 == 0 else None  # what a factor cannot say is left out
    return group(
        "AllowanceCharge",
        value("ChargeIndicator", "true" if amount >= 0 else "false"),
        value("AllowanceChargeReason", charge.reason),
        percent("MultiplierFactorNumeric", factor),
        pen.money("Amount", abs(amount) * pen.sign),
        pen.money("BaseAmount", charge.base),
        tax_category("TaxCategory", "", charge.tax_percent),
    )


def _second(pen: Pen, line: DocumentLine) -> Element | None:
    if line.second is None:
        return None
    quantity, unit = line.second
    return group(
        "AdditionalItemProperty", value("Name", SECOND), pen.quantity("ValueQuantity", quantity, unit)
    )
