"""Namesakes: which party known by identifiers a name alone stands for.

A paper may name a company without any number. That name is the party with identifiers that bears it, where
just one of those that bear it deals with any partner of the name, and that one deals with all of them. Else
the name stands alone: nothing tells whose papers they are.

One partner is another here when they are one party, or when one of them is known by a name alone that the
other bears too. So the answer follows from what the papers call their parties, in whatever order they came.

Source: docs/decisions/0022.
"""

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple


class Dealings(NamedTuple):
    """Parties as their papers name them, before any name stands for another.

    Attributes:
        names: the folded names of each party.
        partners: with whom each deals.
        bare: those known by a name alone.
    """

    names: Mapping[int, Set[str]]
    partners: Mapping[int, Set[int]]
    bare: Set[int]


def stands_for(one: int, namesakes: Iterable[int], dealings: Dealings) -> int | None:
    """Return the party that a name alone stands for; None when it stands alone.

    Args:
        one: the party that is known by its name alone.
        namesakes: all parties with identifiers that bear this name.
    """
    names, partners, bare = dealings
    mine = partners.get(one, frozenset())
    found = None
    for each in namesakes:
        common = _common(mine, partners.get(each, frozenset()), names, bare)
        if not common:
            continue
        if found is not None or common != mine:
            return None
        found = each
    if found is None or found in mine:
        return None
    # Else both sides of one paper might become this party.
    is_both = any(not names[other].isdisjoint(names[found]) for other in mine & bare)
    return None if is_both else found


def _common(
    mine: Set[int], theirs: Set[int], names: Mapping[int, Set[str]], bare: Set[int]
) -> frozenset[int]:
    """Return the partners of one that are partners of another too."""
    all_names = {name for each in theirs for name in names.get(each, ())}
    bare_names = {name for each in theirs & bare for name in names.get(each, ())}
    return frozenset(
        each
        for each in mine
        if each in theirs or not (all_names if each in bare else bare_names).isdisjoint(names.get(each, ()))
    )
