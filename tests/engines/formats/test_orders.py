"""Orders, changes, cancellations and answers in the trade's words."""

from datetime import date
from pathlib import Path

import pytest

from comaker.engines.formats import NumberMissing, read
from comaker.kernel.document import Answer, Kind, References, Stretch
from comaker.kernel.party import Party
from comaker.kernel.product import Product
from tests.engines.formats.writing import money, price, quantity, ubl, x

MILL = Party("Molen De Hoop", ("gln:8712345000016", "kvk:12345678", "vat:NL801234567B01"))
BAKERY = Party("Bakkerij Zonneveld", ("gln:8798765000010", "kvk:87654321", "vat:NL809876543B01"))


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def line(inner: str, outer: str = "") -> str:
    return x("OrderLine", x("LineItem", x("ID", "1"), inner), outer)


def known(role: str, gln: str) -> str:
    return x(role, x("Party", x("EndpointID", gln, schemeID="0088")))


def test_an_order_says_who_asks_what_of_whom(own: Path):
    order = read((own / "order.xml").read_bytes(), file="order.xml")

    assert (order.kind, order.number, order.root, order.flavour) == (
        Kind.ORDER,
        "PO-501",
        "Order",
        "Peppol BIS 3",
    )
    assert (order.giver, order.taker, order.signer) == (MILL, BAKERY, "taker")
    assert order.deliver_to == Party("", ("gln:8798765000027",))
    assert (order.issued_on, order.issued_at) == (day("2026-03-02"), (9 * 60 + 15) * 60 + 30)
    assert (order.currency, order.delivery_term, order.file) == ("EUR", "DAP", "order.xml")
    assert order.refers == References(order="PO-501", contract="FRAME-7", customer="Spring bread")
    assert (order.totals.lines, order.totals.tax, order.totals.payable) == (
        money("945"),
        money("85.05"),
        money("1030.05"),
    )
    assert order.key == ("gln:8798765000010", "Order", "PO-501", 2026)
    assert order.trouble == ()


def test_an_order_line_has_its_numbers_its_price_and_its_days(own: Path):
    rye, bags = read((own / "order.xml").read_bytes()).lines

    assert (rye.number, rye.quantity, rye.unit) == ("1", quantity("1000"), "KGM")
    assert (rye.price, rye.amount) == (price("0.90"), money("900"))
    assert rye.product == Product("rf25", "b-10", "8712345000078", "", "Rye flour", "")
    assert rye.refers.order_line == "1"
    assert (rye.tax_category, rye.tax_percent) == ("S", 90_000)
    assert rye.stretches == (
        Stretch(quantity("600"), None, day("2026-03-10")),
        Stretch(quantity("400"), None, day("2026-03-17")),
    )
    # 9.00 for ten pieces, by another code for the same piece; the days are those of the whole order.
    assert bags.price == price("0.90")
    assert bags.product == Product(name="Paper bag")
    assert bags.stretches == (Stretch(quantity("50"), day("2026-03-09"), day("2026-03-12")),)


