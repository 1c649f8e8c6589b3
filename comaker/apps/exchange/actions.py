"""What exchange does: documents from files into the record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from comaker.engines.matching import turn_of
from comaker.front.files import bytes_of, read_bytes
from comaker.kernel.told import HeldRow, RefusedRow, name_of
from comaker.record.post import Arrival, post
from comaker.record.refuse import refuse

# So many documents are posted in one transaction; a relation's papers stay together where they can.
AT_ONCE = 200


class Imported(NamedTuple):
    """What became of files: how many documents are new, and came before, and what a person must look at."""

    taken: int
    repeats: int
    held: tuple[HeldRow, ...]
    refused: tuple[RefusedRow, ...]


def import_files(files: Iterable[Path], *, now: datetime) -> Imported:
    """Read files and post their documents; what cannot be read is kept with the reason.

    Args:
        files: read one after the other, so that there may be any number.
        now: when they are recorded, with a time zone.
    """
    counts: Counter[str] = Counter()
    held: list[HeldRow] = []
    refused: list[RefusedRow] = []
    waiting: list[Arrival] = []
    for file in files:
        body = bytes_of(file)
        if isinstance(body, RefusedRow):
            refused.append(body)
            refuse(b"", body, now=now)
            continue
        document = read_bytes(body, str(file))
        if isinstance(document, RefusedRow):
            refused.append(document)
            refuse(body, document, now=now)
            continue
        waiting.append(Arrival(document, body))
        if len(waiting) >= 10 * AT_ONCE:
            held += _post(waiting, counts, now)
            waiting = []
    held += _post(waiting, counts, now)
    return Imported(counts["taken"], counts["repeat"], tuple(held), tuple(refused))


def _post(arrivals: Sequence[Arrival], counts: Counter[str], now: datetime) -> list[HeldRow]:
    """Post documents in portions, those of one relation together; return what is held."""
    held: list[HeldRow] = []
    ordered = sorted(arrivals, key=_place)
    for start in range(0, len(ordered), AT_ONCE):
        portion = ordered[start : start + AT_ONCE]
        for arrival, posted in zip(portion, post(portion, now=now), strict=True):
            counts[posted.state] += 1
            if posted.why:
                held.append(HeldRow(name_of(arrival.document), posted.why))
    return held


def _place(arrival: Arrival) -> tuple[object, ...]:
    document = arrival.document
    parties = sorted((document.giver.key, document.taker.key))
    return (*parties, turn_of(document))
