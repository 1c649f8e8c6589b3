"""Answer: the lines and pairs of parties that a call touched, as values."""

from comaker.engines.matching.run import Run
from comaker.engines.matching.words import Pair, TermsOf
from comaker.kernel.line import DEFAULT_TERMS, Line, Terms

Pairs = dict[tuple[int, int], Pair]


def pairs_of(run: Run) -> Pairs:
    """Return the pairs of parties that the call met, by their numbers."""
    show = run.book.parties.show
    met = {*run.met, *((deal.giver, deal.taker) for deal in run.deals.values())}
    return {
        (giver, taker): Pair(show(giver), show(taker), run.book.between_of(giver, taker).habits)
        for giver, taker in sorted(met)
    }


def lines_of(run: Run, pairs: Pairs, terms: TermsOf | None) -> dict[str, Line]:
    """Make the lines of every deal that was touched."""
    lines: dict[str, Line] = {}
    new = tuple.__new__
    agreed: dict[tuple[int, int], Terms] = {}
    for deal in run.deals.values():
        key = (deal.giver, deal.taker)
        pair = pairs[key]
        if key not in agreed:
            agreed[key] = _terms(pair, terms)
        giver, taker, _ = pair
        name, under = deal.name, agreed[key]
        for known in deal.lines:
            # fmt: off
            lines[known.key] = new(Line, (
                known.key, name, known.number, giver, taker, known.product, known.unit, known.currency,
                under, known.packings, known.is_frame,
            ))
            # fmt: on
    return lines


def _terms(pair: Pair, terms: TermsOf | None) -> Terms:
    if terms is None:
        return DEFAULT_TERMS
    if callable(terms):
        return terms(pair)
    return terms.get(pair.key, DEFAULT_TERMS)
