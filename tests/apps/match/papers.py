"""Papers of one deal as UBL: Candle Co buys beeswax from Bee Works, as DESIGN.md tells it.

Only what is asked for is written; every function returns the bytes of one document.
"""

from tests.engines.formats.writing import COMMON, x

GIVER, TAKER = "Bee Works", "Candle Co"


def party(role, name):
    return x(role, x("Party", x("PartyName", x("Name", name))))


def document(root, number, on, body):
    return (
        f'<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" '
        f'xmlns:cac="{COMMON}AggregateComponents-2" xmlns:cbc="{COMMON}BasicComponents-2">'
        f"{x('ID', number)}{x('IssueDate', on)}{body}</{root}>"
    ).encode()


def item(name):
    return x("Item", x("Name", name), x("SellersItemIdentification", x("ID", "WAX-1")))


def amount(name, text):
    return x(name, text, currencyID="EUR")


def order(number="PO-1047", many="120", price="1.50", total="180.00", name="beeswax", until="2026-01-09"):
    line = x(
        "LineItem", x("ID", "1"), x("Quantity", many, unitCode="KGM"), amount("LineExtensionAmount", total),
        x("Delivery", x("RequestedDeliveryPeriod", x("EndDate", until))),
        x("Price", amount("PriceAmount", price)), item(name),
    )  # fmt: skip
    body = x("DocumentCurrencyCode", "EUR") + party("BuyerCustomerParty", TAKER)
    return document(
        "Order", number, "2026-01-05", body + party("SellerSupplierParty", GIVER) + x("OrderLine", line)
    )


def answer(number="CONF-1", order="PO-1047"):
    body = x("OrderResponseCode", "AP") + x("OrderReference", x("ID", order))
    body += party("SellerSupplierParty", GIVER) + party("BuyerCustomerParty", TAKER)
    return document("OrderResponse", number, "2026-01-06", body)


def despatch(number="DA-1", many="120", on="2026-01-08"):
    line = x("ID", "1") + x("DeliveredQuantity", many, unitCode="KGM")
    line += x("OrderLineReference", x("LineID", "1")) + item("beeswax")
    body = x("OrderReference", x("ID", "PO-1047")) + party("DespatchSupplierParty", GIVER)
    return document(
        "DespatchAdvice", number, on, body + party("DeliveryCustomerParty", TAKER) + x("DespatchLine", line)
    )


def receipt(number="RA-1", many="118", rejected="2", on="2026-01-10"):
    line = x("ID", "1") + x("ReceivedQuantity", many, unitCode="KGM")
    if rejected:
        line += x("RejectedQuantity", rejected, unitCode="KGM") + x("RejectReason", "damaged")
    line += x("OrderLineReference", x("LineID", "1")) + item("beeswax")
    body = x("OrderReference", x("ID", "PO-1047")) + party("DeliveryCustomerParty", TAKER)
    return document(
        "ReceiptAdvice", number, on, body + party("DespatchSupplierParty", GIVER) + x("ReceiptLine", line)
    )


def bill(number="B-1", many="120", price="1.50", net="180.00", tax="37.80", gross="217.80", on="2026-01-12",
         order="PO-1047"):  # fmt: skip
    line = x("ID", "1") + x("InvoicedQuantity", many, unitCode="KGM") + amount("LineExtensionAmount", net)
    line += x("OrderLineReference", x("LineID", "1")) + item("beeswax")
    line += x("Price", amount("PriceAmount", price))
    share = x(
        "TaxSubtotal", amount("TaxableAmount", net), amount("TaxAmount", tax),
        x("TaxCategory", x("ID", "S"), x("Percent", "21")),
    )  # fmt: skip
    totals = amount("LineExtensionAmount", net) + amount("TaxExclusiveAmount", net)
    totals += amount("TaxInclusiveAmount", gross) + amount("PayableAmount", gross)
    body = x("DueDate", "2026-02-09") + x("DocumentCurrencyCode", "EUR")
    body += x("OrderReference", x("ID", order)) if order else ""
    body += party("AccountingSupplierParty", GIVER) + party("AccountingCustomerParty", TAKER)
    body += x("TaxTotal", amount("TaxAmount", tax), share) + x("LegalMonetaryTotal", totals)
    return document("Invoice", number, on, body + x("InvoiceLine", line))


def payment(number="PAY-1", total="217.80", bill="B-1", on="2026-02-09"):
    line = x("ID", "1") + amount("DebitLineAmount", total)
    line += x("BillingReference", x("InvoiceDocumentReference", x("ID", bill)))
    body = amount("TotalPaymentAmount", total) + party("AccountingCustomerParty", TAKER)
    return document(
        "RemittanceAdvice", number, on,
        body + party("AccountingSupplierParty", GIVER) + x("RemittanceAdviceLine", line),
    )  # fmt: skip


def as_agreed():
    """Return the papers of a deal on which nothing differs."""
    return [order(), despatch(), receipt(many="120", rejected="", on="2026-01-09"), bill(), payment()]


def of_the_design():
    """Return the papers of the deal in DESIGN.md: 2 missing, 2 refused, a day late, all of it billed."""
    return [order(), answer(), despatch(), receipt(), bill()]
