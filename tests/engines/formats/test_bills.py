"""Bills and credit notes in the trade's words."""

from datetime import date
from pathlib import Path

import pytest

from comaker.engines.formats import read
from comaker.kernel.document import Charge, Instalment, Kind, References, TaxShare, Totals
from tests.engines.formats.writing import money, price, quantity, ubl

EUR = "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def payable(text: str) -> str:
    amount = f'<cbc:PayableAmount currencyID="EUR">{text}</cbc:PayableAmount>'
    return f"<cac:LegalMonetaryTotal>{amount}</cac:LegalMonetaryTotal>"


def line(inner: str, kind: str = "Invoice") -> str:
    return f"<cac:{kind}Line><cbc:ID>1</cbc:ID>{inner}</cac:{kind}Line>"


def test_a_bill_says_what_is_to_be_paid_and_how_it_adds_up(own: Path):
    bill = read((own / "invoice.xml").read_bytes())

    assert (bill.kind, bill.number, bill.flavour, bill.signer) == (Kind.BILL, "2026-0077", "NLCIUS", "giver")
    assert (bill.giver.name, bill.taker.name, bill.payer.name) == (
        "Molen De Hoop",
        "Bakkerij Zonneveld",
        "Bakkerij Zonneveld",
    )
    assert bill.payee.identifiers == ("name:factor n.v.",)
    assert bill.refers == References(order="PO-501", sales_order="SO-88", customer="Spring bread")
    assert bill.totals == Totals(
        *(
            money(text)
            for text in ("886", "88.60", "25", "822.40", "74.02", "896.42", "100", "-0.02", "796.40")
        )
    )
    assert bill.taxes == (TaxShare("S", 90_000, money("822.40"), money("74.02")),)
    assert bill.charges == (
        Charge(money("-88.60"), "Loyalty", 100_000, money("886"), 90_000),
        Charge(money("25"), "Freight"),
    )
    assert bill.instalments == (Instalment(money("796.40"), day("2026-04-12")),)
    assert (bill.happened_on, bill.replaces, bill.is_prepayment) == (day("2026-03-12"), "", False)


def test_a_bill_line_points_to_its_order_and_its_despatch(own: Path):
    rye, bags = read((own / "invoice.xml").read_bytes()).lines

    assert rye.refers == References(
        order="PO-501",
        order_line="1",
        sales_order="SO-88",
        despatch="DA-1",
        despatch_line="1",
        customer="Spring bread",
    )
    # Another order than the document's own: the seller's number of that one is not known.
    assert bags.refers == References(order="PO-499", order_line="4", customer="Spring bread")
    assert (rye.quantity, rye.unit, rye.amount, rye.on) == (
        quantity("940"),
        "KGM",
        money("846"),
        day("2026-03-11"),
    )
    # 900 per tonne, net of the discount that Price itself states.
    assert rye.price == price("0.90")
    assert bags.price == price("1.60")


def test_a_credit_note_is_negative_and_its_negative_lines_are_positive(own: Path):
    credit = read((own / "credit.xml").read_bytes())
    rye, deposit = credit.lines

    assert (credit.kind, credit.refers.bill) == (Kind.CREDIT_NOTE, "2026-0077")
    assert (rye.quantity, rye.amount, rye.price) == (quantity("-25"), money("-22.50"), price("0.90"))
    assert (deposit.quantity, deposit.amount, deposit.price) == (quantity("1"), money("0.50"), price("0.50"))
    assert (rye.refers.bill, rye.refers.bill_line) == ("2026-0077", "1")
    assert (deposit.refers.bill, deposit.refers.bill_line) == ("2026-0077", "")
    assert credit.totals.payable == money("-21.80")
    assert credit.taxes == (TaxShare("S", 90_000, money("-20"), money("-1.80")),)
    assert credit.charges == (Charge(money("2.00")),)
    assert credit.instalments == (Instalment(money("-21.80"), None),)


@pytest.mark.parametrize(
    ("root", "code", "kind", "signer"),
    [
        ("Invoice", "380", Kind.BILL, "giver"),
        ("Invoice", "389", Kind.BILL, "taker"),
        ("SelfBilledInvoice", "", Kind.BILL, "taker"),
        ("CreditNote", "381", Kind.CREDIT_NOTE, "giver"),
        ("CreditNote", "261", Kind.CREDIT_NOTE, "taker"),
        ("SelfBilledCreditNote", "", Kind.CREDIT_NOTE, "taker"),
        ("DebitNote", "", Kind.BILL, "giver"),
    ],
)
def test_who_signs_a_bill_follows_from_its_type(root, code, kind, signer):
    name = "CreditNoteTypeCode" if root == "CreditNote" else "InvoiceTypeCode"
    parties = "".join(
        f"<cac:{role}><cac:Party><cac:PartyName><cbc:Name>{who}</cbc:Name></cac:PartyName></cac:Party></cac:{role}>"
        for role, who in (("AccountingSupplierParty", "Mill"), ("AccountingCustomerParty", "Bakery"))
    )

    bill = read(ubl(root, f"<cbc:{name}>{code}</cbc:{name}>{EUR}{parties}{payable('10')}"))

    assert (bill.kind, bill.signer, bill.root) == (kind, signer, root)
    assert (bill.giver.name, bill.taker.name) == ("Mill", "Bakery")
    assert bill.totals.payable == (money("10") if kind is Kind.BILL else money("-10"))


