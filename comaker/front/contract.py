"""The contract: lines, bills and what waits for a person in the JSON shapes that programs rely on."""

from datetime import date
from typing import Any

from comaker.kernel.amounts import plain_money, plain_price, plain_quantity
from comaker.kernel.entry import Entry, Role
from comaker.kernel.gap import Gap, Lapse, State
from comaker.kernel.line import Line
from comaker.kernel.party import NOBODY, Party
from comaker.kernel.product import label
from comaker.kernel.row import BillState, LineState, Moved, Said
from comaker.kernel.settlement import Biller, name_of
from comaker.kernel.told import Candidate, TiedRow, Told

Json = dict[str, Any]

FINE, NEEDS_A_PERSON, UNUSABLE = 0, 1, 2


def told_json(told: Told, *, today: int, with_ties: bool = True, with_keys: bool = False) -> Json:
    """Return everything that is known, as the contract says it.

    Args:
        today: the day on which open is told from waiting.
        with_ties: add to each line which document lines belong to it, by which rule and why.
        with_keys: add to each line its key in the record, by which it is asked for.
    """
    return {
        "lines": [
            ({"key": state.line.key} if with_keys else {})
            | line_json(state, today=today)
            | ({"ties": [tie_json(tie) for tie in ties]} if with_ties else {})
            for state, ties in told.lines
        ],
        "bills": [bill_json(state, today=today) for state in told.bills],
        "loose": [
            {
                "document": loose.document,
                "line": loose.line,
                "act": loose.act,
                "why": loose.why,
                "candidates": [candidate_json(each) for each in loose.candidates],
            }
            for loose in told.loose
        ],
        "held": [held._asdict() for held in told.held],
        "refused": [refused._asdict() for refused in told.refused],
    }


def exit_status(told: Told, *, today: int) -> int:
    """Return 0 when all is well, 1 when something needs a person, 2 when nothing could be used."""
    if not told.documents:
        return UNUSABLE
    gaps = [gap for state, _ in told.lines for gap in state.gaps]
    gaps += [gap for bill in told.bills for gap in bill.gaps]
    is_open = any(gap.state(today) is State.OPEN for gap in gaps)
    return NEEDS_A_PERSON if is_open or told.loose or told.held or told.refused else FINE


def line_json(state: LineState, *, today: int) -> Json:
    """Return one line: what was asked, promised, sent, received, billed and paid, and what differs."""
    line, row = state.line, state.row
    unit = row.unit
    return {
        "deal": line.deal,
        "line": line.number,
        "giver": party_name(line.giver),
        "taker": party_name(line.taker),
        "product": label(row.product) or label(line.product),
        "unit": unit,
        "currency": line.currency,
        "settlement": name_of(line.terms.settlement),
        "asked": _said(row.asked, unit),
        "promised": _said(row.promised, unit),
        "sent": _moved(row.sent, unit),
        "received": _received(row.received, unit),
        "billed": _billed(row.billed, unit),
        "paid": None if row.paid is None else {"amount": plain_money(row.paid)},
        "gaps": [gap_json(gap, line, today=today) for gap in (*state.gaps, *state.closed)],
        "lapses": [lapse_json(lapse) for lapse in state.lapses],
    }


def bill_json(state: BillState, *, today: int) -> Json:
    """Return one bill with what is due and paid on it."""
    line, biller = state.line, state.made_out_by
    return {
        "number": state.number,
        "kind": state.kind.value,
        "biller": party_name(biller),
        "payer": party_name(line.taker),
        "issued": day(state.issued_on),
        "currency": state.currency,
        "net": plain_money(state.net),
        "tax": plain_money(state.tax),
        "payable": plain_money(state.payable),
        "prepaid": None if state.prepaid is None else plain_money(state.prepaid),
        "instalments": [{"amount": plain_money(part.amount), "due": day(part.due_on)} for part in state.due],
        "credited": plain_money(state.credited),
        "credits": state.credits,
        "paid": plain_money(state.paid),
        "is_void": state.is_void,
        "gaps": [gap_json(gap, line, today=today, biller=biller) for gap in state.gaps],
        "lapses": [lapse_json(lapse) for lapse in state.lapses],
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


def entry_json(entry: Entry) -> Json:
    """Return one entry: who said what, when it happened, and by which document."""
    return {
        "key": entry.key,
        "act": entry.act.value,
        "by": entry.by.value,
        "quantity": None if entry.quantity is None else plain_quantity(entry.quantity),
        "unit": entry.unit,
        "price": None if entry.price is None else plain_price(entry.price),
        "amount": None if entry.amount is None else plain_money(entry.amount),
        "on": day(entry.on),
        "document": entry.document,
        "document_line": entry.document_line,
        "reason": entry.reason,
    }


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


def day(number: int | None) -> str | None:
    """Write a day number as people and UBL do, None where no day is known."""
    return date.fromordinal(number).isoformat() if number else None


def _said(said: Said | None, unit: str) -> Json | None:
    if said is None:
        return None
    told: Json = {
        "quantity": plain_quantity(said.quantity),
        "price": None if said.price is None else plain_price(said.price),
        "parts": [
            {
                "quantity": plain_quantity(part.quantity),
                "from": day(part.from_on),
                "until": None if part.until_on is None else day(part.until_on - 1),
            }
            for part in said.parts
        ],
    }
    return told | _own_unit(said.unit, unit)


def _moved(moved: Moved | None, unit: str) -> Json | None:
    if moved is None:
        return None
    told: Json = {"quantity": _quantity(moved), "last_on": day(moved.last_on)}
    return told | _own_unit(moved.unit, unit) | _second(moved)


def _received(moved: Moved | None, unit: str) -> Json | None:
    if moved is None:
        return None
    told: Json = {"quantity": _quantity(moved), "rejected": plain_quantity(moved.rejected)}
    told["last_on"] = day(moved.last_on)
    return told | _own_unit(moved.unit, unit) | _second(moved)


def _billed(moved: Moved | None, unit: str) -> Json | None:
    if moved is None:
        return None
    told: Json = {
        "quantity": _quantity(moved),
        "amount": None if moved.amount is None else plain_money(moved.amount),
    }
    return told | _own_unit(moved.unit, unit)


def _quantity(moved: Moved) -> str | None:
    return None if moved.quantity is None else plain_quantity(moved.quantity)


def _own_unit(unit: str, line_unit: str) -> Json:
    return {"unit": unit} if unit and unit != line_unit else {}


def _second(moved: Moved) -> Json:
    if moved.second is None:
        return {}
    quantity, unit = moved.second
    return {"second": {"quantity": plain_quantity(quantity), "unit": unit}}


def tie_json(tie: TiedRow) -> Json:
    """Return a document line that belongs to a line, by which rule and why."""
    return {
        "document": tie.document,
        "line": tie.line,
        "rule": tie.rule,
        "score": f"{tie.score / 1000:.2f}",
        "why": list(tie.reasons),
    }


def candidate_json(candidate: Candidate) -> Json:
    """Return a line that a loose document line may belong to."""
    line, score, reasons = candidate
    return {"deal": line.deal, "line": line.number, "score": f"{score / 1000:.2f}", "why": list(reasons)}
