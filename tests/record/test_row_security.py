"""The second lock: on PostgreSQL a role that owns nothing reads only what its asker's parties may see."""

import os

import pytest
from django.db import connection, connections
from django.db.utils import DatabaseError

from comaker.kernel.access import Asker, Job
from comaker.kernel.document import Kind
from comaker.kernel.party import Party
from comaker.record.models import Identifier
from comaker.record.roles import NoSuchRole, admit
from comaker.record.sight import beyond, known_as, seeing
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.record.masters import ACME_GLN, BETA_GLN, JANUARY, paper, post_all

GAMMA = Party("Gamma", ("gln:8700000000008",))
ROLE = "comaker_seer"
SEEN = (
    "relation",
    "line",
    "document",
    "entry",
    "tie",
    "gap",
    "bill",
    "billtie",
    "way",
    "party",
    "paper",
    "mention",
)


def number_of(gln):
    return Identifier.objects.get(text=f"gln:{gln}").party_id


def asker(party):
    return Asker(party, known_as(party), Job.OWNER, 1)


def counts():
    return {name: reading().select(f"SELECT count(*) FROM record_{name}")[0][0] for name in SEEN}


@pytest.fixture
def served(record):
    """Post between Acme and Beta, and between Acme and Gamma; then be a process that serves pages."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles.")
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5),
        paper(Kind.BILL, "F-1", JANUARY + 3, 12, "C62", 5, order="PO-1"),
        paper(Kind.ORDER, "PO-2", JANUARY, 10, "C62", 5, taker=GAMMA),
    )
    numbers = {"acme": number_of(ACME_GLN), "beta": number_of(BETA_GLN), "gamma": number_of("8700000000008")}
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN CREATE ROLE {ROLE}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    admit(ROLE)
    before = connections.settings["default"]["OPTIONS"]["options"]
    serving = before.replace(" -c comaker.scope=record", "") + f" -c role={ROLE}"
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = serving
    yield numbers
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = before


def test_who_asks_for_nobody_sees_nothing_at_all(served):
    assert set(counts().values()) == {0}


def test_each_sees_the_lines_of_his_own_relations(served):
    seen = {}
    for name, party in served.items():
        with seeing(asker(party)):
            seen[name] = {row[0] for row in reading().select("SELECT deal FROM record_line")}

    assert seen == {"acme": {"PO-1", "PO-2"}, "beta": {"PO-1"}, "gamma": {"PO-2"}}


def test_nothing_of_others_is_seen_in_any_table(served):
    with seeing(asker(served["gamma"])):
        of_gamma = counts()
    with seeing(asker(served["beta"])):
        of_beta = counts()

    assert of_gamma["bill"] == of_gamma["billtie"] == 0
    assert of_beta["bill"] == 1
    assert of_beta["gap"] > of_gamma["gap"]
    assert of_gamma["party"] == of_beta["party"] == 2
    assert of_gamma["paper"] == of_gamma["mention"] == 0


def test_a_posting_looks_beyond_and_is_kept(served):
    with seeing(asker(served["beta"])):
        post_all(paper(Kind.RECEIPT_ADVICE, "R-1", JANUARY + 4, 10, "C62", None, order="PO-1"))
        received = reading().select("SELECT count(*) FROM record_entry WHERE act = 'receive'")

    assert received == [(1,)]
    with beyond():
        assert verify() == []
    assert set(counts().values()) == {0}


def test_a_page_cannot_write_to_the_record(served):
    with seeing(asker(served["beta"])):
        changed = reading().execute("UPDATE record_line SET deal = 'X'")
        with pytest.raises(DatabaseError), connection.wrap_database_errors:
            reading().execute("INSERT INTO record_party (name, is_person) VALUES ('X', FALSE)")

    assert changed == 0


def test_a_role_that_no_lock_holds_is_refused(served, record):
    with pytest.raises(NoSuchRole):
        admit(os.environ.get("PGUSER", "postgres"))
    with pytest.raises(NoSuchRole):
        admit("nobody_of_that_name")
