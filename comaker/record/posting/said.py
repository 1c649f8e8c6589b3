"""What documents say on lines and bills, each at the place in the record that its entry fills."""

from collections.abc import Mapping, Sequence

from comaker.kernel.account import Account, LineAccount
from comaker.kernel.entry import Entry
from comaker.record.posting.entries import Said
from comaker.record.posting.lines import WHOLE
from comaker.record.posting.words import Kept


def said_by(
    account: Account, kept: Sequence[Kept], lines: Mapping[str, int], bills: Mapping[str, int]
) -> dict[Said, Entry]:
    """Return the entries that documents make, those that linked lines back not among them.

    Args:
        kept: the documents, in the order in which the account was given them.
        lines, bills: their numbers in the record, by the keys that the account knows them by.
    """
    said: dict[Said, Entry] = {}
    for told in account.lines:
        line = lines[told.line.key]
        for entry in told.entries_said():
            bill = bills.get(entry.bill) if entry.bill else None
            said[Said(line, bill, kept[entry.at].id, _place(entry, told), entry.act.value)] = entry
    for owner in account.bills:
        for ordinal, entry in [*enumerate(owner.bill.payments), *enumerate(owner.bill.conceded)]:
            said[Said(None, bills[owner.bill.key], kept[entry.at].id, ordinal, entry.act.value)] = entry
    return said


def _place(entry: Entry, account: LineAccount) -> int:
    """Return the place of the document line that an entry comes from, -1 for the document as a whole."""
    head = entry.key.removesuffix(f"|{account.line.key}|{entry.act}")
    place = head.rpartition("|")[2]
    return int(place) if place else WHOLE
