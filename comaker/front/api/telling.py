"""Telling: what an asker sees, in the shapes of docs/json.md; money is left out for who may not see it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from comaker.engines.forms import form_of
from comaker.front.api.errors import error_of
from comaker.front.bringing import Verdict
from comaker.front.contract import (
    Json,
    bill_json,
    candidate_json,
    day,
    entry_json,
    gap_json,
    line_json,
    tie_json,
)
from comaker.kernel.access import Asker, Seeing, sees
from comaker.kernel.document import Document, Totals
from comaker.kernel.party import Party
from comaker.kernel.refusal import Refusal
from comaker.kernel.row import BillState
from comaker.kernel.told import TiedRow
from comaker.record.asked.cut import ACTS_OF_MONEY, cut
from comaker.record.asked.listed_bills import SeenBill
from comaker.record.asked.listed_documents import SeenDocument
from comaker.record.asked.listed_held import SeenHeld, SeenRefused
from comaker.record.asked.listed_lines import SeenEntry, SeenLine
from comaker.record.asked.listed_relations import SeenDeal, SeenLoose, SeenRelation
from comaker.record.asked.owned import Owned
from comaker.record.asked.turns import Turn

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def line_told(seen: SeenLine, *, asker: Asker, today: int, ties: Sequence[TiedRow] | None = None) -> Json:
    """Return a line; with the document lines that are tied to it, where they are given."""
    told: Json = {
        "key": str(seen.key),
        "relation": str(seen.relation),
        "giver_key": str(seen.giver),
        "taker_key": str(seen.taker),
        **line_json(cut(seen.state, asker), today=today),
    }
    if not sees(asker, Seeing.MONEY):
        told["gaps"] = [gap | {"counted": None} for gap in told["gaps"]]
    if ties is not None:
        told["ties"] = [tie_json(tie) for tie in ties]
    return told


def entries_told(entries: Sequence[SeenEntry], *, asker: Asker) -> list[Json]:
    """Return the entries of a line."""
    has_money = sees(asker, Seeing.MONEY)
    told = []
    for entry, document in entries:
        if not has_money and entry.act in ACTS_OF_MONEY:
            continue
        said = entry_json(entry) | {"document_key": None if document is None else str(document)}
        told.append(said if has_money else said | {"price": None, "amount": None})
    return told


def bill_told(seen: SeenBill, *, today: int) -> Json:
    """Return a bill, for who sees money."""
    return {
        "key": str(seen.key),
        "relation": str(seen.relation),
        "document": str(seen.document),
        **bill_json(seen.state, today=today),
    }


def gap_told(owned: Owned, turn: Turn, *, asker: Asker, today: int) -> Json:
    """Return a gap, with the line or bill that it is on."""
    giver, taker = Party(owned.names[0]), Party(owned.names[1])
    if isinstance(owned.state, BillState):
        bill = owned.state._replace(giver=giver, taker=taker)
        line, biller = bill.line, bill.made_out_by
        of = {"bill": bill.number, "deal": "", "line": ""}
        keys = {"line_key": None, "bill_key": str(owned.key)}
    else:
        line, biller = owned.state.line._replace(giver=giver, taker=taker), None
        of = {"bill": "", "deal": owned.deal, "line": owned.number}
        keys = {"line_key": str(owned.key), "bill_key": None}
    told = {
        **keys,
        "relation": str(owned.relation),
        **of,
        "product": owned.product,
        "currency": owned.currency,
        **gap_json(turn.gap, line, today=today, biller=biller),
    }
    return told if sees(asker, Seeing.MONEY) else told | {"counted": None}


def loose_told(seen: SeenLoose) -> Json:
    """Return what is loose."""
    return {
        "document_key": str(seen.document),
        "place": seen.place,
        "document": seen.name,
        "line": seen.line,
        "act": seen.act,
        "why": seen.why,
        "candidates": [{"key": each.line.key, **candidate_json(each)} for each in seen.candidates],
    }


def held_told(seen: SeenHeld) -> Json:
    """Return what waits for a person."""
    return {
        "document_key": str(seen.document),
        "kind": seen.kind.value,
        "document": seen.name,
        "why": seen.why,
    }


def refused_told(seen: SeenRefused) -> Json:
    """Return a file that could not be used."""
    return {
        "key": str(seen.key),
        "file": seen.file,
        "why": seen.why,
        "hint": seen.hint,
        "received": moment(seen.received_at),
    }


def relation_told(seen: SeenRelation) -> Json:
    """Return a relation."""
    one, other = seen.parties
    return {
        "key": str(seen.key),
        "parties": [party_told(seen.one, one), party_told(seen.other, other)],
        "documents": seen.documents,
        "seeking": seen.seeking,
    }


def deal_told(seen: SeenDeal) -> Json:
    """Return a deal."""
    giver, taker = seen.parties
    return {
        "relation": str(seen.relation),
        "deal": seen.number,
        "giver": party_told(seen.giver, giver),
        "taker": party_told(seen.taker, taker),
        "lines": seen.lines,
        "open": seen.open,
        "asked": day(seen.asked_on),
    }


def party_told(number: int, party: Party) -> Json:
    """Return a party."""
    return {"key": str(number), "name": party.name, "identifiers": list(party.identifiers)}


def document_row(seen: SeenDocument) -> Json:
    """Return a document as a list shows it."""
    document = seen.document
    return {
        "key": str(seen.key),
        "relation": str(seen.relation),
        "kind": document.kind.value,
        "number": document.number,
        "issued": day(document.issued_on),
        "giver": party_told(seen.giver, document.giver),
        "taker": party_told(seen.taker, document.taker),
        "state": seen.state,
        "why": seen.why,
        "is_silent": seen.is_silent,
        "recorded": moment(seen.recorded_at),
        "file": document.file,
    }


def document_told(
    seen: SeenDocument,
    *,
    asker: Asker,
    lines: Mapping[int, Sequence[int]],
    bills: Mapping[int, Sequence[int]],
    remarks: Mapping[int, Sequence[str]],
) -> Json:
    """Return a whole document: what it says as a form, and what became of it."""
    has_money = sees(asker, Seeing.MONEY)
    said = seen.document if has_money else without_money(seen.document)
    return {
        **document_row(seen),
        "flavour": seen.document.flavour,
        "has_file": bool(seen.digest),
        "lines": [str(key) for key in lines.get(seen.key, ())],
        "bills": [str(key) for key in bills.get(seen.key, ())] if has_money else [],
        "remarks": list(remarks.get(seen.key, ())) if has_money else [],
        "form": msgspec.to_builtins(form_of(said)),
    }


def became_told(verdict: Verdict) -> Json:
    """Return what became of a document that was brought."""
    if isinstance(verdict, Refusal):
        return {"state": "refused", **error_of(verdict)}
    return {
        "state": verdict.state,
        "document": str(verdict.document),
        "name": verdict.name,
        "why": verdict.why,
        "lines": [str(line) for line in verdict.lines],
    }


def without_money(document: Document) -> Document:
    """Return a document as who sees no money reads it."""
    lines = tuple(
        line._replace(price=None, amount=None, charges=(), tax_category="", tax_percent=None)
        for line in document.lines
    )
    return document._replace(currency="", lines=lines, totals=Totals(), taxes=(), charges=(), instalments=())


def moment(microseconds: int) -> str:
    """Write a moment of the record as programs read it, in UTC."""
    return (_EPOCH + timedelta(microseconds=microseconds)).isoformat().replace("+00:00", "Z")
