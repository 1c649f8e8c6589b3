"""The short ways come to what the long way comes to: plain lines, plain standing, rules written out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from comaker.kernel.account import account_of
from comaker.kernel.amounts import ONE, value
from comaker.kernel.bill import Bill
from comaker.kernel.document import (
    Answer,
    Charge,
    Document,
    DocumentLine,
    Kind,
    References,
    Stretch,
)
from comaker.kernel.entry import Act
from comaker.kernel.gaps import gaps_of
from comaker.kernel.lapses import lapses_of
from comaker.kernel.line import Terms
from comaker.kernel.rules import Sums, quantities
from comaker.kernel.settlement import PRESETS
from comaker.kernel.standing import stand, stand_plainly
from comaker.kernel.straight import quantities_of, straight
from tests.kernel import chance
from tests.kernel.words import PUMP, VALVE, day, line_of, price

LATE = 10**9
STRETCHES = (
    (Stretch(None, None, day(12)),),
    (),
    (Stretch(4 * ONE, None, day(8)), Stretch(None, None, day(9))),
)


class Tie:
    """One document line on the line."""

    def __init__(self, document, line=0):
        self.document, self.line, self.to = document, line, "line"


def mostly(usual, *others):
    """Draw the usual fifteen times as often as the others together."""
    return st.sampled_from((usual,) * 15 * len(others) + others)


@st.composite
def rows(draw, kind):
    size = draw(mostly(10, 7, 12)) * ONE
    cost = draw(mostly(price("5"), price("4.5"), None)) if kind in (Kind.ORDER, Kind.BILL) else None
    amount = None if cost is None else value(size, cost) + draw(mostly(0, 70_000))
    return DocumentLine(
        "1",
        References(despatch=draw(mostly("", "DA-1"))),
        draw(mostly(size, None)) if kind is not Kind.ORDER else size,
        draw(mostly("C62", "DZN", "KGM", "")),
        cost,
        draw(mostly(amount, None)),
        charges=draw(mostly((), (Charge(50_000),))),
        rejected=draw(mostly(None, 2 * ONE)) if kind is Kind.RECEIPT_ADVICE else None,
        answer=draw(mostly(Answer.NONE, Answer.CANCELLED)) if kind is Kind.ORDER else Answer.NONE,
        product=draw(mostly(PUMP, VALVE)),
        instead=draw(mostly(None, VALVE)) if kind is Kind.ORDER else None,
        stretches=draw(mostly(*STRETCHES)) if kind is Kind.ORDER else (),
        on=draw(mostly(None, day(11), day(15))),
        reason=draw(mostly("", "late", "damaged")),
    )  # fmt: skip


@st.composite
def documents(draw):
    """Draw the papers of one line: mostly an order, a receipt and a bill that agree."""
    kinds = [Kind.ORDER, Kind.RECEIPT_ADVICE, Kind.BILL]
    kinds = [kind for kind in kinds if draw(mostly(True, False))]
    kinds += draw(mostly([], [Kind.DESPATCH_ADVICE], [Kind.BILL], [Kind.ORDER_RESPONSE], [Kind.ORDER]))
    usual = {Kind.ORDER: "taker", Kind.RECEIPT_ADVICE: "taker"}
    return [
        Document(
            kind,
            f"{kind.value} {place}",
            day(draw(mostly(10, 3, 14))),
            signer=draw(mostly(usual.get(kind, "giver"), "taker", "giver")),
            currency="EUR",
            answer=draw(mostly(Answer.NONE, Answer.ACCEPTED)),
            lines=(draw(rows(kind)),),
            is_prepayment=draw(mostly(False, True)),
        )
        for place, kind in enumerate(kinds)
    ]


lines = st.builds(
    line_of,
    terms=st.builds(
        Terms,
        settlement=mostly(PRESETS["three_way"], *PRESETS.values()),
        expects_answer=st.booleans(),
        expects_send=st.booleans(),
    ),
    unit=mostly("C62", "DZN", ""),
    is_frame=mostly(False, True),
)


@settings(max_examples=500)
@given(lines, documents(), st.booleans())
def test_an_account_is_what_the_entries_of_its_line_come_to(line, papers, is_void):
    ties = [Tie(place) for place in range(len(papers))]
    bills = [Bill(paper.number, paper, is_void=is_void) for paper in papers if paper.kind is Kind.BILL]

    (found,) = account_of(papers, ties, {"line": line}, bills).lines

    # As of a day that never comes, the long way is taken.
    standing = stand(line, found.entries, as_of=LATE)
    assert found.standing == standing
    assert (found.gaps, found.lapses) == (gaps_of(line, standing), lapses_of(line, standing))


@given(lines, chance.entries(most=2))
def test_a_plain_standing_is_the_standing(line, entries):
    plain = stand_plainly(line, entries)

    assert plain is None or plain == stand(line, entries, as_of=LATE)


sums_of_any_line = st.builds(Sums, **{name: st.integers(-3, 9) for name in Sums._fields})


@given(sums_of_any_line)
def test_the_rules_written_out_find_what_the_rules_find(sums):
    assert quantities_of(sums) == quantities(sums)


@given(sums_of_any_line, st.sets(st.sampled_from(Sums._fields[:-1])))
def test_the_rules_written_out_for_sums_known_beforehand_find_what_the_rules_find(sums, names):
    known = {name: getattr(sums, name) for name in names}
    others = tuple(getattr(sums, name) for name in Sums._fields if name not in names)

    assert straight(quantities, known)(others) == quantities(sums)


def test_a_bill_that_is_void_is_no_agreement():
    order = DocumentLine(
        "1", quantity=ONE, unit="C62", price=price("5"), amount=value(ONE, price("5")), product=PUMP
    )
    came = order._replace(price=None, amount=None)
    papers = [
        Document(Kind.ORDER, "PO-1", day(1), signer="taker", lines=(order,)),
        Document(Kind.RECEIPT_ADVICE, "R-1", day(2), signer="taker", lines=(came,)),
        Document(Kind.BILL, "B-1", day(3), lines=(order,)),
    ]
    ties, line = [Tie(0), Tie(1), Tie(2)], line_of()

    (agreed,) = account_of(papers, ties, {"line": line}, [Bill("B-1", papers[2])]).lines
    (found,) = account_of(papers, ties, {"line": line}, [Bill("B-1", papers[2], is_void=True)]).lines

    assert agreed.gaps == ()
    assert [(gap.kind.value, gap.quantity) for gap in found.gaps] == [("unbilled", ONE)]
    assert [entry.act for entry in found.entries] == [Act.ASK, Act.RECEIVE]
