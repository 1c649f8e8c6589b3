"""Who is who: the parties that documents name, found by any of their identifiers, created when new.

Two parties are one when a paper names them by identifiers of both; giver and taker of one paper never are.
A party known by its name alone is the one that first had that name; whom it stands for, `namesakes` says.
"""

from collections.abc import Iterable, Mapping

from comaker.engines.matching import fullness
from comaker.kernel.document import Document
from comaker.kernel.names import folded
from comaker.kernel.party import Party
from comaker.record.posting.words import JOINED, NOBODY_ID, Parties, Sides
from comaker.record.store import Store, table

_IDENTIFIERS = table("identifier", "text text, party_id bigint", "(text) DO NOTHING")
_NAMES = table("party", "id bigint, name text")

# Who bears some identifiers, by all that he has; then, without a number before them, what they are called.
_KNOWN = """
SELECT identifier.id, party.id, party.name, identifier.text, identifier.origin_id, origin.name, origin.by_name
FROM record_identifier identifier JOIN record_party party ON party.id = identifier.party_id
LEFT JOIN record_party origin ON origin.id = identifier.origin_id
WHERE identifier.party_id IN (SELECT party_id FROM record_identifier WHERE text IN :texts)
UNION ALL
SELECT NULL, name.party_id, '', name.text, NULL, '', ''
FROM record_name name
WHERE name.party_id IN (SELECT party_id FROM record_identifier WHERE text IN :texts)
ORDER BY 1
"""
_BY_NUMBER = """
SELECT stands.id, stands.name, identifier.text, identifier.origin_id
FROM record_party party
JOIN record_party stands ON stands.id = coalesce(party.merged_into_id, party.id)
JOIN record_identifier identifier ON identifier.party_id = stands.id
WHERE party.id IN :ints
ORDER BY identifier.id
"""
_CALLED = table("name", "text text, party_id bigint", "(text, party_id) DO NOTHING")
# Two that deal with each other are two, whatever a paper calls them.
_DEALINGS = """
SELECT count(*) FROM record_relation WHERE documents > 0 AND one_id IN :ints AND other_id IN :ints
"""
_NAMED = "SELECT id, name FROM record_party WHERE id IN :ints ORDER BY id"
# Of two that become one both have packings when one has.
_PACK_TOO = """
UPDATE record_party SET has_packings = TRUE
WHERE (id = ? OR id = ?) AND EXISTS
    (SELECT 1 FROM record_party packer WHERE (packer.id = ? OR packer.id = ?) AND packer.has_packings)
"""
# One at a time may add parties on PostgreSQL, so that two papers at once do not each add the same one.
_ADDING = "SELECT pg_advisory_xact_lock(7266553)"


