"""The index against a slow and obvious twin, which compares each paper line with every line there is."""

import pytest

from comaker.engines.matching import Book
from comaker.engines.matching.block import INDEXED, Block, Blocking, index_of, may_stand
from comaker.engines.matching.match import match_with
from comaker.engines.matching.run import Run
from comaker.engines.worlds import World
from comaker.engines.worlds.made import relation


def every_line_between(between, document, places):
    """Give each paper line all lines between the two parties that it can be about at all."""
    index_of(between)
    lines = [known for deal in between.deals for known in deal.lines]
    return {
        place: Block([known for known in lines if may_stand(known, document, document.lines[place])])
        for place in places
    }


def every_line_within(lines, document, places):
    """Give each paper line all lines of the deal or paper that it names."""
    return dict.fromkeys(places, Block(lines))


TWIN = Blocking(every_line_between, every_line_within)
SMALL = World(relations=4, orders=5, products=60, lines=((3, 0.6), (6, 0.4)), twin_lines=0.02)


@pytest.mark.parametrize("seed", range(12))
def test_the_index_finds_what_comparing_with_every_line_finds(seed):
    documents = relation(SMALL, seed=seed, index=seed % 4).documents

    quick = match_with(Run(Book(), INDEXED), documents)
    slow = match_with(Run(Book(), TWIN), documents)

    assert [tie[:4] for tie in quick.ties] == [tie[:4] for tie in slow.ties]
    assert [loose[:2] for loose in quick.loose] == [loose[:2] for loose in slow.loose]