def test_an_answer_promises_what_it_states_and_a_substitute_in_its_own_quantity_and_price(own: Path):
    response = read((own / "response.xml").read_bytes())
    rye, bags = response.lines

    assert (response.kind, response.answer, response.signer) == (Kind.ORDER_RESPONSE, Answer.CHANGED, "giver")
    assert response.refers == References(order="PO-501", sales_order="SO-88")
    assert (rye.answer, rye.quantity, rye.price) == (Answer.CHANGED, quantity("960"), None)
    assert rye.stretches == (Stretch(quantity("960"), day("2026-03-10"), day("2026-03-13")),)
    assert bags.product == Product(name="Paper bag")
    assert bags.instead == Product(sellers="bag-xl", name="Large paper bag")
    assert (bags.quantity, bags.unit, bags.price) == (quantity("25"), "C62", price("1.60"))


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("AP", Answer.ACCEPTED),
        ("CA", Answer.CHANGED),
        ("RE", Answer.REJECTED),
        ("AB", Answer.RECEIVED),
        ("29", Answer.ACCEPTED),
        ("30", Answer.CHANGED),
        ("27", Answer.REJECTED),
        ("Accepted", Answer.ACCEPTED),
        ("Rejected", Answer.REJECTED),
        ("", Answer.NONE),
        ("Billing1", Answer.NONE),
    ],
)
def test_an_answer_to_a_whole_order_has_a_code(code, answer):
    assert read(ubl("OrderResponse", x("OrderResponseCode", code))).answer is answer


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("1", Answer.ADDED),
        ("3", Answer.CHANGED),
        ("5", Answer.ACCEPTED),
        ("7", Answer.REJECTED),
        ("42", Answer.ACCEPTED),
        ("2", Answer.CANCELLED),
        ("4", Answer.NONE),
        ("NoStatus", Answer.NONE),
        ("Disputed", Answer.DISPUTED),
        ("Revised", Answer.CHANGED),
        ("Cancelled", Answer.CANCELLED),
        ("Added", Answer.ADDED),
        ("?", Answer.NONE),
    ],
)
def test_an_answer_to_a_line_has_a_code_or_a_word(code, answer):
    body = line(x("LineStatusCode", code))

    assert read(ubl("OrderResponse", body)).lines[0].answer is answer
    assert read(ubl("OrderChange", body)).lines[0].answer is answer


def test_a_simple_answer_accepts_or_tells_why_not():
    no = x("AcceptedIndicator", "false") + x("RejectionNote", "No flour")

    accepted = read(ubl("OrderResponseSimple", x("AcceptedIndicator", "true")))
    rejected = read(ubl("OrderResponseSimple", no))

    assert (accepted.kind, accepted.answer, accepted.lines) == (Kind.ORDER_RESPONSE, Answer.ACCEPTED, ())
    assert (rejected.answer, rejected.note) == (Answer.REJECTED, "No flour")


def test_a_response_line_that_points_to_no_order_line_has_its_number():
    pointing = line("", x("OrderLineReference", x("LineID", "20")))
    placeholder = line("", x("OrderLineReference", x("LineID", "NA")))

    numbers = [
        read(ubl("OrderResponse", body)).lines[0].refers.order_line
        for body in (pointing, placeholder, line(""))
    ]

    assert numbers == ["20", "1", "1"]


def test_a_change_numbers_the_orders_lines_and_counts_its_versions():
    body = x("SequenceNumberID", "03") + x("OrderReference", x("ID", "PO-1"))

    change = read(ubl("OrderChange", body + line("", x("OrderLineReference", x("LineID", "9")))))

    assert (change.kind, change.version, change.signer) == (Kind.ORDER_CHANGE, 3, "taker")
    assert (change.lines[0].refers.order, change.lines[0].refers.order_line) == ("PO-1", "1")
    assert read(ubl("OrderChange", x("SequenceNumberID", "x"))).version == 0


def test_a_cancellation_is_the_takers_unless_the_seller_signed_it():
    mill, bakery = "8712345000016", "8798765000010"
    body = x("CancellationNote", "Too late")
    body += known("SellerSupplierParty", mill) + known("BuyerCustomerParty", bakery)

    def signed(gln: str) -> str:
        return x("Signature", x("SignatoryParty", x("EndpointID", gln, schemeID="GLN")))

    plain = read(ubl("OrderCancellation", body))
    sellers = read(ubl("OrderCancellation", signed(mill) + body))
    buyers = read(ubl("OrderCancellation", signed(bakery) + body))

    assert (plain.kind, plain.answer, plain.note) == (Kind.ORDER_CANCELLATION, Answer.CANCELLED, "Too late")
    assert [one.signer for one in (plain, sellers, buyers)] == ["taker", "giver", "taker"]


