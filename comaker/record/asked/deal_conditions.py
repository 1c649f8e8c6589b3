"""Conditions: what is asked of a deal, put to the first of its lines in SQL."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.names import folded
from comaker.kernel.product import gtin, reference
from comaker.record.asked.deal_words import Direction, Partner, State, Wanted
from comaker.record.store import Store

# So many open turns of a party are looked up one by one; beyond that the list is read through for them.
_FEW = 2_000

FIRST = """(line.deal = '' OR line.id = (
    SELECT first.id FROM record_line first
    WHERE first.relation_id = line.relation_id AND first.deal = line.deal AND first.giver = line.giver
        AND first.key <> '' ORDER BY first.number, first.id LIMIT 1
))"""
# The lines of the deal that a line stands for.
_OF_DEAL = """other.relation_id = line.relation_id AND other.deal = line.deal AND other.giver = line.giver
    AND other.key <> '' AND (line.deal <> '' OR other.id = line.id)"""
_ON_LINES = (
    "EXISTS (SELECT 1 FROM record_line other JOIN record_gap gap ON gap.owner = other.id "  # noqa: S608
    f"WHERE {_OF_DEAL}"
)
_ON_BILLS = (
    "EXISTS (SELECT 1 FROM record_line other JOIN record_entry entry ON entry.line = other.id "  # noqa: S608
    f"JOIN record_gap gap ON gap.owner = entry.bill WHERE {_OF_DEAL}"
)
_OPEN = (
    " AND gap.closed_on IS NULL AND NOT gap.is_held AND NOT gap.is_accepted "
    "AND (gap.due_on IS NULL OR gap.due_on < ?)"
)
_TO_COME = (
    " AND gap.closed_on IS NULL AND NOT gap.is_accepted AND (gap.is_held OR NOT gap.due_on < ?) "
    "AND (gap.is_held OR gap.due_on IS NOT NULL)"
)
_NO_MONEY = " AND gap.cause NOT IN ('billing', 'payment') AND gap.kind <> 'repriced'"
_HAS_WORDS = (
    f"EXISTS (SELECT 1 FROM record_line other WHERE {_OF_DEAL} AND ("  # noqa: S608
    r"lower(other.deal) LIKE ? ESCAPE '\' OR other.name LIKE ? ESCAPE '\' "
    r"OR other.sellers LIKE ? ESCAPE '\' OR other.buyers LIKE ? ESCAPE '\' "
    r"OR other.standard LIKE ? ESCAPE '\'))"
)
_TURNS = f"SELECT gap.owner, gap.is_bill FROM record_gap gap WHERE gap.party IN :ints {_OPEN} LIMIT ?"  # noqa: S608
_LINES_OF_BILLS = (
    "SELECT tie.line FROM record_bill bill JOIN record_tie tie ON tie.document = bill.document "
    "WHERE bill.id IN :ints AND tie.ended_at IS NULL"
)
_BY_NUMBER_OF_BILL = (
    "SELECT tie.line FROM record_bill bill JOIN record_tie tie ON tie.document = bill.document "
    "WHERE bill.relation_id IN :ints AND bill.number = ? AND tie.ended_at IS NULL"
)
_FIRSTS = (
    "SELECT line.id FROM record_line line JOIN record_line named ON named.relation_id = line.relation_id "  # noqa: S608
    "AND named.deal = line.deal AND named.giver = line.giver WHERE named.id IN :ints AND line.key <> '' "
    f"AND {FIRST} AND (line.deal <> '' OR named.id = line.id)"
)


class Condition(NamedTuple):
    """A condition on `line`, with its values in order."""

    text: str
    values: tuple[object, ...] = ()


def conditions_of(
    store: Store, asker: Asker, wanted: Wanted, partners: Sequence[Partner], today: int
) -> list[Condition]:
    """Return what is asked of the first line of a deal."""
    return [
        *_of_direction(asker, wanted.direction),
        *_of_state(store, asker, wanted.state, today),
        *_of_words(store, asker, wanted.words, partners),
    ]


def _of_direction(asker: Asker, direction: Direction) -> list[Condition]:
    own = list(asker.parties)
    if direction is Direction.GIVE:
        return [Condition("line.giver IN :ints", (own,))]
    return [Condition("line.taker IN :ints", (own,))] if direction is Direction.TAKE else []


def _of_state(store: Store, asker: Asker, state: State, today: int) -> list[Condition]:
    own = list(asker.parties)
    is_open, is_to_come = _gap(asker, Condition(_OPEN, (today,))), _gap(asker, Condition(_TO_COME, (today,)))
    if state is State.MINE:
        few = _few_turns(store, asker, today)
        if few is not None:
            return [Condition("line.id IN :ints", (sorted(few),))]
        return [_gap(asker, Condition(f"{_OPEN} AND gap.party IN :ints", (today, own)))]
    if state is State.THEIRS:
        turn = f"{_OPEN} AND gap.party <> 0 AND NOT (gap.party IN :ints)"
        return [_gap(asker, Condition(turn, (today, own)))]
    if state is State.COMING:
        return [is_to_come, _not(is_open)]
    return [_not(is_open), _not(is_to_come)] if state is State.SETTLED else []


def _gap(asker: Asker, condition: Condition) -> Condition:
    """Say that a deal has such a gap, on its lines or on its bills."""
    text, values = condition
    if not sees(asker, Seeing.MONEY):
        return Condition(f"{_ON_LINES}{text}{_NO_MONEY})", values)
    return Condition(f"({_ON_LINES}{text}) OR {_ON_BILLS}{text}))", (*values, *values))


def _not(condition: Condition) -> Condition:
    return Condition(f"NOT {condition.text}", condition.values)


def _few_turns(store: Store, asker: Asker, today: int) -> set[int] | None:
    """Return the first lines of the deals on which it is the asker's turn; None where they are many."""
    if not sees(asker, Seeing.MONEY):
        return None
    rows = store.select(_TURNS, list(asker.parties), today, _FEW + 1)
    if len(rows) > _FEW:
        return None
    lines = {row[0] for row in rows if not row[1]}
    bills = [row[0] for row in rows if row[1]]
    if bills:
        lines |= {row[0] for row in store.select(_LINES_OF_BILLS, bills)}
    return _firsts_of(store, lines)


def _firsts_of(store: Store, lines: set[int]) -> set[int]:
    return {row[0] for row in store.select(_FIRSTS, sorted(lines))} if lines else set()


def _of_words(store: Store, asker: Asker, said: str, partners: Sequence[Partner]) -> list[Condition]:
    words = folded(said)
    if not words:
        return []
    by_name = [each.relation for each in partners if words in folded(each.name)]
    by_bill: set[int] = set()
    if sees(asker, Seeing.MONEY):
        relations = [each.relation for each in partners]
        by_bill = _firsts_of(
            store, {row[0] for row in store.select(_BY_NUMBER_OF_BILL, relations, said.strip())}
        )
    like = f"%{_literal(words)}%"
    number = f"{_literal(reference(words))}%" if reference(words) else like
    standard = f"{_literal(gtin(words))}%" if gtin(words) else like
    values = (by_name, sorted(by_bill), like, like, number, number, standard)
    return [Condition(f"(line.relation_id IN :ints OR line.id IN :ints OR {_HAS_WORDS})", values)]


def _literal(text: str) -> str:
    """Return text in which no sign stands for others."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
