"""What match asks for its pages: a paper line beside the lines that it may belong to, fact by fact."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from comaker.front.templatetags.shown import day, money, price, quantity, unit
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.product import Product, agree, numbers_of
from comaker.kernel.row import LineState, Moved, Row
from comaker.record.asked.choices import BillChoice, Choice
from comaker.record.asked.loose import Case


class Fact(NamedTuple):
    """Something that is told of a line.

    Attributes:
        is_same: whether the paper says the same; None where it says nothing that can be compared.
    """

    name: str
    value: str
    is_same: bool | None = None


class Shown(NamedTuple):
    """Something that a paper line may belong to, as it is shown.

    Attributes:
        turn: by which key it is chosen, from 1; 0 where there is none.
        title: its order and number; `name` what it is about.
        state: of a line, for its picture.
    """

    key: int
    turn: int
    title: str
    name: str
    facts: tuple[Fact, ...]
    score: int = 0
    reasons: tuple[str, ...] = ()
    state: LineState | None = None


def shown(case: Case) -> list[Shown]:
    """Return what a paper line may belong to, the likeliest first."""
    if case.is_about_bill:
        return [_bill(turn, choice, case) for turn, choice in enumerate(case.bills, 1)]
    return [_line(turn, choice, case) for turn, choice in enumerate(case.choices, 1)]


def told_of(case: Case) -> list[Fact]:
    """Return what the paper tells of the line, as facts."""
    document, line = case.document, case.line
    refers = line.refers if line is not None else document.refers
    facts = [] if line is None else _of_line(line, document)
    if line is None:
        facts.append(Fact(_("to pay"), money(document.totals.payable, document.currency)))
    facts += [
        Fact(_("names order"), " / ".join(part for part in (refers.order, refers.order_line) if part)),
        Fact(_("the seller's order"), refers.sales_order),
        Fact(_("names despatch advice"), refers.despatch),
        Fact(_("names receipt advice"), refers.receipt),
        Fact(_("names bill"), refers.bill),
        Fact(_("note"), line.note if line is not None else document.note),
    ]
    return [fact for fact in facts if fact.value]


def _of_line(line: DocumentLine, document: Document) -> list[Fact]:
    happened = line.on or document.happened_on or document.issued_on
    last = max((each.until_on for each in line.stretches if each.until_on is not None), default=None)
    return [
        Fact(_("number"), ", ".join(numbers_of(line.product))),
        Fact(_("quantity"), _many(line.quantity, line.unit)),
        Fact(_("refused"), _many(line.rejected or None, line.unit)),
        Fact(_("price"), price(line.price, document.currency)),
        Fact(_("amount"), money(line.amount, document.currency)),
        Fact(_("day"), day(happened)),
        Fact(_("by"), day(last - 1) if last else ""),
    ]


def _line(turn: int, choice: Choice, case: Case) -> Shown:
    state, paper = choice.state, case.line
    line, row = state.line, state.row
    title = " / ".join(part for part in (line.deal, line.number) if part) or _("without an order")
    facts = [] if case.is_whole else _facts(row, paper, case.document, line.currency)
    name = row.product.name or line.product.name
    return Shown(
        choice.key, turn, line.deal if case.is_whole and line.deal else title, name,
        tuple(fact for fact in facts if fact.value), choice.score, choice.reasons, state,
    )  # fmt: skip


def _facts(row: Row, paper: DocumentLine | None, document: Document, currency: str) -> list[Fact]:
    agreed = row.promised or row.asked
    wanted = paper.quantity if paper is not None else None
    is_same_unit = paper is not None and paper.unit == row.unit
    open_ = _open(row, document.kind)
    last = max((part.until_on for part in agreed.parts if part.until_on), default=None) if agreed else None
    same_price = None
    if agreed and agreed.price is not None and paper is not None and paper.price is not None:
        same_price = agreed.price == paper.price
    return [
        Fact(_("number"), ", ".join(numbers_of(row.product)), _is_same(row.product, paper)),
        Fact(
            _("agreed"),
            _many(agreed.quantity, agreed.unit or row.unit) if agreed else "",
            None if agreed is None or wanted is None else is_same_unit and agreed.quantity == wanted,
        ),
        Fact(
            _("still open"),
            _many(open_, row.unit),
            None if open_ is None or wanted is None else is_same_unit and open_ == wanted,
        ),
        Fact(_("price"), price(agreed.price, currency) if agreed else "", same_price),
        Fact(_("by"), day(last - 1) if last else ""),
    ]


def _is_same(product: Product, paper: DocumentLine | None) -> bool | None:
    return None if paper is None else agree(product, paper.product)


def _open(row: Row, kind: Kind) -> int | None:
    """Return how much of a line is open for a paper of a kind."""
    agreed = row.promised or row.asked
    if agreed is None or agreed.unit not in ("", row.unit):
        return None
    if kind is Kind.BILL:
        return _less(_number(row.received) or agreed.quantity, row.billed)
    if kind is Kind.RECEIPT_ADVICE:
        return _less(_number(row.sent) or agreed.quantity, row.received)
    return _less(agreed.quantity, row.sent) if kind is Kind.DESPATCH_ADVICE else None


def _number(moved: Moved | None) -> int:
    return (moved.quantity or 0) if moved is not None else 0


def _less(whole: int, moved: Moved | None) -> int:
    return whole - _number(moved)


def _bill(turn: int, choice: BillChoice, case: Case) -> Shown:
    state = choice.state
    facts = (
        Fact(_("to pay"), money(state.payable, state.currency), choice.is_same if case.amount else None),
        Fact(_("paid"), money(state.paid, state.currency)),
        Fact(_("date"), day(state.issued_on)),
    )
    return Shown(choice.key, turn, state.number, "", facts)


def _many(number: int | None, code: str) -> str:
    return "" if number is None else f"{quantity(number)} {unit(code, number)}".strip()
