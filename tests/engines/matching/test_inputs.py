"""Inputs: what an order asks of its own taker is linked to the lines that wait for it."""

import pytest

from comaker.engines.matching import match
from comaker.kernel.document import References
from comaker.kernel.line import Relation
from tests.engines.matching.papers import BUYER, MONDAY, SELLER, line, order

WORK = order("PO-7", line(1, "BOOK", 500, 2), line(2, "COVER", 500, 1))
TEXT = order(
    "ASK-7", line(1, "TEXT", 1), giver=BUYER, taker=SELLER, on=MONDAY + 1, refers=References(contract="PO-7")
)


def links_of(*documents):
    matched = match(list(documents))
    names = {key: (each.deal, each.number) for key, each in matched.lines.items()}
    return sorted((names[link.line], link.kind, names[link.to]) for link in matched.links)


@pytest.mark.parametrize("documents", [(WORK, TEXT), (TEXT, WORK)])
def test_every_line_of_an_order_needs_what_was_asked_for_it_the_other_way(documents):
    links = links_of(*documents)

    assert links == [
        (("PO-7", "1"), Relation.NEEDS, ("ASK-7", "1")),
        (("PO-7", "2"), Relation.NEEDS, ("ASK-7", "1")),
    ]


def test_an_order_that_names_one_of_the_same_direction_is_a_call_off_of_it():
    call_off = order("PO-8", line(1, "BOOK", 100, 2), refers=References(contract="PO-7"))

    links = links_of(WORK, call_off)

    assert links == [(("PO-8", "1"), Relation.UNDER, ("PO-7", "1"))]


def test_an_order_between_others_is_no_input():
    stranger = TEXT._replace(taker=BUYER._replace(name="Gas Works", identifiers=("0088:8700000000004",)))

    assert links_of(WORK, stranger) == []
