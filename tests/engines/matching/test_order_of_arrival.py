"""What is tied by reference does not depend on the order in which papers come in."""

from hypothesis import given, settings
from hypothesis import strategies as st

from comaker.engines.matching import BY_REFERENCE, Book, match
from comaker.engines.worlds import World, make, smooth
from comaker.kernel.document import Answer, Kind, References
from tests.engines.matching.papers import (
    BUYER,
    MONDAY,
    OTHER_BUYER,
    OTHER_SELLER,
    SELLER,
    bill,
    despatch,
    line,
    order,
    paper,
    receipt,
)

PAIRS = ((SELLER, BUYER), (OTHER_SELLER, BUYER), (SELLER, OTHER_BUYER))
WAYS = ("order line", "despatch line", "receipt line", "sales order")


@st.composite
def dealings(draw):
    """Draw the papers of a few orders, each paper naming what it follows in one of the usual ways."""
    papers = []
    for deal in range(draw(st.integers(1, 3))):
        giver, taker = draw(st.sampled_from(PAIRS))
        number, sides = f"PO-{deal}", {"giver": giver, "taker": taker}
        count = draw(st.integers(1, 3))
        things = [
            (place + 1, f"item{deal}{place}", draw(st.integers(1, 9)), 10 + place) for place in range(count)
        ]
        named = {"order": number, "sales_order": f"SO-{deal}"}
        if draw(st.integers(0, 5)):
            papers.append(
                order(number, *(line(no, item, many, price) for no, item, many, price in things), **sides)
            )
        papers += _answers(draw, number, named, things, sides)
        papers += _deliveries(draw, deal, named, things, sides)
        papers += _bills(draw, deal, named, things, sides)
    return papers


def _answers(draw, number, named, things, sides):
    refers = References(**named)
    if draw(st.booleans()):
        answers = (
            line(no, item, many, price, order_line=str(no), sales_order_line=f"{no}0", **named)
            for no, item, many, price in things
        )
        return [paper(Kind.ORDER_RESPONSE, f"R{number}", *answers, on=MONDAY + 1, refers=refers, **sides)]
    return [
        paper(
            Kind.ORDER_RESPONSE, f"R{number}", on=MONDAY + 1, refers=refers, answer=Answer.ACCEPTED, **sides
        )
    ]


def _deliveries(draw, deal, named, things, sides):
    sent = (line(no, item, many, order_line=str(no), **named) for no, item, many, _ in things)
    papers = [despatch(f"D{deal}", *sent, **sides)]
    if draw(st.booleans()):
        came = (
            line(no, item, many, despatch=f"D{deal}", despatch_line=str(no)) for no, item, many, _ in things
        )
        papers.append(receipt(f"W{deal}", *came, **sides))
    else:
        papers.append(receipt(f"W{deal}", refers=References(despatch=f"D{deal}"), **sides))
    return papers


def _bills(draw, deal, named, things, sides):
    way = draw(st.sampled_from(WAYS))
    rows = []
    for no, item, many, price in things:
        refers = {"order": named["order"], "order_line": str(no)}
        if way == "despatch line":
            refers = {"despatch": f"D{deal}", "despatch_line": str(no)}
        elif way == "sales order":
            refers = {"sales_order": named["sales_order"], "sales_order_line": f"{no}0"}
        elif way == "receipt line":
            refers = {
                "receipt": f"W{deal}",
                "receipt_line": str(no),
                "despatch": f"D{deal}",
                "despatch_line": str(no),
            }
        rows.append(line(no, item, many, price, **refers))
    papers = [bill(f"B{deal}", *rows, **sides)]
    credit = (
        line(no, item, -many, price, bill=f"B{deal}", bill_line=str(no))
        for no, item, many, price in things[:1]
    )
    papers.append(paper(Kind.CREDIT_NOTE, f"B{deal}", *credit, on=MONDAY + 20, **sides))
    paid = line(1, amount=100, bill=f"B{deal}")
    papers.append(paper(Kind.REMITTANCE, f"P{deal}", paid, on=MONDAY + 30, **sides))
    return papers


@st.composite
def arrivals(draw):
    """Draw dealings, and another order and other portions in which their papers come in."""
    papers = draw(dealings())
    turns = draw(st.permutations(range(len(papers))))
    cuts = sorted(draw(st.sets(st.integers(1, len(papers)), max_size=3)))
    return papers, turns, cuts


@settings(max_examples=250, deadline=None)
@given(arrivals())
def test_papers_in_any_order_and_portion_are_tied_by_reference_to_the_same_lines(arrival):
    papers, turns, cuts = arrival
    at_once = told([match(papers)], range(len(papers)))

    book = Book()
    portions = [turns[start:end] for start, end in zip([0, *cuts], [*cuts, len(papers)], strict=True)]
    portions_told = told(
        [match([papers[place] for place in portion], book=book) for portion in portions], turns
    )

    assert unlike(at_once, portions_told) == {}


@settings(max_examples=100, deadline=None)
@given(arrivals())
def test_the_answer_of_one_call_does_not_depend_on_the_order_of_the_list(arrival):
    papers, turns, _ = arrival
    one = match(papers)

    other = match([papers[place] for place in turns])

    assert set(other.lines) == set(one.lines)
    assert {each._replace(document=turns[each.document]) for each in other.ties} == set(one.ties)
    assert {each._replace(document=turns[each.document]) for each in other.bill_ties} == set(one.bill_ties)
    assert {each._replace(document=turns[each.document]) for each in other.loose} == set(one.loose)


def test_a_made_up_world_with_whole_references_is_the_same_in_any_portions():
    made = make(smooth(World(relations=3, orders=6)), seed=3)
    at_once = told([match(made.documents)], range(len(made.documents)))

    book = Book()
    turns = sorted(range(len(made.documents)), key=lambda place: (place * 7919) % 1009)
    portions = [turns[start : start + 40] for start in range(0, len(turns), 40)]
    one_by_one = told(
        [match([made.documents[place] for place in part], book=book) for part in portions], turns
    )

    assert unlike(at_once, one_by_one) == {}


def unlike(one, other):
    """Return what was told in one way and otherwise, or not at all, in the other."""
    return {
        place: (told_so, other.get(place)) for place, told_so in one.items() if other.get(place) != told_so
    }


def told(calls, turns):
    """Return what each paper line is tied to by reference in the end, by the place the paper had at first.

    Lines are told by order and line number: a line that a bill opened before its order came has another key.
    """
    lines = {key: name_of(known) for matched in calls for key, known in matched.lines.items()}
    found: dict[tuple[int, int | None, str], object] = {}
    for tie in (tie for matched in calls for tie in matched.ties):
        if tie.line is None:
            found[turns[tie.document], None, f"{tie.rule} {lines[tie.to]}"] = True
        else:
            # A later tie takes the place of an earlier one.
            found[turns[tie.document], tie.line, "line"] = (
                lines[tie.to] if tie.rule in BY_REFERENCE else "alike"
            )
    for tie in (tie for matched in calls for tie in matched.bill_ties):
        found[turns[tie.document], tie.line, "bill"] = tie.bill
    return {place: where for place, where in found.items() if where != "alike"}


def name_of(known):
    return (known.giver.key, known.taker.key, known.deal, known.number)
