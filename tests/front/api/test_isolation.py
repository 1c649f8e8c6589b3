"""Isolation: every operation, asked by everybody, about what is between two others.

The table below has a row for every operation of the OpenAPI document; a new operation without one fails. Who
is not of the two is answered as if nothing were there: the same status, the same body, as many statements.
"""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from comaker.front.models import Token
from comaker.main.api import api
from comaker.main.reactions import work
from comaker.record.models import Relation
from comaker.record.store import Store
from tests.front.api.programs import BETA, Program, bill, line, order, program_of, receipt

ALL_OF_IT = json.loads(api.document())
# Each operation: what it is sent, and whose it is.
LIST, OF_BOTH, OF_ONE, OWN, WRITE = "list", "of both", "of one", "own", "write"
TABLE = {
    "me": OWN,
    "lines": LIST, "bills": LIST, "gaps": LIST, "deals": LIST, "relations": LIST, "loose": LIST, "held": LIST,
    "refused": OWN, "documents": LIST, "events": LIST, "hooks": OWN,
    "line": OF_BOTH, "bill": OF_BOTH, "document": OF_BOTH, "file": OF_BOTH,
    "hook": OF_ONE, "deliveries": OF_ONE, "patch_hook": OF_ONE, "delete_hook": OF_ONE, "again": OF_ONE,
    "delivery_again": OF_ONE, "skip_delivery": OF_ONE,
    "post_document": WRITE, "post_documents": WRITE, "post_hook": OWN, "tie": OF_BOTH,
}  # fmt: skip
FIRST_KEYS = {"line": "lines", "bill": "bills", "document": "documents", "file": "documents"}
BODIES = {
    "post_document": order("PO-STOLEN"),
    "post_documents": {"documents": [order("PO-STOLEN")]},
    "post_hook": {"url": "https://1.1.1.1/hook"},
    "patch_hook": {"is_resting": True},
    "tie": {"to": None},
}
OPERATIONS = {
    operation["operationId"]: (method.upper(), path.removeprefix("/api/v1"))
    for path, methods in ALL_OF_IT["paths"].items()
    for method, operation in methods.items()
}

READS = [name for name, (method, _) in OPERATIONS.items() if method == "GET"]


def of(whose):
    """Return the operations that are somebody's in one way."""
    return [name for name, each in TABLE.items() if each == whose]


@pytest.fixture
def market(acme, beta, gamma):
    """Let Acme and Beta deal with each other, and Beta be told of it; Gamma deals with nobody."""
    hook = beta.post("/hooks", {"url": "https://1.1.1.1/hook"}).told["key"]
    beta.bring(order(), receipt(), {**receipt("R-9"), "refers": {}, "lines": [line("9", "3", None)]})
    acme.bring(bill())
    beta.bring(order("PO-1", line(quantity="11")))
    # Whoever the hook is told by does not matter here, so nothing is sent.
    beta.send("PATCH", f"/hooks/{hook}", {"is_resting": True})
    work(once=True)
    gamma.get("/me")  # the first of a day writes down that day
    loose = beta.get("/loose").told["items"][0]
    delivery = beta.get(f"/hooks/{hook}/deliveries").told["items"][0]["key"]
    return {
        "acme": acme, "beta": beta, "gamma": gamma, "hook": hook, "delivery": delivery,
        "document": loose["document_key"], "place": str(loose["place"]),
    }  # fmt: skip


def address_of(name, market):
    """Return the address at which an operation is about what is Beta's."""
    _, path = OPERATIONS[name]
    if name in FIRST_KEYS:
        key = market["beta"].get(f"/{FIRST_KEYS[name]}").told["items"][0]["key"]
        return path.replace("{key}", key)
    for part in ("delivery", "document", "place"):
        path = path.replace(f"{{{part}}}", market[part])
    return path.replace("{key}", market["hook"])


def ask(program, name, address):
    method, _ = OPERATIONS[name]
    return program.send(method, address, BODIES.get(name))


