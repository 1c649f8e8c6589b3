"""Visits: what who has a private link sees of his deal, and what he can answer."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comaker.apps.agree.actions import visits
from comaker.apps.agree.actions.links import give_link
from comaker.apps.agree.actions.visits import Act, NotPossible, visitor_of
from comaker.front.models import Visit
from comaker.front.refusals import NotAllowed, NotThere
from comaker.kernel.amounts import ONE
from comaker.kernel.document import Kind, References
from comaker.kernel.gap import Kind as GapKind
from comaker.record.asked.exchanged import papers
from comaker.record.asked.visit import deals_visited
from comaker.record.coding import document_from
from comaker.record.models import Document, Entry, Line, Talk
from comaker.record.queries import told
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.apps.agree.sides import NOW, TODAY, between, browser, member, order_and_bill
from tests.record.masters import ACME, BETA, JANUARY, paper, post_all


@pytest.fixture
def acme(record):
    return member("anna@acme.example", ACME)


def link(acme, deal, name="Carla Prins"):
    number = between(acme).id
    return give_link(acme, number=number, deal=deal, name=name, days=30, now=NOW)


def visitor(acme, deal):
    return visitor_of(link(acme, deal)[0].pk, now=NOW)[1]


def act(asker, deal, once="form-1", now=NOW):
    return Act(asker, Line.objects.get(deal=deal).pk, once, now)


def row(deal):
    return next(state.row for state, _ in told().lines if state.line.deal == deal)


def kinds(deal):
    return sorted(gap.kind for state, _ in told().lines if state.line.deal == deal for gap in state.gaps)


@pytest.fixture
def asked(acme):
    """Let Acme ask ten of Beta: the visitor gives."""
    post_all(paper(Kind.ORDER, "PO-1", TODAY - 5, 10, "C62", 5, giver=BETA, taker=ACME))
    return visitor(acme, "PO-1")


@pytest.fixture
def sent(acme):
    """Let Acme send ten to Beta: the visitor takes."""
    post_all(
        paper(Kind.ORDER, "PO-2", TODAY - 20, 10, "C62", 5),
        paper(Kind.DESPATCH_ADVICE, "D-2", TODAY - 15, 10, "C62", None, order="PO-2"),
        paper(Kind.RECEIPT_ADVICE, "R-2", TODAY - 12, 8, "C62", None, order="PO-2"),
    )
    return visitor(acme, "PO-2")


def test_a_visitor_promises_what_his_side_gives(asked):
    visits.promise(act(asked, "PO-1"), quantity=8 * ONE, last_on=TODAY + 9, words="two later")

    promised = row("PO-1").promised
    assert promised.quantity == 8 * ONE
    assert [part.until_on for part in promised.parts] == [TODAY + 10]
    assert promised.price == row("PO-1").asked.price
    assert verify() == []


def test_what_a_visitor_says_is_a_paper_of_his_side_with_his_name(acme, asked):
    visits.promise(act(asked, "PO-1"), quantity=10 * ONE, last_on=None, words="")

    (newest, _order) = papers(reading(), acme, between(acme), most=5)
    assert (newest.kind, newest.is_mine, newest.deal) == (Kind.ORDER_RESPONSE, False, "PO-1")
    stored = Document.objects.get(pk=newest.id)
    document = document_from(bytes(stored.value))
    assert document.signer == "giver"
    assert "Carla Prins" in document.note
    assert len(stored.digest) == 32


def test_a_form_that_is_sent_twice_counts_once(asked):
    for minutes in (0, 1):
        visits.promise(
            act(asked, "PO-1", now=NOW + timedelta(minutes=minutes)), quantity=8 * ONE, last_on=None, words=""
        )

    assert Document.objects.count() == 2
    assert Entry.objects.filter(act="promise").count() == 1


def test_the_later_of_two_promises_of_a_day_counts(asked):
    visits.promise(act(asked, "PO-1", "zz-first"), quantity=8 * ONE, last_on=None, words="")
    later = act(asked, "PO-1", "aa-second", NOW + timedelta(hours=1))
    visits.promise(later, quantity=9 * ONE, last_on=None, words="")

    assert row("PO-1").promised.quantity == 9 * ONE


def test_a_promise_of_nothing_refuses_the_line(asked):
    visits.promise(act(asked, "PO-1"), quantity=0, last_on=None, words="we do not make these")

    assert row("PO-1").promised.quantity == 0


def test_a_visitor_says_what_his_side_sent(asked):
    visits.send(act(asked, "PO-1"), quantity=10 * ONE, on=TODAY - 1, words="")

    assert (row("PO-1").sent.quantity, row("PO-1").sent.last_on) == (10 * ONE, TODAY - 1)


def test_a_visitor_says_what_came_in_and_what_of_it_he_refuses(acme):
    post_all(
        paper(Kind.ORDER, "PO-3", TODAY - 20, 10, "C62", 5),
        paper(Kind.DESPATCH_ADVICE, "D-3", TODAY - 15, 10, "C62", None, order="PO-3"),
    )
    asker = visitor(acme, "PO-3")

    visits.receive(
        act(asker, "PO-3"), quantity=10 * ONE, rejected=2 * ONE, reason="damaged", on=TODAY, words="wet"
    )

    received = row("PO-3").received
    assert (received.quantity, received.rejected) == (10 * ONE, 2 * ONE)
    assert GapKind.REJECTED in kinds("PO-3")


def test_a_visitor_lets_pass_what_his_side_loses_by(sent):
    assert GapKind.MISSING in kinds("PO-2")

    visits.let_pass(act(sent, "PO-2"), kind=GapKind.MISSING)

    gaps = [gap for state, _ in told().lines for gap in state.gaps if gap.kind is GapKind.MISSING]
    assert [gap.is_accepted for gap in gaps] == [True]
    assert verify() == []
    with pytest.raises(NotThere):
        visits.let_pass(act(sent, "PO-2", "form-2"), kind=GapKind.MISSING)


def test_a_visitor_does_not_let_pass_what_the_other_side_loses_by(acme):
    order_and_bill("PO-4", on=TODAY - 20, giver=BETA, taker=ACME)
    asker = visitor(acme, "PO-4")
    assert GapKind.OVERBILLED in kinds("PO-4")

    with pytest.raises(NotAllowed):
        visits.let_pass(act(asker, "PO-4"), kind=GapKind.OVERBILLED)


def test_a_visitor_does_not_do_what_is_the_other_sides(asked, sent):
    with pytest.raises(NotAllowed):
        visits.receive(act(asked, "PO-1"), quantity=ONE, rejected=0, reason="", on=TODAY, words="")
    with pytest.raises(NotAllowed):
        visits.promise(act(sent, "PO-2"), quantity=ONE, last_on=None, words="")
    with pytest.raises(NotAllowed):
        visits.send(act(sent, "PO-2"), quantity=ONE, on=TODAY, words="")

    assert Document.objects.count() == 4


def test_a_visitor_does_nothing_on_another_deal(asked, sent):
    with pytest.raises(NotThere):
        visits.promise(act(sent, "PO-1"), quantity=ONE, last_on=None, words="")
    with pytest.raises(NotThere):
        visits.say(act(sent, "PO-1"), words="hello")


@pytest.mark.parametrize(
    "said",
    [
        {"quantity": -ONE, "rejected": 0, "reason": "", "on": TODAY},
        {"quantity": ONE, "rejected": 2 * ONE, "reason": "damaged", "on": TODAY},
        {"quantity": ONE, "rejected": ONE, "reason": "", "on": TODAY},
        {"quantity": ONE, "rejected": 0, "reason": "", "on": TODAY + 1},
    ],
)
def test_what_cannot_have_happened_is_refused(sent, said):
    before = Document.objects.count()

    with pytest.raises(NotPossible):
        visits.receive(act(sent, "PO-2"), words="", **said)

    assert Document.objects.count() == before


def test_both_sides_see_what_a_visitor_says(acme, sent):
    visits.say(act(sent, "PO-2"), words="  The film was torn.  ")

    (seen,) = deals_visited(reading(), sent, relation=between(acme).id, number="PO-2")
    assert [(said.name, said.words) for said in seen.lines[0].talk] == [("Carla Prins", "The film was torn.")]
    assert Talk.objects.get().only_for == 0


@pytest.mark.parametrize("words", ["", "   ", "x" * 4001])
def test_saying_nothing_or_very_much_is_refused(sent, words):
    with pytest.raises(NotPossible):
        visits.say(act(sent, "PO-2"), words=words)

    assert not Talk.objects.exists()


def test_what_an_order_waits_for_is_behind_its_link_too(acme):
    need = paper(Kind.ORDER, "ASK-5", TODAY - 8, 1, "C62", 0, giver=BETA, taker=ACME)
    post_all(
        paper(Kind.ORDER, "PO-5", TODAY - 9, 10, "C62", 5), need._replace(refers=References(contract="PO-5"))
    )

    asker = visitor(acme, "PO-5")

    assert [deal for _relation, deal in asker.deals] == ["PO-5", "ASK-5"]
    visits.send(act(asker, "ASK-5"), quantity=ONE, on=TODAY, words="the drawing")
    assert row("ASK-5").sent.quantity == ONE


def open_link(client, secret):
    answer = client.get(f"/visit/{secret}", follow=True)
    return answer, answer.content.decode()


def forms_in(page, doing):
    """Return what the form of an act would send, as it stands on the page."""
    form = re.search(rf'<form method="post" action="([^"]*/{doing})">(.*?)</form>', page, re.DOTALL)
    assert form
    values = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    return form[1], values


def test_a_link_is_opened_and_answered_without_an_account(acme):
    post_all(paper(Kind.ORDER, "PO-1", TODAY - 5, 10, "C62", 5, giver=BETA, taker=ACME))
    visit, secret = give_link(
        acme, number=between(acme).id, deal="PO-1", name="Carla", days=9999, now=timezone.now()
    )
    client = browser()

    answer, page = open_link(client, secret)
    place, values = forms_in(page, "promise")
    done = client.post(place, values | {"quantity": "9"}, follow=True)

    assert answer.redirect_chain == [(f"/visits/{visit.pk}", 302)]
    assert secret not in page
    assert done.redirect_chain[0][0].startswith(f"/visits/{visit.pk}#line-")
    assert "Your promise stands" in done.content.decode()
    assert row("PO-1").promised.quantity == 9 * ONE


def test_what_is_filled_in_wrong_is_said_and_nothing_is_posted(acme):
    post_all(paper(Kind.ORDER, "PO-1", TODAY - 5, 10, "C62", 5, giver=BETA, taker=ACME))
    _visit, secret = give_link(
        acme, number=between(acme).id, deal="PO-1", name="Carla", days=30, now=timezone.now()
    )
    client = browser()
    _answer, page = open_link(client, secret)
    place, values = forms_in(page, "promise")

    told_back = client.post(place, values | {"quantity": "many"}, follow=True).content.decode()
    no_such = client.post(place.replace("promise", "steal"), values)

    assert "You promise: Enter a number." in told_back
    assert no_such.status_code == 404
    assert Document.objects.count() == 1


def test_a_browser_that_did_not_open_the_link_sees_nothing(acme):
    post_all(paper(Kind.ORDER, "PO-1", JANUARY, 10, "C62", 5))
    visit, secret = give_link(
        acme, number=between(acme).id, deal="PO-1", name="Carla", days=30, now=timezone.now()
    )
    open_link(browser(), secret)

    answer = browser().get(f"/visits/{visit.pk}")

    assert answer.status_code == 404
    assert "PO-1" not in answer.content.decode()
    Visit.objects.update(ended_at=NOW)
    assert browser().get(f"/visit/{secret}").status_code == 404
