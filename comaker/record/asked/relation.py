"""Relation: who the two parties are, and what is open between them in both directions."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.record.asked.cut import KINDS_OF_MONEY
from comaker.record.asked.scope import relations_of
from comaker.record.store import Row, Store

# Between whom; the other one stands for those that were merged into it.
_BETWEEN = """
SELECT relation.id, relation.documents, party.id, stands.id, stands.name
FROM record_relation relation
JOIN record_party party
    ON party.id = CASE WHEN relation.one_id IN :ints THEN relation.other_id ELSE relation.one_id END
JOIN record_party stands ON stands.id = coalesce(party.merged_into_id, party.id)
WHERE relation.id IN :ints ORDER BY relation.id
"""
_OTHER = """
SELECT coalesce(party.merged_into_id, party.id)
FROM record_relation relation
JOIN record_party party
    ON party.id = CASE WHEN relation.one_id IN :ints THEN relation.other_id ELSE relation.one_id END
WHERE relation.id = ? AND (relation.one_id IN :ints OR relation.other_id IN :ints)
"""
_KNOWN_AS = "SELECT id FROM record_party WHERE id = ? OR merged_into_id = ? ORDER BY id"
_WITH = """
SELECT id FROM record_relation
WHERE (one_id IN :ints AND other_id IN :ints) OR (one_id IN :ints AND other_id IN :ints) ORDER BY id
"""
_STANDS = "gap.closed_on IS NULL AND NOT gap.is_held AND NOT gap.is_accepted"
# Asked of the side that acts, or of the one that waits; an index holds all that is summed.
_SUMS = f"""
SELECT gap.owner >> 32, gap.currency, count(*), sum(gap.counted) FROM record_gap gap
WHERE gap.{{side}} IN :ints AND {_STANDS} AND (gap.due_on IS NULL OR gap.due_on < ?)
    AND (gap.owner >> 32) IN :ints AND NOT (gap.kind IN :texts)
GROUP BY 1, 2
"""  # noqa: S608 – words of ours
_KINDS = f"""
SELECT owner.giver, gap.kind, CASE WHEN gap.due_on >= ? THEN 0 ELSE 1 END, gap.currency, count(*),
    sum(gap.counted)
FROM record_gap gap JOIN record_{{owner}} owner ON owner.id = gap.owner
WHERE gap.{{side}} IN :ints AND {_STANDS} AND (gap.owner >> 32) IN :ints AND NOT (gap.kind IN :texts)
GROUP BY 1, 2, 3, 4
"""  # noqa: S608
_ACTS, _WAITS = "party", "other"
_IDENTIFIERS = """
SELECT text FROM record_identifier WHERE party_id IN :ints ORDER BY id
"""
_SITES = """
SELECT name, gln, street, postcode, city, country FROM record_site WHERE party_id IN :ints ORDER BY name, id
"""


class Between(NamedTuple):
    """A relation as one side of it sees it.

    Attributes:
        numbers: its own, and those of parties that were merged into the other one; the first names it.
        other: the number of the other party; `others` all those that it stands under in these relations.
        papers: how many were taken in.
    """

    numbers: tuple[int, ...]
    other: int
    others: tuple[int, ...]
    name: str
    papers: int

    @property
    def id(self) -> int:
        """Return the number by which pages name it."""
        return self.numbers[0]


class Sums(NamedTuple):
    """So many gaps, and what they count per currency (money); no money for who may not see it."""

    gaps: int = 0
    amounts: tuple[tuple[str, int], ...] = ()


class OpenKind(NamedTuple):
    """The gaps of one kind, in one direction, that one side acts on, now or later.

    Attributes:
        is_given: the asker's side gives the lines that they are on.
        is_mine: it is the asker's turn.
        is_now: it is so today; else a day is still to come.
    """

    is_given: bool
    kind: str
    is_mine: bool
    is_now: bool
    sums: Sums


class Place(NamedTuple):
    """A site of a party."""

    name: str
    gln: str
    address: str


class Side(NamedTuple):
    """Who a party is: the identifiers that its papers carry, and its sites."""

    identifiers: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


def relations(store: Store, asker: Asker) -> list[Between]:
    """Return whom an asker's party deals with, by name; none for a visitor."""
    return [] if asker.is_visitor else _between(store, asker, relations_of(store, asker))


