"""The kernel and its slow twin agree on how much of a line is in each kind of gap."""

import random
from fractions import Fraction

from hypothesis import given

from comaker.kernel.gap import Kind
from comaker.kernel.gaps import gaps_of
from comaker.kernel.standing import stand
from tests.kernel import chance, twin

LINES = 8000
COMPARED = {
    *(Kind.UNDERPROMISED, Kind.OVERPROMISED, Kind.MISSING, Kind.SURPLUS, Kind.REJECTED, Kind.UNSENT),
    *(Kind.OVERSENT, Kind.TOLD_DIFFERENTLY, Kind.UNEXPECTED, Kind.UNBILLED, Kind.BILLED_EARLY),
    *(Kind.OVERBILLED, Kind.BILLED_TWICE),
}


def quantities_of(line, told):
    found: dict[Kind, Fraction] = {}
    for gap in gaps_of(line, stand(line, told)):
        if gap.kind in COMPARED:
            found[gap.kind] = found.get(gap.kind, 0) + Fraction(gap.quantity or 0, 10**6)
    return found


def test_thousands_of_lines_have_the_gaps_that_their_twin_finds():
    choose = random.Random(1047).choice
    seen = set()

    for _ in range(LINES):
        line, told = chance.any_line(choose), chance.any_entries(choose)
        expected = twin.quantities(line, told)
        assert quantities_of(line, told) == expected, (line.terms, told)
        seen |= set(expected)

    assert seen == COMPARED


@given(chance.lines(), chance.entries())
def test_a_line_has_the_gaps_that_its_twin_finds(line, told):
    assert quantities_of(line, told) == twin.quantities(line, told)
