"""Sorting out: who looks at a gap, what is put aside until a day, and how both are undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.apps.resolve.actions import assign, chosen, names_in, put_aside, undo
from comaker.apps.resolve.actions.chosen import CHOSEN_MAX, TooMany
from comaker.apps.resolve.actions.sorting import ASIDE_DAYS_MAX, NoReason, NoSuchDay
from comaker.apps.resolve.models import Aside, Assignment
from comaker.apps.resolve.queries import NOTHING_DONE, colleagues, desk, notes_on
from comaker.front.asker import asker_of
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.access import Job
from comaker.kernel.gap import Kind
from comaker.record.asked.turns import Wanted, Whose, turns
from comaker.record.transaction import reading
from tests.apps.resolve.work import LATER, NOW, TODAY, bill_of, days_later, line_of, named


def note(member, name):
    return notes_on(asker_of(member), [int(name.partition("-")[0])]).get(name, NOTHING_DONE)


def list_of(member, whose=Whose.THEIRS, days=0):
    """Return the deals of a list, without what is put aside."""
    asker = asker_of(member)
    wanted = Wanted(without=desk(asker, today=TODAY + days).aside)
    page = turns(reading(), asker, whose=whose, today=TODAY + days, wanted=wanted)
    return sorted(f"{card.owned.deal}:{turn.gap.kind.value}" for card in page.cards for turn in card.turns)


ALL = ["PO-1:missing", "PO-1:overbilled", "PO-2:missing", "PO-2:overbilled"]


def test_somebody_looks_at_gaps_for_his_party(person):
    anna, wim = person("anna"), person("wim", job=Job.WAREHOUSE)

    made = assign(asker_of(anna), [named(), named(deal="PO-2")], to=wim.pk, **LATER)

    assert len(made) == 2
    assert (note(anna, named()).assigned, note(anna, named()).is_mine) == ("Wim", False)
    assert note(wim, named()).is_mine
    assert desk(asker_of(anna), today=TODAY, assigned_to=wim.pk).assigned == {named(), named(deal="PO-2")}
    assert desk(asker_of(anna), today=TODAY, assigned_to=anna.pk).assigned == frozenset()
    assert len(desk(asker_of(anna), today=TODAY, to_anybody=True).assigned) == 2


def test_the_other_side_sees_nothing_of_it(person):
    anna, piet = person("anna"), person("piet", of="acme")
    assign(asker_of(anna), [named()], to=anna.pk, **LATER)
    put_aside(asker_of(anna), [named()], until_on=TODAY + 3, reason="Waits for a count", **LATER)

    assert note(piet, named()) == NOTHING_DONE
    assert list_of(piet, Whose.MINE) == ALL
    assert undo(asker_of(piet), assignments=[1], asides=[1], now=NOW) == 0


def test_another_takes_the_place_of_who_looked_at_it_before(person):
    anna, wim = person("anna"), person("wim", job=Job.WAREHOUSE)
    assign(asker_of(anna), [named()], to=wim.pk, **LATER)

    assign(asker_of(anna), [named()], to=anna.pk, **LATER)

    assert note(anna, named()).assigned == "Anna"
    assert Assignment.objects.filter(ended_at__isnull=True).count() == 1
    assert assign(asker_of(anna), [named()], to=None, **LATER) == []
    assert note(anna, named()) == NOTHING_DONE


def test_nobody_of_the_other_side_is_made_to_look_at_it(person):
    anna, piet = person("anna"), person("piet", of="acme")

    with pytest.raises(NotThere):
        assign(asker_of(anna), [named()], to=piet.pk, **LATER)


def test_who_looks_at_gaps_is_chosen_among_those_who_may(person):
    anna = person("anna")
    for name, job in (("wim", Job.WAREHOUSE), ("rik", Job.READER), ("dirk", Job.DRIVER)):
        person(name, job=job)
    person("piet", of="acme")

    assert [str(member.user) for member in colleagues(asker_of(anna))] == ["Anna", "Wim"]


def test_what_is_put_aside_comes_back_by_itself(person):
    anna = person("anna")

    put_aside(asker_of(anna), [named()], until_on=TODAY + 3, reason=" Waits  for a count ", **LATER)

    assert (note(anna, named()).until_on, note(anna, named()).reason) == (TODAY + 3, "Waits for a count")
    assert list_of(anna) == ALL[1:]
    assert list_of(anna, days=2) == ALL[1:]
    assert list_of(anna, days=3) == ALL


def test_what_is_put_aside_is_brought_back_by_undoing_it(person):
    anna, bert = person("anna"), person("bert")
    made = put_aside(asker_of(anna), [named()], until_on=TODAY + 3, reason="Later", **LATER)

    assert undo(asker_of(bert), asides=made, now=NOW) == 1

    assert list_of(anna) == ALL
    assert undo(asker_of(bert), asides=made, now=NOW) == 0


def test_a_later_day_takes_the_place_of_an_earlier_one(person):
    anna = person("anna")
    put_aside(asker_of(anna), [named()], until_on=TODAY + 3, reason="Later", **LATER)

    put_aside(asker_of(anna), [named()], until_on=TODAY + 9, reason="Even later", **LATER)

    assert note(anna, named()).until_on == TODAY + 9
    assert Aside.objects.filter(ended_at__isnull=True).count() == 1


@pytest.mark.parametrize("days", [-1, 0, ASIDE_DAYS_MAX + 1])
def test_a_gap_is_put_aside_until_a_day_to_come(person, days):
    with pytest.raises(NoSuchDay):
        put_aside(asker_of(person("anna")), [named()], until_on=TODAY + days, reason="Later", **LATER)

    assert not Aside.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_gap_is_put_aside_for_a_reason(person, reason):
    with pytest.raises(NoReason):
        put_aside(asker_of(person("anna")), [named()], until_on=TODAY + 3, reason=reason, **LATER)


@pytest.mark.parametrize("job", [Job.READER, Job.DRIVER])
def test_who_only_reads_or_drives_sorts_nothing_out(person, job):
    asker = asker_of(person("rik", job=job))

    with pytest.raises(NotAllowed):
        assign(asker, [named()], to=None, **LATER)
    with pytest.raises(NotAllowed):
        put_aside(asker, [named()], until_on=TODAY + 3, reason="Later", **LATER)


def test_what_is_gone_or_of_others_is_left_out(person):
    anna = person("anna")
    names = [named(), named(Kind.SURPLUS), "123-missing", f"{bill_of()}-unpaid"]

    found = chosen(asker_of(anna), names, today=TODAY)

    assert [one.name for one in found] == [named(), f"{bill_of()}-unpaid"]
    assert [one.name for one in chosen(asker_of(person("wim", job=Job.WAREHOUSE)), names, today=TODAY)] == [
        named()
    ]


def test_so_many_are_done_at_once_and_no_more(person):
    names = [f"{number}-missing" for number in range(1, CHOSEN_MAX + 2)]

    with pytest.raises(TooMany):
        chosen(asker_of(person("anna")), names, today=TODAY)


def test_a_gap_that_has_come_back_in_another_place_is_still_assigned(person):
    anna = person("anna")
    assign(asker_of(anna), [named()], to=anna.pk, **days_later(1))

    assert note(anna, named()).is_mine
    assert line_of() in {int(name.partition("-")[0]) for name in [named()]}


def test_names_are_read_as_forms_tell_them():
    told = ["12-missing", "12-missing+rejected", "x-missing", "12-nonsense", "12", "-", f"{2**63}-missing"]

    assert names_in(told) == ["12-missing", "12-rejected"]


@given(st.lists(st.text(alphabet="0123456789-+_abcmissinge ", max_size=40), max_size=5))
def test_nothing_that_an_address_tells_is_taken_for_more_than_it_is(texts):
    for name in names_in(texts):
        owner, _, kind = name.partition("-")
        assert 0 <= int(owner) < 2**63
        assert Kind(kind)
