"""Words for the tests of work on gaps."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from comaker.front.asker import asker_of
from comaker.kernel.gap import Kind
from comaker.record.asked.owned import owned_by_key
from comaker.record.asked.turns import name_of
from comaker.record.models import Bill, Line
from comaker.record.transaction import reading
from comaker.record.verify import verify

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = NOW.date().toordinal()
SHORT_ON = date(2026, 1, 1).toordinal()
LATER: dict[str, Any] = {"today": TODAY, "now": NOW}


def days_later(days):
    return {"today": TODAY + days, "now": NOW + timedelta(days=days)}


def line_of(deal="PO-1"):
    return Line.objects.get(deal=deal).pk


def bill_of(number="F-PO-1"):
    return Bill.objects.get(number=number).pk


def named(kind=Kind.MISSING, deal="PO-1"):
    return name_of(line_of(deal), kind)


def stands(member, owner):
    """Return the gaps of a line or bill as (kind, quantity in pieces or None, state)."""
    owned, _ = owned_by_key(reading(), asker_of(member), [owner])
    return [
        (gap.kind.value, gap.quantity and gap.quantity // 10**6, gap.state(TODAY).value)
        for gap in owned[owner].gaps
    ]


def is_sound():
    return verify() == []
