"""What exchange does: documents from files into the record."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from comaker.apps.exchange.admitting import Stranger, Verdict, verdicts
from comaker.engines.matching import turn_of
from comaker.front.files import bytes_of, read_bytes, shown
from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Asker, Doing, may
from comaker.kernel.document import Document
from comaker.kernel.refusal import Refusal
from comaker.kernel.told import HeldRow, RefusedRow, name_of
from comaker.record.asked.document import refused_file
from comaker.record.masters.register import known_by
from comaker.record.post import Arrival, Posted, post, sit
from comaker.record.posting.sitting import Sitting
from comaker.record.refuse import forget_refused, refuse

# So many documents are posted in one transaction; a relation's papers stay together where they can.
AT_ONCE = 200
_BYTES_AT_ONCE = 64 * 2**20
REFUSED = "refused"


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
        document = read_bytes(body, shown(file))
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


class KnownElsewhere(Refusal):
    """Numbers by which a party would be known, and by which another one is."""


class Upload(NamedTuple):
    """A file that somebody brings: its name, and how its bytes are read."""

    name: str
    read: Callable[[], bytes]


class Brought(NamedTuple):
    """What became of a file.

    Attributes:
        state: "taken", "repeat", "held" or "refused"; `why` and `hint` for the last two.
        document: the key of the document; 0 for a refused file, whose own number is `refused`.
        lines: how many lines it has.
        strangers: sides that it names and nobody is known by yet, one of which may be who brings it.
    """

    file: str
    state: str
    why: str = ""
    hint: str = ""
    document: int = 0
    lines: int = 0
    refused: int = 0
    strangers: tuple[Stranger, ...] = ()


def bring(asker: Asker, uploads: Iterable[Upload], *, now: datetime) -> list[Brought]:
    """Read files that somebody brings for his party and post their documents; one that is wrong stops none.

    What cannot be used is kept with the reason.

    Raises:
        NotAllowed: bringing files is not his job.
    """
    must_bring(asker)
    found: list[Brought] = []
    waiting: list[tuple[int, Arrival]] = []
    size = 0
    for upload in uploads:
        body = upload.read()
        document = read_bytes(body, upload.name)
        found.append(Brought(upload.name, REFUSED))
        if isinstance(document, RefusedRow):
            found[-1] = _keep_refused(asker, body, document, now)
            continue
        waiting.append((len(found) - 1, Arrival(document, body)))
        size += len(body)
        if len(waiting) >= AT_ONCE or size > _BYTES_AT_ONCE:
            _bring_portion(asker, waiting, found, now)
            waiting, size = [], 0
    _bring_portion(asker, waiting, found, now)
    return found


def bring_again(asker: Asker, *, refused: int, now: datetime) -> Brought | None:
    """Read a refused file once more, as after numbers of the party were added.

    Returns:
        What became of it, None where there is none for this asker. Once taken it is refused no more.
    """
    must_bring(asker)
    found = refused_file(asker, refused)
    if found is None:
        return None
    name, body = found
    [brought] = bring(asker, [Upload(name, lambda: body)], now=now)
    if brought.state != REFUSED:
        forget_refused(refused)
    return brought


def be_known_as(asker: Asker, *, refused: int, side: str, now: datetime) -> Brought | None:
    """Let an asker's party be known by the numbers of one side of a refused paper, and read that once more.

    Args:
        side: "giver" or "taker".

    Raises:
        NotAllowed: the asker manages no party.
        KnownElsewhere: somebody is known by one of these numbers.
    """
    if not may(asker, Doing.MANAGE):
        raise NotAllowed(_("Only an owner does this."), hint=_("Ask an owner of your party."))
    found = refused_file(asker, refused)
    document = read_bytes(found[1], found[0]) if found else None
    if not isinstance(document, Document):
        return None
    texts = (document.giver if side == "giver" else document.taker).identifiers
    if not texts or not known_by(asker.party, texts, now=now):
        raise KnownElsewhere(
            _("Somebody is known by these numbers already."),
            hint=_("Ask who runs this server to look at it."),
        )
    return bring_again(asker, refused=refused, now=now)


def _bring_portion(
    asker: Asker, waiting: Sequence[tuple[int, Arrival]], found: list[Brought], now: datetime
) -> None:
    """Post what is an asker's to bring, in one transaction, and note what became of each."""
    if not waiting:
        return
    ordered = sorted(waiting, key=lambda each: _place(each[1]))

    def work(sitting: Sitting) -> tuple[list[Verdict], list[Posted]]:
        judged = verdicts(sitting.store, [arrival.document for _, arrival in ordered], asker)
        let_in = [
            Arrival(verdict.document, arrival.body)
            for verdict, (_, arrival) in zip(judged, ordered, strict=True)
            if verdict.document is not None
        ]
        return judged, sitting.take(let_in) if let_in else []

    judged, posted = sit(work, now=now)
    answers = iter(posted)
    for (place, arrival), verdict in zip(ordered, judged, strict=True):
        if verdict.refused is not None:
            kept = _keep_refused(asker, arrival.body, verdict.refused, now)
            found[place] = kept._replace(strangers=verdict.strangers)
        else:
            answer = next(answers)
            found[place] = found[place]._replace(
                state=answer.state,
                why=answer.why,
                document=answer.document,
                lines=len(arrival.document.lines),
            )


def _keep_refused(asker: Asker, body: bytes, row: RefusedRow, now: datetime) -> Brought:
    number = refuse(body, row, now=now, party=asker.party)
    return Brought(row.file, REFUSED, row.why, row.hint, refused=number)


def must_bring(asker: Asker) -> None:
    """Refuse who does not bring files for his party."""
    if not may(asker, Doing.BRING):
        raise NotAllowed(_("Bringing papers is not your job here."), hint=_("Ask somebody who may do it."))
