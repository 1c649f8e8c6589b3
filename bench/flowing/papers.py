"""Papers of the flow: order, receipt advice and bill of ten lines, as the bytes in which they would come.

Peppol's order (BIS Ordering 3), the receipt advice of its logistics, and its invoice (BIS Billing 3), in
UBL 2.1. Of each order two lines come short by three pieces and are billed in full, and one is billed 5 %
too dear.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

LINES = 10
FIRST_DAY = date(2026, 1, 5)
CENT = Decimal("0.01")

_COMMON = "urn:oasis:names:specification:ubl:schema:xsd:Common"
_VAT = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
_STANDARD_RATE = f"<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>{_VAT}"


class Row(NamedTuple):
    """One line of an order, and what becomes of it."""

    number: int
    item: str
    quantity: int
    received: int
    price: Decimal
    billed_price: Decimal


class Deal(NamedTuple):
    """One order with its number, its supplier and its day."""

    number: str
    supplier: int
    day: date
    rows: tuple[Row, ...]


def deal(order: int, *, relations: int, prefix: str = "PO") -> Deal:
    """Return an order of ten lines; the same one for the same number.

    Args:
        relations: how many suppliers the one buyer has, who take turns.
    """
    rows = []
    for line in range(LINES):
        quantity = 10 + (order * 7 + line * 3) % 90
        price = Decimal(100 + (order * 13 + line * 17) % 900) / 100
        rows.append(
            Row(
                number=line + 1,
                item=f"ART-{(order * 31 + line * 101) % 5000:05d}",
                quantity=quantity,
                received=quantity - 3 if line in (2, 5) else quantity,
                price=price,
                billed_price=(price * Decimal("1.05")).quantize(CENT) if line == 7 else price,
            )
        )
    day = FIRST_DAY + timedelta(days=order % 250)
    return Deal(f"{prefix}-{order:08d}", order % relations, day, tuple(rows))


def papers_of(one: Deal) -> tuple[bytes, bytes, bytes]:
    """Return the order, the receipt advice and the bill."""
    return _order(one), _receipt(one), _bill(one)


def _order(one: Deal) -> bytes:
    total = sum((row.quantity * row.price for row in one.rows), Decimal(0))
    wanted = f"<cbc:EndDate>{one.day + timedelta(days=15)}</cbc:EndDate>"
    period = f"<cac:RequestedDeliveryPeriod>{wanted}</cac:RequestedDeliveryPeriod>"
    lines = "".join(
        f"<cac:OrderLine><cac:LineItem><cbc:ID>{row.number}</cbc:ID>"
        f'<cbc:Quantity unitCode="C62">{row.quantity}</cbc:Quantity>'
        f"{_money('LineExtensionAmount', row.quantity * row.price)}"
        f"{_price(row.price)}{_item(row)}</cac:LineItem></cac:OrderLine>"
        for row in one.rows
    )
    return _ubl(
        "Order",
        "urn:fdc:peppol.eu:poacc:trns:order:3",
        "urn:fdc:peppol.eu:poacc:bis:ordering:3",
        f"<cbc:ID>{one.number}</cbc:ID><cbc:IssueDate>{one.day}</cbc:IssueDate>"
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"<cac:BuyerCustomerParty>{_buyer()}</cac:BuyerCustomerParty>"
        f"<cac:SellerSupplierParty>{_seller(one.supplier)}</cac:SellerSupplierParty>"
        f"<cac:Delivery>{period}</cac:Delivery>"
        f"<cac:AnticipatedMonetaryTotal>{_money('LineExtensionAmount', total)}"
        f"{_money('PayableAmount', total)}</cac:AnticipatedMonetaryTotal>{lines}",
    )


def _receipt(one: Deal) -> bytes:
    day = one.day + timedelta(days=10)
    lines = "".join(
        f"<cac:ReceiptLine><cbc:ID>{row.number}</cbc:ID>"
        f'<cbc:ReceivedQuantity unitCode="C62">{row.received}</cbc:ReceivedQuantity>'
        f"<cac:OrderLineReference><cbc:LineID>{row.number}</cbc:LineID>"
        f"<cac:OrderReference><cbc:ID>{one.number}</cbc:ID></cac:OrderReference></cac:OrderLineReference>"
        f"{_item(row)}</cac:ReceiptLine>"
        for row in one.rows
    )
    return _ubl(
        "ReceiptAdvice",
        "urn:fdc:peppol.eu:logistics:trns:receipt_advice:1",
        "urn:fdc:peppol.eu:logistics:bis:receipt_advice_only:1",
        f"<cbc:ID>R{one.number}</cbc:ID><cbc:IssueDate>{day}</cbc:IssueDate>"
        f"<cac:OrderReference><cbc:ID>{one.number}</cbc:ID></cac:OrderReference>"
        f"<cac:DeliveryCustomerParty>{_buyer()}</cac:DeliveryCustomerParty>"
        f"<cac:DespatchSupplierParty>{_seller(one.supplier)}</cac:DespatchSupplierParty>"
        "<cac:Shipment><cbc:ID>NA</cbc:ID><cac:Delivery>"
        f"<cbc:ActualDeliveryDate>{day}</cbc:ActualDeliveryDate></cac:Delivery></cac:Shipment>{lines}",
    )


def _bill(one: Deal) -> bytes:
    day = one.day + timedelta(days=12)
    net = sum((row.quantity * row.billed_price for row in one.rows), Decimal(0))
    tax = (net * 21 / 100).quantize(CENT)
    lines = "".join(
        f"<cac:InvoiceLine><cbc:ID>{row.number}</cbc:ID>"
        f'<cbc:InvoicedQuantity unitCode="C62">{row.quantity}</cbc:InvoicedQuantity>'
        f"{_money('LineExtensionAmount', row.quantity * row.billed_price)}"
        f"<cac:OrderLineReference><cbc:LineID>{row.number}</cbc:LineID></cac:OrderLineReference>"
        f"{_item(row)}{_price(row.billed_price)}</cac:InvoiceLine>"
        for row in one.rows
    )
    return _ubl(
        "Invoice",
        "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
        "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
        f"<cbc:ID>B{one.number}</cbc:ID><cbc:IssueDate>{day}</cbc:IssueDate>"
        f"<cbc:DueDate>{day + timedelta(days=30)}</cbc:DueDate>"
        "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
        "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
        f"<cac:OrderReference><cbc:ID>{one.number}</cbc:ID></cac:OrderReference>"
        f"<cac:AccountingSupplierParty>{_seller(one.supplier)}</cac:AccountingSupplierParty>"
        f"<cac:AccountingCustomerParty>{_buyer()}</cac:AccountingCustomerParty>"
        f"<cac:TaxTotal>{_money('TaxAmount', tax)}<cac:TaxSubtotal>{_money('TaxableAmount', net)}"
        f"{_money('TaxAmount', tax)}<cac:TaxCategory>{_STANDARD_RATE}</cac:TaxCategory>"
        "</cac:TaxSubtotal></cac:TaxTotal>"
        f"<cac:LegalMonetaryTotal>{_money('LineExtensionAmount', net)}{_money('TaxExclusiveAmount', net)}"
        f"{_money('TaxInclusiveAmount', net + tax)}{_money('PayableAmount', net + tax)}"
        f"</cac:LegalMonetaryTotal>{lines}",
    )


def _ubl(root: str, customization: str, profile: str, content: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} '
        f'xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" '
        f'xmlns:cac="{_COMMON}AggregateComponents-2" xmlns:cbc="{_COMMON}BasicComponents-2">'
        f"<cbc:CustomizationID>{customization}</cbc:CustomizationID>"
        f"<cbc:ProfileID>{profile}</cbc:ProfileID>{content}</{root}>"
    ).encode()


def _buyer() -> str:
    return _party("Bakery", "8720000000017", "NL809876543B01")


def _seller(supplier: int) -> str:
    stem = f"871{supplier:09d}"
    return _party(f"Supplier {supplier}", stem + _check_digit(stem), f"NL{800_000_000 + supplier}B01")


def _party(name: str, gln: str, vat: str) -> str:
    return (
        f'<cac:Party><cbc:EndpointID schemeID="0088">{gln}</cbc:EndpointID>'
        f"<cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName>"
        "<cac:PostalAddress><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country>"
        f"</cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID>{_VAT}"
        f"</cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>{name} B.V."
        "</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>"
    )


def _item(row: Row) -> str:
    return (
        f"<cac:Item><cbc:Name>Article {row.item}</cbc:Name>"
        f"<cac:SellersItemIdentification><cbc:ID>{row.item}</cbc:ID></cac:SellersItemIdentification>"
        f"<cac:ClassifiedTaxCategory>{_STANDARD_RATE}</cac:ClassifiedTaxCategory></cac:Item>"
    )


def _price(price: Decimal) -> str:
    return f"<cac:Price>{_money('PriceAmount', price)}</cac:Price>"


def _money(name: str, amount: Decimal) -> str:
    return f'<cbc:{name} currencyID="EUR">{amount.quantize(CENT)}</cbc:{name}>'


def _check_digit(digits: Iterable[str]) -> str:
    """Return the last digit of a global location number."""
    odd = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-odd % 10)
