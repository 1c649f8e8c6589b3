"""Visit: a deal as who comes by a private link sees it, with its bills and what was said about its lines."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.access import Asker, Seeing, sees
from comaker.record.asked.deal import Deal, DealBill, deal_seen
from comaker.record.asked.seen import LineSeen, Said
from comaker.record.store import Store

_TALK = """
SELECT line, kind, party, name, words, only_for, asked_by, said_at FROM record_talk
WHERE line IN :ints AND only_for = 0 ORDER BY id
"""


class DealVisited(NamedTuple):
    """A deal in one direction, its lines with what was said about them, and its bills."""

    deal: Deal
    lines: tuple[LineSeen, ...]
    bills: tuple[DealBill, ...]


def deals_visited(store: Store, asker: Asker, *, relation: int, number: str) -> list[DealVisited]:
    """Return the deals of a number, one for each direction in which there is one."""
    latest = deal_seen(store, asker, relation=relation, number=number)
    if latest is None:
        return []
    others = [
        deal_seen(store, asker, relation=relation, number=number, giver=giver) for giver in latest.others
    ]
    return [
        DealVisited(deal, tuple(_lines(store, asker, deal)), deal.bills)
        for deal in (latest, *others)
        if deal is not None
    ]


def _lines(store: Store, asker: Asker, deal: Deal) -> Sequence[LineSeen]:
    talk: dict[int, list[Said]] = {}
    if sees(asker, Seeing.TALK):
        for line, *said in store.select(_TALK, [line.key for line in deal.lines]):
            talk.setdefault(line, []).append(Said(*said))
    is_giver = asker.is_one_of(deal.giver)
    return [
        LineSeen(
            line.key, deal.relation, 0, deal.giver, deal.taker, is_giver, line.state,
            talk=tuple(talk.get(line.key, ())),
        )
        for line in deal.lines
    ]  # fmt: skip
