"""Accepting: who loses by a gap lets it pass, above his amount with a second person, and may take it back."""

import pytest

from comaker.apps.resolve.actions import accept, confirm, decline, take_back
from comaker.apps.resolve.actions.accepting import NothingToAccept, SamePerson, Waits
from comaker.apps.resolve.models import Acceptance
from comaker.apps.resolve.queries import accepted_on, desk
from comaker.front.asker import asker_of
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Asker, Job
from comaker.kernel.amounts import MONEY_PLACES, ONE
from comaker.kernel.document import Kind as Paper
from comaker.kernel.gap import Kind
from comaker.kernel.party import Party
from comaker.record.models import Document, Entry
from comaker.record.models import Party as StoredParty
from comaker.record.rebuild import rebuild
from comaker.record.sight import known_as
from tests.apps.resolve.work import (
    LATER,
    NOW,
    SHORT_ON,
    TODAY,
    bill_of,
    days_later,
    is_sound,
    line_of,
    stands,
)
from tests.record.masters import paper, post_all

EURO = 10**MONEY_PLACES
OPEN = [("missing", 2, "open"), ("overbilled", 2, "open")]
PASSED = [("missing", 2, "accepted"), ("overbilled", 2, "open")]


def let_pass(member, kind=Kind.MISSING, owner=None, **more):
    return accept(asker_of(member), owner=owner or line_of(), kind=kind, **{**LATER, **more})


def test_what_the_taker_lets_pass_is_a_fact_of_the_record(person):
    anna = person("anna")

    row = let_pass(anna, why=" They sent  two more. ")

    assert (row.posted_at, row.quantity, row.amount, row.why) == (
        NOW, 2 * ONE, 10 * EURO, "They sent two more.",
    )  # fmt: skip
    assert stands(anna, line_of()) == PASSED
    document = Document.objects.get(kind=Paper.CONCESSION)
    assert (document.number, document.issued_on) == (row.number, TODAY)
    assert Entry.objects.get(act="accept").document == document.pk
    assert accepted_on(asker_of(anna), line_of()) == [row]
    assert is_sound()
    rebuild()
    assert stands(anna, line_of()) == PASSED


def test_what_comes_on_top_of_what_was_let_pass_is_open(person):
    anna = person("anna")
    let_pass(anna)

    post_all(paper(Paper.RECEIPT_ADVICE, "R-more", SHORT_ON + 8, -1, "C62", None, order="PO-1"))

    assert stands(anna, line_of())[:2] == [("missing", 2, "accepted"), ("missing", 1, "open")]


def test_the_side_that_owes_it_cannot_let_it_pass(person):
    piet = person("piet", of="acme")

    with pytest.raises(NotAllowed) as refused:
        let_pass(piet)

    assert refused.value.hint == "Ask Beta Bouw to let it pass."
    assert not Acceptance.objects.exists()
    assert stands(piet, line_of()) == OPEN


@pytest.mark.parametrize("job", [Job.WAREHOUSE, Job.DRIVER, Job.PLANNER, Job.READER])
def test_who_deals_lets_things_pass_and_nobody_else(person, job):
    wim = person("wim", job=job)

    with pytest.raises(NotAllowed):
        let_pass(wim)


def test_strangers_learn_nothing(person):
    stranger = StoredParty.objects.create(name="Stranger").pk
    asker = Asker(stranger, known_as(stranger), Job.OWNER, person("anna").pk)

    for owner in (line_of(), 12345, bill_of()):
        with pytest.raises(NotThere):
            accept(asker, owner=owner, kind=Kind.MISSING, **LATER)


@pytest.mark.parametrize("kind", [Kind.SURPLUS, Kind.UNSENT, Kind.UNPAID])
def test_a_gap_that_is_not_there_is_not_let_pass(person, kind):
    with pytest.raises(NotThere):
        let_pass(person("anna"), kind)


def test_what_is_not_due_yet_is_not_let_pass(person):
    piet = person("piet", of="acme")

    with pytest.raises(NothingToAccept):
        let_pass(piet, Kind.UNPAID, bill_of(), today=SHORT_ON + 10)


def test_a_payee_lets_a_bill_go_unpaid(person):
    piet = person("piet", of="acme")

    row = let_pass(piet, Kind.UNPAID, bill_of())

    assert (row.quantity, row.amount) == (None, 50 * EURO)
    assert stands(piet, bill_of()) == [("unpaid", None, "accepted")]
    assert Entry.objects.get(act="accept").bill == bill_of()
    assert is_sound()
    rebuild()
    assert stands(piet, bill_of()) == [("unpaid", None, "accepted")]


