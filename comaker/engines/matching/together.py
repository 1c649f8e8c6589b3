"""Together: documents matched, and every line and bill that follows from them worked out."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from comaker.engines.matching.book import Book
from comaker.engines.matching.hands import Hand
from comaker.engines.matching.match import match
from comaker.engines.matching.words import Matched, Seen, bill_key
from comaker.kernel.account import Account, account_of
from comaker.kernel.bill import Bill
from comaker.kernel.document import Document, Kind
from comaker.kernel.line import Line, Since, Terms, terms_on
from comaker.kernel.papers import agreed_charges, bills_of
from comaker.kernel.units import Packing
from comaker.kernel.usual import usual_terms

Packings = Mapping[tuple[str, str], tuple[Packing, ...]]
Agreed = Mapping[tuple[str, str], Terms]
Dated = Mapping[tuple[str, str], Sequence[Since]]

_BILLS = (Kind.BILL, Kind.CREDIT_NOTE)


class Found(NamedTuple):
    """What follows from a set of documents.

    Attributes:
        documents: as they were accounted, bills under the names by which the lines know their parties.
        matched: what belongs to what, and what does not.
        lines: under the terms of their relation and with their packings, by key.
    """

    documents: Sequence[Document]
    matched: Matched
    lines: dict[str, Line]
    account: Account


def put_together(
    documents: Sequence[Document],
    *,
    terms: Agreed | None = None,
    dated: Dated | None = None,
    packings: Packings | None = None,
    seen: Mapping[tuple[str, str], Seen] | None = None,
    called: Mapping[str, Sequence[str]] | None = None,
    hands: Sequence[Hand] = (),
) -> Found:
    """Tie documents and work out every line and bill.

    Args:
        terms: of relations, by the keys of giver and taker; others get the terms they seem to live by.
        dated: likewise, from a day on; a line stands under those that were in force when it was asked.
        packings: what a product's packages hold, by giver's key and any of its numbers or its name.
        seen: what is known of two parties from papers that are not among these, by the same keys.
        called: what else parties are called, by their keys, where it is known already who is who.
        hands: what persons have said of the documents.
    """
    book = Book(seen, called)
    matched = match(documents, packings=packings, book=book, hands=hands)
    documents = [
        _with_names(document, book) if document.kind in _BILLS else document for document in documents
    ]
    lines = _under_terms(documents, matched, terms or {}, packings or {})
    if dated:
        lines = _under_dated(documents, matched, lines, dated)
    bills = bills_from(documents, matched, lines)
    account = account_of(documents, matched.ties, lines, bills, links=matched.links)
    return Found(documents, matched, lines, account)


def _with_names(document: Document, book: Book) -> Document:
    """Return a bill with its parties under the names by which the lines know them."""
    giver, taker = (book.parties.show(number).name for number in book.parties.sides_of(document))
    if giver in ("", document.giver.name) and taker in ("", document.taker.name):
        return document
    return document._replace(
        giver=document.giver._replace(name=giver or document.giver.name),
        taker=document.taker._replace(name=taker or document.taker.name),
    )


def _under_terms(
    documents: Sequence[Document], matched: Matched, terms: Agreed, packings: Packings
) -> dict[str, Line]:
    """Put every line under the terms of its relation, agreed or usual, with its product's packings."""
    currency: dict[str, str] = {}
    for tie in matched.ties:
        document = documents[tie.document]
        if document.currency and not matched.lines[tie.to].currency:
            currency.setdefault(tie.to, document.currency)
    of_pair = {key: terms.get(key) or usual_terms(pair.habits) for key, pair in matched.pairs.items()}
    return {
        key: line._replace(
            terms=of_pair.get((line.giver.key, line.taker.key), line.terms),
            packings=packings_of(line, packings) if packings else (),
            currency=line.currency or currency.get(key, ""),
        )
        for key, line in matched.lines.items()
    }


def _under_dated(
    documents: Sequence[Document], matched: Matched, lines: dict[str, Line], dated: Dated
) -> dict[str, Line]:
    """Put every line under the terms that were in force when it was asked."""
    days = asked_days(documents, matched)
    found = {}
    for key, line in lines.items():
        since = dated.get((line.giver.key, line.taker.key))
        terms = terms_on(days.get(key, 0), since) if since else None
        found[key] = line if terms is None else line._replace(terms=terms)
    return found


def asked_days(documents: Sequence[Document], matched: Matched) -> dict[str, int]:
    """Return the day on which every line was asked: of its first order, else of its first paper.

    A line whose papers tell no day has 0.
    """
    days: dict[str, tuple[bool, int]] = {}
    for tie in matched.ties:
        document = documents[tie.document]
        if document.issued_on is not None:
            day = (document.kind is not Kind.ORDER, document.issued_on)
            known = days.get(tie.to)
            if known is None or day < known:
                days[tie.to] = day
    return {key: day for key, (_, day) in days.items()}


def packings_of(line: Line, packings: Packings) -> tuple[Packing, ...]:
    """Return what the packages of a line's product hold."""
    product = line.product
    for number in (product.sellers, product.standard, product.buyers, product.makers, product.name):
        found = packings.get((line.giver.key, number)) if number else None
        if found:
            return found
    return ()


def bills_from(
    documents: Sequence[Document], matched: Matched, lines: Mapping[str, Line]
) -> tuple[Bill, ...]:
    """Put the bills together with their papers, their terms and what their orders agreed."""
    aside = {held.document for held in matched.held} | set(matched.repeats)
    keys = {
        place: bill_key(document)
        for place, document in enumerate(documents)
        if document.kind in _BILLS and place not in aside
    }
    orders: dict[str, set[int]] = {}
    on_lines: dict[int, list[str]] = {}
    for tie in matched.ties:
        kind = documents[tie.document].kind
        if kind is Kind.ORDER:
            orders.setdefault(tie.to, set()).add(tie.document)
        elif tie.document in keys:
            on_lines.setdefault(tie.document, []).append(tie.to)
    terms: dict[str, Terms] = {}
    agreed: dict[str, int | None] = {}
    carried: dict[frozenset[int], int] = {}
    keys = {place: keys[place] for place in sorted(keys, key=_by_date(documents))}
    for place, key in keys.items():
        tied = on_lines.get(place, [])
        behind = frozenset(order for line in tied for order in orders.get(line, ()))
        papers = [documents[order] for order in sorted(behind)]
        document = documents[place]
        agreed[key] = None
        if document.kind is Kind.BILL and not document.is_prepayment:
            agreed[key] = agreed_charges(document, papers, carried.get(behind, 0))
        carried[behind] = carried.get(behind, 0) + sum(charge.amount for charge in document.charges)
        if tied:
            terms[key] = lines[tied[0]].terms
    return bills_of(documents, keys, matched.bill_ties, terms=terms, agreed=agreed)


def _by_date(documents: Sequence[Document]) -> Callable[[int], tuple[int, str]]:
    """Return the order in which bills are told: by day of issue, then number."""
    return lambda place: (documents[place].issued_on or 0, documents[place].number)
