"""A record with gaps, and people of both sides who work on them."""

import os
from collections.abc import Iterator

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
django.setup()

from django.core import mail  # noqa: E402 – after the set-up
from django.core.mail import EmailMessage  # noqa: E402
from django.test import override_settings  # noqa: E402

from comaker.front.asker import join  # noqa: E402
from comaker.front.models import Member, User  # noqa: E402
from comaker.kernel.access import Job  # noqa: E402
from comaker.kernel.amounts import MONEY_PLACES  # noqa: E402
from comaker.kernel.document import Kind as Paper  # noqa: E402
from comaker.record.models import Identifier  # noqa: E402
from tests.apps.resolve.work import NOW, SHORT_ON  # noqa: E402
from tests.record.conftest import empty_file, record, server  # noqa: E402
from tests.record.masters import ACME_GLN, BETA_GLN, paper, post_all  # noqa: E402

__all__ = ["empty_file", "record", "server"]

_GLNS = {"acme": ACME_GLN, "beta": BETA_GLN}


@pytest.fixture
def letters() -> Iterator[list[EmailMessage]]:
    """Keep mails instead of sending them; return them."""
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        yield mail.outbox


@pytest.fixture
def short(record):
    """Post orders of ten pumps of 5.00 of which two got lost, all billed: Acme gives, Beta takes."""
    for number in ("PO-1", "PO-2"):
        post_all(
            paper(Paper.ORDER, number, SHORT_ON, 10, "C62", 5),
            paper(Paper.DESPATCH_ADVICE, f"D-{number}", SHORT_ON + 3, 10, "C62", None, order=number),
            paper(Paper.RECEIPT_ADVICE, f"R-{number}", SHORT_ON + 5, 8, "C62", None, order=number),
            paper(Paper.BILL, f"F-{number}", SHORT_ON + 6, 10, "C62", 5, order=number),
        )


@pytest.fixture
def person(short):
    """Return a maker of members: `person("anna", of="acme", job=Job.TRADER, most=100)`; most in euros."""

    def come(name, *, of="beta", job=Job.OWNER, most=None, **more):
        user = User.objects.filter(email=f"{name}@example.com").first()
        user = user or User.objects.create_user(f"{name}@example.com", name=name.title(), **more)
        party = Identifier.objects.get(text=f"gln:{_GLNS[of]}").party_id
        held = join(user, party, job, now=NOW, accept_max=None if most is None else most * 10**MONEY_PLACES)
        return Member.objects.select_related("user", "party").get(pk=held.pk)

    return come
