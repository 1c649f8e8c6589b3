"""Terms: dated versions, each added beside those before it, from a file or as two parties agree.

Of one first day the last version counts. One without a body takes back what was agreed from that day on.
"""

from collections.abc import Sequence

from comaker.engines.sheets import TermsRow
from comaker.kernel.line import DEFAULT_TERMS, Terms
from comaker.record.coding import encode, terms_from
from comaker.record.masters.directory import Directory
from comaker.record.masters.words import Contradiction, Outcome
from comaker.record.posting.sitting import Sitting
from comaker.record.posting.words import Sides
from comaker.record.store import table

_TERMS = table(
    "terms",
    "relation_id bigint, giver_id bigint, from_on integer, version integer, body bytea, recorded_at bigint",
)
_STORED = (
    "SELECT relation_id, giver_id, from_on, version, body FROM record_terms WHERE relation_id IN :ints "
    "ORDER BY version"
)
_LAST = "SELECT coalesce(max(version), 0) FROM record_terms WHERE relation_id = ? AND giver_id = ?"


def write_terms(
    sitting: Sitting, *, relation: int, giver: int, from_on: int, terms: Terms | None
) -> tuple[int, int]:
    """Let terms count in one direction of a relation from a day on, and restate its lines.

    Args:
        giver: by the number under which it stands in the relation.
        from_on: the first day; 0 for always.
        terms: None takes back what was agreed from that day on.

    Returns:
        The number of the version, and how many lines and bills stand otherwise since; in a large relation a
        worker restates them, and it is 0.
    """
    sitting.relations.lock((), {relation})
    version = int(sitting.store.select(_LAST, relation, giver)[0][0]) + 1
    body = b"" if terms is None else encode(terms)
    sitting.store.insert(_TERMS, [(relation, giver, from_on, version, body, sitting.now)])
    restated = sitting.again({relation}) if sitting.relations[relation].documents else []
    return version, len(restated)


class TermsOfRelations:
    """The desk for terms."""

    def __init__(self, sitting: Sitting, rows: Sequence[TermsRow]) -> None:
        self._sitting = sitting
        self._directory = Directory(sitting.store, {text for row in rows for text in (row.giver, row.taker)})
        self._rows: list[tuple[int, int, int, int, bytes, int]] = []
        sides = {found for row in rows if (found := self._known(row))}
        sitting.relations.lock(sides)
        relations = {sitting.relations.of(each).id for each in sides}
        self._stored: dict[tuple[int, int], dict[int, Terms]] = {}
        self._version: dict[tuple[int, int], int] = {}
        for relation, giver, from_on, version, body in sitting.store.select(_STORED, relations):
            stored = self._stored.setdefault((relation, giver), {})
            if body:
                stored[from_on] = terms_from(body)
            else:
                stored.pop(from_on, None)
            self._version[relation, giver] = version

    def take(self, row: TermsRow) -> Outcome:
        """Take one row."""
        sides = self._sides(row)
        if sides.giver == sides.taker:
            raise Contradiction(
                f"“{row.giver}” and “{row.taker}” are one party.", hint="Terms are between two."
            )
        key = (self._sitting.relations.of(sides).id, sides.giver)
        stored = self._stored.setdefault(key, {})
        before = [from_on for from_on in stored if from_on <= row.from_on]
        terms = row.over(stored[max(before)] if before else DEFAULT_TERMS)
        if stored.get(row.from_on) == terms:
            return Outcome.SAME
        is_new = row.from_on not in stored
        stored[row.from_on] = terms
        version = self._version[key] = self._version.get(key, 0) + 1
        self._rows.append((*key, row.from_on, version, encode(terms), self._sitting.now))
        return Outcome.ADDED if is_new else Outcome.CHANGED

    def save(self) -> set[int]:
        """Write everything."""
        self._sitting.store.insert(_TERMS, self._rows)
        return {row[0] for row in self._rows if self._sitting.relations[row[0]].documents}

    def _sides(self, row: TermsRow) -> Sides:
        giver = self._directory.party(row.giver, "supplier")
        return Sides(giver, self._directory.party(row.taker, "buyer"))

    def _known(self, row: TermsRow) -> Sides | None:
        """Return the parties of a row, if both are known and two."""
        if not self._directory.knows(row.giver) or not self._directory.knows(row.taker):
            return None
        sides = self._sides(row)
        return sides if sides.giver != sides.taker else None
