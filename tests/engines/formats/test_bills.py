"""Bills and credit notes in the trade's words."""

from datetime import date
from pathlib import Path

import pytest

from comaker.engines.formats import read
from comaker.kernel.document import Charge, Instalment, Kind, References, TaxShare, Totals
from tests.engines.formats.writing import money, price, quantity, ubl, x

EUR = x("DocumentCurrencyCode", "EUR")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def payable(text: str) -> str:
    return x("LegalMonetaryTotal", x("PayableAmount", text, currencyID="EUR"))


def line(inner: str) -> str:
    return x("InvoiceLine", x("ID", "1"), inner)


def named(role: str, name: str) -> str:
    return x(role, x("Party", x("PartyName", x("Name", name))))


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
    parties = named("AccountingSupplierParty", "Mill") + named("AccountingCustomerParty", "Bakery")

    bill = read(ubl(root, x(name, code) + EUR + parties + payable("10")))

    assert (bill.kind, bill.signer, bill.root) == (kind, signer, root)
    assert (bill.giver.name, bill.taker.name) == ("Mill", "Bakery")
    assert bill.totals.payable == (money("10") if kind is Kind.BILL else money("-10"))


@pytest.mark.parametrize(("written", "expected"), [("10", "-10"), ("-10", "-10")])
def test_an_invoice_that_calls_itself_a_credit_note_credits_however_it_is_signed(written, expected):
    bill = read(ubl("Invoice", x("InvoiceTypeCode", "381") + EUR + payable(written)))

    assert (bill.kind, bill.totals.payable) == (Kind.CREDIT_NOTE, money(expected))


@pytest.mark.parametrize(("amount", "replaces"), [("10", "F-1"), ("0", "F-1"), ("-10", "")])
def test_a_corrected_bill_replaces_another_unless_it_only_takes_back(amount, replaces):
    reference = x("BillingReference", x("InvoiceDocumentReference", x("ID", "F-1")))
    body = x("InvoiceTypeCode", "384") + EUR + reference + payable(amount)

    bill = read(ubl("Invoice", body))

    assert (bill.kind, bill.refers.bill, bill.replaces) == (Kind.BILL, "F-1", replaces)


def test_a_bill_for_goods_still_to_come_is_a_prepayment():
    assert read(ubl("Invoice", x("InvoiceTypeCode", "386"))).is_prepayment


def test_the_tax_total_in_the_currency_of_the_tax_office_is_not_added(own: Path):
    assert read((own / "invoice.xml").read_bytes()).totals.tax == money("74.02")


def test_oioubl_writes_the_tax_where_others_write_the_net_amount():
    amounts = {
        "LineExtensionAmount": "5000",
        "TaxExclusiveAmount": "1225",
        "AllowanceTotalAmount": "200",
        "ChargeTotalAmount": "100",
    }
    total = "".join(x(name, text, currencyID="DKK") for name, text in amounts.items())

    bill = read(ubl("Invoice", x("CustomizationID", "OIOUBL-2.02") + x("LegalMonetaryTotal", total)))

    assert (bill.flavour, bill.totals.net, bill.totals.tax) == ("OIOUBL", money("4900"), money("1225"))


def test_several_terms_with_amounts_are_instalments():
    means = x("PaymentMeans", x("ID", "2"), x("PaymentDueDate", "2026-06-30"))
    first = x("PaymentTerms", x("Amount", "40", currencyID="EUR"), x("InstallmentDueDate", "2026-05-31"))
    second = x("PaymentTerms", x("PaymentMeansID", "2"), x("PaymentPercent", "60"))

    bill = read(ubl("Invoice", EUR + means + first + second + payable("100")))

    assert bill.instalments == (
        Instalment(money("40"), day("2026-05-31")),
        Instalment(money("60"), day("2026-06-30")),
    )


