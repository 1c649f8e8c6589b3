"""Programs under test: what they show, what they send, and what they are told."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime

from django.test import Client

from comaker.front.api.granting import make
from comaker.front.api.tokens import SCOPES
from comaker.kernel.access import Job
from comaker.kernel.party import party_of
from comaker.record.masters.register import registered

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ACME = {"name": "Acme Pumps", "identifiers": ["gln:8712345000004"]}
BETA = {"name": "Beta Bouw", "identifiers": ["gln:8798765000008"]}
GAMMA = {"name": "Gamma Groep", "identifiers": ["gln:8700000000008"]}
PREFIX = "/api/v1"


class Program:
    """A program with a token; without one it is anonymous."""

    def __init__(self, secret=None, **more):
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self.secret = secret
        self._client = Client(HTTP_HOST="localhost", headers=headers, **more)

    def get(self, path, **asked):
        return Answer(self._client.get(f"{PREFIX}{path}", asked))

    def send(self, method, path, body=None, *, kind="application/json", key=None, **more):
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        headers = {"Idempotency-Key": key} if key else {}
        return Answer(
            self._client.generic(
                method,
                f"{PREFIX}{path}",
                content or b"",
                content_type=kind,
                headers=headers,
                CONTENT_TYPE=kind,
                **more,
            )
        )

    def post(self, path, body=None, **more):
        return self.send("POST", path, body, **more)

    def bring(self, *documents, **more):
        """Post documents one by one; return the last answer."""
        answers = [self.post("/documents", document, **more) for document in documents]
        return answers[-1]

    def files(self, path, files, *, key=None):
        headers = {"Idempotency-Key": key} if key else {}
        return Answer(self._client.post(f"{PREFIX}{path}", {"files": files}, headers=headers))

    def all(self, path, **asked):
        """Return all rows of a list, page by page."""
        rows, after = [], None
        while True:
            told = self.get(path, **asked, **({"after": after} if after else {})).told
            rows += told["items"]
            after = told["next"]
            if after is None:
                return rows


class Answer:
    """What a program is told."""

    def __init__(self, response):
        self.status = response.status_code
        self.body = response.content
        self.headers = response.headers

    @property
    def told(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.told["code"]


def number_of(party):
    """Return the number of a party, which is added where nobody knows it."""
    identifiers = tuple(party["identifiers"])
    return registered(party_of(party["name"], identifiers), is_person=False, now=NOW)[0]


def program_of(party, *, job=Job.OWNER, scopes=SCOPES, days=None, now=NOW):
    """Return a program that acts for a party."""
    name = f"{party['name']}'s ERP"
    _, secret = make(
        party=number_of(party), name=name, job=job, scopes=scopes, days=days, made_by=None, now=now
    )
    return Program(secret)


def line(number="1", quantity="10", price="5.00", **more):
    return {
        "number": number,
        "product": {"sellers": f"ART-{number}", "name": f"Article {number}"},
        "quantity": quantity,
        "unit": "C62",
        **({"price": price} if price else {}),
        **more,
    }


def order(number="PO-1", *lines, giver=ACME, taker=BETA, **more):
    return {
        "kind": "order",
        "number": number,
        "issued": "2026-01-05",
        "giver": giver,
        "taker": taker,
        "currency": "EUR",
        "until": "2026-01-20",
        "lines": list(lines) or [line()],
    } | more


def receipt(number="R-1", quantity="8", order_number="PO-1", *, giver=ACME, taker=BETA, **more):
    return {
        "kind": "receipt advice",
        "number": number,
        "issued": "2026-01-18",
        "giver": giver,
        "taker": taker,
        "refers": {"order": order_number},
        "lines": [line(quantity=quantity, price=None, refers={"order_line": "1"})],
    } | more


def bill(number="F-1", quantity="10", price="5.00", *, giver=ACME, taker=BETA, **more):
    net, order_number = f"{float(quantity) * float(price):.2f}", "PO-1"
    return {
        "kind": "bill",
        "number": number,
        "issued": "2026-01-19",
        "giver": giver,
        "taker": taker,
        "currency": "EUR",
        "refers": {"order": order_number},
        "lines": [line(quantity=quantity, price=price, amount=net, refers={"order_line": "1"})],
        "totals": {"lines": net, "net": net, "tax": "0.00", "payable": net},
        "instalments": [{"amount": net, "due": "2026-02-18"}],
    } | more


@contextmanager
def unchanged(store_of):
    """See that nothing of the record changes meanwhile."""
    before = store_of()
    yield
    assert store_of() == before