class Register:
    """The parties of some documents.

    Attributes:
        sides: the parties under which each document is filed; a name alone is filed as such.
        joined: those that stand for others since; `called` those that bear a name that they did not before.
        bear: the names that parties bear, by number.
    """

    def __init__(self, store: Store, documents: Iterable[Document]) -> None:
        self._store = store
        self._ids: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._renamed: set[int] = set()
        self._texts: dict[int, list[str]] = {}
        self._fresh: list[tuple[str, int]] = []
        self._stands: dict[int, int] = {}
        self._by_name: dict[int, int] = {}
        self._called: dict[int, set[str]] = {}
        self._met: list[Sides] = []
        self.joined: set[int] = set()
        self.bear: dict[int, set[str]] = {}
        documents = list(documents)
        wanted = {text for document in documents for side in _sides(document) for text in side}
        self._load(wanted)
        if self._store.is_postgres and not wanted <= self._ids.keys():
            add_alone(self._store)
            self._load(wanted)
        for document in documents:
            self._met.append(self._sides_of(document))
        parties = Parties({}, self._stands)
        # What a document joins was another party in the documents before it.
        self.sides = [parties.standing(sides) for sides in self._met]
        self._store.insert(_IDENTIFIERS, self._fresh)
        if self._renamed:
            self._rename()
        self.called = self._save_names()

    @property
    def parties(self) -> Parties:
        """Return the parties by number."""
        return _parties(self._names, self._texts, self._stands | self._by_name)

    def _load(self, texts: set[str]) -> None:
        wanted = sorted(texts)
        for place, number, name, text, origin, called, by_name in self._store.select(_KNOWN, wanted, wanted):
            bear = self.bear.setdefault(number, set())
            if place is None:
                bear.add(text)
                continue
            filed = number
            self._names[number] = name
            if origin is not None and by_name == JOINED:
                filed = origin
                self._by_name[origin] = number
                self._names[origin] = called
            elif origin is not None:
                self._stands[origin] = number
            if text not in self._ids:
                self._texts.setdefault(filed, []).append(text)
            self._ids[text] = filed

    def _sides_of(self, document: Document) -> Sides:
        giver, taker = _sides(document)
        one = self._number_of(document.giver, giver, apart=NOBODY_ID)
        other = self._number_of(document.taker, taker, apart=one)
        return Sides(one, other)

    def _number_of(self, party: Party, texts: tuple[str, ...], *, apart: int) -> int:
        """Return the number of a party, which is not the other side's."""
        if not texts:
            return NOBODY_ID
        known = [each for each in dict.fromkeys(map(self._ids.get, texts)) if each not in (None, apart)]
        number = known[0] if known else self._add()
        for other in known[1:]:
            if not self._deal(number, other):
                number, gone = sorted((number, other))
                self._merge(number, gone)
        for text in texts:
            self._claim(text, number)
        self._call(number, party.name)
        return number

    def _deal(self, one: int, other: int) -> bool:
        """Tell whether two parties deal with each other."""
        parties = Parties({}, self._stands)
        if {one, other} in [{*parties.standing(sides)} for sides in self._met]:
            return True
        ours, theirs = parties.members([one]), parties.members([other])
        pairs = ((ours, theirs), (theirs, ours))
        return any(self._store.select(_DEALINGS, *pair)[0][0] for pair in pairs)

    def _add(self) -> int:
        row = self._store.select(
            "INSERT INTO record_party (name, is_person) VALUES ('', ?) RETURNING id", False
        )
        number = int(row[0][0])
        self._names[number] = ""
        self._texts[number] = []
        return number

    def _claim(self, text: str, number: int) -> None:
        if text not in self._ids:
            self._ids[text] = number
            self._texts[number].append(text)
            self._fresh.append((text, number))

    def _call(self, number: int, name: str) -> None:
        name = " ".join(name.split())
        if name:
            self._called.setdefault(number, set()).add(folded(name))
        if name and fullness(name) > fullness(self._names[number]):
            self._names[number] = name
            self._renamed.add(number)

    def _rename(self) -> None:
        """Write down fuller names, where nobody else has given a party one that is fuller still."""
        query = f"{_NAMED} FOR NO KEY UPDATE" if self._store.is_postgres else _NAMED
        rows = []
        for number, name in self._store.select(query, sorted(self._renamed)):
            if fullness(self._names[number]) > fullness(name):
                rows.append((number, self._names[number]))
            else:
                self._names[number] = name
        self._store.update(_NAMES, rows)

    def _save_names(self) -> set[int]:
        """Write down what parties are called; return those that were not called so before."""
        new = [
            (text, one)
            for one, texts in self._called.items()
            for text in sorted(texts - self.bear.get(one, set()))
        ]
        self._store.insert(_CALLED, new)
        for text, one in new:
            self.bear.setdefault(one, set()).add(text)
        return {one for _, one in new}

    def _merge(self, kept: int, gone: int) -> None:
        merge(self._store, kept, gone)
        self._stands = {member: kept if stands == gone else stands for member, stands in self._stands.items()}
        self._stands[gone] = kept
        self._by_name = {one: kept if stands == gone else stands for one, stands in self._by_name.items()}
        self._called.setdefault(kept, set()).update(self._called.pop(gone, ()))
        self.joined = self.joined - {gone} | {kept}
        self._ids = {text: kept if number == gone else number for text, number in self._ids.items()}
        self._fresh = [(text, kept if number == gone else number) for text, number in self._fresh]
        self._texts[kept] += self._texts.pop(gone)
        self._call(kept, self._names.pop(gone))
        self._renamed.discard(gone)


def add_alone(store: Store) -> None:
    """Let nobody else add parties until this transaction ends."""
    if store.is_postgres:
        store.select(_ADDING)


def load_parties(store: Store, numbers: Iterable[int]) -> Parties:
    """Return parties by number, with who stands for them and all that were merged into these."""
    names: dict[int, str] = {}
    texts: dict[int, dict[str, None]] = {}
    stands: dict[int, int] = {}
    for number, name, text, origin in store.select(_BY_NUMBER, sorted(numbers)):
        names[number] = name
        texts.setdefault(number, {})[text] = None
        if origin is not None:
            stands[origin] = number
    return _parties(names, texts, stands)


def _parties(names: Mapping[int, str], texts: Mapping[int, Iterable[str]], stands: dict[int, int]) -> Parties:
    named = {number: _party(names[number], list(some)) for number, some in texts.items()}
    return Parties(named | {gone: named[kept] for gone, kept in stands.items() if kept in named}, stands)


def _party(name: str, texts: list[str]) -> Party:
    """Return a party; one that has better identifiers is not known by its name."""
    better = tuple([text for text in texts if not text.startswith("name:")])
    return Party(name, better or tuple(texts))


def merge(store: Store, kept: int, gone: int) -> None:
    """Let one party stand for two from now on; what was recorded of the other stays as it is."""
    store.execute(_PACK_TOO, kept, gone, kept, gone)
    store.execute(
        "UPDATE record_identifier SET origin_id = coalesce(origin_id, party_id), party_id = ? "
        "WHERE party_id = ?",
        kept,
        gone,
    )
    store.execute(
        "UPDATE record_party SET merged_into_id = ? WHERE id = ? OR merged_into_id = ?", kept, gone, gone
    )


def unmerge(store: Store, gone: int) -> None:
    """Let a party stand for itself again, with the identifiers that it had."""
    store.execute("UPDATE record_party SET merged_into_id = NULL WHERE id = ?", gone)
    store.execute(
        "UPDATE record_identifier SET party_id = origin_id, origin_id = NULL WHERE origin_id = ?", gone
    )


def _sides(document: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the identifiers of giver and taker; one that stands on both sides tells nothing."""
    giver, taker = document.giver.identifiers, document.taker.identifiers
    shared = set(giver) & set(taker)
    if shared:
        giver = tuple([text for text in giver if text not in shared])
        taker = tuple([text for text in taker if text not in shared])
    return giver, taker