def test_a_single_day_is_the_day_for_all_of_it():
    means = x("PaymentMeans", x("PaymentDueDate", "2026-06-30"))
    period = x("SettlementPeriod", x("EndDate", "2026-06-10"))
    discount = x("PaymentTerms", x("SettlementDiscountPercent", "2"), period)

    assert read(ubl("Invoice", EUR + means + discount + payable("100"))).instalments == (
        Instalment(money("100"), day("2026-06-30")),
    )
    assert read(ubl("Invoice", EUR + payable("100"))).instalments == (Instalment(money("100"), None),)
    assert read(ubl("Invoice", EUR)).instalments == ()


def test_of_two_orders_in_the_head_of_a_bill_no_line_takes_one():
    two = x("OrderReference", x("ID", "A")) + x("OrderReference", x("ID", "B"))
    own = x("OrderLineReference", x("LineID", "1"), x("OrderReference", x("ID", "B")))

    bill = read(ubl("Invoice", two + line("") + line(own)))

    assert bill.refers.order == "A"
    assert [one.refers.order for one in bill.lines] == ["", "B"]


def test_a_line_that_points_to_two_order_lines_says_so():
    two = x("OrderLineReference", x("LineID", "1")) * 2

    (found,) = read(ubl("Invoice", line(two))).lines

    assert found.refers.order_line == "1"
    assert found.trouble == ("The line points to 2 order lines; only the first is used.",)


@pytest.mark.parametrize("placeholder", ["n/a", "NA", "-", "0", "normalizedString"])
def test_a_placeholder_is_no_reference(placeholder):
    order = x("OrderReference", x("ID", placeholder), x("SalesOrderID", "S9"))
    reference = x("OrderLineReference", x("LineID", placeholder))

    bill = read(ubl("Invoice", order + line(reference)))

    assert bill.lines[0].refers == References(sales_order="S9")


@pytest.mark.parametrize(
    ("base", "unit", "expected", "trouble"),
    [
        (x("BaseQuantity", "100", unitCode="C62"), "C62", "0.03", 0),
        (x("BaseQuantity", "100", unitCode="EA"), "H87", "0.03", 0),
        (x("BaseQuantity", "3"), "C62", "1", 0),
        (x("BaseQuantity", "1", unitCode="DZN"), "C62", "0.25", 0),
        (x("BaseQuantity", "1", unitCode="XBX"), "C62", "3", 1),
        (x("BaseQuantity", "0", unitCode="C62"), "C62", "3", 1),
        ("", "C62", "3", 0),
    ],
)
def test_a_price_is_that_of_one_unit_of_the_line(base, unit, expected, trouble):
    stated = x("Price", x("PriceAmount", "3.00", currencyID="EUR"), base)
    inner = x("InvoicedQuantity", "5", unitCode=unit) + stated

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
    charge = x(
        "AllowanceCharge",
        x("ChargeIndicator", "true"),
        x("MultiplierFactorNumeric", factor),
        x("Amount", "20", currencyID="EUR"),
        x("BaseAmount", base, currencyID="EUR"),
    )

    bill = read(ubl("Invoice", x("CustomizationID", customization) + EUR + charge))

    assert [one.percent for one in bill.charges] == [percent]


def test_a_line_without_a_price_keeps_its_amount():
    inner = x("InvoicedQuantity", "5", unitCode="C62") + x("LineExtensionAmount", "15", currencyID="EUR")

    (found,) = read(ubl("Invoice", EUR + line(inner))).lines

    assert (found.price, found.amount) == (None, money("15"))


def test_the_seller_and_buyer_of_the_goods_go_before_the_accounting_parties():
    roles = (
        "AccountingSupplierParty",
        "AccountingCustomerParty",
        "BuyerCustomerParty",
        "SellerSupplierParty",
    )
    parties = "".join(named(role, role) for role in roles)

    bill = read(ubl("Invoice", parties))

    assert (bill.giver.name, bill.taker.name) == ("SellerSupplierParty", "BuyerCustomerParty")
    assert bill.payer.name == "AccountingCustomerParty"