def everything():
    """Return all that is stored, but for the day on which a token was used."""
    told = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("record_", "front_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                names = [column[0] for column in cursor.description]
                told[table] = sorted(
                    repr([value for name, value in zip(names, row, strict=True) if name != "used_on"])
                    for row in cursor.fetchall()
                )
    return told


@contextmanager
def counting(monkeypatch):
    """Count the statements that the record is asked."""
    counted = []
    run = Store._run

    def count(store, *rest):
        counted.append(rest[0])
        return run(store, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "_run", count)
        yield counted


def test_every_operation_has_a_row_in_the_table():
    assert OPERATIONS.keys() == TABLE.keys()


def test_nobody_comes_in_without_a_token_that_holds(market):
    expired = program_of(BETA, days=1, now=datetime.now(UTC) - timedelta(days=2))
    revoked = program_of(BETA)
    Token.objects.filter(pk=Token.objects.latest("pk").pk).update(revoked_at=1)
    before = everything()

    answers = {
        name: [ask(program, name, address_of(name, market)) for program in (Program(), expired, revoked)]
        for name in TABLE
    }

    assert {name for name, some in answers.items() if {each.status for each in some} != {401}} == set()
    assert len({each.body for some in answers.values() for each in some}) == 1
    assert everything() == before


def test_a_list_shows_a_stranger_nothing_and_both_sides_what_is_theirs(market):
    for name in of(LIST):
        rows = {who: listed(market[who], name, market) for who in ("acme", "beta", "gamma")}

        assert rows["beta"], name
        assert rows["acme"] == rows["beta"], name
        assert rows["gamma"] == [], name


def listed(program, name, market):
    """Return all rows of a list, in one order for whoever asks."""
    address = address_of(name, market)
    if name == "events":
        return program.get(address).told["items"]
    if name == "gaps":
        both = program.all(address, whose="mine", limit=2) + program.all(address, whose="theirs", limit=2)
        return sorted(both, key=json.dumps)
    return program.all(address, limit=2)


def test_what_is_between_two_is_there_for_both_and_for_nobody_else(market, monkeypatch):
    for name in of(OF_BOTH):
        address = address_of(name, market)
        first = next(part for part in address.split("/") if part.isdigit())
        unknown = address.replace(first, str(int(first) + 2**40), 1)
        before = everything()
        with counting(monkeypatch) as for_nothing:
            nothing = ask(market["gamma"], name, unknown)
        with counting(monkeypatch) as for_others:
            stranger = ask(market["gamma"], name, address)

        assert stranger.status == 404, name
        assert (stranger.status, stranger.body) == (nothing.status, nothing.body), name
        if name != "tie":  # a hand is laid on the relation itself, which either is there or not
            assert len(for_others) == len(for_nothing), name
        assert everything() == before, name
        mine = ask(market["beta"], name, address)
        assert mine.status == 200, name
        if name != "tie":
            assert ask(market["acme"], name, address).body == mine.body, name


def test_what_is_of_one_party_is_there_for_it_alone(market):
    for name in sorted(of(OF_ONE), key=lambda name: name == "delete_hook"):
        address = address_of(name, market)
        unknown = address.replace(f"/hooks/{market['hook']}", "/hooks/999")
        before = everything()

        answers = [ask(market[who], name, place) for who in ("acme", "gamma") for place in (address, unknown)]

        assert {each.status for each in answers} == {404}, name
        assert len({each.body for each in answers}) == 1, name
        assert everything() == before, name
        assert ask(market["beta"], name, address).status in (200, 204), name


def test_nobody_writes_between_two_others(market):
    before = everything()

    one, many = (ask(market["gamma"], name, address_of(name, market)) for name in of(WRITE))

    assert (one.status, one.code) == (403, "not_yours")
    assert [each["code"] for each in many.told["items"]] == ["not_yours"]
    assert everything() == before


def test_what_is_ones_own_shows_nothing_of_others(market):
    for name in of(OWN):
        address = address_of(name, market)
        beta, gamma = ask(market["beta"], name, address), ask(market["gamma"], name, address)

        assert (beta.status, gamma.status) in ((200, 200), (201, 201)), name
        assert "Beta Bouw" not in gamma.body.decode(), name
        if name in ("hooks", "refused"):
            assert gamma.told["items"] == [], name


def test_a_number_of_another_in_a_question_opens_nothing(market):
    relation = str(Relation.objects.exclude(documents=0).latest("pk").pk)
    questions = [{name: relation} for name in ("relation", "party", "asker", "member", "hook", "key")]

    answers = [
        market["gamma"].get(address_of(name, market), **asked) for name in READS for asked in questions
    ]

    assert {each.status for each in answers} <= {200, 404, 422}
    said = b"".join(each.body for each in answers if each.status == 200).decode()
    assert [word for word in ("PO-1", "Acme", "Beta") if word in said] == []


def test_reading_changes_nothing(market):
    addresses = {name: address_of(name, market) for name in READS}
    before = everything()

    for name, address in addresses.items():
        for who in ("acme", "beta", "gamma"):
            ask(market[who], name, address)

    assert everything() == before
