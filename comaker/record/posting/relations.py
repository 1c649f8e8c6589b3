"""Relations: their lock, their serial numbers, and the ways that two parties go."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

from comaker.engines.matching import PAPERS_OF_SLIP, Seen
from comaker.kernel.document import Document, Kind
from comaker.kernel.line import Since, Terms, terms_on
from comaker.kernel.usual import NO_HABITS, Habits, usual_terms
from comaker.record.coding import terms_from
from comaker.record.posting.parties import load_parties
from comaker.record.posting.relation import Relation
from comaker.record.posting.words import NOBODY_ID, Known, Parties, Sides
from comaker.record.store import Store, table

_RELATION = table(
    "relation", "id bigint, serial bigint, head bytea, documents integer, seeking integer, hands integer"
)
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
_OF_PARTIES = (
    "SELECT id, one_id, other_id FROM record_relation WHERE one_id IN :ints "
    "UNION SELECT id, one_id, other_id FROM record_relation WHERE other_id IN :ints"
)
_LOCK = (
    "SELECT id, serial, head, documents, seeking, hands, one_id, other_id FROM record_relation "
    "WHERE id IN :ints ORDER BY id"
)
_WAYS = (
    "SELECT relation_id, giver_id, taker_id, kinds, is_self_billed, names_orders, delivery_term, papers, "
    "has_asked FROM record_way WHERE relation_id IN :ints"
)
_TERMS = (
    "SELECT relation_id, giver_id, from_on, body FROM record_terms WHERE relation_id IN :ints "
    "ORDER BY from_on, version"
)


class MoreRelations(Exception):
    """Relations are needed whose locks are not held; they must be taken in order."""

    def __init__(self, relations: set[int]) -> None:
        super().__init__(f"relations {sorted(relations)}")
        self.relations = relations


class Relations:
    """The relations that a posting holds under their locks, taken in order of number.

    Parties that were merged leave several relations with one and the same partner: a family, whose papers
    go the same way. New papers go to the one between those who stand for the others.

    Attributes:
        parties: by which it is known who stands for whom; more may be added to them.
    """

    def __init__(self, store: Store, parties: Parties | None = None) -> None:
        self._store = store
        self.parties = Parties({}, {}) if parties is None else parties
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
        families = pairs.union(*(self._pairs(pair) for pair in pairs))
        low, high = {one for one, _ in families}, {other for _, other in families}
        found = {(one, other): number for number, one, other in self._store.select(_FIND, low, high)}
        for pair in sorted(pairs - found.keys()):
            found[pair] = int(self._store.select(_NEW, *pair, b"")[0][0])
        wanted = {*(found[pair] for pair in families & found.keys()), *others}
        # One that is held has given out numbers that are not written down yet.
        self._take(sorted(wanted - self._held.keys()))

    def _pairs(self, pair: tuple[int, int]) -> set[tuple[int, int]]:
        """Return the pairs of all that two parties stand for."""
        return {each.pair for each in self._ways_of(Sides(*pair))}

    def _ways_of(self, sides: Sides) -> Iterator[Sides]:
        """Yield the ways of all that those stand for who stand for giver and taker."""
        if not self.parties.stands:
            yield sides
            return
        sides = self.parties.standing(sides)
        for giver in self.parties.members([sides.giver]):
            for taker in self.parties.members([sides.taker]):
                yield Sides(giver, taker)

    def families(self, numbers: Iterable[int]) -> set[int]:
        """Return some relations with all that are between the same parties, who were merged since.

        Raises:
            MoreRelations: one of them is not under lock.
        """
        found = set(numbers)
        self.know({side for number in found for side in self._held[number].sides})
        merged = {*self.parties.stands, *self.parties.stands.values()}
        pairs = {self.parties.standing(self._held[each].sides).pair for each in found if merged}
        wanted = set().union(*(self._pairs(pair) for pair in pairs if merged.intersection(pair)))
        if wanted:
            low, high = {one for one, _ in wanted}, {other for _, other in wanted}
            rows = self._store.select(_FIND, low, high)
            found |= {number for number, one, other in rows if (one, other) in wanted}
            self.need(found)
        return found

    def joined(self, numbers: Iterable[int]) -> set[int]:
        """Return the relations of some parties that are several with one and the same partner.

        Those with nobody are among them: what they hold may be about any partner.
        """
        numbers = set(numbers)
        self.know(numbers)
        members = self.parties.members(numbers)
        rows = self._store.select(_OF_PARTIES, members, members)
        self.know({side for _, *pair in rows for side in pair})
        families: dict[tuple[int, int], set[int]] = {}
        for number, *pair in rows:
            families.setdefault(self.parties.standing(Sides(*pair)).pair, set()).add(number)
        found = [some for pair, some in families.items() if len(some) > 1 or NOBODY_ID in pair]
        return set().union(*found)

    def know(self, numbers: set[int]) -> bool:
        """See that some parties are known; tell whether any was not."""
        strangers = numbers - self.parties.keys()
        if strangers:
            self.parties.add(load_parties(self._store, strangers))
        return bool(strangers)

    def need(self, numbers: Iterable[int]) -> None:
        """See that some relations are under lock.

        Raises:
            MoreRelations: one is not.
        """
        wanted = set(numbers)
        if not self._held.keys() >= wanted:
            raise MoreRelations(wanted)

    def _take(self, numbers: list[int]) -> None:
        query = f"{_LOCK} FOR UPDATE" if self._store.is_postgres else _LOCK
        for number, serial, head, documents, seeking, hands, *pair in self._store.select(query, numbers):
            sides = Sides(*pair)
            self._held[number] = Relation(number, serial, bytes(head), documents, seeking, hands, sides)
            self._of_pair[sides.pair] = number
        for relation, giver, taker, kinds, is_self_billed, names, term, papers, asked in self._store.select(
            _WAYS, numbers
        ):
            kept = frozenset(Kind(kind) for kind in kinds.split("|") if kind)
            habits = Habits(kept, bool(is_self_billed), bool(names), term)
            self._ways[relation, giver, taker] = Known(relation, habits, papers, bool(asked))
        for relation, giver, from_on, body in self._store.select(_TERMS, numbers):
            # Of one day the last version counts; one without a body takes the others back.
            agreed = self._terms.setdefault((relation, giver), {})
            if body:
                agreed[from_on] = Since(from_on, terms_from(body))
            else:
                agreed.pop(from_on, None)

    def of(self, sides: Sides) -> Relation:
        """Return the relation of two parties, made and locked when nobody needed it before."""
        number = self._of_pair.get(sides.pair)
        if number is None:
            self.lock([sides])
            number = self._of_pair[sides.pair]
        return self._held[number]

    def way(self, sides: Sides) -> Known:
        """Return the way from giver to taker, with all that was merged into it."""
        known = [self._ways[key] for key in self._keys(sides) if key in self._ways]
        return reduce(Known.plus, known) if known else Known(0)

    def is_trading(self, sides: Sides) -> bool:
        """Tell whether two parties have orders of their own, or more papers than a slip explains."""
        way = self.way(sides)
        return way.has_asked or way.papers > PAPERS_OF_SLIP

    def terms(self, sides: Sides, on: int) -> Terms:
        """Return the terms of a way on a day: those in force, else those that its papers go by."""
        return terms_on(on, [*self._agreed(sides).values()]) or usual_terms(self.way(sides).habits)

    def _agreed(self, sides: Sides) -> dict[int, Since]:
        """Return the terms of a way that were agreed, by the day from which they are in force."""
        found: dict[int, Since] = {}
        for relation, giver, _ in sorted(self._keys(sides)):
            found |= self._terms.get((relation, giver), {})
        return found

    def add_paper(self, sides: Sides, document: Document) -> bool:
        """Count a new paper of a way; tell whether earlier ones may be read otherwise for it.

        So they are when the terms that are read from the papers change, or the two are trading from now on.
        """
        relation, before, was_trading = self.of(sides), self.way(sides).habits, self.is_trading(sides)
        key = (relation.id, *sides)
        known = self._ways.get(key) or Known(relation.id)
        has_asked = known.has_asked or document.kind is Kind.ORDER
        self._ways[key] = Known(relation.id, known.habits.with_paper(document), known.papers + 1, has_asked)
        self._touched.add(key)
        relation.documents += 1
        if before == NO_HABITS:
            return False
        if self.is_trading(sides) != was_trading:
            return True
        if 0 in self._agreed(sides):
            return False
        return usual_terms(before) != usual_terms(before.with_paper(document))

    def seen(self, at_hand: Mapping[Sides, int]) -> dict[tuple[str, str], Seen]:
        """Return what is known of each way from papers that are not at hand.

        Args:
            at_hand: how many papers of each way are.
        """
        seen = {}
        for keys, sides in self._sides():
            way = self.way(sides)
            seen[keys] = Seen(way.habits, way.papers - at_hand.get(sides, 0), way.has_asked)
        return seen

    def agreed(self) -> dict[tuple[str, str], tuple[Since, ...]]:
        """Return the terms that parties have agreed, by the keys of giver and taker."""
        if not self._terms:
            return {}
        agreed = {keys: tuple(self._agreed(sides).values()) for keys, sides in self._sides()}
        return {keys: terms for keys, terms in agreed.items() if terms}

    def _sides(self) -> Iterator[tuple[tuple[str, str], Sides]]:
        """Yield those between whom ways are known, by the keys of giver and taker and by number."""
        known = self.parties
        for sides in {known.standing(Sides(giver, taker)) for _, giver, taker in self._ways}:
            if sides.giver in known and sides.taker in known:
                for giver in known.keys_of(sides.giver):
                    for taker in known.keys_of(sides.taker):
                        yield (giver, taker), sides

    def leave_stale(self, numbers: Iterable[int]) -> None:
        """Leave it to a worker to work out all lines of some relations under their new terms."""
        wanted = sorted(numbers)
        if wanted:
            self._store.execute("UPDATE record_relation SET stale = 0 WHERE id IN :ints", wanted)

    def save(self) -> None:
        """Write down serial numbers, heads, counts and ways."""
        rows = [
            (each.id, each.serial, each.head, each.documents, each.seeking, each.hands)
            for each in self.held()
        ]
        self._store.update(_RELATION, rows)
        self._store.insert(_WAY, [_way_row(key, self._ways[key]) for key in sorted(self._touched)])

    def _keys(self, sides: Sides) -> Iterator[tuple[int, int, int]]:
        """Yield the keys of all ways that two parties stand for."""
        for each in self._ways_of(sides):
            number = self._of_pair.get(each.pair)
            if number is not None:
                yield (number, *each)


def _way_row(key: tuple[int, int, int], way: Known) -> tuple[object, ...]:
    kinds = "|".join(sorted(kind.value for kind in way.habits.kinds))
    habits = way.habits
    return (
        *key, kinds, habits.is_self_billed, habits.names_orders, habits.delivery_term, way.papers,
        way.has_asked,
    )  # fmt: skip
