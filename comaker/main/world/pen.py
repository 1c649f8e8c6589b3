"""The pen: papers of the demo's world, written with days counted from today."""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from comaker.kernel.amounts import (
    MONEY_PLACES,
    PERCENT_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    percent_of,
    scaled,
    value,
)
from comaker.kernel.document import (
    Answer,
    Charge,
    Document,
    DocumentLine,
    Instalment,
    Kind,
    References,
    Stretch,
    TaxShare,
    Totals,
)
from comaker.kernel.party import NOBODY, Party
from comaker.main.world.cast import Ware

_ROOTS = {
    Kind.ORDER: "Order", Kind.ORDER_CHANGE: "OrderChange", Kind.ORDER_RESPONSE: "OrderResponse",
    Kind.DESPATCH_ADVICE: "DespatchAdvice", Kind.RECEIPT_ADVICE: "ReceiptAdvice", Kind.BILL: "Invoice",
    Kind.CREDIT_NOTE: "CreditNote", Kind.REMITTANCE: "RemittanceAdvice", Kind.STATEMENT: "Statement",
    Kind.CONCESSION: "Concession",
}  # fmt: skip
_TAX = "21"


class Row(NamedTuple):
    """One line of a paper; days are counted from today.

    Attributes:
        price: of one; empty takes the ware's.
        due: the last day.
        more: further values of the document line.
    """

    number: str
    ware: Ware
    quantity: str
    price: str = ""
    due: int | None = None
    unit: str = ""
    more: tuple[tuple[str, Any], ...] = ()


