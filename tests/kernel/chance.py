"""Lines by chance: any line and any entries, from nothing but a way to choose one of a row.

`choose` is `random.Random(seed).choice` where many lines are wanted, and hypothesis where a failing line
should be made as small as it can be.
"""

from hypothesis import strategies as st

from comaker.kernel.amounts import ONE
from comaker.kernel.entry import Act, Entry, Part, Rank, Role
from comaker.kernel.gap import Kind
from comaker.kernel.line import Terms
from comaker.kernel.settlement import PRESETS
from comaker.kernel.tolerance import NO_TOLERANCE, Allowance, Tolerance
from tests.kernel.words import PUMP, SPEAKERS, VALVE, day, line_of, money, price

SETTLEMENTS = ("three_way", "two_way", "three_way_early_bill", "prepaid", "self_billed", "unpriced",
               "service", "consignment")  # fmt: skip
SIZES = (10, 0, 1, 2, 3, 5, 8, 12, 24)
MOVED = (10, 1, 2, 3, 5, 7, 8, 12, -2, -5, 0)
PRICES = ("5", "5", None, "4.5", "0.333", "6")
DAYS = range(1, 25)
ALLOWANCES = (
    None,
    Allowance(over=2 * ONE, under=ONE),
    Allowance(over_percent=10_0000, under_percent=20_0000),
    Allowance(3 * ONE, 10_0000, ONE, 25_0000),
    Allowance(3 * ONE, 10_0000, ONE, 25_0000, is_both_needed=True),
)


def any_line(choose, *, settlements=SETTLEMENTS):
    """Return a line with any settlement, tolerance and expectations."""
    flags = ((True, False), (False, True))
    tolerance = Tolerance(
        choose(ALLOWANCES),
        choose((None, None, Allowance(price("0.5"), None, price("0.1")))),
        choose((None, None, Allowance(money(3), None, money(1)))),
        choose((None, Allowance(over=2))),
    ) if choose((False, True)) else NO_TOLERANCE  # fmt: skip
    terms = Terms(
        PRESETS[choose(settlements)],
        tolerance,
        expects_ask=choose(flags[0]),
        expects_answer=choose(flags[1]),
        expects_send=choose(flags[1]),
        delivery_days=choose((None, 3)),
        delivery_term=choose(("", "EXW", "DAP")),
    )
    return line_of(terms=terms, currency=choose(("EUR", "JPY", "TND")))


def any_entries(choose, *, witnesses=True, concessions=True, items=True, most=3) -> list[Entry]:
    """Return entries of every act, each act perhaps unknown, in no order of time.

    Some quantities are told in dozens, and some promises leave theirs unsaid.

    Args:
        witnesses: others than the authority speak too.
        items: other products than what was asked turn up.
        most: about how many entries an act may have.
    """
    made: list[Entry] = []
    for act, least in ((Act.ASK, 1), (Act.PROMISE, 0)):
        for _ in range(choose(range(least - 1 if choose((0, 0, 0, 1)) else least, most)) if least else
                       choose(range(most))):  # fmt: skip
            made.append(_statement(choose, act, len(made), witnesses, items))
    for act in (Act.SEND, Act.RECEIVE, Act.REJECT, Act.BILL):
        for _ in range(choose(range(most + 1)) if choose((1, 1, 0)) else 0):
            made.append(_movement(choose, act, len(made), witnesses, items))
    if concessions and choose((0, 0, 0, 1)):
        for _ in range(choose((1, 2))):
            made.append(_concession(choose, len(made)))
    return _possible(made)


def _possible(made: list[Entry]) -> list[Entry]:
    """Leave out what takes back more than was ever moved before it."""
    kept: list[Entry] = []
    moved: dict[tuple[Act, Role], int] = {}
    for entry in sorted(made, key=lambda entry: (entry.on, entry.key)):
        size = (entry.quantity or 0) * (12 if entry.unit == "DZN" else 1)
        voice = entry.act, entry.by
        if moved.get(voice, 0) + size >= 0:
            kept.append(entry)
            moved[voice] = moved.get(voice, 0) + size
    return [entry for entry in made if entry in kept]


