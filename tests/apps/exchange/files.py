"""Small UBL files between two parties, for the tests of what people bring."""

from tests.engines.formats.writing import ubl, x

MILL, BAKERY, OTHER = (
    ("Mill", "NL801234567B01"),
    ("Bakery", "NL809876543B01"),
    ("Pump Works", "NL807777777B01"),
)


def party(role, name, *vats):
    """Return a side of a document; with several numbers it is known by each."""
    schemes = "".join(
        x("PartyTaxScheme", x("CompanyID", vat) + x("TaxScheme", x("ID", "VAT"))) for vat in vats if vat
    )
    named = x("PartyName", x("Name", name)) if name else ""
    return x(role, x("Party", named + schemes)) if named or schemes else ""


def line(number, product, quantity, price):
    item = x("Item", x("Name", product.title()), x("SellersItemIdentification", x("ID", product)))
    priced = x("Price", x("PriceAmount", str(price), currencyID="EUR"))
    return x(
        "OrderLine",
        x("LineItem", x("ID", str(number)) + x("Quantity", str(quantity), unitCode="KGM") + priced + item),
    )


def order(number="PO-1", *, giver=MILL, taker=BAKERY, lines=(("flour", 10, 2),)):
    """Return an order as bytes."""
    body = x("DocumentCurrencyCode", "EUR")
    body += party("BuyerCustomerParty", *taker) + party("SellerSupplierParty", *giver)
    body += "".join(line(place, *each) for place, each in enumerate(lines, 1))
    return ubl("Order", body, number)


def receipt(number="R-1", *, giver=MILL, taker=BAKERY, order="", lines=(("flour", 10),)):
    """Return a receipt advice as bytes."""
    body = x("OrderReference", x("ID", order)) if order else ""
    body += party("DeliveryCustomerParty", *taker) + party("DespatchSupplierParty", *giver)
    for place, (product, quantity) in enumerate(lines, 1):
        item = x("Item", x("Name", product.title()), x("SellersItemIdentification", x("ID", product)))
        body += x(
            "ReceiptLine", x("ID", str(place)) + x("ReceivedQuantity", str(quantity), unitCode="KGM") + item
        )
    return ubl("ReceiptAdvice", body, number)
