"""A chain of lines as a story tells it, and what comes of it on a day, in the words of the tables."""

from collections.abc import Sequence
from datetime import date

from comaker.front.contract import day, party_name, party_of
from comaker.kernel.amounts import plain_money, plain_price, plain_quantity
from comaker.kernel.bill import Bill, BillStanding, paid_on_line, stand_bill
from comaker.kernel.bill_gaps import bill_gaps, bill_lapses
from comaker.kernel.document import Document, DocumentLine, Instalment, Totals
from comaker.kernel.document import Kind as Paper
from comaker.kernel.entry import Act, Entry, Part, Rank, Role
from comaker.kernel.gap import Gap, Kind, Lapse
from comaker.kernel.gaps import gaps_of
from comaker.kernel.lapses import lapses_of
from comaker.kernel.line import Line, Link, Relation, Terms
from comaker.kernel.links import linked, waiting_for
from comaker.kernel.party import Party
from comaker.kernel.party import party_of as party
from comaker.kernel.product import NOTHING, Product, reference
from comaker.kernel.settlement import PRESETS
from comaker.kernel.standing import stand
from stories.tables import Row
from tests.kernel.words import money, price, quantity

Rows = list[dict[str, str]]


class Chain:
    """The lines, entries and links of a story up to a day; every story runs through this and nothing else."""

    def __init__(self, on: str, lines: Sequence[Row], entries: Sequence[Row], links: Sequence[Row]) -> None:
        self.today = _day(on)
        self.lines = {row["line"]: _line(row) for row in lines}
        self.links = [_link(row) for row in links]
        self.rows = [row for row in entries if _day(row["day"]) <= self.today]
        told: dict[str, list[Entry]] = {key: [] for key in self.lines}
        for row in self.rows:
            if row["act"] != Act.PAY:
                told[self._key(row)].append(_entry(row, self._line(row)))
        mirrored = linked(told, self.links)
        self.stood = {key: stand(line, mirrored[key]) for key, line in self.lines.items()}
        numbers = dict.fromkeys(_bill(row)[0] for row in self.rows if row["act"] == Act.BILL)
        self.bills = {number: self._stand_bill(number) for number in numbers}

    def standings(self) -> Rows:
        """Return where each line stands, act by act; an act that nobody told is empty."""
        told = []
        for key, standing in self.stood.items():
            agreed = standing.agreed
            acts = {
                name: plain_quantity(act.quantity) if act else ""
                for name in ("sent", "received", "rejected", "billed")
                for act in [getattr(standing, name)]
            }
            acts["asked"] = plain_quantity(standing.ask.quantity) if standing.ask else ""
            acts["promised"] = plain_quantity(standing.promise.quantity) if standing.promise else ""
            acts["price"] = plain_price(agreed.price) if agreed and agreed.price is not None else ""
            acts["until"] = day(agreed.last_on) or "" if agreed else ""
            told.append({"line": key, **acts, "paid": self._paid(key)})
        return told

    def gaps(self) -> Rows:
        """Return every gap of the lines and bills, none of them left out."""
        found = {key: gaps_of(line, self.stood[key]) for key, line in self.lines.items()}
        unsent = {key for key, gaps in found.items() if any(gap.kind is Kind.UNSENT for gap in gaps)}
        told = [
            self._gap(key, gap, self.lines[key])
            for key, gaps in found.items()
            for gap in waiting_for(key, gaps, self.links, unsent, self.lines)
        ]
        for number, (bill, standing) in self.bills.items():
            document = bill.document
            line = Line("", giver=document.giver, taker=document.taker)
            biller = document.taker if bill.biller is Role.TAKER else document.giver
            told += [self._gap(number, gap, line, biller) for gap in bill_gaps(bill, standing)]
        return told

    def lapses(self) -> Rows:
        """Return every lapse of the lines and bills."""
        found = {key: lapses_of(line, self.stood[key]) for key, line in self.lines.items()}
        found |= {number: bill_lapses(standing) for number, (_, standing) in self.bills.items()}
        return [_lapse(of, lapse) for of, lapses in found.items() for lapse in lapses]

    def _key(self, row: Row) -> str:
        return row.get("line", "") or next(iter(self.lines))

    def _line(self, row: Row) -> Line:
        return self.lines[self._key(row)]

    def _stand_bill(self, number: str) -> tuple[Bill, BillStanding]:
        """Put a bill together from its rows, with the credits and payments that name it."""
        numbers = {_bill(row) for row in self.rows if row["act"] == Act.BILL}
        paying = [row for row in self.rows if row["act"] == Act.PAY and row["bill"] == number]
        bill = Bill(
            number,
            *self._document(number),
            credits=tuple(self._document(other)[0] for other, of in sorted(numbers) if of == number),
            payments=tuple(_payment(row, self._line(row)) for row in paying),
            credited_bill=next(of for other, of in numbers if other == number),
        )
        return bill, stand_bill(bill)

    def _document(self, number: str) -> tuple[Document, Terms]:
        rows = [row for row in self.rows if row["act"] == Act.BILL and _bill(row)[0] == number]
        line = self._line(rows[0])
        total = sum(money(row["amount"]) for row in rows)
        due = rows[0].get("due")
        document = Document(
            Paper.CREDIT_NOTE if total < 0 else Paper.BILL,
            number,
            _day(rows[0]["day"]),
            giver=line.giver,
            taker=line.taker,
            signer=_role(rows[0]["who"], line).value,
            currency=line.currency,
            lines=tuple(DocumentLine(str(row.at), amount=money(row["amount"])) for row in rows),
            totals=Totals(net=total, payable=total),
            instalments=(Instalment(total, _day(due)),) if due else (),
        )
        return document, line.terms

    def _paid(self, key: str) -> str:
        """Return what was paid for a line; empty while no bill says, or one of them is paid in part."""
        billed = self.stood[key].billed
        amounts: dict[str, int] = {}
        for entry in billed.entries if billed else ():
            number = self.bills[entry.bill][0].credited_bill or entry.bill
            amounts[number] = amounts.get(number, 0) + (entry.amount or 0)
        paid = paid_on_line([self.bills[number] for number in amounts], [*amounts.values()])
        return "" if paid is None else plain_money(paid)

    def _gap(self, of: str, gap: Gap, line: Line, biller: Party | None = None) -> dict[str, str]:
        turn = party_name(party_of(gap.turn, line, biller=biller))
        return {
            "of": of,
            "gap": _said(gap.kind),
            "quantity": "" if gap.quantity is None else plain_quantity(gap.quantity),
            "unit": gap.unit,
            "amount": "" if gap.amount is None else plain_money(gap.amount),
            "counted": plain_money(gap.counted),
            "days": "" if gap.days is None else str(gap.days),
            "cause": gap.cause.value,
            "because of": " and ".join(_said(kind) for kind in gap.because_of),
            "turn": turn or "nobody",
            "state": gap.state(self.today).value,
            "due": day(gap.due_on) or "",
        }


