"""What is stored: parties and their relations, papers, lines with entries, and what follows from them.

A key of the record is one number: the relation times 2³² plus a serial number within it. Rows that are
written by the thousand name others by such keys without a foreign key, which would cost more than the
rest of the row; `comaker verify` sees that none points nowhere.
"""

from comaker.record.models.hands import Hand
from comaker.record.models.lines import Bill, BillTie, Entry, Line, Link, Tie
from comaker.record.models.masters import Count, Dock, Holding, Item, Number, Packing, Product, Site
from comaker.record.models.outcome import Cursor, Event, Gap, Lapse, Loose, News, Remark
from comaker.record.models.papers import Document, Mention, Paper, Refused
from comaker.record.models.parties import Identifier, Name, Party, Relation, Terms, Way
from comaker.record.models.talk import Talk

__all__ = [
    "Bill",
    "BillTie",
    "Count",
    "Cursor",
    "Dock",
    "Document",
    "Entry",
    "Event",
    "Gap",
    "Hand",
    "Holding",
    "Identifier",
    "Item",
    "Lapse",
    "Line",
    "Link",
    "Loose",
    "Mention",
    "Name",
    "News",
    "Number",
    "Packing",
    "Paper",
    "Party",
    "Product",
    "Refused",
    "Relation",
    "Remark",
    "Site",
    "Talk",
    "Terms",
    "Tie",
    "Way",
]
