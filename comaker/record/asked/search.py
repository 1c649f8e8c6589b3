"""Search: lines, bills, parties and items by the beginning of a name, a postcode or any number.

Every statement walks an index and stops after a few rows, cut to the relations of who asks; however many
lines there are, it looks at those that begin so. A number is also found as people retype it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from comaker.engines.matching import exact, loosest
from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.names import folded
from comaker.kernel.product import gtin, reference
from comaker.kernel.row import BillState, LineState
from comaker.record.asked.cut import cut
from comaker.record.asked.scope import relations_of
from comaker.record.coding import bill_state_from, line_state_from
from comaker.record.posting.words import keys_of
from comaker.record.sight import beyond
from comaker.record.store import Store
from comaker.record.transaction import reading

SHORTEST = 2
_MOST = 40
_PARTIES_MAX, _NEWEST_MAX = 3, 5  # of so many parties found so many lines are told
_SERIAL_MIN = 4
_LAST = "\U0010ffff"  # after every other sign

# People type small letters for large ones, and the other way about.
_ORDERS = " UNION ALL ".join(
    "SELECT * FROM (SELECT id FROM record_line WHERE relation_id IN :ints "  # noqa: S608 – names of ours
    f"AND deal >= ? AND deal < ? AND key <> '' LIMIT {_MOST}) {form}"
    for form in ("as_typed", "large", "small")
)
_PRODUCTS = " UNION ALL ".join(
    "SELECT * FROM (SELECT id FROM record_line WHERE relation_id IN :ints AND "  # noqa: S608 – names of ours
    f"{column} >= ? AND {column} < ? AND {column} <> '' AND is_open LIMIT {_MOST}) by_{column}"
    for column in ("sellers", "buyers", "standard", "name")
)
_BILLS = " UNION ALL ".join(
    "SELECT * FROM (SELECT id FROM record_bill WHERE relation_id IN :ints "  # noqa: S608 – names of ours
    f"AND number >= ? AND number < ? LIMIT {_MOST}) {form}"
    for form in ("as_typed", "large", "small")
)
# Numbers as they survive retyping: of orders, despatches, receipts and bills.
_MENTIONS = "SELECT DISTINCT document FROM record_mention WHERE word IN :texts AND party IN :ints LIMIT ?"
_TIED = """
SELECT DISTINCT line FROM record_tie WHERE document IN :ints AND ended_at IS NULL LIMIT ?
"""
_BILLED = "SELECT DISTINCT bill FROM record_billtie WHERE document IN :ints AND ended_at IS NULL LIMIT ?"
_PARTIES = """
SELECT relation.id, party.id, party.name FROM record_relation relation
JOIN record_party named ON named.id = relation.one_id OR named.id = relation.other_id
JOIN record_party party ON party.id = coalesce(named.merged_into_id, named.id)
WHERE relation.id IN :ints AND NOT party.id IN :ints AND (
    lower(party.name) LIKE ? ESCAPE '!' OR EXISTS (
        SELECT 1 FROM record_site site WHERE site.party_id = named.id
        AND replace(lower(site.postcode), ' ', '') LIKE ? ESCAPE '!' AND site.postcode <> ''
    )
) ORDER BY party.name LIMIT ?
"""
_NEWEST = "SELECT id FROM record_line WHERE id BETWEEN ? AND ? AND key <> '' ORDER BY id DESC LIMIT ?"
_ITEMS = """
SELECT item.id, item.number, item.is_lot, product.name, holder.name, holding.since_on
FROM record_item item
JOIN record_product product ON product.id = item.product_id
JOIN record_holding holding ON holding.id = (
    SELECT last.id FROM record_holding last WHERE last.item_id = item.id
    ORDER BY last.since_on DESC, last.id DESC LIMIT 1
)
JOIN record_party party ON party.id = holding.holder_id
JOIN record_party holder ON holder.id = coalesce(party.merged_into_id, party.id)
WHERE item.number >= ? AND item.number < ? AND (
    product.owner_id IN :ints
    OR EXISTS (SELECT 1 FROM record_holding own WHERE own.item_id = item.id AND own.holder_id IN :ints)
) LIMIT ?
"""
_LINES = """
SELECT line.id, line.relation_id, line.deal, line.giver, line.taker, line.state, giver.name, taker.name
FROM record_line line
JOIN record_party one ON one.id = line.giver
JOIN record_party giver ON giver.id = coalesce(one.merged_into_id, one.id)
JOIN record_party other ON other.id = line.taker
JOIN record_party taker ON taker.id = coalesce(other.merged_into_id, other.id)
WHERE line.id IN :ints AND line.key <> ''
"""
_BILL_STATES = """
SELECT bill.id, bill.giver, bill.taker, bill.state, giver.name, taker.name, bill.document
FROM record_bill bill
JOIN record_party one ON one.id = bill.giver
JOIN record_party giver ON giver.id = coalesce(one.merged_into_id, one.id)
JOIN record_party other ON other.id = bill.taker
JOIN record_party taker ON taker.id = coalesce(other.merged_into_id, other.id)
WHERE bill.id IN :ints
"""
_LINE_OF_BILL = """
SELECT document, min(line) FROM record_tie WHERE document IN :ints AND ended_at IS NULL GROUP BY document
"""
_SORTS = ("o:", "s:", "d:", "r:", "b:", "c:")


class FoundLine(NamedTuple):
    """A line that was found; `is_exact` where it is just what was asked for."""

    key: int
    relation: int
    is_giver: bool
    state: LineState
    is_exact: bool


class FoundBill(NamedTuple):
    """A bill that was found, with a line that stands on it; 0 where none does."""

    key: int
    is_giver: bool
    state: BillState
    line: int


class FoundParty(NamedTuple):
    """A party that one deals with, or one of its sites, was found."""

    relation: int
    name: str


class FoundItem(NamedTuple):
    """One piece or lot by its number, and who has it."""

    number: str
    is_lot: bool
    product: str
    holder: str
    since_on: int


class Found(NamedTuple):
    """Everything that was found."""

    lines: tuple[FoundLine, ...] = ()
    bills: tuple[FoundBill, ...] = ()
    parties: tuple[FoundParty, ...] = ()
    items: tuple[FoundItem, ...] = ()


def found(asker: Asker, text: str, *, more: Iterable[int] = ()) -> Found:
    """Return what begins as somebody says, of what he may see.

    Args:
        text: a name, a postcode or a number, at least SHORTEST signs.
        more: further lines that are meant, such as those of a person behind an order.
    """
    store = reading()
    text = "".join(sign for sign in text if sign.isprintable())
    relations = [] if asker.is_visitor else relations_of(store, asker)
    if len(text) < SHORTEST or not relations:
        return Found()
    documents = _documents(store, asker, text)
    parties = _parties(store, asker, relations, text)
    lines = {*more, *_lines(store, relations, text), *_of(store, _TIED, documents)}
    for party in parties[:_PARTIES_MAX]:
        lines |= {row[0] for row in store.select(_NEWEST, *keys_of(party.relation), _NEWEST_MAX)}
    bills: set[int] = set()
    if sees(asker, Seeing.MONEY):
        ranges = [value for form in _forms(text) for value in (relations, form, form + _LAST)]
        bills = {row[0] for row in store.select(_BILLS, *ranges)} | _of(store, _BILLED, documents)
    return Found(
        tuple(_seen_lines(store, asker, lines, text)),
        tuple(_seen_bills(store, asker, bills)),
        tuple(parties),
        tuple(_items(store, asker, text)),
    )


def _forms(text: str) -> tuple[str, str, str]:
    return text, text.upper(), text.lower()


def _documents(store: Store, asker: Asker, text: str) -> list[int]:
    """Return papers that bear or name a number, as it survives retyping."""
    number = loosest(text) or exact(text)
    words = [sort + number for sort in _SORTS] if number else []
    with beyond():  # what papers mention has no parties of its own; the statement is cut to the asker's
        return [row[0] for row in store.select(_MENTIONS, words, [*asker.parties], _MOST)]


def _of(store: Store, query: str, documents: list[int]) -> set[int]:
    return {row[0] for row in store.select(query, documents, _MOST)} if documents else set()


def _lines(store: Store, relations: list[int], text: str) -> set[int]:
    """Return lines whose order or product begins so."""
    ranges = [value for form in _forms(text) for value in (relations, form, form + _LAST)]
    number, standard = reference(text), gtin(text)
    named = [
        value
        for begin in (number, number, standard, folded(text))
        for value in (relations, begin, begin + _LAST)
    ]
    found_by_order = {row[0] for row in store.select(_ORDERS, *ranges)}
    return found_by_order | {row[0] for row in store.select(_PRODUCTS, *named)}


def _parties(store: Store, asker: Asker, relations: list[int], text: str) -> list[FoundParty]:
    """Return whom one deals with by name, or by the postcode of one of their sites."""
    said = "".join(f"!{sign}" if sign in "!%_" else sign for sign in text.lower())
    postcode = said.replace(" ", "")
    rows = store.select(_PARTIES, relations, [*asker.parties], f"%{said}%", f"{postcode}%", _MOST)
    return [*dict.fromkeys(FoundParty(relation, name) for relation, _, name in rows)]


def _items(store: Store, asker: Asker, text: str) -> list[FoundItem]:
    own = [*asker.parties]
    if len(text) < _SERIAL_MIN:
        return []
    rows = store.select(_ITEMS, text, text + _LAST, own, own, _MOST)
    return [FoundItem(number, bool(is_lot), *told) for _, number, is_lot, *told in rows]


def _seen_lines(store: Store, asker: Asker, lines: set[int], text: str) -> list[FoundLine]:
    """Return the lines that the asker may see, what he named first, then the newest."""
    seen = []
    wanted = loosest(text) or exact(text)
    for key, relation, deal, giver, taker, encoded, *names in store.select(_LINES, lines) if lines else ():
        if not asker.is_one_of(giver, taker):
            continue
        state = line_state_from(encoded)
        line = state.line
        sides = [side._replace(name=name) for side, name in zip((line.giver, line.taker), names, strict=True)]
        named = state._replace(line=line._replace(key=str(key), giver=sides[0], taker=sides[1]))
        is_exact = bool(wanted) and wanted == (loosest(deal) or exact(deal))
        seen.append(FoundLine(key, relation, asker.is_one_of(giver), cut(named, asker), is_exact))
    return sorted(seen, key=lambda each: (not each.is_exact, -each.key))[:_MOST]


def _seen_bills(store: Store, asker: Asker, bills: set[int]) -> list[FoundBill]:
    rows = store.select(_BILL_STATES, bills) if bills else []
    rows = [row for row in rows if asker.is_one_of(row[1], row[2])]
    lines: dict[int, int] = dict(store.select(_LINE_OF_BILL, [row[6] for row in rows])) if rows else {}
    seen = []
    for key, giver, _, encoded, giver_name, taker_name, document in sorted(rows, reverse=True)[:_MOST]:
        state = bill_state_from(encoded)
        named = state._replace(
            giver=state.giver._replace(name=giver_name), taker=state.taker._replace(name=taker_name)
        )
        seen.append(FoundBill(key, asker.is_one_of(giver), named, lines.get(document, 0)))
    return seen
