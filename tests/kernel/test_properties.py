"""What holds for every line: order does not matter, twice is once, movements add up, nothing counts twice."""

from hypothesis import given
from hypothesis import strategies as st

from comaker.kernel.amounts import ONE, coin_of, unit_price, value
from comaker.kernel.entry import Act, Entry, Role
from comaker.kernel.gap import Kind
from comaker.kernel.gaps import gaps_of
from comaker.kernel.lapses import lapses_of
from comaker.kernel.settlement import PRESETS
from comaker.kernel.standing import stand
from tests.kernel.chance import SETTLEMENTS, entries, lines
from tests.kernel.words import day, line_of, part, said

MOVEMENTS = (Act.SEND, Act.RECEIVE, Act.REJECT)
OF_MONEY = {
    *(Kind.UNBILLED, Kind.OVERBILLED, Kind.PRICE_VARIANCE, Kind.UNDERBILLED, Kind.CHARGE_VARIANCE),
    *(Kind.DOES_NOT_ADD_UP, Kind.BILLED_TWICE),
}


def account_of(line, told, **when):
    """Return all that follows from the entries of a line."""
    standing = stand(line, told, **when)
    return standing, gaps_of(line, standing), lapses_of(line, standing)


@given(lines(), st.data())
def test_entries_tell_the_same_in_any_order_of_arrival(line, data):
    told = data.draw(entries())

    shuffled = data.draw(st.permutations(told))

    assert account_of(line, shuffled) == account_of(line, told)


@given(lines(), entries(), st.data())
def test_what_is_said_twice_counts_once(line, told, data):
    again = data.draw(st.lists(st.sampled_from(told), max_size=5)) if told else []

    assert account_of(line, [*told, *again]) == account_of(line, told)


@given(lines(), entries(), st.data())
def test_a_reversed_entry_is_as_if_never(line, told, data):
    wrong = data.draw(entries(most=2))
    wrong = [entry._replace(key=f"wrong-{entry.key}") for entry in wrong]
    undone = [entry._replace(key=f"undo-{entry.key}", reverses=entry.key) for entry in wrong]

    mixed = data.draw(st.permutations([*told, *wrong, *undone]))

    assert account_of(line, mixed) == account_of(line, told)


@given(lines(), entries(), st.data())
def test_movements_add_up(line, told, data):
    """A sending told in two goes of one day is the same sending."""
    whole = [entry for entry in told if entry.act in MOVEMENTS]
    split = [entry for entry in told if entry.act not in MOVEMENTS]
    for entry in whole:
        first = data.draw(st.integers(min(0, entry.quantity), max(0, entry.quantity)))
        split.append(entry._replace(key=entry.key + "/1", quantity=first))
        split.append(entry._replace(key=entry.key + "/2", quantity=entry.quantity - first))

    one, other = stand(line, told), stand(line, split)

    for act in ("sent", "received", "rejected"):
        moved, moved_in_two = getattr(one, act), getattr(other, act)
        assert (moved and moved[:4]) == (moved_in_two and moved_in_two[:4])
    assert gaps_of(line, other) == gaps_of(line, one)


@given(lines(), entries(), st.sampled_from(range(27)))
def test_as_of_a_day_only_what_had_happened_counts(line, told, on):
    happened = [entry for entry in told if entry.on <= day(on)]

    assert account_of(line, told, as_of=day(on)) == account_of(line, happened)


@given(lines(), entries(), st.sampled_from(range(-1, 41)))
def test_known_at_a_moment_only_what_was_recorded_counts(line, told, at):
    recorded = [entry for entry in told if entry.at <= at]

    assert account_of(line, told, known_at=at) == account_of(line, recorded)


@given(lines(), entries())
def test_no_gap_counts_more_than_it_is_worth_or_less_than_nothing(line, told):
    for gap in account_of(line, told)[1]:
        assert (gap.amount or 0) >= gap.counted >= 0
        assert gap.quantity is None or gap.quantity >= 0 or gap.kind is Kind.INCOMPARABLE


@given(lines(), entries())
def test_a_line_never_counts_more_than_is_at_stake(line, told):
    standing, gaps, _ = account_of(line, told)

    assert sum(gap.counted for gap in gaps) <= stake_of(line, standing)


@given(lines(), entries())
def test_what_counts_is_in_whole_coins(line, told):
    coin = coin_of(line.currency)
    paid_in_coins = [
        entry
        for entry in told
        if entry.amount is None or entry.amount % coin == 0
        if entry.act is not Act.ACCEPT
    ]

    for gap in account_of(line, paid_in_coins)[1]:
        assert gap.counted % coin == 0


def stake_of(line, standing):
    """Return the dearest of asked, promised, sent, received and billed, as plainly as it can be said."""
    bills = standing.billed.entries if standing.billed else ()
    moved = [movement.quantity for movement in (standing.sent, standing.received) if movement]
    stated = [(one.quantity, one.price) for one in (*standing.asks, *standing.promises)]
    prices = [standing.agreed.price] if standing.agreed else []
    prices += [price for entry in bills for price in (entry.price, price_of(entry))]
    price = next((price for price in prices if price is not None), None)
    billed = [max(0, entry.amount or 0, worth(line, entry.quantity, entry.price or price)) for entry in bills]
    return max(
        0,
        sum(billed),
        *(worth(line, quantity, own) for quantity, own in stated),
        *(worth(line, quantity, price) for quantity in moved),
    )


