"""Terms from a file: dated versions, each added beside those before it."""

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
            self._stored.setdefault((relation, giver), {})[from_on] = terms_from(body)
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