def relation(store: Store, asker: Asker, number: int) -> Between | None:
    """Return one relation of an asker's party; None where it has none of that number."""
    if asker.is_visitor:
        return None
    parties = list(asker.parties)
    found = store.select(_OTHER, parties, number, parties, parties)
    if not found:
        return None
    others = [row[0] for row in store.select(_KNOWN_AS, found[0][0], found[0][0])]
    numbers = [row[0] for row in store.select(_WITH, parties, others, others, parties)]
    return next(iter(_between(store, asker, numbers)), None)


def _between(store: Store, asker: Asker, numbers: list[int]) -> list[Between]:
    found: dict[int, list[Row]] = {}
    for row in store.select(_BETWEEN, list(asker.parties), numbers) if numbers else ():
        found.setdefault(row[3], []).append(row)
    every = [
        Between(
            tuple(row[0] for row in rows),
            other,
            tuple(sorted({other, *(row[2] for row in rows)})),
            rows[0][4],
            sum(row[1] for row in rows),
        )
        for other, rows in found.items()
    ]
    return sorted(every, key=lambda each: (each.name.casefold(), each.id))


def open_sums(
    store: Store, asker: Asker, wanted: Collection[Between], *, today: int
) -> dict[int, tuple[Sums, Sums]]:
    """Return per relation what is the asker's turn, and what is the other side's, today."""
    numbers = {number: each.id for each in wanted for number in each.numbers}
    unseen = _unseen(asker)
    totals: dict[tuple[int, str], dict[str, list[int]]] = {}
    for of in (_ACTS, _WAITS) if numbers else ():
        query = _SUMS.format(side=of)
        for number, currency, count, counted in store.select(
            query, list(asker.parties), today, list(numbers), unseen
        ):
            total = totals.setdefault((numbers[number], of), {}).setdefault(currency, [0, 0])
            total[0] += count
            total[1] += int(counted)
    with_money = sees(asker, Seeing.MONEY)
    return {
        each.id: (
            _sums(totals.get((each.id, _ACTS)), with_money),
            _sums(totals.get((each.id, _WAITS)), with_money),
        )
        for each in wanted
    }


def _unseen(asker: Asker) -> list[str]:
    """Return the kinds of gap that are not for an asker: those of money, for who sees none."""
    return [] if sees(asker, Seeing.MONEY) else sorted(KINDS_OF_MONEY)


def _sums(totals: Mapping[str, list[int]] | None, with_money: bool) -> Sums:
    totals = totals or {}
    amounts = [(currency, of[1]) for currency, of in sorted(totals.items()) if of[1] and with_money]
    return Sums(sum(of[0] for of in totals.values()), tuple(amounts))


def open_kinds(store: Store, asker: Asker, between: Between, *, today: int) -> list[OpenKind]:
    """Return the gaps between two parties by kind, those of now before those to come, the dearest first."""
    totals: dict[tuple[bool, str, bool, bool], dict[str, list[int]]] = {}
    for owner in ("line", "bill"):
        for of in (_ACTS, _WAITS):
            query = _KINDS.format(owner=owner, side=of)
            for giver, kind, is_now, currency, count, counted in store.select(
                query, today, list(asker.parties), list(between.numbers), _unseen(asker)
            ):
                key = (giver in asker.parties, kind, of == _ACTS, bool(is_now))
                total = totals.setdefault(key, {}).setdefault(currency, [0, 0])
                total[0] += count
                total[1] += int(counted)
    with_money = sees(asker, Seeing.MONEY)
    found = [OpenKind(*key, _sums(of, with_money)) for key, of in totals.items()]
    return sorted(found, key=lambda each: (not each.is_now, -_most(each.sums), each.kind, each.is_mine))


def _most(sums: Sums) -> int:
    return max((amount for _, amount in sums.amounts), default=0)


def side(store: Store, parties: Iterable[int]) -> Side:
    """Return who a party is, by all its numbers."""
    numbers = list(parties)
    # A name that stands in for a number tells nothing that is not said already.
    told = [row[0] for row in store.select(_IDENTIFIERS, numbers)]
    identifiers = [text for text in told if not text.startswith("name:")]
    places = [
        Place(name, gln, ", ".join(filter(None, (street, f"{postcode} {city}".strip(), country))))
        for name, gln, street, postcode, city, country in store.select(_SITES, numbers)
    ]
    return Side(tuple(identifiers), tuple(places))
