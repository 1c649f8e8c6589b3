"""Parties: persons and organisations, known by the identifiers that their papers carry."""

from typing import NamedTuple

from comaker.kernel.names import folded


class Party(NamedTuple):
    """A person or organisation as one document names it.

    Attributes:
        name: the name to show; may be empty.
        identifiers: normalised keys such as `0088:7300010000001`, `vat:NL001234567B01`, `kvk:12345678`;
            two parties are the same when they share one. Without any identifier the folded name is
            the key `name:…`.
    """

    name: str
    identifiers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the identifier to file the party under; empty when it is not known at all."""
        return self.identifiers[0] if self.identifiers else ""

    def is_known(self) -> bool:
        """Tell whether the paper says anything that tells this party from others."""
        return bool(self.identifiers)


NOBODY = Party("")


def party_of(name: str, identifiers: tuple[str, ...] = ()) -> Party:
    """Make a party whose name stands in as its key when it has no identifier."""
    name = " ".join(name.split())
    if not identifiers and name:
        identifiers = (by_name(name),)
    return Party(name, identifiers)


def by_name(name: str) -> str:
    """Return the key of a party that is known by its name alone."""
    return f"name:{folded(name)}"


def agree(one: Party, other: Party) -> bool | None:
    """Tell whether two parties are the same: True, False, or None when there is nothing to compare.

    A different number under the same scheme tells them apart; different schemes tell nothing.
    """
    if not one.identifiers or not other.identifiers:
        return None
    if one.identifiers == other.identifiers or not set(one.identifiers).isdisjoint(other.identifiers):
        return True
    if one.name and folded(one.name) == folded(other.name):
        return True
    schemes = {identifier.partition(":")[0] for identifier in one.identifiers}
    if schemes.isdisjoint(identifier.partition(":")[0] for identifier in other.identifiers):
        return None
    return False
