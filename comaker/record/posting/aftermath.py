"""The aftermath: what a posting changes of lines, bills, ties, entries and what is loose."""

from collections.abc import Mapping, Sequence, Set

from comaker.engines.matching import Found, asked_days, bill_key
from comaker.kernel.party import Party
from comaker.kernel.row import numbers_of_bills, state_of_bill, state_of_line
from comaker.record.coding import as_text
from comaker.record.posting.entries import load_entries, save_entries
from comaker.record.posting.gaps import FreshBill, FreshLine
from comaker.record.posting.lines import WHOLE, Known, known_again, load_known
from comaker.record.posting.outcome import close_lines, save_bills, save_lines
from comaker.record.posting.relations import Relations
from comaker.record.posting.said import said_by
from comaker.record.posting.ties import Fresh, bill_tie_rows, save_bill_ties, save_ties, tie_rows
from comaker.record.posting.words import NOBODY_ID, Kept, Parties, Sides, relation_of
from comaker.record.store import Store, table

_LOOSE = table(
    "loose", "document bigint, place integer, relation bigint, act text, why text, candidates text"
)
_SETTLED = table("loose", "document bigint, place integer")
_DOCUMENT = table("document", "id bigint, bundle bigint, is_seeking boolean, is_silent boolean")
_LINK = table(
    "link", "line bigint, kind text, target bigint, factor bigint", "(line, kind, target) DO NOTHING"
)


