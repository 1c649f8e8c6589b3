"""Deals of a party, a page at a time: found by words, filtered by how they stand, sorted.

A deal stands in the list as its first line; what is asked of a deal is asked of all its lines. A page goes on
after the place where the last one ended, so that it costs the same wherever it is.
"""

from collections.abc import Mapping, Sequence

from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.names import folded
from comaker.record.asked.deal import bills_on, lines_on
from comaker.record.asked.deal_search import Search, place_of
from comaker.record.asked.deal_words import DealRow, Direction, First, Page, Partner, Sort, State, Wanted
from comaker.record.asked.scope import relations_of
from comaker.record.store import Store

__all__ = ["DealRow", "Direction", "Page", "Partner", "Sort", "State", "Wanted", "deals", "partners_of"]

_LINES_OF_DEAL = 40
_PARTNERS = """
SELECT relation.id, stands.id, stands.name FROM record_relation relation
JOIN record_party party
    ON party.id = CASE WHEN relation.one_id IN :ints THEN relation.other_id ELSE relation.one_id END
JOIN record_party stands ON stands.id = coalesce(party.merged_into_id, party.id)
WHERE relation.id IN :ints
"""


def partners_of(store: Store, asker: Asker, *, words: str = "", most: int = 0) -> list[Partner]:
    """Return the parties with which an asker's party deals, by name.

    Args:
        words: that the name holds; `most` how many are wanted, 0 for all.
    """
    relations = relations_of(store, asker)
    rows = store.select(_PARTNERS, list(asker.parties), relations) if relations else []
    wanted = folded(words)
    found = [Partner(*row) for row in rows if row[1] and wanted in folded(row[2])]
    found.sort(key=lambda partner: (folded(partner.name), partner.relation))
    return found[:most] if most else found


def deals(store: Store, asker: Asker, *, wanted: Wanted, today: int) -> Page:
    """Return a page of the deals of an asker's party.

    Args:
        today: the day on which open is told from waiting.
    """
    partners = {partner.relation: partner for partner in partners_of(store, asker)}
    chosen = [each for each in partners.values() if wanted.party in (0, each.party)]
    firsts = Search(store, asker, wanted, chosen, today).firsts()
    more = len(firsts) > wanted.most
    firsts = firsts[: wanted.most]
    rows = _filled(store, asker, firsts, partners)
    return Page(tuple(rows), place_of(wanted.sort, firsts[-1]) if more else "")


def _filled(
    store: Store, asker: Asker, firsts: Sequence[First], partners: Mapping[int, Partner]
) -> list[DealRow]:
    """Return rows with their lines and bills."""
    if not firsts:
        return []
    lines = lines_on(store, asker, [(row.relation, row.deal) for row in firsts], most=_LINES_OF_DEAL)
    keys = [line.key for some in lines.values() for line in some]
    bills = bills_on(store, keys) if sees(asker, Seeing.MONEY) else {}
    found = []
    for row in firsts:
        own = lines.get((row.relation, row.deal, row.giver), [])
        if not row.deal:
            own = [line for line in own if line.key == row.id]
        of_lines = {bill.key: bill for line in own for bill in bills.get(line.key, ())}
        partner = partners[row.relation]
        found.append(
            DealRow(
                row.relation, row.deal, row.giver, partner.party, partner.name, asker.is_one_of(row.giver),
                row.asked_on, tuple(own), tuple(of_lines.values()), len(own),
                (row.relation, row.deal, row.taker) in lines and bool(row.deal),
            )
        )  # fmt: skip
    return found
