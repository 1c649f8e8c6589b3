"""Cut: what of a line somebody sees who may not see money."""

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.entry import Act
from comaker.kernel.gap import CAUSES, Cause, Gap, Kind
from comaker.kernel.row import LineState, Row, Said

# Gaps and acts that are about nothing but money.
_OF_MONEY = frozenset((Cause.BILLING, Cause.PAYMENT))
ACTS_OF_MONEY = frozenset((Act.BILL, Act.PAY))


# What those kinds are, however they came about.
KINDS_OF_MONEY = frozenset(
    kind for kind, cause in CAUSES.items() if cause in _OF_MONEY or kind is Kind.REPRICED
)


def is_of_money(gap: Gap) -> bool:
    """Tell whether a gap is about prices, bills or payments."""
    return gap.cause in _OF_MONEY or gap.kind is Kind.REPRICED


def cut(state: LineState, asker: Asker) -> LineState:
    """Return a line as an asker may see it."""
    return state if sees(asker, Seeing.MONEY) else without_money(state)


def without_money(state: LineState) -> LineState:
    """Return a line without prices, amounts, bills and payments, and without the gaps that are about them."""
    row = state.row
    return state._replace(
        line=state.line._replace(currency=""),
        row=Row(row.unit, row.product, _unpriced(row.asked), _unpriced(row.promised), row.sent, row.received),
        gaps=_bare(state.gaps),
        closed=_bare(state.closed),
    )


def _unpriced(said: Said | None) -> Said | None:
    return said and said._replace(price=None)


def _bare(gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Leave out gaps of money, and what the others are worth."""
    kept = [gap for gap in gaps if not is_of_money(gap)]
    return tuple([gap._replace(amount=None, counted=0, because_of=_carriers(gap)) for gap in kept])


def _carriers(gap: Gap) -> tuple[Kind, ...]:
    return tuple([kind for kind in gap.because_of if kind is not Kind.OVERBILLED])