class Aftermath:
    """What is written once the documents of some bundles are matched.

    Attributes:
        tied: the lines that each new document is tied to, in the order of its own lines, once it is written.
    """

    def __init__(self, store: Store, relations: Relations, parties: Parties, now: int) -> None:
        self.store = store
        self.relations = relations
        self.now = now
        self.tied: dict[int, tuple[int, ...]] = {}
        stands = parties.stands
        self._numbers = {
            text: stands.get(number, number)
            for number, party in parties.items()
            for text in party.identifiers
        }

    def write(
        self,
        kept: Sequence[Kept],
        old: Sequence[Kept],
        found: Found,
        bundles: Mapping[int, int],
        seeking: set[int],
        fresh: Set[int],
    ) -> list[int]:
        """Write everything that has changed; return the keys of the lines and bills that have.

        Args:
            kept: the documents that were matched, guests among them; `old` those that were there before.
            bundles: of each document that is no guest.
            seeking: documents that later papers may settle; `fresh` those that are new, and guests that are
                looked at with all the bills that they name.
        """
        known = load_known(self.store, old)
        # A line may stand in the relation of a paper that is tied to another line now.
        self.relations.need({relation_of(number) for number in (*known.lines, *known.bills)})
        stored = load_entries(self.store, known.lines, known.bills) if known.lines or known.bills else []
        lines = self._lines(kept, found, known)
        bills = self._bills(kept, found, known)
        ties = tie_rows(found.matched.ties, kept, lines)
        save_ties(self.store, ties, known.ties, self._key)
        self.tied = _tied(ties, fresh)
        guests = {each.id for each in kept if each.is_guest and each.id not in fresh}
        save_bill_ties(
            self.store,
            bill_tie_rows(found.matched.bill_ties, kept, bills),
            known.bill_ties,
            guests,
            self._key,
        )
        said = said_by(found.account, kept, lines, bills)
        save_entries(self.store, self.relations, said, stored, now=self.now)
        fresh_lines = self._fresh_lines(kept, found, lines, bundles)
        changed = save_lines(self.store, fresh_lines, known.lines)
        close_lines(self.store, known.lines.keys() - lines.values())
        changed += save_bills(self.store, self._fresh_bills(kept, found, bills, bundles), known.bills)
        self._save_links(found, lines)
        self._save_loose(kept, found, lines, fresh)
        self._save_documents(old, found, kept, bundles, seeking)
        self._count_seeking(old, kept, seeking)
        return changed

    def _key(self, owner: int) -> int:
        return self.relations[relation_of(owner)].key()

    def _sides(self, giver: Party, taker: Party) -> Sides:
        return Sides(self._numbers.get(giver.key, NOBODY_ID), self._numbers.get(taker.key, NOBODY_ID))

    def _lines(self, kept: Sequence[Kept], found: Found, known: Known) -> dict[str, int]:
        """Return the number of every line found, new numbers for new ones."""
        again = known_again(found, kept, known)
        return {
            key: again[key] if key in again else self.relations.of(self._sides(line.giver, line.taker)).key()
            for key, line in found.lines.items()
        }

    def _bills(self, kept: Sequence[Kept], found: Found, known: Known) -> dict[str, int]:
        """Return the number of every bill found, by the key that matching gives it."""
        by_document = {bill.document: bill.id for bill in known.bills.values()}
        documents = {bill_key(each.document): each for each in kept if not each.is_guest}
        numbers = {}
        for account in found.account.bills:
            document = documents[account.bill.key]
            number = by_document.get(document.id)
            numbers[account.bill.key] = number or self.relations[relation_of(document.id)].key()
        return numbers

    def _fresh_lines(
        self, kept: Sequence[Kept], found: Found, lines: Mapping[str, int], bundles: Mapping[int, int]
    ) -> list[FreshLine]:
        """Return every line as it stands now."""
        bundle_of: dict[str, int] = {}
        asked_on = asked_days([each.document for each in kept], found.matched)
        for tie in found.matched.ties:
            each = kept[tie.document]
            bundle_of.setdefault(tie.to, bundles.get(each.id, each.bundle))
        return [
            FreshLine(
                lines[account.line.key],
                bundle_of.get(account.line.key, 0),
                self._sides(account.line.giver, account.line.taker),
                state_of_line(account),
                asked_on.get(account.line.key, 0),
            )
            for account in found.account.lines
        ]

    def _fresh_bills(
        self, kept: Sequence[Kept], found: Found, bills: Mapping[str, int], bundles: Mapping[int, int]
    ) -> list[FreshBill]:
        """Return every bill as it stands now."""
        documents = {bill_key(each.document): each for each in kept if not each.is_guest}
        numbers = numbers_of_bills(found.account.bills)
        fresh = []
        for account in found.account.bills:
            each = documents[account.bill.key]
            state = state_of_bill(account, numbers)
            fresh.append(
                FreshBill(
                    bills[account.bill.key], bundles.get(each.id, each.bundle), each.sides, each.id, state
                )
            )
        return fresh

    def _save_links(self, found: Found, lines: Mapping[str, int]) -> None:
        rows = [
            (lines[link.line], link.kind.value, lines[link.to], link.factor) for link in found.matched.links
        ]
        self.store.insert(_LINK, rows)

    def _save_loose(
        self, kept: Sequence[Kept], found: Found, lines: Mapping[str, int], fresh: Set[int]
    ) -> None:
        """Write down what is loose now; an old guest is loose only where no bundle knows its bill."""
        rows = []
        tied = {
            (kept[tie.document].id, WHOLE if tie.line is None else tie.line)
            for tie in found.matched.bill_ties
        }
        for loose in found.matched.loose:
            each = kept[loose.document]
            if each.is_guest and each.id not in fresh:
                continue
            candidates = [
                [str(lines[candidate.to]), candidate.score, candidate.reasons]
                for candidate in loose.candidates
                if candidate.to in lines
            ]
            place = WHOLE if loose.line is None else loose.line
            rows.append(
                (each.id, place, relation_of(each.id), loose.act.value, loose.why, as_text(candidates))
            )
        old = [each.id for each in kept if not each.is_guest and each.id not in fresh and each.is_seeking]
        if old:
            self.store.change("DELETE FROM record_loose WHERE document IN :ints", old)
        guests = {each.id for each in kept if each.is_guest and each.id not in fresh}
        self.store.delete(_SETTLED, [each for each in tied if each[0] in guests])
        self.store.insert(_LOOSE, rows)

    def _save_documents(
        self,
        old: Sequence[Kept],
        found: Found,
        kept: Sequence[Kept],
        bundles: Mapping[int, int],
        seeking: set[int],
    ) -> None:
        silent = {kept[place].id for place in found.account.silent}
        rows = []
        for each in old:
            if each.is_guest:
                continue
            now = (bundles[each.id], each.id in seeking, each.id in silent)
            if now != (each.bundle, each.is_seeking, each.is_silent):
                rows.append((each.id, *now))
        self.store.update(_DOCUMENT, rows)

    def _count_seeking(self, old: Sequence[Kept], kept: Sequence[Kept], seeking: set[int]) -> None:
        for each in old:
            if each.is_seeking:
                self.relations[relation_of(each.id)].seeking -= 1
        for each in kept:
            if each.id in seeking:
                self.relations[relation_of(each.id)].seeking += 1


def _tied(ties: Sequence[Fresh], fresh: Set[int]) -> dict[int, tuple[int, ...]]:
    """Return the lines that new documents are tied to, each once."""
    found: dict[int, dict[int, None]] = {}
    for document, _, line, *_ in sorted(ties):
        if document in fresh:
            found.setdefault(document, {})[line] = None
    return {document: tuple(lines) for document, lines in found.items()}
