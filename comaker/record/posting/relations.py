"""Relations: their lock, their serial numbers, and the ways that two parties go."""

from collections.abc import Iterable, Mapping

from comaker.engines.matching import PAPERS_OF_SLIP, Seen
from comaker.kernel.document import Document, Kind
from comaker.kernel.line import Since, Terms, terms_on
from comaker.kernel.usual import NO_HABITS, Habits, usual_terms
from comaker.record.coding import terms_from
from comaker.record.posting.words import SERIALS, Known, Parties, Sides
from comaker.record.store import Store, table

_RELATION = table("relation", "id bigint, serial bigint, head bytea, documents integer, seeking integer")
_WAY = table(
    "way",
    "relation_id bigint, giver_id bigint, taker_id bigint, kinds text, is_self_billed boolean, "
    "names_orders boolean, delivery_term text, papers integer, has_asked boolean",
    "(relation_id, giver_id) DO UPDATE SET kinds = excluded.kinds, is_self_billed = excluded.is_self_billed, "
    "names_orders = excluded.names_orders, delivery_term = excluded.delivery_term, "
    "papers = excluded.papers, has_asked = excluded.has_asked",
)
_FIND = "SELECT id, one_id, other_id FROM record_relation WHERE one_id IN :ints AND other_id IN :ints"
_NEW = (
    "INSERT INTO record_relation (one_id, other_id, serial, head, documents, seeking) "
    "VALUES (?, ?, 0, ?, 0, 0) ON CONFLICT (one_id, other_id) DO UPDATE SET one_id = excluded.one_id "
    "RETURNING id"
)
_LOCK = "SELECT id, serial, head, documents, seeking FROM record_relation WHERE id IN :ints ORDER BY id"
_WAYS = (
    "SELECT relation_id, giver_id, taker_id, kinds, is_self_billed, names_orders, delivery_term, papers, "
    "has_asked FROM record_way WHERE relation_id IN :ints"
)
_TERMS = (
    "SELECT relation_id, giver_id, from_on, body FROM record_terms WHERE relation_id IN :ints "
    "ORDER BY from_on, version"
)


class Relation:
    """One relation under its lock.

    Attributes:
        serial: the last number given out.
        head: the hash of its last entry.
        documents: how many papers were taken in; `seeking` how many are not tied for certain.
    """

    def __init__(self, number: int, serial: int, head: bytes, documents: int, seeking: int) -> None:
        self.id = number
        self.serial = serial
        self.head = head
        self.documents = documents
        self.seeking = seeking

    def key(self) -> int:
        """Give out the next key."""
        self.serial += 1
        return (self.id << SERIALS) + self.serial


