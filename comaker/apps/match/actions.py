"""What match does: documents in; lines, bills, gaps and what stays loose out."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from comaker.engines import matching
from comaker.engines.matching import Loose, Matched
from comaker.kernel.account import Account
from comaker.kernel.document import Document
from comaker.kernel.line import Terms
from comaker.kernel.remarks import remarks_on, silence_of
from comaker.kernel.row import numbers_of_bills, state_of_bill, state_of_line
from comaker.kernel.told import Candidate, HeldRow, LooseRow, RefusedRow, TiedRow, Told, name_of
from comaker.kernel.units import Packing


class Result(NamedTuple):
    """All that a match of documents found.

    Attributes:
        held: places of documents with something about them that waits for a person.
    """

    documents: tuple[Document, ...]
    matched: Matched
    account: Account
    held: tuple[tuple[int, str], ...]
    refused: tuple[RefusedRow, ...] = ()

    def told(self) -> Told:
        """Return it as a person or a program is told it."""
        documents, matched = self.documents, self.matched
        names = [name_of(document) for document in documents]
        ties: dict[str, list[TiedRow]] = {}
        for tie in matched.ties:
            number = None if tie.line is None else documents[tie.document].lines[tie.line].number
            row = TiedRow(names[tie.document], number, tie.rule, tie.score, tie.reasons)
            ties.setdefault(tie.to, []).append(row)
        numbers = numbers_of_bills(self.account.bills)
        return Told(
            tuple((state_of_line(each), tuple(ties.get(each.line.key, ()))) for each in self.account.lines),
            tuple(state_of_bill(each, numbers) for each in self.account.bills),
            tuple(self._loose(loose, names[loose.document]) for loose in matched.loose),
            tuple(HeldRow(names[place], why) for place, why in self.held),
            self.refused,
            len(documents),
            len(matched.repeats),
        )

    def _loose(self, loose: Loose, name: str) -> LooseRow:
        number = None if loose.line is None else self.documents[loose.document].lines[loose.line].number
        lines = self.matched.lines
        candidates = [
            Candidate(lines[each.to], each.score, each.reasons)
            for each in loose.candidates
            if each.to in lines
        ]
        return LooseRow(name, number, loose.act.value, loose.why, tuple(candidates))


def match(
    documents: Sequence[Document],
    *,
    terms: Mapping[tuple[str, str], Terms] | None = None,
    packings: Mapping[tuple[str, str], tuple[Packing, ...]] | None = None,
    refused: Sequence[RefusedRow] = (),
) -> Result:
    """Tie documents and work out every line and bill.

    Args:
        terms: of relations, by the keys of giver and taker; others get the terms they seem to live by.
        packings: what a product's packages hold, by giver's key and any of its numbers or its name.
        refused: files that could not be read, passed through to the result.
    """
    documents, matched, _, account = matching.put_together(documents, terms=terms, packings=packings)
    held = [(held.document, held.why) for held in matched.held]
    held += [(place, silence_of(documents[place])) for place in account.silent]
    held += [(place, why) for place, document in enumerate(documents) for why in remarks_on(document)]
    return Result(tuple(documents), matched, account, tuple(held), tuple(refused))