def test_a_line_without_an_order_is_named_by_the_paper_that_made_it(person):
    anna = person("anna")
    gamma = Party("Gamma", ("gln:8700000000008",))
    post_all(
        paper(Paper.DESPATCH_ADVICE, "D-9", SHORT_ON, 10, "C62", None, giver=gamma),
        paper(Paper.RECEIPT_ADVICE, "R-9", SHORT_ON + 9, 7, "C62", None, giver=gamma),
    )
    owner = Entry.objects.get(act="receive", quantity=7 * ONE).line
    missing = [row for row in stands(anna, owner) if row[0] == "missing"]

    let_pass(anna, owner=owner)

    assert missing == [("missing", 3, "open")]
    assert [row for row in stands(anna, owner) if row[0] == "missing"] == [("missing", 3, "accepted")]


def test_a_visitor_by_private_link_lets_a_gap_of_his_deal_pass(person):
    anna = person("anna")
    relation = line_of() >> 32
    visitor = Asker(anna.party_id, known_as(anna.party_id), name="Guest", deals=((relation, "PO-1"),))

    row = accept(visitor, owner=line_of(), kind=Kind.MISSING, **LATER)

    assert row.by is None
    assert stands(anna, line_of()) == PASSED
    with pytest.raises(NotThere):
        accept(visitor, owner=line_of("PO-2"), kind=Kind.MISSING, **LATER)


# Above one person's amount.


@pytest.fixture
def waiting(person):
    """Let Bert, who may let 9 euros pass, let 10 pass."""
    bert = person("bert", job=Job.TRADER, most=9)
    return bert, let_pass(bert, why="agreed by telephone")


def test_an_amount_that_a_person_may_let_pass_needs_no_second_one(person):
    bert = person("bert", job=Job.TRADER, most=10)

    assert let_pass(bert).posted_at == NOW


def test_more_than_a_person_may_let_pass_waits_for_a_second_one(waiting):
    bert, row = waiting

    assert row.posted_at is None
    assert stands(bert, line_of()) == OPEN
    assert not Entry.objects.filter(act="accept").exists()


def test_what_is_carried_by_another_gap_counts_in_full_against_a_persons_amount(person):
    bert = person("bert", job=Job.TRADER, most=9)

    assert let_pass(bert, Kind.OVERBILLED).posted_at is None


def test_a_second_person_makes_it_a_fact(waiting, person):
    anna = person("anna")

    row = confirm(asker_of(anna), waiting[1].pk, **LATER)

    assert (row.posted_at, row.seconded_by_id, row.by_id) == (NOW, anna.pk, waiting[0].pk)
    assert stands(anna, line_of()) == PASSED
    assert desk(asker_of(anna), today=TODAY).waiting == ()
    with pytest.raises(NotThere):
        confirm(asker_of(anna), row.pk, **LATER)


def test_it_stands_on_the_desk_of_who_may_give_the_second_word(waiting, person):
    bert, row = waiting
    told = {}
    for name, more in (
        ("anna", {}),
        ("carl", {"job": Job.TRADER, "most": 5}),
        ("wim", {"job": Job.WAREHOUSE}),
    ):
        [each] = desk(asker_of(person(name, **more)), today=TODAY).waiting
        told[name] = (each.by, each.why, each.amount, each.is_mine, each.may_second)

    [own] = desk(asker_of(bert), today=TODAY).waiting
    assert (own.id, own.is_mine, own.may_second) == (row.pk, True, False)
    seen = ("Bert", "agreed by telephone", 10 * EURO, False)
    assert told == {"anna": (*seen, True), "carl": (*seen, False), "wim": (*seen, False)}
    assert desk(asker_of(person("piet", of="acme")), today=TODAY).waiting == ()


def test_the_first_cannot_give_the_second_word(waiting):
    bert, row = waiting
    bert.accept_max = None
    bert.save()

    with pytest.raises(SamePerson):
        confirm(asker_of(bert), row.pk, **LATER)

    assert stands(bert, line_of()) == OPEN


@pytest.mark.parametrize(
    "more", [{"job": Job.TRADER, "most": 9}, {"job": Job.WAREHOUSE}, {"job": Job.READER}]
)
def test_who_may_not_let_so_much_pass_gives_no_second_word(waiting, person, more):
    with pytest.raises(NotAllowed):
        confirm(asker_of(person("carl", **more)), waiting[1].pk, **LATER)