def _line(row: Row) -> Line:
    """Return a line; its terms are the usual ones but for the settlement that the story names."""
    terms = Terms(PRESETS[(row.get("settlement") or "three way").replace(" ", "_")])
    return Line(
        row["line"], giver=party(row["giver"]), taker=party(row["taker"]), unit=row.get("unit", ""),
        currency="EUR", terms=terms, is_frame=row.get("kind") == "frame",
    )  # fmt: skip


def _link(row: Row) -> Link:
    return Link(row["line"], Relation(row["how"]), row["points to"], quantity(row.get("one is") or 1))


def _entry(row: Row, line: Line) -> Entry:
    act, on, why = Act(row["act"]), _day(row["day"]), row.get("why", "")
    size = quantity(row["quantity"]) if row.get("quantity") else None
    until, what = row.get("until"), row.get("what")
    is_credit = act is Act.ACCEPT and why == "for credit"
    return Entry(
        f"row {row.at:04}", act, _role(row["who"], line), size, row.get("unit", ""),
        price(row["price"]) if row.get("price") else None,
        money(row["amount"]) if row.get("amount") else None,
        on, row.at, Rank(on, order=2 if act is Act.PROMISE else 0) if act in (Act.ASK, Act.PROMISE) else None,
        (Part(size or 0, None, _day(until) + 1),) if until else (),
        Product(sellers=reference(what), name=what) if what else NOTHING,
        _bill(row)[0], "credit" if is_credit else "", reason="" if is_credit else why.replace(" ", "_"),
    )  # fmt: skip


def _payment(row: Row, line: Line) -> Entry:
    roles = {"the bank": Role.BANK, line.taker.name: Role.PAYER, line.giver.name: Role.PAYEE}
    by = roles[row["who"]]
    return Entry(f"row {row.at:04}", Act.PAY, by, amount=money(row["amount"]), on=_day(row["day"]), at=row.at)


def _role(who: str, line: Line) -> Role:
    """Return what a party is to a line; a third one, such as “the driver”, carries it."""
    roles = {line.giver.name: Role.GIVER, line.taker.name: Role.TAKER}
    assert who in roles or who.startswith("the "), f"{who} neither gives nor takes {line.key}"
    return roles.get(who, Role.CARRIER)


def _bill(row: Row) -> tuple[str, str]:
    """Return the number of a bill and of the bill that it credits: “C-1 on B-1”."""
    number, _, credited = row.get("bill", "").partition(" on ")
    return number, credited


def _lapse(of: str, lapse: Lapse) -> dict[str, str]:
    return {
        "of": of,
        "lapse": _said(lapse.kind),
        "quantity": "" if lapse.quantity is None else plain_quantity(lapse.quantity),
        "days": "" if lapse.days is None else str(lapse.days),
        "against": lapse.against,
    }


def _said(kind: str) -> str:
    return str(kind).replace("_", " ")


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()