@pytest.mark.parametrize(("written", "expected"), [("10", "-10"), ("-10", "-10")])
def test_an_invoice_that_calls_itself_a_credit_note_credits_however_it_is_signed(written, expected):
    body = f"<cbc:InvoiceTypeCode>381</cbc:InvoiceTypeCode>{EUR}{payable(written)}"

    bill = read(ubl("Invoice", body))

    assert (bill.kind, bill.totals.payable) == (Kind.CREDIT_NOTE, money(expected))


@pytest.mark.parametrize(("amount", "replaces"), [("10", "F-1"), ("0", "F-1"), ("-10", "")])
def test_a_corrected_bill_replaces_another_unless_it_only_takes_back(amount, replaces):
    reference = "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>F-1</cbc:ID>"
    reference += "</cac:InvoiceDocumentReference></cac:BillingReference>"
    body = f"<cbc:InvoiceTypeCode>384</cbc:InvoiceTypeCode>{EUR}{reference}{payable(amount)}"

    bill = read(ubl("Invoice", body))

    assert (bill.kind, bill.refers.bill, bill.replaces) == (Kind.BILL, "F-1", replaces)


def test_a_bill_for_goods_still_to_come_is_a_prepayment():
    assert read(ubl("Invoice", f"<cbc:InvoiceTypeCode>386</cbc:InvoiceTypeCode>{EUR}")).is_prepayment


def test_the_tax_total_in_the_currency_of_the_tax_office_is_not_added(own: Path):
    assert read((own / "invoice.xml").read_bytes()).totals.tax == money("74.02")


def test_oioubl_writes_the_tax_where_others_write_the_net_amount():
    total = "".join(
        f'<cbc:{name} currencyID="DKK">{text}</cbc:{name}>'
        for name, text in (
            ("LineExtensionAmount", "5000"),
            ("TaxExclusiveAmount", "1225"),
            ("AllowanceTotalAmount", "200"),
            ("ChargeTotalAmount", "100"),
        )
    )
    body = "<cbc:CustomizationID>OIOUBL-2.02</cbc:CustomizationID>"
    body += "<cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>"

    bill = read(ubl("Invoice", f"{body}<cac:LegalMonetaryTotal>{total}</cac:LegalMonetaryTotal>"))

    assert (bill.flavour, bill.totals.net, bill.totals.tax) == ("OIOUBL", money("4900"), money("1225"))


def test_several_terms_with_amounts_are_instalments():
    means = "<cac:PaymentMeans><cbc:ID>2</cbc:ID><cbc:PaymentDueDate>2026-06-30</cbc:PaymentDueDate></cac:PaymentMeans>"
    first = '<cac:PaymentTerms><cbc:Amount currencyID="EUR">40</cbc:Amount>'
    first += "<cbc:InstallmentDueDate>2026-05-31</cbc:InstallmentDueDate></cac:PaymentTerms>"
    second = "<cac:PaymentTerms><cbc:PaymentMeansID>2</cbc:PaymentMeansID>"
    second += "<cbc:PaymentPercent>60</cbc:PaymentPercent></cac:PaymentTerms>"

    bill = read(ubl("Invoice", EUR + means + first + second + payable("100")))

    assert bill.instalments == (
        Instalment(money("40"), day("2026-05-31")),
        Instalment(money("60"), day("2026-06-30")),
    )


def test_a_single_day_is_the_day_for_all_of_it():
    means = "<cac:PaymentMeans><cbc:PaymentDueDate>2026-06-30</cbc:PaymentDueDate></cac:PaymentMeans>"
    discount = "<cac:PaymentTerms><cbc:SettlementDiscountPercent>2</cbc:SettlementDiscountPercent>"
    discount += "<cac:SettlementPeriod><cbc:EndDate>2026-06-10</cbc:EndDate></cac:SettlementPeriod></cac:PaymentTerms>"

    assert read(ubl("Invoice", EUR + means + discount + payable("100"))).instalments == (
        Instalment(money("100"), day("2026-06-30")),
    )
    assert read(ubl("Invoice", EUR + payable("100"))).instalments == (Instalment(money("100"), None),)
    assert read(ubl("Invoice", EUR)).instalments == ()


def test_of_two_orders_in_the_head_of_a_bill_no_line_takes_one():
    two = "<cac:OrderReference><cbc:ID>A</cbc:ID></cac:OrderReference><cac:OrderReference><cbc:ID>B</cbc:ID></cac:OrderReference>"
    own = "<cac:OrderLineReference><cbc:LineID>1</cbc:LineID><cac:OrderReference><cbc:ID>B</cbc:ID></cac:OrderReference>"
    own += "</cac:OrderLineReference>"

    bill = read(ubl("Invoice", two + line("") + line(own)))

    assert bill.refers.order == "A"
    assert [one.refers.order for one in bill.lines] == ["", "B"]