def _key(choose, number):
    # The key decides among entries of one day; it tells nothing of the order in which they were made.
    return f"{choose('abcdefgh')}{number}"


def _speaker(choose, act, witnesses):
    return choose((SPEAKERS[act], SPEAKERS[act], Role.GIVER, Role.TAKER)) if witnesses else SPEAKERS[act]


def _statement(choose, act, number, witnesses, items):
    size = choose((*SIZES, None)) if act is Act.PROMISE else choose(SIZES)
    on, unit = choose(DAYS), choose(("", "", "C62", "DZN"))
    parts: tuple[Part, ...] = ()
    if choose((0, 1)):
        days = sorted(choose(DAYS) for _ in range(choose((1, 2, 3))))
        left = (size or 0) * ONE
        shares = [left // len(days)] * (len(days) - 1)
        parts = tuple(
            Part(share, None, day(until) + 1)
            for share, until in zip([*shares, left - sum(shares)], days, strict=True)
        )
    cost = choose(PRICES)
    order = 0 if act is Act.ASK else 2
    return Entry(
        _key(choose, number), act, _speaker(choose, act, witnesses), None if size is None else size * ONE,
        unit, None if cost is None else price(cost), on=day(on), at=choose(range(40)),
        rank=choose((None, Rank(day(on), order=order, version=choose(range(3))))), parts=parts,
        product=choose((PUMP, PUMP, PUMP._replace(sellers=""), VALVE)) if items else PUMP,
    )  # fmt: skip


def _movement(choose, act, number, witnesses, items):
    size = choose(MOVED) if act is not Act.REJECT else choose((1, 2, 5))
    cost = choose(PRICES) if act is Act.BILL else None
    unit = choose(("", "", "C62", "DZN"))
    many = None if act is Act.BILL and choose((0,) * 7 + (1,)) else size * ONE
    amount = None
    if act is Act.BILL:
        amount = money(choose((*(size * cents for cents in (5, 5, 6)), 50)))
    by = Role.TAKER if act is Act.BILL and choose((0, 1)) else SPEAKERS[act]
    return Entry(
        _key(choose, number), act, _speaker(choose, act, witnesses) if act is not Act.BILL else by, many,
        unit, None if cost is None else price(cost), choose((None, amount)), day(choose(DAYS)),
        choose(range(40)), bill=choose(("B-1", "B-2", "B-3")) if act is Act.BILL else "",
        about=choose(("", "DA-1", "DA-2")) if act in (Act.SEND, Act.RECEIVE) else "",
        reason=choose(("", "", "late", "damaged")) if act in (Act.RECEIVE, Act.REJECT) else "",
        product=choose((PUMP, PUMP, VALVE)) if items else PUMP,
    )  # fmt: skip


def _concession(choose, number):
    kind = choose((Kind.MISSING, Kind.UNSENT, Kind.OVERBILLED, Kind.PRICE_VARIANCE, Kind.REJECTED))
    is_credit = choose((False, False, True))
    return Entry(
        _key(choose, number), Act.ACCEPT, choose((Role.TAKER, Role.GIVER)), choose((1, 2, 5)) * ONE,
        amount=money(choose((0, 5, 10))), on=day(choose(DAYS)), at=choose(range(40)),
        about="credit" if is_credit else "", reason="" if is_credit else kind.value,
    )  # fmt: skip


@st.composite
def lines(draw, /, **wishes):
    """Draw a line."""
    return any_line(lambda row: draw(st.sampled_from(row)), **wishes)


@st.composite
def entries(draw, /, **wishes):
    """Draw the entries of a line."""
    return any_entries(lambda row: draw(st.sampled_from(row)), **wishes)