def worth(line, quantity, price):
    return value(quantity, price, coin_of(line.currency)) if quantity and price is not None else 0


def price_of(entry):
    if not entry.quantity or entry.amount is None:
        return None
    return unit_price(entry.amount - entry.charges, entry.quantity)


@given(entries(witnesses=False, concessions=False))
def test_a_trade_in_billed_by_its_taker_mirrors_a_sale(told):
    """Who bills changes whose turn the billing is, and nothing else."""
    billed = {
        Role.GIVER: [entry._replace(by=Role.GIVER) if entry.act is Act.BILL else entry for entry in told],
        Role.TAKER: [entry._replace(by=Role.TAKER) if entry.act is Act.BILL else entry for entry in told],
    }
    # A giver's bill may show that it acted upon a changed order; a taker's own bill shows no such thing.
    if not any(entry.act is Act.SEND for entry in told):
        billed = {by: [entry for entry in said if entry.act is not Act.BILL] for by, said in billed.items()}
    sale, trade_in = line_of("three_way"), line_of("self_billed")
    trade_in = trade_in._replace(giver=sale.taker, taker=sale.giver)

    sold, bought = account_of(sale, billed[Role.GIVER]), account_of(trade_in, billed[Role.TAKER])

    assert [gap._replace(turn=None) for gap in sold[1]] == [gap._replace(turn=None) for gap in bought[1]]
    turned = {
        gap.turn if gap.kind not in OF_MONEY else Role.TAKER if gap.turn is Role.GIVER else gap.turn
        for gap in sold[1]
        if gap.kind is not Kind.OTHER_ITEM
    }
    assert turned == {gap.turn for gap in bought[1] if gap.kind is not Kind.OTHER_ITEM}
    assert sold[2] == bought[2]


@given(lines(), entries())
def test_which_party_gives_is_no_matter_of_who_it_is(line, told):
    swapped = line._replace(giver=line.taker, taker=line.giver)

    assert account_of(swapped, told) == account_of(line, told)


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from(range(1, 30))), min_size=1, max_size=4),
    st.integers(0, 40),
)
def test_movements_fill_the_earliest_part_first(shares, sent):
    line = line_of("two_way")
    total = sum(many for many, _ in shares)
    asked = said("ask", total, 1, parts=tuple(part(many, until) for many, until in shares))

    unsent = gaps_of(line, stand(line, [asked, said("send", sent, 2)]))

    left, expected = sent, []
    for until, many in sorted((until, many) for many, until in shares):
        short = max(0, many - left)
        left = max(0, left - many)
        if short:
            expected.append((day(until), short * ONE))
    found = [(gap.due_on, gap.quantity or 0) for gap in unsent if gap.kind is Kind.UNSENT]
    by_day = {due: sum(size for on, size in expected if on == due) for due, _ in expected}
    assert {due: sum(size for on, size in found if on == due) for due, _ in found} == by_day


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from(range(1, 30))), min_size=1, max_size=5),
    st.integers(1, 12),
    st.sampled_from(range(1, 30)),
    st.sampled_from(range(30, 40)),
)
def test_a_lapse_stays_whatever_is_done_later(deeds, promised, until, later):
    line = line_of("two_way")
    told = [said("promise", promised, 1, until=until)]
    told += [said("send", many, on, key=f"{at}") for at, (many, on) in enumerate(deeds)]

    before = account_of(line, told)[2]
    for deed in (
        said("send", 5, later),
        said("bill", 5, later, bill="B"),
        said("promise", 9, later, until=45),
    ):
        told.append(deed)
        after = account_of(line, told)[2]
        kept = {(lapse.kind, lapse.against): lapse for lapse in after}
        for lapse in before:
            stays = kept[lapse.kind, lapse.against]
            assert stays.quantity >= lapse.quantity
            assert stays.days >= lapse.days
            assert set(stays.proof) >= set(lapse.proof)


@given(entries(witnesses=False, concessions=False, items=False), st.integers(1, 12))
def test_any_excess_over_what_was_conceded_is_open_again(told, conceded):
    """Whatever is accepted of a kind is never more than was conceded of it."""
    line = line_of("three_way")
    for kind in (Kind.MISSING, Kind.UNSENT, Kind.OVERBILLED, Kind.REJECTED):
        before = [gap for gap in account_of(line, told)[1] if gap.kind is kind]
        size = sum(gap.quantity or 0 for gap in before)
        accepted = Entry("accepted", Act.ACCEPT, Role.TAKER, conceded * ONE, on=day(25), reason=kind.value)

        after = [gap for gap in account_of(line, [*told, accepted])[1] if gap.kind is kind]

        taken = sum(gap.quantity or 0 for gap in after if gap.is_accepted)
        assert sum(gap.quantity or 0 for gap in after) == size
        assert taken == min(size, conceded * ONE)
        assert sum(gap.counted for gap in after) == sum(gap.counted for gap in before)
        assert sum(gap.amount or 0 for gap in after) == sum(gap.amount or 0 for gap in before)


def test_every_preset_is_tried():
    assert set(SETTLEMENTS) == set(PRESETS)
