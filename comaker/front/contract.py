"""The contract: lines, bills and what waits for a person in the JSON shapes that programs rely on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from comaker.kernel.account import BillAccount, LineAccount
from comaker.kernel.amounts import plain_money, plain_price, plain_quantity
from comaker.kernel.document import Document
from comaker.kernel.entry import Act, Role
from comaker.kernel.gap import Gap, Lapse
from comaker.kernel.line import Line
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.product import label
from comaker.kernel.settlement import Biller, name_of
from comaker.kernel.standing import Movement
from comaker.kernel.versions import Statement

Json = dict[str, Any]


def line_json(account: LineAccount, *, today: int) -> Json:
    """Return one line: what was asked, promised, sent, received, billed and paid, and what differs."""
    line, standing = account.line, account.standing
    others = dict(standing.others)
    unit = standing.unit
    rejected = standing.rejected or others.get(Act.REJECT)
    received = standing.received or others.get(Act.RECEIVE)
    sent, billed = standing.sent or others.get(Act.SEND), standing.billed or others.get(Act.BILL)
    product = (standing.ask.product if standing.ask else None) or line.product
    return {
        "deal": line.deal,
        "line": line.number,
        "giver": party_name(line.giver),
        "taker": party_name(line.taker),
        "product": label(product) or label(line.product),
        "unit": unit,
        "currency": line.currency,
        "settlement": name_of(line.terms.settlement),
        "asked": _statement(standing.ask, unit),
        "promised": _statement(standing.promise, unit),
        "sent": _movement(sent, unit),
        "received": _received(received, rejected, unit),
        "billed": _billed(billed, unit),
        "paid": None if account.paid is None else {"amount": plain_money(account.paid)},
        "gaps": [gap_json(gap, line, today=today) for gap in (*account.gaps, *account.closed)],
        "lapses": [lapse_json(lapse) for lapse in account.lapses],
    }


def bill_json(account: BillAccount, *, today: int, numbers: Mapping[str, str]) -> Json:
    """Return one bill with what is due and paid on it.

    Args:
        numbers: key of every bill to its number, to name the bill that a credit note takes back.
    """
    document, standing = account.bill.document, account.standing
    payee = document.payee if document.payee.is_known() else document.giver
    payer = document.payer if document.payer.is_known() else document.taker
    biller = document.taker if account.bill.biller is Role.TAKER else document.giver
    line = Line("", giver=payee, taker=payer)
    return {
        "number": document.number,
        "kind": document.kind.value,
        "biller": party_name(biller),
        "payer": party_name(payer),
        "issued": day(document.issued_on),
        "currency": document.currency,
        "net": plain_money(standing.net),
        "tax": plain_money(standing.tax),
        "payable": plain_money(standing.payable),
        "prepaid": None if document.totals.prepaid is None else plain_money(document.totals.prepaid),
        "instalments": [
            {"amount": plain_money(part.amount), "due": day(part.due_on)} for part in standing.due
        ],
        "credited": plain_money(standing.credited),
        "credits": numbers.get(account.bill.credited_bill),
        "paid": plain_money(standing.paid),
        "is_void": account.bill.is_void,
        "gaps": [gap_json(gap, line, today=today, biller=biller) for gap in account.gaps],
        "lapses": [lapse_json(lapse) for lapse in account.lapses],
    }


def gap_json(gap: Gap, line: Line, *, today: int, biller: Party | None = None) -> Json:
    """Return one gap, with the name of the party whose turn it is."""
    told: Json = {
        "kind": gap.kind.value,
        "cause": gap.cause.value,
        "quantity": None if gap.quantity is None else plain_quantity(gap.quantity),
        "amount": None if gap.amount is None else plain_money(gap.amount),
        "counted": plain_money(gap.counted),
        "turn": None if gap.turn is Role.NOBODY else gap.turn.value,
        "party": party_name(party_of(gap.turn, line, biller=biller)) or None,
        "state": gap.state(today).value,
        "since": day(gap.since_on),
        "due": day(gap.due_on),
        "because_of": [kind.value for kind in gap.because_of],
    }
    if gap.unit:
        told["unit"] = gap.unit
    if gap.days is not None:
        told["days"] = gap.days
    if gap.note:
        told["note"] = gap.note
    if gap.closed_on is not None:
        told["closed"] = day(gap.closed_on)
    return told


def lapse_json(lapse: Lapse) -> Json:
    """Return one lapse."""
    quantity = None if lapse.quantity is None else plain_quantity(lapse.quantity)
    return {"kind": lapse.kind, "quantity": quantity, "days": lapse.days, "against": lapse.against}


def party_of(turn: Role, line: Line, *, biller: Party | None = None) -> Party:
    """Return the party behind a role on a line; NOBODY when the role is not filled."""
    if turn in (Role.GIVER, Role.PAYEE):
        return line.giver
    if turn in (Role.TAKER, Role.PAYER):
        return line.taker
    if turn is Role.BILLER:
        if biller is not None:
            return biller
        return line.taker if line.terms.settlement.biller is Biller.TAKER else line.giver
    return NOBODY


def party_name(party: Party) -> str:
    """Return what to call a party: its name, else its first identifier."""
    return party.name or party.key


def document_name(document: Document) -> str:
    """Return what to call a document in a list: its kind and number."""
    return f"{document.kind.value} {document.number}".strip()


def day(number: int | None) -> str | None:
    """Write a day number as people and UBL do, None where no day is known."""
    return date.fromordinal(number).isoformat() if number else None


def candidates_json(candidates: Iterable[tuple[Line, int, Sequence[str]]]) -> list[Json]:
    """Return the lines that a loose document line may belong to, best first."""
    return [
        {"deal": line.deal, "line": line.number, "score": f"{score / 1000:.2f}", "why": list(reasons)}
        for line, score, reasons in candidates
    ]


def _statement(statement: Statement | None, unit: str) -> Json | None:
    if statement is None:
        return None
    told: Json = {
        "quantity": plain_quantity(statement.quantity),
        "price": None if statement.price is None else plain_price(statement.price),
        "parts": [
            {
                "quantity": plain_quantity(part.quantity),
                "from": day(part.from_on),
                "until": None if part.until_on is None else day(part.until_on - 1),
            }
            for part in statement.parts
        ],
    }
    return told | _own_unit(statement.unit, unit)


def _movement(movement: Movement | None, unit: str) -> Json | None:
    if movement is None:
        return None
    told = {"quantity": plain_quantity(movement.quantity), "last_on": day(movement.last_on)}
    return told | _own_unit(movement.unit, unit) | _second(movement)


def _received(movement: Movement | None, rejected: Movement | None, unit: str) -> Json | None:
    if movement is None and rejected is None:
        return None
    told: Json = {"quantity": None if movement is None else plain_quantity(movement.quantity)}
    told["rejected"] = plain_quantity(rejected.quantity) if rejected else "0"
    latest = [each.last_on for each in (movement, rejected) if each]
    told["last_on"] = day(max(latest))
    return told | _own_unit((movement or rejected or _NOTHING).unit, unit) | _second(movement)


def _billed(movement: Movement | None, unit: str) -> Json | None:
    if movement is None:
        return None
    amounts = [entry.amount for entry in movement.entries if entry.amount is not None]
    told = {
        "quantity": plain_quantity(movement.quantity),
        "amount": plain_money(sum(amounts)) if amounts else None,
    }
    return told | _own_unit(movement.unit, unit)


_NOTHING = Movement(0, 0, "", 0, ())


def _own_unit(unit: str, line_unit: str) -> Json:
    return {"unit": unit} if unit and unit != line_unit else {}


def _second(movement: Movement | None) -> Json:
    """Return the catch weight of a movement, where every entry was weighed in one unit."""
    seconds = [entry.second for entry in movement.entries] if movement else []
    units = {second[1] for second in seconds if second}
    if not seconds or None in seconds or len(units) != 1:
        return {}
    total = sum(second[0] for second in seconds if second)
    return {"second": {"quantity": plain_quantity(total), "unit": units.pop()}}
