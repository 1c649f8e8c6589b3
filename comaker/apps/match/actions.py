"""What match does: documents in; lines, bills, gaps and what stays loose out."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from comaker.engines import formats, matching
from comaker.engines.matching import Matched
from comaker.kernel.account import Account
from comaker.kernel.document import Document
from comaker.kernel.line import Terms
from comaker.kernel.refusal import Refusal
from comaker.kernel.remarks import remarks_on, silence_of
from comaker.kernel.row import BillState, LineState, numbers_of_bills, state_of_bill, state_of_line
from comaker.kernel.units import Packing


class Refused(NamedTuple):
    """A file that cannot be used, why, and what to do."""

    file: str
    why: str
    hint: str


class Remark(NamedTuple):
    """Something about a document that waits for a person; what can be counted of it is counted."""

    document: Document
    why: str


class Result(NamedTuple):
    """All that a match of documents found."""

    documents: tuple[Document, ...]
    matched: Matched
    account: Account
    held: tuple[Remark, ...]
    refused: tuple[Refused, ...] = ()

    @property
    def lines(self) -> list[LineState]:
        """Return the state of every line."""
        return [state_of_line(account) for account in self.account.lines]

    @property
    def bills(self) -> list[BillState]:
        """Return the state of every bill."""
        numbers = numbers_of_bills(self.account.bills)
        return [state_of_bill(account, numbers) for account in self.account.bills]


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are named, and of folders every XML file beneath, in order of name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in (".xml", ".ubl")
            )
        else:
            yield path


def read_file(path: Path, *, limits: formats.Limits | None = None) -> Document | Refused:
    """Read one file; what is wrong with it comes back as a value, so that the others are still read."""
    limits = limits or formats.Limits()
    try:
        if path.stat().st_size > limits.bytes_max:
            size = f"{path.stat().st_size:,} bytes"
            return Refused(str(path), f"The file is {size}, more than is read at once.", "Split it.")
        return formats.read(path.read_bytes(), file=str(path), limits=limits)
    except Refusal as refusal:
        return Refused(str(path), refusal.message, refusal.hint)
    except OSError as error:
        return Refused(
            str(path), f"The file cannot be opened: {error.strerror}.", "Check the name and rights."
        )


def match(
    documents: Sequence[Document],
    *,
    terms: Mapping[tuple[str, str], Terms] | None = None,
    packings: Mapping[tuple[str, str], tuple[Packing, ...]] | None = None,
    refused: Sequence[Refused] = (),
) -> Result:
    """Tie documents and work out every line and bill.

    Args:
        terms: of relations, by the keys of giver and taker; others get the terms they seem to live by.
        packings: what a product's packages hold, by giver's key and any of its numbers or its name.
        refused: files that could not be read, passed through to the result.
    """
    matched, _, account = matching.put_together(documents, terms=terms, packings=packings)
    held = [Remark(documents[held.document], held.why) for held in matched.held]
    held += [Remark(documents[place], silence_of(documents[place])) for place in account.silent]
    held += [Remark(document, why) for document in documents for why in remarks_on(document)]
    return Result(tuple(documents), matched, account, tuple(held), tuple(refused))
