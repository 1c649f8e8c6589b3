"""Whatever papers come, every line is tied once, loose, text, or waits with its document."""

from hypothesis import given, settings
from hypothesis import strategies as st

from comaker.engines.matching import Book, match
from comaker.kernel.document import Answer, Document, DocumentLine, Kind, References, Stretch
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.product import Product
from tests.engines.matching.papers import BUYER, OTHER_BUYER, SELLER

NUMBERS = ("", "n/a", "1", "2", "01", "PO-1", "po 1", "7", "PO-10")
PARTIES = (
    NOBODY,
    SELLER,
    BUYER,
    OTHER_BUYER,
    Party("", SELLER.identifiers + BUYER.identifiers),
    Party("Nameless"),
)
PRODUCTS = tuple(
    Product(sellers=sellers, buyers=buyers, standard=standard, name=name)
    for sellers, buyers, standard, name in (
        ("", "", "", ""),
        ("a", "", "", "Pump"),
        ("", "x", "", "Pump 8 mm"),
        ("b", "", "87", ""),
        ("", "", "87", "Valve"),
    )
)
AMOUNTS = st.sampled_from((None, 0, 1_000_000, 2_000_000, -1_000_000, 10**18))
DAYS = st.sampled_from((None, 1, 739_000, 739_010, 739_400))


@st.composite
def references(draw):
    return References(
        *(draw(st.sampled_from(NUMBERS)) if draw(st.booleans()) else "" for _ in References._fields)
    )


@st.composite
def rows(draw):
    until = draw(DAYS)
    return DocumentLine(
        draw(st.sampled_from(NUMBERS)),
        draw(references()),
        draw(AMOUNTS),
        draw(st.sampled_from(("", "C62", "KGM", "BX", "??"))),
        draw(AMOUNTS),
        draw(AMOUNTS),
        rejected=draw(st.sampled_from((None, 1_000_000))),
        answer=draw(st.sampled_from(tuple(Answer))),
        product=draw(st.sampled_from(PRODUCTS)),
        instead=draw(st.sampled_from((None, *PRODUCTS))),
        stretches=(Stretch(None, None, until),) if draw(st.booleans()) else (),
        on=draw(DAYS),
        second=draw(st.sampled_from((None, (5, "KGM")))),
    )


@st.composite
def papers(draw):
    return Document(
        draw(st.sampled_from(tuple(Kind))),
        draw(st.sampled_from(NUMBERS)),
        draw(DAYS),
        giver=draw(st.sampled_from(PARTIES)),
        taker=draw(st.sampled_from(PARTIES)),
        signer=draw(st.sampled_from(("giver", "taker"))),
        refers=draw(references()),
        answer=draw(st.sampled_from(tuple(Answer))),
        lines=tuple(draw(st.lists(rows(), max_size=3))),
        replaces=draw(st.sampled_from(NUMBERS)),
        is_prepayment=draw(st.booleans()),
        happened_on=draw(DAYS),
        meaning=str(draw(st.integers(0, 10**9))),
    )


@settings(max_examples=400, deadline=None)
@given(st.lists(papers(), max_size=8), st.integers(0, 8))
def test_every_line_is_accounted_for_once(documents, cut):
    book = Book()

    calls = [match(documents[:cut], book=book), match(documents[cut:], book=book)]

    keys = {key for matched in calls for key in matched.lines}
    aside = {held.document for matched in calls for held in matched.held}
    aside |= {place for matched in calls for place in matched.repeats}
    for matched in calls:
        assert {tie.to for tie in matched.ties} <= keys
        assert {
            candidate.to for loose in matched.loose for candidate in loose.candidates
        } <= keys | book_keys(book)
        assert all(0 < tie.score <= 1000 and tie.reasons for tie in matched.ties)
        places = [(tie.document, tie.line) for tie in matched.ties if tie.line is not None]
        assert len(places) == len(set(places))
        assert not aside & {place for place, _ in places}


@settings(max_examples=150, deadline=None)
@given(st.lists(papers(), max_size=6))
def test_the_same_papers_give_the_same_answer(documents):
    assert match(documents) == match(documents)


def book_keys(book):
    return {known.key for deals in book.deals.values() for deal in deals for known in deal.lines} | {
        known.key for between in book.between.values() for deal in between.deals for known in deal.lines
    }
