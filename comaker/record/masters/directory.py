"""The directory: which party, product or site a file means."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from comaker.kernel.identifiers import identifiers_meant
from comaker.kernel.names import folded
from comaker.kernel.party import by_name
from comaker.kernel.product import gtin, reference
from comaker.kernel.refusal import Refusal
from comaker.record.masters.words import UnknownParty, UnknownProduct, UnknownSite
from comaker.record.store import Store

_BY_TEXT = "SELECT text, party_id FROM record_identifier WHERE text IN :texts"
_BY_NAME = "SELECT id, name FROM record_party WHERE merged_into_id IS NULL AND id > 0 AND name <> ''"
_NUMBERS = """
SELECT number.text, coalesce(party.merged_into_id, party.id), coalesce(product.merged_into_id, product.id)
FROM record_number number
JOIN record_product product ON product.id = number.product_id
JOIN record_party party ON party.id = number.owner_id
WHERE number.text IN :texts AND number.kind <> 'name' ORDER BY product.id
"""
_SITES = """
SELECT site.id, coalesce(party.merged_into_id, party.id), site.name, site.gln
FROM record_site site JOIN record_party party ON party.id = site.party_id ORDER BY site.id
"""


class Directory:
    """The parties that some texts may mean.

    Args:
        texts: numbers or names as people write them.
    """

    def __init__(self, store: Store, texts: Iterable[str]) -> None:
        wanted = {text for text in texts if text}
        meant = {text: _meant(text) for text in wanted}
        keys = sorted({key for keys in meant.values() for key in keys})
        filed: dict[str, int] = dict(row for row in store.select(_BY_TEXT, keys))
        self._found: dict[str, set[int]] = {
            text: {filed[key] for key in keys if key in filed} for text, keys in meant.items()
        }
        if not all(self._found.values()):
            self._look_up_names(store)

    def _look_up_names(self, store: Store) -> None:
        names: dict[str, set[int]] = {}
        for number, name in store.select(_BY_NAME):
            names.setdefault(folded(name), set()).add(number)
        for text, found in self._found.items():
            if not found:
                found |= names.get(folded(text), set())

    def knows(self, text: str) -> bool:
        """Tell whether a text means one party."""
        return len(self._found.get(text, ())) == 1

    def party(self, text: str, what: str) -> int:
        """Return the number of a party.

        Args:
            what: it is in the file, to say so when it is not found.

        Raises:
            UnknownParty: none or several are meant.
        """
        if not text:
            raise UnknownParty(
                f"The {what} is not said.", hint="Add the column, or name the party with --of."
            )
        return _only(
            self._found[text],
            none=UnknownParty(
                f"The {what} “{text}” is not known.", hint="Load it first: comaker load parties FILE."
            ),
            several=UnknownParty(
                f"Several parties are called “{text}”.", hint="Name it by its GLN, VAT or KvK number."
            ),
        )


class Meant(NamedTuple):
    """A product by one of its numbers, and who owns it."""

    product: int
    owner: int


class Catalogue:
    """The products that some numbers may mean."""

    def __init__(self, store: Store, texts: Iterable[str]) -> None:
        keys = {key for text in texts for key in product_keys(text)}
        self._found: dict[str, set[Meant]] = {}
        for text, owner, product in store.select(_NUMBERS, sorted(keys)):
            self._found.setdefault(text, set()).add(Meant(product, owner))

    def product(self, text: str, owner: int | None) -> int:
        """Return the number of a product.

        Args:
            owner: who sells it; None where the file does not say.

        Raises:
            UnknownProduct: none or several are meant.
        """
        found = {
            meant.product
            for key in product_keys(text)
            for meant in self._found.get(key, ())
            if owner in (None, meant.owner)
        }
        return _only(
            found,
            none=UnknownProduct(
                f"The product “{text}” is not known.", hint="Load it first: comaker load products FILE."
            ),
            several=UnknownProduct(
                f"Several products have the number “{text}”.", hint="Name the supplier, or use the GTIN."
            ),
        )


class Sites:
    """The sites of all parties, by GLN or name."""

    def __init__(self, store: Store) -> None:
        self._found: dict[str, set[tuple[int, int]]] = {}
        for number, party, name, gln in store.select(_SITES):
            for text in {folded(name), gln} - {""}:
                self._found.setdefault(text, set()).add((number, party))

    def numbers(self) -> set[int]:
        """Return the numbers of all sites."""
        return {number for found in self._found.values() for number, _ in found}

    def site(self, text: str, party: int | None) -> int:
        """Return the number of a site; `party` is None where the file does not say whose it is."""
        found = {number for number, of in self._found.get(folded(text), ()) if party in (None, of)}
        return _only(
            found,
            none=UnknownSite(
                f"The site “{text}” is not known.", hint="Load it first: comaker load sites FILE."
            ),
            several=UnknownSite(
                f"Several parties have a site “{text}”.", hint="Name the party, or use the site’s GLN."
            ),
        )


def product_keys(text: str) -> set[str]:
    """Return under which numbers a product may be filed that somebody writes so."""
    return {reference(text), gtin(text)} - {""}


def _only(found: Collection[int], *, none: Refusal, several: Refusal) -> int:
    """Return what was found if it is one; refuse it otherwise."""
    if not found:
        raise none
    if len(found) > 1:
        raise several
    return next(iter(found))


def _meant(text: str) -> tuple[str, ...]:
    return (*identifiers_meant(text), by_name(text))