def test_the_other_side_gives_no_second_word(waiting, person):
    for act in (confirm, lambda asker, number, **when: decline(asker, number, now=when["now"])):
        with pytest.raises(NotThere):
            act(asker_of(person("piet", of="acme")), waiting[1].pk, **LATER)


def test_it_waits_once(waiting, person):
    with pytest.raises(Waits):
        let_pass(waiting[0])
    with pytest.raises(Waits):
        let_pass(person("anna"))

    assert Acceptance.objects.count() == 1


def test_no_more_is_let_pass_than_the_first_person_saw(waiting, person):
    anna = person("anna")
    post_all(paper(Paper.RECEIPT_ADVICE, "R-less", SHORT_ON + 8, -3, "C62", None, order="PO-1"))

    confirm(asker_of(anna), waiting[1].pk, **LATER)

    assert stands(anna, line_of())[:2] == [("missing", 2, "accepted"), ("missing", 3, "open")]


def test_what_has_settled_itself_is_not_let_pass_any_more(waiting, person):
    anna = person("anna")
    post_all(paper(Paper.RECEIPT_ADVICE, "R-rest", SHORT_ON + 8, 2, "C62", None, order="PO-1"))

    with pytest.raises(NotThere):
        confirm(asker_of(anna), waiting[1].pk, **LATER)

    assert desk(asker_of(anna), today=TODAY).waiting == ()
    assert not Entry.objects.filter(act="accept").exists()


def test_a_second_person_may_leave_it_open_and_the_first_take_it_back(person):
    bert, anna = person("bert", job=Job.TRADER, most=9), person("anna")
    for who in (anna, bert):
        row = let_pass(bert)

        decline(asker_of(who), row.pk, now=NOW)

        assert desk(asker_of(anna), today=TODAY).waiting == ()
        assert stands(anna, line_of()) == OPEN
        with pytest.raises(NotThere):
            confirm(asker_of(anna), row.pk, **LATER)


def test_who_may_let_nothing_pass_leaves_the_decision_to_others(waiting, person):
    with pytest.raises(NotAllowed):
        decline(asker_of(person("wim", job=Job.WAREHOUSE)), waiting[1].pk, now=NOW)


def test_of_what_nobody_knows_the_worth_two_must_say_so(person):
    bert = person("bert", job=Job.TRADER, most=1000)
    post_all(
        paper(Paper.ORDER, "PO-9", SHORT_ON, 10, "C62", None),
        paper(Paper.DESPATCH_ADVICE, "D-9", SHORT_ON + 1, 10, "C62", None, order="PO-9"),
        paper(Paper.RECEIPT_ADVICE, "R-9", SHORT_ON + 2, 9, "C62", None, order="PO-9"),
    )

    row = let_pass(bert, owner=line_of("PO-9"))

    assert (row.posted_at, row.worth, row.quantity) == (None, None, ONE)


# Taken back.


def test_what_was_let_pass_is_taken_back_by_a_further_paper(person):
    anna = person("anna")
    row = let_pass(anna)

    take_back(asker_of(anna), row.pk, now=NOW)

    assert stands(anna, line_of()) == OPEN
    assert Document.objects.filter(kind=Paper.CONCESSION).count() == 2
    assert Entry.objects.filter(act="accept").count() == 2
    assert is_sound()
    with pytest.raises(NotThere):
        take_back(asker_of(anna), row.pk, now=NOW)
    let_pass(anna)
    assert stands(anna, line_of()) == PASSED


def test_a_bill_that_was_let_go_is_asked_for_again(person):
    piet = person("piet", of="acme")
    row = let_pass(piet, Kind.UNPAID, bill_of())

    take_back(asker_of(piet), row.pk, now=NOW)

    assert stands(piet, bill_of()) == [("unpaid", None, "open")]


def test_only_ones_own_party_takes_back_what_it_let_pass(person):
    row = let_pass(person("anna"))

    with pytest.raises(NotThere):
        take_back(asker_of(person("piet", of="acme")), row.pk, now=NOW)
    with pytest.raises(NotAllowed):
        take_back(asker_of(person("wim", job=Job.WAREHOUSE)), row.pk, now=NOW)


def test_days_go_by(person):
    assert let_pass(person("anna"), **days_later(3)).posted_at > NOW
