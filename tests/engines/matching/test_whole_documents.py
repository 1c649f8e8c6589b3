"""A document that is tied at once is tied as it would be line by line."""

from hypothesis import given, settings
from hypothesis import strategies as st

from comaker.engines.matching import Book, match
from comaker.engines.matching.block import INDEXED
from comaker.engines.matching.refer import tie_as_one, tie_line_by_line
from comaker.engines.matching.run import Reading, Run
from comaker.kernel.document import Kind
from tests.engines.matching.papers import OTHER_SELLER, SELLER, line, paper

PRODUCTS = ("p-1", "p-2", "p-3", "")


@st.composite
def orders(draw):
    """Draw an order, some of whose lines may be the same product or none."""
    products = draw(st.lists(st.sampled_from(PRODUCTS), min_size=1, max_size=4))
    rows = [line(number, product, 10) for number, product in enumerate(products, start=1)]
    return paper(Kind.ORDER, "PO-1", *rows)


@st.composite
def followers(draw, order):
    """Draw a paper that follows an order, mostly line by line."""
    kind = draw(st.sampled_from((Kind.BILL, Kind.RECEIPT_ADVICE, Kind.ORDER_RESPONSE)))
    kept = [each for each in order.lines if draw(st.integers(0, 5))]
    rows = [
        line(
            place,
            draw(st.sampled_from((each.product.sellers,) * 9 + PRODUCTS)),
            10,
            order=draw(st.sampled_from(("PO-1",) * 9 + ("PO1", "PO-2", ""))),
            order_line=draw(st.sampled_from((each.number,) * 9 + ("1", "9"))),
        )
        for place, each in enumerate(kept)
    ]
    return paper(kind, "F-1", *rows, giver=draw(st.sampled_from((SELLER,) * 5 + (OTHER_SELLER,))))


@settings(max_examples=300)
@given(st.data())
def test_a_document_is_tied_at_once_as_it_is_line_by_line(data):
    order = data.draw(orders())
    document = data.draw(followers(order))
    book = Book()
    match([order], book=book)
    runs = [Run(book, INDEXED), Run(book, INDEXED)]
    readings = [Reading(1, document, *book.parties.sides_of(document)) for _ in runs]

    is_one = tie_as_one(runs[0], readings[0])
    tie_line_by_line(runs[1], readings[1])

    if is_one:
        assert runs[0].all_ties() == runs[1].all_ties()
        assert readings[0].found == readings[1].found
        assert readings[1].rest == []
        assert readings[0].is_foreign == readings[1].is_foreign
    else:
        assert not runs[0].all_ties()


def test_ties_of_whole_documents_are_there_one_by_one():
    order = paper(Kind.ORDER, "PO-1", line(1, "p-1", 10), line(2, "p-2", 10))
    rows = [line(number, f"p-{number}", 10, order="PO-1", order_line=number) for number in ("2", "1")]
    bill = paper(Kind.BILL, "B-1", *rows)

    ties = match([order, bill]).ties

    assert len(ties) == 4
    assert [(tie.document, tie.line, tie.to[-2:], tie.rule) for tie in ties] == [
        (0, 0, "/1", "itself"),
        (0, 1, "/2", "itself"),
        (1, 0, "/2", "order line"),
        (1, 1, "/1", "order line"),
    ]
    assert ties[2:] == [*ties][2:]
    assert ties == [*ties]
