"""Hands: what persons have said of papers, given to each match of these."""

from collections.abc import Sequence

from comaker.engines.matching import ELSEWHERE, Hand
from comaker.record.posting.lines import WHOLE
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import Kept, relation_of
from comaker.record.store import Store

TIED, NOTHING, LOOSE, SEEN, BACK = "tied", "nothing", "loose", "seen", "back"

_OF_DOCUMENTS = """
SELECT document, place, kind, to_document, to_place, reason FROM record_hand
WHERE document IN :ints AND ended_at IS NULL ORDER BY document, place
"""


def load_hands(store: Store, kept: Sequence[Kept], relations: Relations) -> list[Hand]:
    """Return what persons have said of documents, by their places among these."""
    said = {number for number in {relation_of(each.id) for each in kept} if relations[number].hands}
    if not said:
        return []
    places = {each.id: place for place, each in enumerate(kept)}
    wanted = [number for number in places if relation_of(number) in said]
    return [
        Hand(
            places[document],
            None if place == WHOLE else place,
            _to(places, to_document, to_place) if kind == TIED else None,
            kind == LOOSE,
            (reason,),
        )
        for document, place, kind, to_document, to_place, reason in store.select(_OF_DOCUMENTS, wanted)
    ]


def _to(places: dict[int, int], document: int, place: int) -> tuple[int, int | None]:
    """Return where a paper line stands among the documents at hand."""
    at = places.get(document)
    return ELSEWHERE if at is None else (at, None if place == WHOLE else place)
