"""Tolerance: how far two acts may differ before the difference is a gap."""

from typing import NamedTuple

from comaker.kernel.amounts import percent_of


class Allowance(NamedTuple):
    """How much over or under is let pass, absolute and as a percentage of the base.

    `over` and `under` are in the measure's own scaled units, percentages scaled by PERCENT_PLACES.
    Where both are given, `is_both_needed` (AND) lets pass the smaller of the two, otherwise (OR) the
    larger. None: that bound does not apply; with neither nothing is let pass.
    """

    over: int | None = None
    over_percent: int | None = None
    under: int | None = None
    under_percent: int | None = None
    is_both_needed: bool = False

    def allowed_over(self, base: int) -> int:
        """Return how much more than `base` is let pass."""
        return _allowed(self.over, self.over_percent, base, self.is_both_needed)

    def allowed_under(self, base: int) -> int:
        """Return how much less than `base` is let pass."""
        return _allowed(self.under, self.under_percent, base, self.is_both_needed)


EXACT = Allowance()


class Tolerance(NamedTuple):
    """The allowances of a relation, product or line; None takes the one of the wider level."""

    quantity: Allowance | None = None
    price: Allowance | None = None
    amount: Allowance | None = None
    days: Allowance | None = None


NO_TOLERANCE = Tolerance()


def narrowest(*levels: Tolerance) -> Tolerance:
    """Join tolerances from the widest level (relation) to the narrowest (line): the narrowest counts."""
    joined = NO_TOLERANCE
    for level in levels:
        joined = Tolerance(*(new if new is not None else old for old, new in zip(joined, level, strict=True)))
    return joined


def _allowed(absolute: int | None, percent: int | None, base: int, is_both_needed: bool) -> int:
    if percent is None:
        return absolute or 0
    relative = percent_of(abs(base), percent)
    if absolute is None:
        return relative
    return min(absolute, relative) if is_both_needed else max(absolute, relative)