def test_a_line_that_points_to_two_order_lines_says_so():
    two = "<cac:OrderLineReference><cbc:LineID>1</cbc:LineID></cac:OrderLineReference>" * 2

    (found,) = read(ubl("Invoice", line(two))).lines

    assert found.refers.order_line == "1"
    assert found.trouble == ("The line points to 2 order lines; only the first is used.",)


@pytest.mark.parametrize("placeholder", ["n/a", "NA", "-", "0", "normalizedString"])
def test_a_placeholder_is_no_reference(placeholder):
    order = f"<cac:OrderReference><cbc:ID>{placeholder}</cbc:ID><cbc:SalesOrderID>S9</cbc:SalesOrderID></cac:OrderReference>"
    reference = f"<cac:OrderLineReference><cbc:LineID>{placeholder}</cbc:LineID></cac:OrderLineReference>"

    bill = read(ubl("Invoice", order + line(reference)))

    assert bill.lines[0].refers == References(sales_order="S9")


@pytest.mark.parametrize(
    ("base", "unit", "expected", "trouble"),
    [
        ('<cbc:BaseQuantity unitCode="C62">100</cbc:BaseQuantity>', "C62", "0.03", 0),
        ('<cbc:BaseQuantity unitCode="EA">100</cbc:BaseQuantity>', "H87", "0.03", 0),
        ("<cbc:BaseQuantity>3</cbc:BaseQuantity>", "C62", "1", 0),
        ('<cbc:BaseQuantity unitCode="DZN">1</cbc:BaseQuantity>', "C62", "0.25", 0),
        ('<cbc:BaseQuantity unitCode="XBX">1</cbc:BaseQuantity>', "C62", "3", 1),
        ('<cbc:BaseQuantity unitCode="C62">0</cbc:BaseQuantity>', "C62", "3", 1),
        ("", "C62", "3", 0),
    ],
)
def test_a_price_is_that_of_one_unit_of_the_line(base, unit, expected, trouble):
    inner = f'<cbc:InvoicedQuantity unitCode="{unit}">5</cbc:InvoicedQuantity>'
    inner += f'<cac:Price><cbc:PriceAmount currencyID="EUR">3.00</cbc:PriceAmount>{base}</cac:Price>'

    (found,) = read(ubl("Invoice", EUR + line(inner))).lines

    assert found.price == price(expected)
    assert len(found.trouble) == trouble


@pytest.mark.parametrize(
    ("customization", "factor", "base", "percent"),
    [
        ("urn:cen.eu:en16931:2017", "10", "200", 100_000),
        ("OIOUBL-2.02", "0.1", "200", 100_000),
        ("urn:cen.eu:en16931:2017", "0.1", "200", 100_000),
        ("urn:cen.eu:en16931:2017", "10", "", 100_000),
        ("OIOUBL-2.02", "0.1", "", 100_000),
    ],
)
def test_a_multiplier_is_a_percentage_or_a_factor_by_what_explains_the_amount(
    customization, factor, base, percent
):
    charge = "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>"
    charge += f"<cbc:MultiplierFactorNumeric>{factor}</cbc:MultiplierFactorNumeric>"
    charge += '<cbc:Amount currencyID="EUR">20</cbc:Amount>'
    charge += f'<cbc:BaseAmount currencyID="EUR">{base}</cbc:BaseAmount></cac:AllowanceCharge>'

    bill = read(ubl("Invoice", f"<cbc:CustomizationID>{customization}</cbc:CustomizationID>{EUR}{charge}"))

    assert [one.percent for one in bill.charges] == [percent]


def test_a_line_without_a_price_keeps_its_amount():
    inner = '<cbc:InvoicedQuantity unitCode="C62">5</cbc:InvoicedQuantity>'
    inner += '<cbc:LineExtensionAmount currencyID="EUR">15</cbc:LineExtensionAmount>'

    (found,) = read(ubl("Invoice", EUR + line(inner))).lines

    assert (found.price, found.amount) == (None, money("15"))


def test_the_seller_and_buyer_of_the_goods_go_before_the_accounting_parties():
    parties = "".join(
        f"<cac:{role}><cac:Party><cac:PartyName><cbc:Name>{role}</cbc:Name></cac:PartyName></cac:Party></cac:{role}>"
        for role in (
            "AccountingSupplierParty",
            "AccountingCustomerParty",
            "BuyerCustomerParty",
            "SellerSupplierParty",
        )
    )

    bill = read(ubl("Invoice", parties))

    assert (bill.giver.name, bill.taker.name) == ("SellerSupplierParty", "BuyerCustomerParty")
    assert bill.payer.name == "AccountingCustomerParty"
