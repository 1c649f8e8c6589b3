"""Search: the first lines of the deals of one page, relation by relation, in the order of the list."""

from collections.abc import Sequence

from comaker.kernel.access import Asker
from comaker.record.asked.deal_conditions import FIRST, conditions_of
from comaker.record.asked.deal_words import First, Partner, Sort, Wanted
from comaker.record.store import Row, Store

# Relations that are looked into at once where the list goes by the name of the other party.
_AT_ONCE = 30
_TRIES = 60

_ORDERS = {
    Sort.NEWEST: "line.asked_on DESC, line.id DESC",
    Sort.OLDEST: "line.asked_on, line.id",
    Sort.NUMBER: "line.deal, line.id",
    Sort.PARTY: "line.asked_on DESC, line.id DESC",
}
_BEHIND = {
    Sort.NEWEST: "(line.asked_on, line.id) < (?, ?)",
    Sort.OLDEST: "(line.asked_on, line.id) > (?, ?)",
    Sort.NUMBER: "(line.deal, line.id) > (?, ?)",
    Sort.PARTY: "(line.relation_id <> ? OR (line.asked_on, line.id) < (?, ?))",
}


class Search:
    """The search for one page.

    Args:
        partners: of the relations to look into, in the order of their names.
        today: the day on which open is told from waiting.
    """

    def __init__(
        self, store: Store, asker: Asker, wanted: Wanted, partners: Sequence[Partner], today: int
    ) -> None:
        self._store = store
        self._sort = wanted.sort
        self._after = wanted.after
        self._need = wanted.most + 1
        self._relations = [partner.relation for partner in partners]
        self._conditions = conditions_of(store, asker, wanted, partners, today)

    def firsts(self) -> list[First]:
        """Return the first lines, in order, one more than a page holds where there are more."""
        found: list[First] = []
        place = placed(self._sort, self._after)
        share = max(3, 2 * self._need // max(1, len(self._relations)) + 2)
        for _ in range(_TRIES):
            if not self._relations:
                break
            portion, is_end = self._portion(place, share)
            found += portion
            if len(found) >= self._need or is_end:
                break
            place = placed(self._sort, place_of(self._sort, found[-1])) if found else place
            share *= 2
        return found[: self._need]

    def _portion(self, place: Row | None, share: int) -> tuple[list[First], bool]:
        """Return some of the first lines that follow a place, and whether there are no more.

        Each relation gives a share. What comes after the last one of a relation that gave all of its share
        is left for the next time, since more of that relation may come before it.
        """
        relations, is_end = self._relations, True
        if self._sort is Sort.PARTY:
            at = relations.index(place[0]) if place and place[0] in relations else 0
            relations = relations[at : at + _AT_ONCE]
            is_end = at + _AT_ONCE >= len(self._relations)
            share = max(share, self._need)
        query, values = self._query(relations, place, share)
        rows = [First(*row) for row in self._store.select(query, *values)]
        safe = _safe(rows, share)
        if safe is not None:
            return rows[:safe], False
        if not is_end:
            # These relations have given all that they have: go on behind them.
            self._relations = self._relations[self._relations.index(relations[-1]) + 1 :]
        return rows, is_end

    def _query(self, relations: list[int], place: Row | None, share: int) -> tuple[str, list[object]]:
        texts, values = [each.text for each in self._conditions], list[object]()
        for each in self._conditions:
            values += each.values
        if place is not None:
            texts.append(_BEHIND[self._sort])
            values += place
        order = _ORDERS[self._sort]
        inner = (
            "SELECT line.id FROM record_line line WHERE line.relation_id = pair.relation AND line.key <> '' "  # noqa: S608
            f"AND {FIRST}{''.join(f' AND {text}' for text in texts)} ORDER BY {order} LIMIT ?"
        )
        if self._store.is_postgres:
            pairs = "unnest(?::bigint[]) WITH ORDINALITY AS pair(relation, rank)"
            chosen = f"= ANY (ARRAY({inner}))"
        else:
            pairs = "(SELECT value AS relation, key AS rank FROM json_each(?)) pair"
            chosen = f"IN ({inner})"
        ranked = f"pair.rank, {order}" if self._sort is Sort.PARTY else order
        query = (
            "SELECT line.id, line.relation_id, line.deal, line.giver, line.taker, line.asked_on, pair.rank "  # noqa: S608
            f"FROM {pairs} JOIN record_line line ON line.id {chosen} ORDER BY {ranked}"
        )
        return query, [relations, *values, share]


def _safe(rows: Sequence[First], share: int) -> int | None:
    """Return how many rows nothing can come between; None where every relation has given all it has."""
    counts: dict[int, int] = {}
    for at, row in enumerate(rows, start=1):
        counts[row.relation] = counts.get(row.relation, 0) + 1
        if counts[row.relation] == share:
            return at
    return None


def place_of(sort: Sort, row: First) -> str:
    """Return where a list goes on after a row, as it stands in an address."""
    if sort is Sort.NUMBER:
        return f"{row.id}~{row.deal}"
    if sort is Sort.PARTY:
        return f"{row.id}~{row.asked_on}~{row.relation}"
    return f"{row.id}~{row.asked_on}"


def placed(sort: Sort, text: str) -> Row | None:
    """Read a place; None for what is none, which begins the list anew."""
    key, _, rest = text.partition("~")
    if not _is_number(key, 18):
        return None
    if sort is Sort.NUMBER:
        return (rest, int(key))
    day, _, relation = rest.partition("~")
    if not _is_number(day, 9):
        return None
    if sort is not Sort.PARTY:
        return (int(day), int(key))
    return (int(relation), int(day), int(key)) if _is_number(relation, 9) else None


def _is_number(text: str, digits: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= digits
