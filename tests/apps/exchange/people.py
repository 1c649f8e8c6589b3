"""Who is signed in, in the tests of pages."""

from datetime import UTC, datetime

from comaker.front.asker import join
from comaker.front.models import User
from comaker.kernel.access import Job
from comaker.kernel.identifiers import identifiers_meant
from comaker.kernel.party import party_of
from comaker.record.masters.register import registered
from tests.apps.exchange.files import BAKERY

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def member(email, *, party=BAKERY, job=Job.OWNER):
    """Return somebody who does a job for a party; both are made where they are not known."""
    name, number = party
    registering, _ = registered(party_of(name, identifiers_meant(number)[:1]), is_person=False, now=NOW)
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=email.title())
    return join(user, registering, job, now=NOW)