class Relations:
    """The relations that a posting holds under their locks, taken in order of number."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of_pair: dict[tuple[int, int], int] = {}
        self._held: dict[int, Relation] = {}
        self._ways: dict[tuple[int, int, int], Known] = {}
        self._touched: set[tuple[int, int, int]] = set()
        self._terms: dict[tuple[int, int], dict[int, Since]] = {}

    def __getitem__(self, number: int) -> Relation:
        return self._held[number]

    def held(self) -> list[Relation]:
        """Return those under lock, in order of number."""
        return [self._held[number] for number in sorted(self._held)]

    def lock(self, sides: Iterable[Sides], others: Iterable[int] = ()) -> None:
        """Find the relations of some pairs of parties, make the new ones, and take their locks.

        Args:
            others: numbers of further relations that are known to be needed.
        """
        pairs = {side.pair for side in sides}
        low, high = {one for one, _ in pairs}, {other for _, other in pairs}
        found = {(one, other): number for number, one, other in self._store.select(_FIND, low, high)}
        for pair in sorted(pairs):
            self._of_pair[pair] = found.get(pair) or int(self._store.select(_NEW, *pair, b"")[0][0])
        self._take(sorted({*(self._of_pair[pair] for pair in pairs), *others}))

    def _take(self, numbers: list[int]) -> None:
        query = f"{_LOCK} FOR UPDATE" if self._store.is_postgres else _LOCK
        for number, serial, head, documents, seeking in self._store.select(query, numbers):
            self._held[number] = Relation(number, serial, bytes(head), documents, seeking)
        for relation, giver, taker, kinds, is_self_billed, names, term, papers, asked in self._store.select(
            _WAYS, numbers
        ):
            kept = frozenset(Kind(kind) for kind in kinds.split("|") if kind)
            habits = Habits(kept, bool(is_self_billed), bool(names), term)
            self._ways[relation, giver, taker] = Known(relation, habits, papers, bool(asked))
        for relation, giver, from_on, body in self._store.select(_TERMS, numbers):
            # Of one day the last version counts.
            self._terms.setdefault((relation, giver), {})[from_on] = Since(from_on, terms_from(body))

    def has(self, numbers: Iterable[int]) -> bool:
        """Tell whether all of some relations are under lock."""
        return self._held.keys() >= set(numbers)

    def of(self, sides: Sides) -> Relation:
        """Return the relation of two parties, made and locked when nobody needed it before."""
        number = self._of_pair.get(sides.pair)
        if number is None:
            self.lock([sides])
            number = self._of_pair[sides.pair]
        return self._held[number]

    def way(self, sides: Sides) -> Known:
        """Return the way from giver to taker."""
        return self._ways.get(self._key(sides)) or Known(0)

    def is_trading(self, sides: Sides) -> bool:
        """Tell whether two parties have orders of their own, or more papers than a slip explains."""
        way = self.way(sides)
        return way.has_asked or way.papers > PAPERS_OF_SLIP

    def terms(self, sides: Sides, on: int) -> Terms:
        """Return the terms of a way on a day: those in force, else those that its papers go by."""
        agreed = self._terms.get((self.of(sides).id, sides.giver), {})
        return terms_on(on, [*agreed.values()]) or usual_terms(self.way(sides).habits)

    def add_paper(self, sides: Sides, document: Document) -> bool:
        """Count a new paper of a way; tell whether the terms that are read from it change."""
        known, relation = self.way(sides), self.of(sides)
        habits = known.habits.with_paper(document)
        has_asked = known.has_asked or document.kind is Kind.ORDER
        key = self._key(sides)
        self._ways[key] = Known(relation.id, habits, known.papers + 1, has_asked)
        self._touched.add(key)
        relation.documents += 1
        agreed = self._terms.get((relation.id, sides.giver), {})
        if 0 in agreed or known.habits == NO_HABITS:
            return False
        return usual_terms(known.habits) != usual_terms(habits)

    def seen(self, parties: Parties, at_hand: Mapping[Sides, int]) -> dict[tuple[str, str], Seen]:
        """Return what is known of each way from papers that are not at hand.

        Args:
            at_hand: how many papers of each way are.
        """
        return {
            (parties[giver].key, parties[taker].key): Seen(
                way.habits, way.papers - at_hand.get(Sides(giver, taker), 0), way.has_asked
            )
            for (_, giver, taker), way in self._ways.items()
            if giver in parties and taker in parties
        }

    def agreed(self, parties: Parties) -> dict[tuple[str, str], tuple[Since, ...]]:
        """Return the terms that parties have agreed, by the keys of giver and taker."""
        if not self._terms:
            return {}
        return {
            (parties[giver].key, parties[taker].key): tuple(self._terms[relation, giver].values())
            for relation, giver, taker in self._ways
            if (relation, giver) in self._terms and giver in parties and taker in parties
        }

    def leave_stale(self, numbers: Iterable[int]) -> None:
        """Leave it to a worker to work out all lines of some relations under their new terms."""
        wanted = sorted(numbers)
        if wanted:
            self._store.execute("UPDATE record_relation SET stale = 0 WHERE id IN :ints", wanted)

    def save(self) -> None:
        """Write down serial numbers, heads, counts and ways."""
        rows = [(each.id, each.serial, each.head, each.documents, each.seeking) for each in self.held()]
        self._store.update(_RELATION, rows)
        self._store.insert(_WAY, [_way_row(key, self._ways[key]) for key in sorted(self._touched)])

    def _key(self, sides: Sides) -> tuple[int, int, int]:
        return (self.of(sides).id, *sides)


def _way_row(key: tuple[int, int, int], way: Known) -> tuple[object, ...]:
    kinds = "|".join(sorted(kind.value for kind in way.habits.kinds))
    habits = way.habits
    return (
        *key, kinds, habits.is_self_billed, habits.names_orders, habits.delivery_term, way.papers,
        way.has_asked,
    )  # fmt: skip
