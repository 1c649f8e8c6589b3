"""What match does: documents in; lines, bills, gaps and what stays loose out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from comaker.engines import formats, matching
from comaker.engines.matching import Matched
from comaker.kernel.account import Account, account_of
from comaker.kernel.amounts import plain_money
from comaker.kernel.bill import Bill
from comaker.kernel.document import Answer, Document, Kind
from comaker.kernel.line import Line, Terms
from comaker.kernel.papers import agreed_charges, bills_of
from comaker.kernel.refusal import Refusal
from comaker.kernel.units import Packing
from comaker.kernel.usual import usual_terms

_BILLS = (Kind.BILL, Kind.CREDIT_NOTE)
_ORDERS = (Kind.ORDER, Kind.ORDER_CHANGE)


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
    matched = matching.match(documents, packings=packings)
    lines = _under_terms(documents, matched, terms or {}, packings or {})
    bills = _bills(documents, matched, lines)
    account = account_of(documents, matched.ties, lines, bills, links=matched.links)
    held = [Remark(documents[held.document], held.why) for held in matched.held]
    held += [Remark(documents[place], _silence(documents[place])) for place in account.silent]
    held += [Remark(document, why) for document in documents for why in remarks_on(document)]
    return Result(tuple(documents), matched, account, tuple(held), tuple(refused))


def remarks_on(document: Document) -> list[str]:
    """Return what a person should look at in one document, whatever it is matched to."""
    remarks = list(document.trouble)
    remarks += [sentence for line in document.lines for sentence in line.trouble]
    remarks += _order_sums(document) if document.kind in (*_ORDERS, Kind.ORDER_RESPONSE) else []
    remarks += _uncounted_units(document) if document.kind is Kind.RECEIPT_ADVICE else []
    return remarks


def _uncounted_units(document: Document) -> list[str]:
    """Say which handling units came damaged, wrong or not at all where no line tells how much that is."""
    found = []
    uncounted = [line for line in document.lines if line.quantity is None]
    units = {unit.number: unit for line in uncounted for unit in line.units} if uncounted else {}
    units |= {unit.number: unit for unit in document.units} if uncounted or not document.lines else {}
    for unit in units.values():
        if unit.reason and unit.reason != "late":
            words = f": {unit.note}" if unit.note else ""
            found.append(
                f"Handling unit {unit.number} came {_CAME.get(unit.reason, unit.reason)}{words}; "
                "no line says how much that is, so a person must."
            )
    return found


_CAME = {"missing": "not at all", "other": "otherwise than announced"}


def _order_sums(document: Document) -> list[str]:
    """Check an order's own sums; a bill's are gaps of the bill."""
    totals = document.totals
    lines = sum(line.amount or 0 for line in document.lines)
    complete = all(line.amount is not None for line in document.lines) and document.lines
    found = []
    if (
        totals.lines is not None
        and complete
        and document.kind is Kind.ORDER
        and abs(totals.lines - lines) > 100
    ):
        found.append(f"Its lines add up to {plain_money(lines)}, not to {plain_money(totals.lines)}.")
    rates = [line.tax_percent for line in document.lines if line.tax_percent is not None]
    # Where no rate is given the tax itself must look like one; no country taxes at less than 2 or over 30 %.
    if totals.tax and lines and not rates and not document.taxes:
        percent = totals.tax * 100 / lines
        if not 2 <= percent <= 30:
            found.append(
                f"Its tax of {plain_money(totals.tax)} is {percent:.1f} % of its lines; no rate explains it."
            )
    return found


def _silence(document: Document) -> str:
    """Say why a document counts nothing on the lines it speaks about."""
    what = f"{document.kind.value.capitalize()} {document.number}"
    why = f" It says: {document.note}" if document.note else ""
    if document.kind is Kind.RECEIPT_ADVICE and document.answer is Answer.RECEIVED:
        return f"{what} confirms that the despatch advice came in; nothing is counted as received yet.{why}"
    if document.kind is Kind.RECEIPT_ADVICE and document.answer is Answer.REJECTED:
        return f"{what} rejects the despatch advice itself, not the goods; its sender must correct it.{why}"
    if document.kind is Kind.ORDER_RESPONSE and document.answer is Answer.RECEIVED:
        return f"{what} confirms that the order came in; nothing is promised yet.{why}"
    return f"{what} is tied to its lines and says nothing that can be counted.{why}"


def _under_terms(
    documents: Sequence[Document],
    matched: Matched,
    terms: Mapping[tuple[str, str], Terms],
    packings: Mapping[tuple[str, str], tuple[Packing, ...]],
) -> dict[str, Line]:
    """Put every line under the terms of its relation, agreed or usual, with its product's packings."""
    self_billed: set[tuple[str, str]] = set()
    ordered: set[tuple[str, str]] = set()
    delivery: dict[tuple[str, str], str] = {}
    kinds: dict[tuple[str, str], set[Kind]] = {}
    currency: dict[str, str] = {}
    for tie in matched.ties:
        document, line = documents[tie.document], matched.lines[tie.to]
        if not line.currency and document.currency:
            currency.setdefault(line.key, document.currency)
        pair = (line.giver.key, line.taker.key)
        kinds.setdefault(pair, set()).add(document.kind)
        if document.kind in _BILLS and document.signer == "taker":
            self_billed.add(pair)
        if document.refers.order or (tie.line is not None and document.lines[tie.line].refers.order):
            ordered.add(pair)
        if document.delivery_term:
            delivery.setdefault(pair, document.delivery_term)
    usual = {
        pair: terms.get(pair)
        or usual_terms(
            seen,
            is_self_billed=pair in self_billed,
            has_order_number=pair in ordered,
            delivery_term=delivery.get(pair, ""),
        )
        for pair, seen in kinds.items()
    }
    return {
        key: line._replace(
            terms=usual.get((line.giver.key, line.taker.key), line.terms),
            packings=_packings_of(line, packings),
            currency=line.currency or currency.get(key, ""),
        )
        for key, line in matched.lines.items()
    }


def _packings_of(line: Line, packings: Mapping[tuple[str, str], tuple[Packing, ...]]) -> tuple[Packing, ...]:
    for number in (line.product.sellers, line.product.standard, line.product.buyers, line.product.name):
        if number and (line.giver.key, number) in packings:
            return packings[line.giver.key, number]
    return line.packings


def _bills(documents: Sequence[Document], matched: Matched, lines: Mapping[str, Line]) -> tuple[Bill, ...]:
    """Put the bills together with their papers, their terms and what their orders agreed."""
    aside = {held.document for held in matched.held} | set(matched.repeats)
    keys = {
        place: matching.bill_key(document)
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
    for place in sorted(keys, key=_by_date(documents)):
        tied = on_lines.get(place, [])
        behind = frozenset(order for line in tied for order in orders.get(line, ()))
        papers = [documents[order] for order in sorted(behind)]
        document, key = documents[place], keys[place]
        agreed[key] = None
        if document.kind is Kind.BILL and not document.is_prepayment:
            agreed[key] = agreed_charges(document, papers, carried.get(behind, 0))
        carried[behind] = carried.get(behind, 0) + sum(charge.amount for charge in document.charges)
        if tied:
            terms[key] = lines[tied[0]].terms
    keys = {place: keys[place] for place in sorted(keys, key=_by_date(documents))}
    return bills_of(documents, keys, matched.bill_ties, terms=terms, agreed=agreed)


def _by_date(documents: Sequence[Document]) -> Callable[[int], tuple[int, str]]:
    """Return the order in which bills are told: by day of issue, then number."""
    return lambda place: (documents[place].issued_on or 0, documents[place].number)
