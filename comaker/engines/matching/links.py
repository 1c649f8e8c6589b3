"""Links: the lines of a call-off point to those of the frame order that it names, and a line to its inputs.

What an order asks of its own taker, it asks under a number: an order the other way that names it as the
contract it is under asks for what its lines need, such as a drawing or a text.
"""

from comaker.engines.matching.known import Deal
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import Run
from comaker.kernel.line import Link, Relation
from comaker.kernel.product import agree


def link_orders(run: Run) -> None:
    """Link what each touched order calls off or needs, and what is called off from it or needs it."""
    for deal in list(run.deals.values()):
        if not deal.is_asked:
            continue
        between = run.book.between_of(deal.giver, deal.taker)
        for frame in run.book.deals_numbered(deal.contract) if exact(deal.contract) else ():
            if frame is not deal and (frame.giver, frame.taker) == (deal.giver, deal.taker):
                _link(run, deal, frame)
            elif (frame.giver, frame.taker) == (deal.taker, deal.giver):
                _need(run, frame, deal)
        for call_off in between.call_offs.get(deal.number, ()):
            if call_off is not deal:
                _link(run, call_off, deal)
        other_way = run.book.between.get((deal.taker, deal.giver))
        for asked in other_way.call_offs.get(deal.number, ()) if other_way else ():
            _need(run, deal, asked)


def _link(run: Run, call_off: Deal, frame: Deal) -> None:
    if not frame.is_asked:
        return
    run.touch(frame)
    run.touch(call_off)
    for known in call_off.lines:
        same = [each for each in frame.lines if agree(known.product, each.product)]
        if not same and known.product.name:
            same = [each for each in frame.lines if each.product.name == known.product.name]
        if len(same) == 1 and (known.key, same[0].key) not in run.book.linked:
            run.book.linked.add((known.key, same[0].key))
            same[0].is_frame = True
            run.links.append(Link(known.key, Relation.UNDER, same[0].key))


def _need(run: Run, deal: Deal, asked: Deal) -> None:
    """Let every line of an order wait for the lines that are asked for it the other way."""
    if not deal.is_asked or not asked.is_asked:
        return
    run.touch(deal)
    run.touch(asked)
    for known in deal.lines:
        for needed in asked.lines:
            if (known.key, needed.key) not in run.book.linked:
                run.book.linked.add((known.key, needed.key))
                run.links.append(Link(known.key, Relation.NEEDS, needed.key))
