"""Parties that are one although their papers name them by different identifiers.

Two parties are one when they share an identifier. Giver and taker of one document are never made one:
an identifier that stands on both sides of a document tells nothing there (a Peppol example does that).
A party known by its name alone stands for another only as `namesakes` says.
"""

from collections.abc import Mapping, Sequence

from comaker.engines.matching.namesakes import Dealings, stands_for
from comaker.kernel.document import Document
from comaker.kernel.names import folded
from comaker.kernel.party import NOBODY, Party

UNKNOWN = 0
_NAME = frozenset({"name"})


class Parties:
    """Who is who among the parties of all documents seen; each party has a number, 0 is unknown.

    Args:
        called: what else parties are called, by their keys, where it is known already who is who; then no
            name is taken to be anybody else.
    """

    def __init__(self, called: Mapping[str, Sequence[str]] | None = None) -> None:
        self._called = called
        self._parents = [UNKNOWN]
        self._identifiers: list[list[str]] = [[]]
        self._names: list[set[str]] = [set()]  # folded
        self._full: list[str] = [""]  # the fullest name, as written
        self._apart: list[set[int]] = [set()]
        self._shown: list[Party | None] = [NOBODY]
        self._by_identifier: dict[str, int] = {}
        self._bare: set[int] = set()  # known by a name alone, and standing for nobody
        self._sides: dict[tuple[Party, Party], tuple[int, int]] = {}

    def sides_of(self, document: Document) -> tuple[int, int]:
        """Return the numbers of giver and taker of a document."""
        sides = (document.giver, document.taker)
        known = self._sides.get(sides)
        if known is None:
            known = self._sides[sides] = self._learn(document.giver, document.taker)
        return self.find(known[0]), self.find(known[1])

    def find(self, number: int) -> int:
        """Return the number under which a party is filed now."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def agree(self, one: int, other: int) -> bool | None:
        """Tell whether two parties are the same; None when one of them is unknown or nothing compares."""
        one, other = self.find(one), self.find(other)
        if not one or not other:
            return None
        if one == other:
            return True
        if not self._names[one].isdisjoint(self._names[other]):
            return True
        mine, yours = self._schemes(one), self._schemes(other)
        if _NAME in (mine, yours):
            # One of them has nothing but a name, and it is another name.
            return False if self._names[one] and self._names[other] else None
        return None if mine.isdisjoint(yours) else False

    def show(self, number: int) -> Party:
        """Return the party with all identifiers it was seen under; the first one stays its key.

        Of several names the fullest is shown, whichever came first.
        """
        number = self.find(number)
        shown = self._shown[number]
        if shown is None:
            shown = self._shown[number] = Party(self._full[number], tuple(self._identifiers[number]))
        return shown

    def settle(self) -> None:
        """Let names alone be the parties that they stand for, by all papers seen."""
        if self._called is not None or not self._bare:
            return
        wanted = {name for one in self._bare for name in self._names[one]}
        namesakes: dict[str, list[int]] = {}
        for number, parent in enumerate(self._parents):
            if number and number == parent and number not in self._bare:
                for name in wanted & self._names[number]:
                    namesakes.setdefault(name, []).append(number)
        if not namesakes:
            return
        dealings = self._dealings()
        standing = {
            one: found
            for one in sorted(self._bare)
            for name in self._names[one]
            if (found := stands_for(one, namesakes.get(name, ()), dealings)) is not None
        }
        for one, found in standing.items():
            full = self._full[found]
            self._join(found, one)
            self._full[found] = full  # in its own papers' way of writing
        self._bare -= standing.keys()

    def _dealings(self) -> Dealings:
        partners: dict[int, set[int]] = {}
        for sides in self._sides.values():
            giver, taker = map(self.find, sides)
            if giver and taker:
                partners.setdefault(giver, set()).add(taker)
                partners.setdefault(taker, set()).add(giver)
        return Dealings({each: self._names[each] for each in partners}, partners, self._bare)

    def _schemes(self, number: int) -> set[str]:
        return {identifier.partition(":")[0] for identifier in self._identifiers[number]}

    def _learn(self, giver: Party, taker: Party) -> tuple[int, int]:
        shared = set(giver.identifiers) & set(taker.identifiers)
        one = self._number_of(giver, [each for each in giver.identifiers if each not in shared])
        other = self._number_of(taker, [each for each in taker.identifiers if each not in shared])
        if one and other and one != other:
            self._apart[one].add(other)
            self._apart[other].add(one)
        return one, other

    def _number_of(self, party: Party, identifiers: list[str]) -> int:
        if not identifiers:
            return UNKNOWN
        found = UNKNOWN
        for identifier in identifiers:
            known = self._by_identifier.get(identifier)
            if known is None:
                continue
            known = self.find(known)
            found = self._join(found, known) if found else known
        found = found or self._add()
        for identifier in identifiers:
            if identifier not in self._by_identifier:
                self._by_identifier[identifier] = found
                self._identifiers[found].append(identifier)
        self._shown[found] = None
        if all(each.startswith("name:") for each in self._identifiers[found]):
            self._bare.add(found)
        else:
            self._bare.discard(found)
        self._name(found, party.name)
        return found

    def _name(self, number: int, name: str) -> None:
        """Note a party's name, and at first what else it is known to be called."""
        names = self._names[number]
        if self._called and not names:
            for identifier in self._identifiers[number]:
                names.update(self._called.get(identifier, ()))
        if name := " ".join(name.split()):
            names.add(folded(name))
            self._full[number] = max(self._full[number], name, key=fullness)

    def _add(self) -> int:
        number = len(self._parents)
        self._parents.append(number)
        self._identifiers.append([])
        self._names.append(set())
        self._full.append("")
        self._apart.append(set())
        self._shown.append(None)
        return number

    def _join(self, one: int, other: int) -> int:
        """Make two parties one, unless some document has them on its two sides; return the first's number."""
        if one == other or any(self.find(each) == other for each in self._apart[one]):
            return one
        self._parents[other] = one
        self._identifiers[one] += self._identifiers[other]
        self._names[one] |= self._names[other]
        self._full[one] = max(self._full[one], self._full[other], key=fullness)
        self._apart[one] |= self._apart[other]
        self._shown[one] = None
        return one


def fullness(name: str) -> tuple[int, str]:
    """Return what the names of one party are chosen by: the longest is shown."""
    return len(name), name
