"""Hands: what a person says of a paper is a fact of the record, and holds whatever comes."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from comaker.engines.matching import match
from comaker.engines.worlds import World
from comaker.engines.worlds.made import relation
from comaker.kernel.access import Asker, Job
from comaker.kernel.document import Kind
from comaker.kernel.party import Party
from comaker.record import hands
from comaker.record.hands import CannotBePut, NotAllowed, NotThere, Put
from comaker.record.masters.merging import merge_parties
from comaker.record.models import Hand, Identifier, Loose, Tie
from comaker.record.post import Arrival, post
from comaker.record.posting import sitting
from comaker.record.queries import told
from comaker.record.rebuild import rebuild
from comaker.record.transaction import reading
from tests.engines.matching.papers import bill, despatch, line, order, paper, receipt
from tests.record.papers import said_by_record
from tests.record.soundness import findings
from tests.record.test_post import everything_derived

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
WORLD = World(relations=3, orders=4, products=40, lines=((2, 0.5), (4, 0.5)), twin_lines=0.05)
ABOUT_LINES = (Kind.ORDER_RESPONSE, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.BILL, Kind.CREDIT_NOTE)


def come(*documents):
    return [posted.document for posted in post([Arrival(each) for each in documents], now=NOW)]


def asker_for(identifier="0088:8700000000002", job=Job.TRADER, name="Ann"):
    party = Identifier.objects.get(text=identifier).party_id
    return Asker(party, (party,), job, 1, name)


def line_of(deal, number="1"):
    [row] = reading().select("SELECT id FROM record_line WHERE deal = ? AND number = ?", deal, number)
    return row[0]


def tied_to(document, place=0):
    """Return the (order, line, rule) to which a document line is tied; None when it is not."""
    rows = reading().select(
        "SELECT line.deal, line.number, tie.rule FROM record_tie tie JOIN record_line line "
        "ON line.id = tie.line WHERE tie.document = ? AND tie.place = ? AND tie.ended_at IS NULL",
        document,
        place,
    )
    assert len(rows) < 2
    return rows[0] if rows else None


def gaps_on(deal, number="1"):
    rows = reading().select(
        "SELECT kind FROM record_gap WHERE owner = ? AND closed_on IS NULL", line_of(deal, number)
    )
    return sorted(row[0] for row in rows)


@pytest.fixture
def two(record):
    """Post two orders alike and a receipt that may be of either; return the receipt."""
    *_, received = come(
        order("PO-1", line(1, "A", 10)), order("PO-2", line(1, "A", 10)), receipt("R-1", line(1, "A", 8))
    )
    assert tied_to(received) is None
    return received


def test_a_line_that_a_person_ties_counts_like_any_other(two):
    hands.put(asker_for(), [Put(two, 0, line_of("PO-2"))], now=NOW)

    assert tied_to(two) == ("PO-2", "1", "by hand")
    assert "unsent" in gaps_on("PO-2")
    assert Loose.objects.count() == 0
    assert findings() == []


def test_who_said_it_and_when_is_kept(two):
    hands.put(asker_for(), [Put(two, 0, line_of("PO-2"))], now=NOW + timedelta(hours=1))

    said, tie = Hand.objects.get(), Tie.objects.get(document=two, ended_at=None)
    assert (said.person, said.party, said.said_at) == ("Ann", asker_for().party, 1_772_359_200_000_000)
    assert (tie.score, tie.reasons) == (1000, '["put here by Ann of Water Board"]')


def test_twice_is_once(two):
    puts = [Put(two, 0, line_of("PO-2"))]

    first = hands.put(asker_for(), puts, now=NOW)
    again = hands.put(asker_for(), puts, now=NOW)

    assert first == again
    assert Hand.objects.count() == 1


def test_what_is_said_later_takes_the_place_of_what_was_said_before(two):
    hands.put(asker_for(), [Put(two, 0, line_of("PO-2"))], now=NOW)
    hands.put(asker_for(), [Put(two, 0, line_of("PO-1"))], now=NOW)

    assert tied_to(two) == ("PO-1", "1", "by hand")
    assert "received" not in str(gaps_on("PO-2"))
    assert findings() == []


def test_what_belongs_to_nothing_is_no_longer_loose(two):
    hands.set_aside(asker_for(), document=two, place=0, now=NOW)

    assert tied_to(two) is None
    assert Loose.objects.count() == 0
    assert findings() == []


def test_what_is_untied_waits_with_its_candidates(record):
    _, received = come(
        order("PO-1", line(1, "A", 10)), receipt("R-1", line(1, "A", 8, order="PO-1", order_line="1"))
    )

    hands.untie(asker_for(), document=received, place=0, now=NOW)

    assert tied_to(received) is None
    loose = Loose.objects.get()
    assert (loose.document, loose.place, loose.why) == (received, 0, "a person is to say where it belongs")
    assert str(line_of("PO-1")) in loose.candidates
    assert findings() == []


@pytest.mark.parametrize("act", ["put", "set_aside", "untie"])
def test_what_is_taken_back_is_as_if_it_had_never_been(two, act):
    before, plain = loose_rows(), said_by_record()
    if act == "put":
        [key] = hands.put(asker_for(), [Put(two, 0, line_of("PO-2"))], now=NOW)
    else:
        key = getattr(hands, act)(asker_for(), document=two, place=0, now=NOW)

    hands.take_back(asker_for(), [key], now=NOW)

    assert loose_rows() == before
    assert said_by_record() == plain
    assert sorted(Hand.objects.values_list("kind", flat=True))[0] == "back"
    assert findings() == []


def loose_rows():
    return reading().select("SELECT document, place, why, candidates FROM record_loose ORDER BY 1, 2")


def test_to_take_back_twice_changes_nothing(two):
    [key] = hands.put(asker_for(), [Put(two, 0, line_of("PO-2"))], now=NOW)
    hands.take_back(asker_for(), [key], now=NOW)

    hands.take_back(asker_for(), [key], now=NOW)

    assert Hand.objects.count() == 2


def test_it_holds_when_the_line_that_it_names_comes_later(two):
    hands.put(asker_for(), [Put(two, 0, line_of("PO-1"))], now=NOW)

    come(despatch("D-1", line(1, "A", 8, order="PO-2", order_line="1")), order("PO-3", line(1, "A", 8)))

    assert tied_to(two) == ("PO-1", "1", "by hand")
    assert findings() == []


def test_two_papers_without_an_order_follow_the_order_when_it_comes(record):
    sent, received = come(
        despatch("D-1", line(1, "A", 7, order="PO-9", order_line="1")), receipt("R-1", line(1, "Q", 7))
    )
    [(there,)] = reading().select("SELECT line FROM record_tie WHERE document = ? AND ended_at IS NULL", sent)
    hands.put(asker_for(), [Put(received, 0, there)], now=NOW)

    come(order("PO-9", line(1, "A", 7)))

    assert tied_to(received) == ("PO-9", "1", "by hand")
    assert findings() == []


def test_what_was_put_with_a_line_that_is_taken_away_since_waits_for_a_person(record):
    sent, received = come(despatch("D-1", line(1, "A", 7)), receipt("R-1", line(1, "Q", 7)))
    [(there,)] = reading().select("SELECT line FROM record_tie WHERE document = ? AND ended_at IS NULL", sent)
    hands.put(asker_for(), [Put(received, 0, there)], now=NOW)

    hands.set_aside(asker_for(), document=sent, place=0, now=NOW)

    assert tied_to(received) is None
    assert [row[0] for row in loose_rows()] == [received]
    assert findings() == []


def test_an_answer_without_lines_is_put_to_a_whole_order(record):
    *_, answered = come(
        order("PO-1", line(1, "A", 10), line(2, "B", 5)), paper(Kind.ORDER_RESPONSE, "RE-1", on=739_001)
    )

    hands.put(asker_for(), [Put(answered, -1, line_of("PO-1", "2"))], now=NOW)

    rows = reading().select("SELECT rule FROM record_tie WHERE document = ? AND ended_at IS NULL", answered)
    assert rows == [("by hand",), ("by hand",)]
    assert findings() == []


@pytest.fixture
def paid(record):
    """Post two bills, and a payment that names neither; return the payment."""
    *_, remitted = come(
        order("PO-1", line(1, "A", 10, 2)),
        order("PO-2", line(1, "B", 5, 4)),
        bill("F-1", line(1, "A", 10, 2, order="PO-1", order_line="1", amount=20)),
        bill("F-2", line(1, "B", 5, 4, order="PO-2", order_line="1", amount=20)),
        paper(Kind.REMITTANCE, "P-1", on=739_020),
    )
    return remitted


def bills_of(document):
    rows = reading().select(
        "SELECT bill.number, tie.rule FROM record_billtie tie JOIN record_bill bill ON bill.id = tie.bill "
        "WHERE tie.document = ? AND tie.ended_at IS NULL",
        document,
    )
    return sorted(rows)


def bill_numbered(number):
    return reading().select("SELECT id FROM record_bill WHERE number = ?", number)[0][0]


def test_a_payment_is_put_to_a_bill_and_elsewhere_and_back(paid):
    before, plain = loose_rows(), said_by_record()
    hands.put(asker_for(), [Put(paid, -1, bill_numbered("F-1"))], now=NOW)
    assert (bills_of(paid), loose_rows()) == ([("F-1", "by hand")], [])
    assert findings() == []

    [key] = hands.put(asker_for(), [Put(paid, -1, bill_numbered("F-2"))], now=NOW)
    assert bills_of(paid) == [("F-2", "by hand")]
    assert findings() == []

    hands.take_back(asker_for(), [key], now=NOW)
    assert (bills_of(paid), loose_rows(), said_by_record()) == ([], before, plain)
    assert findings() == []


def test_a_payment_stays_with_its_bill_when_more_papers_of_the_bill_come(paid):
    hands.put(asker_for(), [Put(paid, -1, bill_numbered("F-1"))], now=NOW)

    come(receipt("R-1", line(1, "A", 10, order="PO-1", order_line="1")))

    assert bills_of(paid) == [("F-1", "by hand")]
    before = everything_derived()
    rebuild()
    assert everything_derived() == before
    assert findings() == []


def test_a_held_paper_is_looked_at_and_the_first_stands(record):
    first, second = come(order("PO-1", line(1, "A", 10)), order("PO-1", line(1, "A", 12)))
    assert len(told().held) == 1

    key = hands.keep_first(asker_for(), document=second, now=NOW)

    assert Hand.objects.get(pk=key).kind == "seen"
    assert told().held == ()
    assert findings() == []
    hands.take_back(asker_for(), [key], now=NOW)
    assert Hand.objects.filter(ended_at=None).count() == 0
    assert findings() == []
    with pytest.raises(NotThere):
        hands.keep_first(asker_for(), document=first, now=NOW)


@pytest.mark.parametrize("place", [1, -1, -2, 10**9])
def test_a_line_that_the_paper_does_not_have_is_refused(two, place):
    with pytest.raises(NotThere):
        hands.put(asker_for(), [Put(two, place, line_of("PO-1"))], now=NOW)

    assert Hand.objects.count() == 0


@pytest.mark.parametrize("to", [0, 1, 2**62, -1])
def test_a_line_that_is_not_there_is_refused(two, to):
    with pytest.raises(CannotBePut):
        hands.put(asker_for(), [Put(two, 0, to)], now=NOW)

    assert Hand.objects.count() == 0


def test_a_line_between_others_is_refused(two):
    come(order("PO-7", line(1, "A", 10), giver=Party("Elsewhere", ("id:9",))))

    with pytest.raises(CannotBePut):
        hands.put(asker_for(), [Put(two, 0, line_of("PO-7"))], now=NOW)


def test_an_order_opens_its_own_lines(two):
    [asked] = reading().select("SELECT id FROM record_document WHERE number = 'PO-1'")

    with pytest.raises(CannotBePut):
        hands.put(asker_for(), [Put(asked[0], 0, line_of("PO-2"))], now=NOW)


def test_a_paper_of_others_is_not_there(two):
    come(order("PO-8", line(1, "A", 1), taker=Party("Elsewhere", ("id:8",))))

    for refused in (asker_for("id:8"), Asker(0), Asker(99, (99,), Job.OWNER, 1)):
        with pytest.raises(NotThere):
            hands.put(refused, [Put(two, 0, line_of("PO-1"))], now=NOW)
        with pytest.raises(NotThere):
            hands.set_aside(refused, document=two, place=0, now=NOW)


def test_who_may_not_tie_does_not(two):
    with pytest.raises(NotAllowed):
        hands.put(asker_for(job=Job.READER), [Put(two, 0, line_of("PO-1"))], now=NOW)
    [key] = hands.put(asker_for(job=Job.WAREHOUSE), [Put(two, 0, line_of("PO-1"))], now=NOW)
    with pytest.raises(NotAllowed):
        hands.take_back(asker_for(job=Job.DRIVER), [key], now=NOW)


def test_who_sees_no_money_ties_no_bill(paid):
    with pytest.raises(NotThere):
        hands.put(asker_for(job=Job.WAREHOUSE), [Put(paid, -1, bill_numbered("F-1"))], now=NOW)


def test_what_was_said_is_neither_changed_nor_deleted(two):
    hands.put(asker_for(), [Put(two, 0, line_of("PO-2"))], now=NOW)

    for change in ("UPDATE record_hand SET person = 'Eve'", "DELETE FROM record_hand"):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(change)


def test_it_outlives_a_merge_of_parties(two):
    come(order("PO-5", line(1, "A", 3), giver=Party("Old Pumps", ("duns:1",))))
    hands.put(asker_for(), [Put(two, 0, line_of("PO-2"))], now=NOW)

    merge_parties(kept="Pump Works", gone="Old Pumps", now=NOW)
    come(bill("F-9", line(1, "A", 8, order="PO-2", order_line="1")))

    assert tied_to(two) == ("PO-2", "1", "by hand")
    assert findings() == []


def drawn(seed):
    """Return papers of a made-up relation, and which (document, place) of them a person puts together."""
    chance = random.Random(seed)
    documents = list(
        {each.key: each for each in relation(WORLD, seed=seed, index=seed % 3).documents}.values()
    )
    before = match(documents)
    stands = sorted((tie.document, tie.line) for tie in before.ties if tie.rule == "itself")
    loose = [(each.document, each.line) for each in before.loose if each.line is not None]
    tied = [(tie.document, tie.line) for tie in before.ties if tie.line is not None]
    places = [each for each in sorted({*loose, *tied}) if documents[each[0]].kind in ABOUT_LINES]
    puts = []
    for document, place in chance.sample(places, min(len(places), 5)):
        near = [
            each
            for each in stands
            if (documents[each[0]].giver, documents[each[0]].taker)
            == (documents[document].giver, documents[document].taker)
        ]
        if near:
            puts.append((document, place, *chance.choice(near)))
    return documents, puts


def post_and_put(documents, puts, seed):
    """Post in a random order, in portions, and say what a person says as soon as both papers are there."""
    chance = random.Random(seed)
    places = list(range(len(documents)))
    chance.shuffle(places)
    waiting, said = list(puts), []
    keys: dict[int, int] = {}
    while places:
        portion, places = places[: (count := chance.randint(1, 6))], places[count:]
        keys |= dict(zip(portion, come(*(documents[place] for place in portion)), strict=True))
        for each in [each for each in waiting if each[0] in keys and each[2] in keys]:
            waiting.remove(each)
            document, place, anchor, at = each
            store = reading()
            [(there,)] = store.select(
                "SELECT line FROM record_tie WHERE document = ? AND place = ? AND ended_at IS NULL",
                keys[anchor],
                at,
            )
            asker = asker_for(documents[document].taker.key)
            said += hands.put(asker, [Put(keys[document], place, there)], now=NOW)
    assert not waiting
    return keys, said


@pytest.mark.parametrize("seed", range(4))
def test_it_holds_whatever_papers_come_before_and_after(record, seed):
    documents, puts = drawn(seed)

    keys, said = post_and_put(documents, puts, seed)

    for document, place, anchor, at in puts:
        assert tied_to(keys[document], place) == (*tied_to(keys[anchor], at)[:2], "by hand")
    assert findings() == []
    before = everything_derived()
    rebuild()
    assert everything_derived() == before
    assert said_by_record()["lines"]
    if seed == 0:
        hands.take_back(asker_for(documents[puts[0][0]].taker.key), said[:1], now=NOW)
        assert findings() == []


@pytest.mark.parametrize("seed", range(4))
def test_two_orders_of_arrival_tell_the_same(empty_file, tmp_path, seed):
    from tests.record.conftest import on_file  # noqa: PLC0415 – two records one after the other

    documents, puts = drawn(seed)
    both = []
    for turn in (1, 2):
        (folder := tmp_path / str(turn)).mkdir()
        on_file(empty_file, folder)
        post_and_put(documents, puts, seed * 10 + turn)
        both.append(said_by_record())

    assert both[0] == both[1]


@pytest.mark.parametrize("seed", range(3))
def test_all_taken_back_is_as_if_nobody_had_ever_said_anything(empty_file, tmp_path, seed):
    from tests.record.conftest import on_file  # noqa: PLC0415

    documents, puts = drawn(seed)
    on_file(empty_file, tmp_path)
    come(*documents)
    plain = said_by_record()
    (folder := tmp_path / "other").mkdir()
    on_file(empty_file, folder)
    _, said = post_and_put(documents, puts, seed)

    for key in random.Random(seed).sample(said, len(said)):
        document = Hand.objects.get(pk=key).document
        [row] = reading().select("SELECT taker FROM record_document WHERE id = ?", document)
        hands.take_back(Asker(row[0], (row[0],), Job.OWNER, 1, "Ann"), [key], now=NOW)

    assert said_by_record() == plain
    assert findings() == []


@pytest.mark.parametrize("seed", range(3))
def test_it_holds_in_a_relation_that_is_too_large_to_be_matched_whole(record, seed, monkeypatch):
    monkeypatch.setattr(sitting, "WHOLE_MAX", 3)
    documents, puts = drawn(seed)

    keys, said = post_and_put(documents, puts, seed)

    for document, place, anchor, at in puts:
        assert tied_to(keys[document], place) == (*tied_to(keys[anchor], at)[:2], "by hand")
    assert findings() == []
    for key in said:
        [row] = reading().select(
            "SELECT taker FROM record_document JOIN record_hand hand ON document = record_document.id "
            "WHERE hand.id = ?",
            key,
        )
        hands.take_back(Asker(row[0], (row[0],), Job.OWNER, 1, "Ann"), [key], now=NOW)
    assert Tie.objects.filter(rule="by hand", ended_at=None).count() == 0
    assert findings() == []
