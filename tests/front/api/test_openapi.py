"""The OpenAPI document: it says everything that is answered, and nothing asked by it breaks anything."""

import json
import os
import socket
from contextlib import contextmanager
from threading import Thread

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from werkzeug.serving import WSGIRequestHandler, make_server

from comaker.front.api.limits import Rate
from comaker.main.api import api
from comaker.record.verify import verify
from tests.front.api.programs import GAMMA, bill, line, order, program_of, receipt

DOCUMENT = json.loads(api.document())
CANDLE = {"name": "Candle House", "identifiers": ["gln:8798765000008"]}
# A value may fit its schema and be of no use all the same: a day that does not exist, another list's place.
ACCEPTED = ["2xx", "401", "403", "404", "409", "422", "429"]
WRITES = {"post", "patch", "delete"}
EXAMPLES = 300 if os.environ.get("COMAKER_HYPOTHESIS") == "thorough" else 8


def operations():
    return [
        (method, path, operation)
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_operation_declares_every_error():
    always = {"401", "403", "422", "429", "500", "503"}

    for method, path, operation in operations():
        expected = always | ({"404"} if "{" in path else set())
        expected |= {"409", "413", "415"} if method in WRITES else set()
        errors = {status for status in operation["responses"] if status >= "400"}

        assert errors == expected, (method, path)
        for status in errors:
            schema = operation["responses"][status]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/ErrorShape"}


def test_every_operation_says_what_it_is_for_and_what_it_answers():
    for method, path, operation in operations():
        assert operation["summary"], (method, path)
        assert operation["description"].endswith((".", "…")), (method, path)
        assert operation["security"] == [{"ByToken": []}], (method, path)
        assert any(status < "300" for status in operation["responses"]), (method, path)


def test_every_body_has_an_example_that_is_taken(record, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", anywhere)
    program = program_of(CANDLE)
    for method, path, operation in operations():
        told = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        if "requestBody" in operation:
            assert "example" in told, (method, path)
        if "example" in told and "{" not in path:
            answer = program.send(method.upper(), path.removeprefix("/api/v1"), told["example"])
            assert answer.status < 300, (method, path, answer.body)


def test_every_write_knows_an_idempotency_key():
    for method, path, operation in operations():
        names = {each["name"] for each in operation.get("parameters", ())}
        assert ("Idempotency-Key" in names) == (method in WRITES), (method, path)


def test_everybody_reads_the_document(nobody):
    answer = nobody.get("/openapi.json")

    assert (answer.status, answer.told["openapi"]) == (200, "3.1.0")
    assert answer.told == DOCUMENT


LOOK_UP = socket.getaddrinfo


def anywhere(host, port, *rest, **more):
    """Every name but this machine's own is that of a machine which is public."""
    if host == "127.0.0.1":
        return LOOK_UP(host, port, *rest, **more)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", port))]


@pytest.fixture
def traded(record):
    """Let there be something to be told by each operation; return the program and a key for each."""
    program = program_of(CANDLE)
    program.bring(
        order(taker=CANDLE),
        order("PO-2", line("1"), line("2"), taker=CANDLE, giver=GAMMA),
        receipt(taker=CANDLE),
        bill(taker=CANDLE),
        {**receipt("R-9", taker=CANDLE), "refers": {}, "lines": [line("9", "3", None)]},
        order("PO-1", line(quantity="11"), taker=CANDLE),
    )
    hook = program.post("/hooks", {"url": "https://1.1.1.1/hook"}).told["key"]
    first = {
        path: program.get(f"/{path}").told["items"][0] for path in ("lines", "bills", "documents", "loose")
    }
    keys = {
        "line": first["lines"]["key"], "bill": first["bills"]["key"], "document": first["documents"]["key"],
        "file": first["documents"]["key"], "hook": hook, "deliveries": hook,
    }  # fmt: skip
    given = {name: {"key": key} for name, key in keys.items()}
    given["tie"] = {"document": first["loose"]["document_key"], "place": str(first["loose"]["place"])}
    return program, given


@contextmanager
def served():
    """Serve the API by HTTP from this process; yield where."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v1/openapi.json"
    finally:
        server.shutdown()
        thread.join()


class Quiet(WSGIRequestHandler):
    """A handler that keeps no log, and ends its connection to the record with that of who asks."""

    def log(self, *said):
        pass

    def finish(self):
        super().finish()
        connections.close_all()


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_schemathesis_finds_nothing(traded, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", anywhere)
    monkeypatch.setattr("comaker.front.api.limits.RATE", Rate(0))
    program, given = traded
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "generation": {"max-examples": EXAMPLES, "deterministic": True},
            "headers": {"Authorization": f"Bearer {program.secret}"},
            "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
            "operations": [
                {"include-operation-id": name, "parameters": parameters} for name, parameters in given.items()
            ],
        }
    )

    failures, broken, ran = [], [], 0
    with served() as address:
        for event in from_schema(schemathesis.openapi.from_url(address, config=config)).execute():
            if isinstance(event, events.NonFatalError | events.FatalError):
                broken.append(str(getattr(event, "value", None) or getattr(event, "exception", event)))
            if isinstance(event, events.ScenarioFinished):
                ran += len(event.recorder.cases)
            if isinstance(event, events.EngineFinished):
                failures = [f"{each.operation}: {each.title}\n{each.message}" for each in event.failures]

    assert broken == []
    assert failures == []
    assert ran > 1000
    assert verify() == []
