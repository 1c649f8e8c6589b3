"""Lines drawn from long lists against a slow and obvious twin, which looks at every line."""

from random import Random

import pytest

from comaker.engines.matching.drawn import drawn_of
from comaker.engines.matching.facts import Facts
from comaker.engines.matching.index import LONG, Posting, asked_on
from comaker.engines.matching.known import Deal, KnownLine
from comaker.kernel.document import DocumentLine

DAYS = range(739_000, 739_365)
QUANTITIES = (1, 1, 1, 2, 5)


def known_line(deal, quantity, on):
    known = KnownLine(
        deal, f"{deal.name}/{len(deal.lines)}", "1", DocumentLine("1", quantity=quantity), "EUR"
    )
    known.facts = Facts()
    known.facts.ask(quantity, on)
    known.facts.asked_on = on
    deal.lines.append(known)
    return known


def nearest(lines, on, most):
    before = [known for known in lines if on is None or asked_on(known) <= on]
    return before[-most:] or lines[:most]


@pytest.mark.parametrize("count", [1, 40, LONG, LONG + 1, 5 * LONG])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_drawn_is_what_looking_at_every_line_finds(count, seed):
    rng = Random(seed)
    deals = [Deal(f"PO-{number}", f"po-{number}", 0, 1, "") for number in range(50)]
    posting, added = Posting(), []
    for _ in range(count):
        known = known_line(rng.choice(deals), rng.choice(QUANTITIES), rng.choice(DAYS))
        posting.add(known)
        added.append(known)
    lines = sorted(added, key=asked_on)

    for on in (DAYS[0] - 1, DAYS[180], DAYS[-1], None):
        for quantity in (1, 2, 7):
            drawn = drawn_of([posting], on, DocumentLine("1", quantity=quantity))

            obvious = lines
            if count > LONG:
                alike = [known for known in lines if known.facts.said == (quantity,)]
                obvious = sorted(nearest(alike, on, LONG // 2) + nearest(lines, on, LONG // 2), key=asked_on)
            said = [known for known in obvious if quantity in known.facts.said]
            few = {id(deal) for deal in deals[:5]}
            assert drawn.near(on, len(drawn)) == nearest(obvious, on, len(obvious))
            assert drawn.near_alike(on, 6, quantity) == nearest(said, on, 6)
            assert drawn.of_deals(few) == [known for known in obvious if id(known.deal) in few]
