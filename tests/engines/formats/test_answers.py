"""Answers to bills and orders, and what is paid and open, in the trade's words."""

from datetime import date
from pathlib import Path

import pytest

from comaker.engines.formats import UnknownDocument, read
from comaker.kernel.document import Answer, Kind, References
from tests.engines.formats.writing import money, ubl, x

PEPPOL = x("CustomizationID", "urn:fdc:peppol.eu:poacc:trns:{}:3")


def response(code: str, kind: str = "380", extra: str = "", lines: str = "") -> str:
    reference = x("DocumentReference", x("ID", "F-1"), x("DocumentTypeCode", kind))
    return x("DocumentResponse", x("Response", x("ResponseCode", code), extra), reference, lines)


def parties() -> str:
    return "".join(x(role, x("PartyName", x("Name", role))) for role in ("SenderParty", "ReceiverParty"))


def of_bill(number: str, kind: str = "Invoice") -> str:
    return x("BillingReference", x(f"{kind}DocumentReference", x("ID", number)))


def test_an_invoice_response_is_the_takers_word_about_a_bill(own: Path):
    answer = read((own / "answer.xml").read_bytes())

    assert (answer.kind, answer.signer, answer.refers) == (
        Kind.BILL_RESPONSE,
        "taker",
        References(bill="2026-0077"),
    )
    assert (answer.giver.name, answer.taker.name) == ("Molen De Hoop", "Bakkerij Zonneveld")
    assert (answer.answer, answer.reason) == (Answer.UNDER_QUERY, "price")
    assert answer.note == "Agreed was 0.85; Credit partially"


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("AB", Answer.RECEIVED),
        ("IP", Answer.RECEIVED),
        ("UQ", Answer.UNDER_QUERY),
        ("CA", Answer.CHANGED),
        ("RE", Answer.REJECTED),
        ("AP", Answer.ACCEPTED),
        ("PD", Answer.PAID),
        ("BusinessAccept", Answer.ACCEPTED),
        ("BusinessReject", Answer.REJECTED),
        ("TechnicalAccept", Answer.RECEIVED),
        ("ZZ", Answer.NONE),
    ],
)
def test_every_response_code_has_a_word(code, answer):
    assert read(ubl("ApplicationResponse", response(code))).answer is answer


def test_only_what_was_paid_has_a_day():
    on = x("EffectiveDate", "2026-02-03")

    assert (
        read(ubl("ApplicationResponse", response("PD", extra=on))).happened_on == date(2026, 2, 3).toordinal()
    )
    assert read(ubl("ApplicationResponse", response("AP", extra=on))).happened_on is None


def test_an_answer_to_an_order_is_the_sellers():
    rejected = x("Response", x("ResponseCode", "RE"))
    lines = x("LineResponse", x("LineReference", x("LineID", "4")), rejected)

    answer = read(ubl("ApplicationResponse", parties() + response("CA", "220", lines=lines)))

    assert (answer.kind, answer.signer, answer.giver.name) == (Kind.ORDER_RESPONSE, "giver", "SenderParty")
    assert (answer.answer, answer.refers) == (Answer.CHANGED, References(order="F-1"))
    assert [(line.answer, line.refers) for line in answer.lines] == [
        (Answer.REJECTED, References(order="F-1", order_line="4"))
    ]


def test_an_answer_to_a_self_billed_bill_is_the_sellers():
    answer = read(ubl("ApplicationResponse", parties() + response("RE", "389")))

    assert (answer.kind, answer.signer, answer.giver.name) == (Kind.BILL_RESPONSE, "giver", "SenderParty")


def test_answers_to_several_bills_are_lines():
    answer = read(ubl("ApplicationResponse", response("AP") + response("RE").replace("F-1", "F-2")))

    assert [(line.refers.bill, line.answer) for line in answer.lines] == [
        ("F-1", Answer.ACCEPTED),
        ("F-2", Answer.REJECTED),
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (response("AP", "Catalogue"), "catalogue"),
        (response("AP", "351"), "351"),
        (response("AP", ""), "no stated type"),
        ("", "no stated type"),
        (PEPPOL.format("mlr") + response("RE", "9"), "answers the message"),
    ],
)
def test_answers_to_something_else_are_refused(body, words):
    with pytest.raises(UnknownDocument, match=words) as refusal:
        read(ubl("ApplicationResponse", body))

    assert refusal.value.hint


def test_a_peppol_invoice_response_needs_no_type():
    assert (
        read(ubl("ApplicationResponse", PEPPOL.format("invoice_response") + response("AP", ""))).refers.bill
        == "F-1"
    )


def test_a_remittance_pays_bills_and_takes_credit(own: Path):
    remittance = read((own / "remittance.xml").read_bytes())

    assert (remittance.kind, remittance.signer, remittance.currency) == (Kind.REMITTANCE, "taker", "EUR")
    assert remittance.totals.payable == money("774.60")
    assert [(line.refers.bill, line.amount) for line in remittance.lines] == [
        ("2026-0077", money("796.40")),
        ("C-12", money("-21.80")),
    ]


def test_the_total_of_a_remittance_for_one_bill_is_what_it_pays_of_it():
    line = x("RemittanceAdviceLine", x("ID", "1"), of_bill("F-1"))
    total = x("TotalPaymentAmount", "12.50", currencyID="EUR")

    (found,) = read(ubl("RemittanceAdvice", total + line)).lines

    assert (found.refers.bill, found.amount) == ("F-1", money("12.50"))


@pytest.mark.parametrize("name", ["PaidAmount", "BalanceAmount"])
def test_an_amount_is_taken_from_where_it_stands(name):
    line = x("RemittanceAdviceLine", x("ID", "1"), x(name, "7", currencyID="EUR"))

    assert read(ubl("RemittanceAdvice", line)).lines[0].amount == money("7")


def test_a_statement_lists_what_stands_open_on_bills_and_credit_notes():
    total = x("TotalBalanceAmount", "30", currencyID="EUR")
    debit = x("StatementLine", x("ID", "1"), x("DebitLineAmount", "50", currencyID="EUR"), of_bill("F-1"))
    credit = x("CreditLineAmount", "20", currencyID="EUR") + of_bill("C-1", "CreditNote")
    lines = debit + x("StatementLine", x("ID", "2"), credit)

    statement = read(ubl("Statement", total + lines))

    assert (statement.kind, statement.signer, statement.totals.payable) == (
        Kind.STATEMENT,
        "giver",
        money("30"),
    )
    assert [(one.refers.bill, one.amount) for one in statement.lines] == [
        ("F-1", money("50")),
        ("C-1", money("-20")),
    ]


def test_a_reminder_asks_for_bills_again():
    line = x("ReminderLine", x("ID", "1"), x("DebitLineAmount", "9.5", currencyID="DKK"), of_bill("F-1"))

    reminder = read(ubl("Reminder", line))

    assert (reminder.kind, reminder.signer, reminder.currency) == (Kind.REMINDER, "giver", "DKK")
    assert [(one.refers.bill, one.amount) for one in reminder.lines] == [("F-1", money("9.5"))]
