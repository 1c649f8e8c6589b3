"""Writing once: a repeated write gets the same answer and does nothing, whenever it is repeated."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from comaker.front.api import once
from comaker.front.api.granting import make
from comaker.front.models import Answer, Hook
from comaker.kernel.access import Job
from comaker.record.models import Document, Line
from tests.front.api.programs import BETA, NOW, Program, line, number_of, order, program_of, receipt

ROOT = Path(__file__).parents[3]


def test_the_same_key_and_body_get_the_same_answer(beta):
    first = beta.bring(order(), key="a")

    again = beta.bring(order(), key="a")

    assert first.told["state"] == "taken"
    assert (again.status, again.body) == (first.status, first.body)
    assert Document.objects.count() == 1


def test_the_same_key_for_another_write_is_refused(beta):
    beta.bring(order(), key="a")

    other_body = beta.bring(order("PO-2"), key="a")
    other_address = beta.post("/documents/bulk", {"documents": [order()]}, key="a")

    assert [each.code for each in (other_body, other_address)] == ["key_used", "key_used"]
    assert (other_body.status, other_address.status) == (422, 422)
    assert Document.objects.count() == 1


def test_what_was_refused_may_be_put_right_under_the_same_key(beta):
    assert beta.bring(order("PO-1", line(quantity="x")), key="a").status == 422

    assert beta.bring(order("PO-1", line(quantity="10")), key="a").status == 201


def test_another_party_has_keys_of_its_own(acme, beta):
    beta.bring(order(), key="a")

    mine = acme.bring(order("PO-9", giver=BETA, taker=order()["giver"]), key="a")

    assert mine.told["state"] == "taken"


def test_a_new_token_of_the_same_party_gets_the_same_answer(beta):
    first = beta.bring(order(), key="a")

    assert program_of(BETA).bring(order(), key="a").body == first.body


def test_a_token_that_may_not_write_gets_no_answer_of_one_that_did(beta):
    beta.post("/hooks", {"url": "https://1.1.1.1/"}, key="a")
    reading = program_of(BETA, scopes=["read"])

    assert reading.post("/hooks", {"url": "https://1.1.1.1/"}, key="a").code == "not_allowed"


def test_without_a_key_a_document_is_known_by_what_it_says(beta):
    states = [beta.bring(order()).told["state"] for _ in range(3)]

    assert states == ["taken", "repeat", "repeat"]


@pytest.mark.parametrize("key", ["a b", "ü", "x" * 201, "a\tb"])
def test_a_key_is_plain(beta, key):
    assert beta.bring(order(), key=key).status == 422
    assert Document.objects.count() == 0


def test_a_hook_is_made_once(beta):
    first = beta.post("/hooks", {"url": "https://1.1.1.1/x"}, key="a")

    again = beta.post("/hooks", {"url": "https://1.1.1.1/x"}, key="a")

    assert again.body == first.body
    assert Hook.objects.count() == 1


def test_files_sent_again_with_another_border_get_the_same_answer(beta, tmp_path):
    place = tmp_path / "order.json"
    place.write_text("{}")

    bodies = set()
    for _ in range(2):
        with place.open("rb") as file:
            bodies.add(beta.files("/documents/bulk", [file], key="a").body)

    assert len(bodies) == 1
    assert Answer.objects.count() == 1


def test_of_many_at_once_one_writes_and_all_are_told_the_same_or_to_wait(beta):
    gate = Barrier(8)

    def ask(_):
        gate.wait()
        try:
            return Program(beta.secret).bring(order(), key="a")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(8)))

    done = [each for each in answers if each.status == 201]
    assert len({each.body for each in done}) == 1
    assert {each.status for each in answers} <= {201, 409}
    assert {each.code for each in answers if each.status == 409} <= {"still_running"}
    assert (Document.objects.count(), Line.objects.count(), Answer.objects.count()) == (1, 1, 1)


def test_two_processes_at_once_tell_the_same(beta, monkeypatch):
    class Nothing(set[Any]):
        """Other processes know nothing of what runs in this one."""

        def add(self, each):
            pass

    monkeypatch.setattr(once, "_RUNNING", Nothing())
    gate = Barrier(6)

    def ask(place):
        gate.wait()
        try:
            return (
                Program(beta.secret).bring(order("PO-1"), key="a")
                if place % 2
                else Program(beta.secret).post("/hooks", {"url": "https://1.1.1.1/"}, key="b")
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(ask, range(6)))

    assert {each.status for each in answers} == {201}
    assert len({each.body for each in answers}) == 2
    assert (Document.objects.count(), Hook.objects.count(), Answer.objects.count()) == (1, 1, 2)


def test_different_documents_at_once_are_all_taken(beta):
    def ask(place):
        try:
            return [
                Program(beta.secret).bring(order(f"PO-{place}-{each}"), key=f"{place}-{each}").told["state"]
                for each in range(5)
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        states = [state for some in threads.map(ask, range(6)) for state in some]

    assert states == ["taken"] * 30
    assert (Document.objects.count(), Answer.objects.count()) == (30, 30)


WRITER = """
import sys
from tests.front.api.programs import Program, order
program = Program(sys.argv[1])
for number in range(200):
    answer = program.bring(order(f"PO-{number}"), key=f"k{number}")
    print(number, answer.status, answer.told["document"], flush=True)
"""


def test_who_is_killed_while_writing_goes_on_where_he_was(record, tmp_path):
    _, secret = make(
        party=number_of(BETA), name="ERP", job=Job.TRADER, scopes=["bring"], days=None, made_by=None, now=NOW
    )
    told: dict[Any, Any] = {}
    for kill_after in (3, 9, None):
        connections.close_all()
        process = subprocess.Popen(
            [sys.executable, "-c", f"import django; django.setup()\n{WRITER.replace('200', '20')}", secret],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COMAKER_DATABASE": record,
                 "COMAKER_STATIC": str(tmp_path)},
        )  # fmt: skip
        assert process.stdout is not None
        for text in process.stdout:
            number, status, document = text.split()
            assert status == "201"
            assert told.setdefault(number, document) == document
            if kill_after is not None and int(number) >= kill_after:
                time.sleep(0.005 * kill_after)
                process.send_signal(signal.SIGKILL)
                break
        process.stdout.close()
        process.wait()

    assert (Document.objects.count(), Answer.objects.count()) == (20, 20)
    assert Document.objects.filter(state="taken").count() == 20


def test_an_answer_is_kept_for_a_receipt_too(beta):
    beta.bring(order())
    first = beta.bring(receipt(), key="r")

    beta.bring(receipt("R-2", "1"))

    assert beta.bring(receipt(), key="r").body == first.body