@pytest.mark.parametrize(
    ("period", "from_on", "until_on"),
    [
        (x("LatestDeliveryDate", "2026-02-01"), None, "2026-02-02"),
        (x("RequestedDeliveryDate", "2026-02-01"), "2026-02-01", "2026-02-02"),
        (x("RequestedDeliveryPeriod", x("StartDate", "2026-02-01")), "2026-02-01", None),
        (x("PromisedDeliveryPeriod", x("EndDate", "2026-02-28")), None, "2026-03-01"),
    ],
)
def test_days_are_read_wherever_they_stand(period, from_on, until_on):
    body = line(x("Quantity", "5", unitCode="kgm") + f"<cac:Delivery>{period}</cac:Delivery>")

    found = read(ubl("Order", body)).lines[0]

    expected = Stretch(quantity("5"), from_on and day(from_on), until_on and day(until_on))
    assert (found.unit, found.stretches) == ("KGM", (expected,))


def test_what_is_promised_goes_before_what_was_requested_in_an_answer_only():
    requested = x("RequestedDeliveryPeriod", x("EndDate", "2026-02-10"))
    promised = x("PromisedDeliveryPeriod", x("EndDate", "2026-02-20"))
    both = x("Delivery", requested, promised)

    assert read(ubl("Order", line(both))).lines[0].stretches == (Stretch(None, None, day("2026-02-11")),)
    assert read(ubl("OrderResponse", line(both))).lines[0].stretches == (
        Stretch(None, None, day("2026-02-21")),
    )


def test_values_that_cannot_be_used_leave_a_sentence_and_no_value():
    amount = x("LineExtensionAmount", "3.00", currencyID="USD")
    stated = x("Price", x("PriceAmount", "1,50", currencyID="EUR"))
    body = x("IssueTime", "noon") + x("DocumentCurrencyCode", "EUR")
    body += line(x("Quantity", "abc", unitCode="KGM") + amount + stated)
    content = ubl("Order", body).replace(b"2026-01-31", b"2026-13-45")

    order = read(content)

    assert (order.issued_on, order.issued_at) == (None, None)
    assert [("IssueDate" in one, "2026-13-45" in one) for one in order.trouble[:1]] == [(True, True)]
    assert "IssueTime “noon”" in order.trouble[1]
    (found,) = order.lines
    assert (found.quantity, found.amount, found.price) == (None, None, None)
    assert [one.split()[0].rstrip(":") for one in found.trouble] == [
        "Quantity",
        "PriceAmount",
        "LineExtensionAmount",
    ]
    assert "abc" in found.trouble[0]
    assert "USD" in found.trouble[2]


def test_empty_values_are_absent_and_old_days_are_fine():
    content = ubl("Order", line("<cbc:Quantity/>" + x("Price", x("PriceAmount", " "))))

    order = read(content.replace(b"2026-01-31", b"1948-05-06"))

    assert order.issued_on == day("1948-05-06")
    assert (order.lines[0].quantity, order.lines[0].price, order.lines[0].trouble) == (None, None, ())


@pytest.mark.parametrize("number", ["", " ", "<!-- 12 -->"])
def test_a_document_without_a_number_is_refused(number):
    with pytest.raises(NumberMissing, match="Order has no number"):
        read(ubl("Order", "", number=number))


def test_parties_are_known_by_their_numbers_else_by_their_name():
    def giver(*inner: str) -> Party:
        return read(ubl("Order", x("SellerSupplierParty", x("Party", *inner)))).giver

    def taxed(number: str, scheme: str) -> str:
        return x("PartyTaxScheme", x("CompanyID", number), x("TaxScheme", x("ID", scheme)))

    def identified(number: str) -> str:
        return x("PartyIdentification", x("ID", number))

    assert giver(x("EndpointID", "NL 80.1234", schemeID="9944")).identifiers == ("vat:NL801234",)
    assert giver(x("EndpointID", "DK12345678", schemeID="0184")).identifiers == ("cvr:12345678",)
    assert giver(identified("12 a")).identifiers == ("id:12A",)
    assert giver(identified("n/a")) == Party("")
    assert giver(taxed("nl 8012", "VAT")).identifiers == ("vat:NL8012",)
    assert giver(taxed("Foretaksregisteret", "TAX")) == Party("")
    assert giver(x("PartyName", x("Name", "De  Molen"))) == Party("De Molen", ("name:de molen",))
    person = x("Person", x("FirstName", "Jo"), x("FamilyName", "Vos"))
    assert giver(person) == Party("Jo Vos", ("name:jo vos",))