def row(number: str, ware: Ware, quantity: int | str, **more: Any) -> Row:
    """Write one line of a paper."""
    own = {name: more.pop(name) for name in ("price", "due", "unit") if name in more}
    return Row(number, ware, str(quantity), **own, more=tuple(more.items()))


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes the papers of one direction."""

    today: int
    giver: Party
    taker: Party
    currency: str = "EUR"

    def order(self, number: str, day: int, *rows: Row, contract: str = "", **more: Any) -> Document:
        """Write what the taker asks."""
        refers = References(contract=contract)
        return self._paper(Kind.ORDER, number, day, rows, refers, signer="taker", priced=True, **more)

    def answer(self, number: str, day: int, order: str, *rows: Row, **more: Any) -> Document:
        """Write what the giver promises of it; without rows all of it as asked."""
        answer = Answer.CHANGED if rows else Answer.ACCEPTED
        written = self._paper(
            Kind.ORDER_RESPONSE,
            number,
            day,
            rows,
            References(order=order),
            priced=True,
            answer=answer,
            **more,
        )
        lines = [line if line.answer else line._replace(answer=Answer.CHANGED) for line in written.lines]
        return written._replace(lines=tuple(lines))

    def sending(self, number: str, day: int, order: str, *rows: Row, **more: Any) -> Document:
        """Write what the giver says he sent."""
        more.setdefault("happened_on", self.today + day)
        return self._paper(Kind.DESPATCH_ADVICE, number, day, rows, References(order=order), **more)

    def receipt(
        self, number: str, day: int, order: str, *rows: Row, despatch: str = "", **more: Any
    ) -> Document:
        """Write what the taker says came in."""
        refers = References(order=order, despatch=despatch)
        more.setdefault("happened_on", self.today + day)
        return self._paper(Kind.RECEIPT_ADVICE, number, day, rows, refers, signer="taker", **more)

    def bill(
        self, number: str, day: int, order: str, *rows: Row, due: int = 30, charge: str = "", tax: str = _TAX,
        **more: Any,
    ) -> Document:  # fmt: skip
        """Write a bill that adds up.

        Args:
            due: days until it is to be paid.
            charge: freight on the whole.
        """
        written = self._paper(Kind.BILL, number, day, rows, References(order=order), priced=True, **more)
        extra = scaled(charge, MONEY_PLACES) if charge else 0
        lines = sum(line.amount or 0 for line in written.lines)
        rate, net = scaled(tax, PERCENT_PLACES), lines + extra
        taxed = percent_of(net, rate) // 100 * 100
        totals = Totals(
            lines=lines, charges=extra or None, net=net, tax=taxed, gross=net + taxed, payable=net + taxed
        )
        return written._replace(
            totals=totals,
            charges=(Charge(extra, "freight"),) if extra else (),
            taxes=(TaxShare("S" if rate else "E", rate, net, taxed),),
            instalments=(Instalment(net + taxed, self.today + day + due),),
        )

    def credit(self, number: str, day: int, bill: str, *rows: Row) -> Document:
        """Write a credit note; its rows tell how much less."""
        less = [each._replace(quantity=f"-{each.quantity}") for each in rows]
        written = self.bill(number, day, "", *less)
        refers = References(bill=bill)
        lines = tuple(
            line._replace(refers=line.refers._replace(order="", bill=bill)) for line in written.lines
        )
        return written._replace(
            kind=Kind.CREDIT_NOTE, root="CreditNote", refers=refers, lines=lines, instalments=()
        )

    def concession(self, number: str, day: int, order: str, *rows: Row) -> Document:
        """Write what the taker lets pass: each row tells of how much, and as its reason the kind of gap."""
        return self._paper(Kind.CONCESSION, number, day, rows, References(order=order), signer="taker")

    def payment(self, number: str, day: int, *paid: tuple[str, str], to: Party = NOBODY) -> Document:
        """Write what the taker paid, bill by bill."""
        lines = [
            DocumentLine(str(place), References(bill=bill), amount=scaled(amount, MONEY_PLACES))
            for place, (bill, amount) in enumerate(paid, 1)
        ]
        written = self._paper(Kind.REMITTANCE, number, day, (), References(), signer="taker", payee=to)
        total = sum(line.amount or 0 for line in lines)
        reason = "elsewhere" if to.is_known() else ""
        return written._replace(
            lines=tuple(lines), totals=Totals(payable=total), happened_on=self.today + day, reason=reason
        )

    def account(self, number: str, day: int, *told: tuple[str, str]) -> Document:
        """Write a statement of account, bill by bill."""
        lines = [
            DocumentLine(str(place), References(bill=bill), amount=scaled(amount, MONEY_PLACES))
            for place, (bill, amount) in enumerate(told, 1)
        ]
        return self._paper(Kind.STATEMENT, number, day, (), References())._replace(lines=tuple(lines))

    def the_other_way(self) -> "Pen":
        """Return the pen of what the taker gives back."""
        return replace(self, giver=self.taker, taker=self.giver)

    def _paper(
        self, kind: Kind, number: str, day: int, rows: tuple[Row, ...], refers: References, *,
        signer: str = "giver", priced: bool = False, **more: Any,
    ) -> Document:  # fmt: skip
        lines = tuple(self._line(each, kind, refers, priced=priced) for each in rows)
        return Document(
            kind, number, self.today + day, giver=self.giver, taker=self.taker, signer=signer,
            currency=self.currency if priced or kind in (Kind.REMITTANCE, Kind.STATEMENT) else "",
            refers=refers, lines=lines, flavour="UBL 2.1", root=_ROOTS[kind], **more,
        )  # fmt: skip

    def _line(self, each: Row, kind: Kind, refers: References, *, priced: bool) -> DocumentLine:
        ware, quantity = each.ware, scaled(each.quantity, QUANTITY_PLACES)
        told = each.price or ware.price
        price = scaled(told, PRICE_PLACES) if priced and told else None
        is_order = kind is Kind.ORDER
        due = () if each.due is None else (Stretch(quantity, None, self.today + each.due + 1),)
        line = DocumentLine(
            each.number,
            refers if is_order else refers._replace(order_line=each.number if refers.order else ""),
            quantity,
            each.unit or ware.unit,
            price,
            None if price is None or kind is Kind.ORDER_RESPONSE else value(quantity, price),
            product=ware.product,
            stretches=due,
        )
        return line._replace(**dict(each.more))
