"""Alike: parties that bear one name; where a number fits, a match takes a paper of one for another's."""

from collections.abc import Mapping, Sequence

from comaker.record.posting.words import NOBODY_ID, Sides
from comaker.record.store import Store

_CALLED = """
SELECT coalesce(party.merged_into_id, party.id), name.text
FROM record_party party JOIN record_name name ON name.party_id = party.id
WHERE party.id IN :ints OR party.merged_into_id IN :ints ORDER BY party.id
"""


def alike_among(store: Store, all_sides: Sequence[Sides]) -> dict[int, int]:
    """Return for parties that bear a name in common one of them; whoever is not there is alike to nobody."""
    if len({sides.pair for sides in all_sides}) < 2:
        return {}
    numbers = sorted({side for sides in all_sides for side in sides} - {NOBODY_ID})
    bearing: dict[str, list[int]] = {}
    for number, text in store.select(_CALLED, numbers, numbers):
        bearing.setdefault(text, []).append(number)
    alike: dict[int, int] = {}
    for first, *others in bearing.values():
        one = alike.get(first, first)
        gone = {alike.get(other, other) for other in others} - {one}
        if gone:
            alike |= {each: one for each, stands in alike.items() if stands in gone}
            alike |= dict.fromkeys([*gone, *others], one)
    return alike


def under(sides: Sides, alike: Mapping[int, int]) -> Sides:
    """Return two parties as those whom they are alike."""
    return Sides(*(alike.get(side, side) for side in sides)) if alike else sides
