"""Sites and docks from a file."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.engines.sheets import SiteRow
from comaker.kernel.names import folded
from comaker.record.masters.directory import Directory
from comaker.record.masters.words import Contradiction, Outcome
from comaker.record.posting.sitting import Sitting
from comaker.record.store import new_keys, table

_COLUMNS = "name text, gln text, street text, postcode text, city text, country text"
_SITE = table("site", f"id bigint, party_id bigint, {_COLUMNS}")
_SITE_AGAIN = table("site", f"id bigint, {_COLUMNS}")
_DOCK = table("dock", "id bigint, site_id bigint, name text, gln text")
_DOCK_AGAIN = table("dock", "id bigint, gln text")
_SITES = """
SELECT site.id, coalesce(party.merged_into_id, party.id), site.name, site.gln, site.street, site.postcode,
    site.city, site.country
FROM record_site site JOIN record_party party ON party.id = site.party_id
"""
_DOCKS = "SELECT id, site_id, name, gln FROM record_dock"


class Place(NamedTuple):
    """What a site is called and where it is."""

    name: str
    gln: str
    street: str
    postcode: str
    city: str
    country: str


class SitesOfParties:
    """The desk for sites; there are few enough to have them all at hand."""

    def __init__(self, sitting: Sitting, rows: Sequence[SiteRow]) -> None:
        store = self._store = sitting.store
        self._directory = Directory(store, {row.party for row in rows})
        self._sites: dict[tuple[int, str], int] = {}
        self._are: dict[int, Place] = {}
        self._glns: dict[str, int] = {}
        self._docks: dict[tuple[int, str], tuple[int, str]] = {}
        self._dock_glns: dict[str, tuple[int, str]] = {}
        for number, party, *told in store.select(_SITES):
            self._file(number, party, Place(*told))
        for number, site, name, gln in store.select(_DOCKS):
            self._docks[site, folded(name)] = (number, gln)
            self._dock_glns[gln] = (site, folded(name))
        self._keys = new_keys(store, "site", len(rows))
        self._dock_keys = new_keys(store, "dock", len(rows))
        self._fresh: dict[int, int] = {}
        self._changed: set[int] = set()
        self._fresh_docks: dict[int, tuple[int, str, str]] = {}
        self._changed_docks: dict[int, str] = {}

    def take(self, row: SiteRow) -> Outcome:
        """Take one row."""
        party = self._directory.party(row.party, "party")
        site = self._sites.get((party, folded(row.name))) or self._glns.get(row.gln, 0)
        self._see_glns(row, party, site)
        told = Place(row.name, row.gln, row.street, row.postcode, row.city, row.country)
        if not site:
            site = next(self._keys)
            self._fresh[site] = party
            self._file(site, party, told)
            outcome = Outcome.ADDED
        else:
            was = self._are[site]
            told = Place(*(new or old for new, old in zip(told, was, strict=True)))
            outcome = Outcome.SAME if told == was else Outcome.CHANGED
            if told != was:
                self._changed.add(site)
                self._file(site, party, told)
        is_new_dock = bool(row.dock) and self._take_dock(site, row)
        return Outcome.CHANGED if is_new_dock and outcome is Outcome.SAME else outcome

    def save(self) -> set[int]:
        """Write everything."""
        store = self._store
        store.insert(_SITE, [(number, party, *self._are[number]) for number, party in self._fresh.items()])
        changed = sorted(self._changed - self._fresh.keys())
        store.update(_SITE_AGAIN, [(number, *self._are[number]) for number in changed])
        store.insert(_DOCK, [(number, *dock) for number, dock in self._fresh_docks.items()])
        store.update(_DOCK_AGAIN, [*self._changed_docks.items()])
        return set()

    def _see_glns(self, row: SiteRow, party: int, site: int) -> None:
        """Refuse a GLN that another site or dock has."""
        other = self._glns.get(row.gln)
        owner = next((of for (of, _), number in self._sites.items() if number == other), party)
        if other and (other != site or owner != party):
            raise Contradiction(f"The GLN {row.gln} is of the site “{self._are[other].name}”.")
        dock = self._dock_glns.get(row.dock_gln) if row.dock_gln else None
        if dock and dock != (site, folded(row.dock)):
            raise Contradiction(f"The GLN {row.dock_gln} is of another dock, “{dock[1]}”.")

    def _take_dock(self, site: int, row: SiteRow) -> bool:
        """Take the dock of a row; tell whether anything about it is new."""
        key = (site, folded(row.dock))
        known = self._docks.get(key)
        if known is None:
            number = next(self._dock_keys)
            self._fresh_docks[number] = (site, row.dock, row.dock_gln)
        elif row.dock_gln and row.dock_gln != known[1]:
            number = known[0]
            if number in self._fresh_docks:
                self._fresh_docks[number] = (site, row.dock, row.dock_gln)
            else:
                self._changed_docks[number] = row.dock_gln
        else:
            return False
        self._docks[key] = (number, row.dock_gln)
        if row.dock_gln:
            self._dock_glns[row.dock_gln] = key
        return True

    def _file(self, number: int, party: int, told: Place) -> None:
        self._sites[party, folded(told.name)] = number
        self._are[number] = told
        if told.gln:
            self._glns[told.gln] = number
