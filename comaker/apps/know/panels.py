"""What this app adds to the room Line: the persons behind an order, and how it was for them."""

from typing import NamedTuple

from comaker.apps.know.actions import may_add, may_speak
from comaker.apps.know.queries import originators_of
from comaker.kernel.access import Asker
from comaker.record.asked.seen import LineSeen


class Behind(NamedTuple):
    """A person behind a line; `name` is empty for the side that did not add him.

    Attributes:
        grade: 1 to 5, None until he has said how it was.
        is_open: his link shows the row.
    """

    key: int
    name: str
    has_seen: bool
    grade: int | None
    words: str
    is_open: bool
    is_ours: bool


class Knowing(NamedTuple):
    """What of this app stands on the page of a line."""

    behind: tuple[Behind, ...]
    may_add: bool
    may_speak: bool


def knowing(line: LineSeen, asker: Asker) -> Knowing:
    """Return what an asker may do about a line here, and who is behind it. One statement."""
    behind = []
    for each in originators_of(line.key):
        is_ours = asker.is_one_of(each.party_id)
        if is_ours or each.grade is not None:
            behind.append(
                Behind(
                    each.pk, each.name if is_ours else "", each.seen_at is not None, each.grade, each.words,
                    each.ended_at is None, is_ours,
                )
            )  # fmt: skip
    return Knowing(tuple(behind), may_add(asker, line), may_speak(asker, line))
