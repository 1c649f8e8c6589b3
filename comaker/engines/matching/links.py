"""Links: the lines of a call-off point to the lines of the frame order that it names."""

from comaker.engines.matching.known import Deal
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import Run
from comaker.kernel.line import Link, Relation
from comaker.kernel.product import agree


def link_call_offs(run: Run) -> None:
    """Link what each touched order calls off, or what is called off from it."""
    for deal in list(run.deals.values()):
        if not deal.is_asked:
            continue
        between = run.book.between_of(deal.giver, deal.taker)
        for frame in run.book.deals_numbered(deal.contract) if exact(deal.contract) else ():
            if frame is not deal and (frame.giver, frame.taker) == (deal.giver, deal.taker):
                _link(run, deal, frame)
        for call_off in between.call_offs.get(deal.number, ()):
            if call_off is not deal:
                _link(run, call_off, deal)


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
