"""How many lines with lost or damaged references are found, in worlds whose truth is known.

bench/recall.py measures the same on whole worlds; what is asked here is a little less than it measured.
"""

from collections import Counter

import pytest

from comaker.engines.matching import match
from comaker.engines.worlds import World, make

RECALL_MIN = 0.985
PRECISION_MIN = 0.996


@pytest.mark.parametrize("seed", [5, 8])
def test_lines_without_whole_references_are_found_and_seldom_wrongly(seed):
    made = make(World(relations=10), seed=seed)

    outcomes = outcomes_of(made)

    found = outcomes["right"]
    assert found > 300
    assert found / sum(outcomes.values()) >= RECALL_MIN
    assert found / (found + outcomes["wrong"]) >= PRECISION_MIN


def outcomes_of(made):
    """Count what became of the damaged lines that anything tells apart from others."""
    truth, matched = made.truth, match(made.documents, packings=packings_of(made))
    tied = {(tie.document, tie.line): tie.to for tie in matched.ties}
    asked = {key: tied[place] for key, place in truth.origins.items() if place in tied}
    opened = set(asked.values())
    outcomes: Counter[str] = Counter()
    for place in truth.damages.keys() - truth.ambiguous:
        line = truth.ties.get(place)
        if line is None or place[0] in truth.copies or place[0] in matched.repeats:
            continue
        to = tied.get(place)
        outcomes["right" if to == asked.get(line) else "wrong" if to in opened else "missing"] += 1
    return outcomes


def packings_of(made):
    """Return what packages hold, as master data tells it."""
    told = {}
    for line, packings in made.truth.packings.items():
        document, place = made.truth.origins[line]
        product = made.documents[document].lines[place].product
        for number in (product.sellers, product.buyers, product.standard, product.name):
            told[made.documents[document].giver.key, number] = packings
    return told
