"""Scoping: lists that are asked for one relation, or for those with one party."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from comaker.front.api.asking import KeyAsked, number_of
from comaker.front.api.paging import Asked
from comaker.front.api.tokens import Bearer
from comaker.record.asked.listed_relations import relations_with
from comaker.record.asked.scope import relations_of
from comaker.record.store import Store


class OfRelation(Asked):
    """A list that may be asked for one relation, or for those with one party."""

    relation: Annotated[KeyAsked | None, Field(description="Of this relation alone.")] = None
    party: Annotated[KeyAsked | None, Field(description="Of relations with this party alone.")] = None


def relations_asked(store: Store, bearer: Bearer, asked: OfRelation) -> Sequence[int]:
    """Return the relations that a list is asked for, of those that the party has."""
    mine = relations_of(store, bearer.asker)
    if asked.relation is not None:
        wanted = number_of(asked.relation)
        mine = [wanted] if wanted in mine else []
    if asked.party is not None:
        mine = relations_with(store, mine, number_of(asked.party)) if mine else []
    return mine
