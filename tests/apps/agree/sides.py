"""Two sides of a relation with papers between them, and who acts for each."""

from datetime import UTC, datetime, timedelta

from django.test import Client

from comaker.front.asker import asker_of, join
from comaker.front.models import User
from comaker.kernel.access import Job
from comaker.kernel.document import Kind
from comaker.kernel.line import DEFAULT_TERMS, Terms
from comaker.kernel.party import Party
from comaker.kernel.settlement import PRESETS
from comaker.record.asked.relation import relations
from comaker.record.masters.register import registered
from comaker.record.transaction import reading
from tests.record.masters import ACME, BETA, JANUARY, paper, post_all

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TODAY = NOW.date().toordinal()
LATER = NOW + timedelta(days=1)
GAMMA = Party("Gamma Glas", ("gln:8711111000002",))
TWO_WAY = DEFAULT_TERMS._replace(settlement=PRESETS["two_way"])
LATE: Terms = TWO_WAY._replace(payment_days=60)


def order_and_bill(number="PO-1", *, giver=ACME, taker=BETA, on=JANUARY):
    """Post an order of ten and a bill of eleven for it."""
    post_all(
        paper(Kind.ORDER, number, on, 10, "C62", 5, giver=giver, taker=taker),
        paper(Kind.BILL, f"B-{number}", on + 5, 11, "C62", 5, order=number, giver=giver, taker=taker),
    )


def member(email, party, job=Job.OWNER):
    """Return somebody who acts for a party, as the one who asks."""
    number, _ = registered(party, is_person=False, now=NOW)
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, "boterham-met-kaas")
    return asker_of(join(user, number, job, now=NOW))


def browser():
    """Return somebody who looks at the pages."""
    return Client(SERVER_NAME="127.0.0.1")


def between(asker, name="Beta Bouw"):
    """Return the relation of somebody with a party."""
    return next(each for each in relations(reading(), asker) if each.name == name)
