"""Reminding: the other side is told of what waits for it, by mail, once, and not of what is answered."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPException

import pytest
from django.core.mail import EmailMessage

from comaker.apps.resolve.actions import accept, assign, choose_pace, remind, send_mails, undo
from comaker.apps.resolve.models import REMIND_DAYS, Acceptance, Assignment, Pace, Reminder, Told
from comaker.apps.resolve.queries import notes_on
from comaker.front.asker import asker_of
from comaker.front.refusals import NotAllowed
from comaker.kernel.access import Job
from comaker.kernel.document import Kind as Paper
from comaker.kernel.gap import Kind
from tests.apps.resolve.work import LATER, NOW, SHORT_ON, bill_of, days_later, line_of, named
from tests.record.masters import paper, post_all


def reminded(member, *names, words="", days=0):
    told = remind(asker_of(member), names or [named()], words=words, **days_later(days))
    return told.made, told.too_soon, told.not_theirs, told.unreached


def told_to(letters):
    return sorted(letter.to[0].partition("@")[0] for letter in letters)


def test_the_other_side_is_reminded_of_what_waits_for_it(person, letters):
    anna = person("anna")
    person("piet", of="acme")

    assert reminded(anna, named(), named(Kind.OVERBILLED), named(deal="PO-2"), words="Please look.") == (
        3,
        0,
        0,
        (),
    )
    assert send_mails(now=NOW) == 1

    [letter] = letters
    assert letter.to == ["piet@example.com"]
    assert letter.subject == "3 things wait for you: Beta Bouw reminds you"
    assert "PO-1 / 1 Pump: 2 pieces sent and not received, € 10.00; since 6 January" in letter.body
    assert "“Please look.”" in letter.body
    assert f"http://localhost:8000/line/{line_of()}" in letter.body
    [note] = [each for name, each in notes_on(asker_of(anna), [line_of()]).items() if name == named()]
    assert (note.reminded_by, note.times, note.reminded_at) == ("Anna", 1, NOW)


def test_a_gap_is_not_reminded_of_twice_within_a_few_days(person):
    anna = person("anna")
    person("piet", of="acme")

    assert reminded(anna) == (1, 0, 0, ())
    assert reminded(anna, named(), named(deal="PO-2"), days=REMIND_DAYS - 1) == (1, 1, 0, ())
    assert reminded(person("bert"), days=REMIND_DAYS - 1) == (0, 1, 0, ())
    assert reminded(anna, days=REMIND_DAYS) == (1, 0, 0, ())
    assert Reminder.objects.count() == 3


def test_nobody_is_reminded_of_what_is_not_his_turn(person):
    piet = person("piet", of="acme")

    assert reminded(piet) == (0, 0, 1, ())
    assert reminded(piet, f"{bill_of()}-unpaid", named(Kind.SURPLUS)) == (1, 0, 1, ("Beta Bouw",))


def test_of_what_is_not_due_yet_nobody_is_reminded(person):
    piet = person("piet", of="acme")

    told = remind(asker_of(piet), [f"{bill_of()}-unpaid"], today=SHORT_ON + 8, now=NOW)

    assert (told.made, told.not_theirs) == (0, 1)


def test_it_is_said_when_nobody_there_reads_it(person):
    assert reminded(person("anna")) == (1, 0, 0, ("Acme Pumps",))


def test_who_only_reads_reminds_nobody(person):
    with pytest.raises(NotAllowed):
        reminded(person("rik", job=Job.READER))


# Mail.


def test_each_thing_is_told_once(person, letters):
    reminded(person("anna"))
    person("piet", of="acme")

    assert [send_mails(now=NOW) for _ in range(3)] == [1, 0, 0]
    assert len(letters) == 1
    assert Told.objects.filter(sent_at__isnull=False).count() == 1


def test_what_is_answered_in_the_meantime_is_not_told(person, letters):
    reminded(person("anna"))
    person("piet", of="acme")

    post_all(paper(Paper.RECEIPT_ADVICE, "R-rest", SHORT_ON + 8, 2, "C62", None, order="PO-1"))

    assert send_mails(now=NOW) == 0
    assert letters == []
    assert not Reminder.objects.filter(is_told=False).exists()


def test_goods_are_told_to_who_sends_and_money_to_who_deals(person, letters):
    anna = person("anna")
    for name, job in (("otto", Job.OWNER), ("tom", Job.TRADER), ("wim", Job.WAREHOUSE), ("rik", Job.READER)):
        person(name, of="acme", job=job)
    person("dirk", of="acme", job=Job.DRIVER)

    reminded(anna, named())
    send_mails(now=NOW)
    assert told_to(letters) == ["otto", "tom", "wim"]
    [of_wim] = [letter for letter in letters if letter.to == ["wim@example.com"]]
    assert "€" not in of_wim.body

    letters.clear()
    reminded(anna, named(Kind.OVERBILLED, "PO-2"))
    send_mails(now=NOW)
    assert told_to(letters) == ["otto", "tom"]


def test_who_looks_at_a_gap_is_told_and_nobody_else(person, letters):
    anna = person("anna")
    otto, tom = person("otto", of="acme"), person("tom", of="acme", job=Job.TRADER)
    assign(asker_of(otto), [named()], to=tom.pk, **LATER)
    send_mails(now=NOW)
    assert told_to(letters) == ["tom"]
    assert letters[0].subject == "1 thing waits for you: Otto asks you to look at this"

    letters.clear()
    reminded(anna)
    send_mails(now=NOW)

    assert told_to(letters) == ["tom"]


def test_nobody_is_told_of_what_he_took_on_himself_or_of_what_was_undone(person, letters):
    anna, bert = person("anna"), person("bert")
    assign(asker_of(anna), [named()], to=anna.pk, **LATER)
    made = assign(asker_of(anna), [named(deal="PO-2")], to=bert.pk, **LATER)

    undo(asker_of(anna), assignments=made, now=NOW)

    assert send_mails(now=NOW) == 0
    assert not Assignment.objects.filter(is_told=False).exists()


def test_who_may_give_the_second_word_is_asked_for_it(person, letters):
    bert = person("bert", job=Job.TRADER, most=1)
    person("anna")
    person("carl", job=Job.TRADER, most=2)
    accept(asker_of(bert), owner=line_of(), kind=Kind.MISSING, why="By telephone", **LATER)

    assert send_mails(now=NOW) == 1

    assert told_to(letters) == ["anna"]
    assert "Bert would let this pass, and asks for your word" in letters[0].body
    assert "“By telephone”" in letters[0].body
    assert not Acceptance.objects.filter(is_told=False).exists()


def at(hour, *, day=0):
    return datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=day)


def test_who_wants_mail_once_a_day_gets_one_in_the_morning(person, letters):
    anna, piet = person("anna"), person("piet", of="acme")
    choose_pace(piet.user, Pace.DAILY)
    reminded(anna, named())

    assert send_mails(now=at(5)) == 0  # six in Amsterdam
    assert send_mails(now=at(6)) == 1
    reminded(anna, named(deal="PO-2"))
    assert send_mails(now=at(18)) == 0
    assert send_mails(now=at(6, day=1)) == 1
    assert send_mails(now=at(6, day=2)) == 0
    assert len(letters) == 2


def test_the_morning_is_where_somebody_is(person, letters):
    anna, piet = person("anna"), person("piet", of="acme", time_zone="America/New_York")
    choose_pace(piet.user, Pace.DAILY)
    reminded(anna)

    assert [send_mails(now=at(hour)) for hour in (6, 11, 12)] == [0, 0, 1]


def test_who_wants_no_mail_gets_none(person, letters):
    anna, piet = person("anna"), person("piet", of="acme")
    choose_pace(piet.user, Pace.NEVER)
    reminded(anna)

    assert send_mails(now=NOW) == 0
    choose_pace(piet.user, Pace.AT_ONCE)
    assert send_mails(now=NOW) == 0


def test_a_mail_is_in_the_language_of_its_reader(person, letters):
    anna = person("anna")
    person("piet", of="acme", language="nl")
    reminded(anna)

    send_mails(now=NOW)

    assert "6 januari" in letters[0].body


def test_a_mail_that_could_not_be_sent_is_tried_again(person, letters, monkeypatch):
    anna = person("anna")
    person("piet", of="acme")
    person("otto", of="acme")
    reminded(anna)
    send = EmailMessage.send

    def fail(letter, *args, **kwargs):
        if letter.to == ["piet@example.com"]:
            raise SMTPException("down")
        return send(letter, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", fail)
    assert send_mails(now=NOW) == 1
    monkeypatch.undo()
    assert send_mails(now=NOW) == 1
    assert send_mails(now=NOW) == 0
    assert told_to(letters) == ["otto", "piet"]


def test_a_mail_that_was_begun_by_who_is_gone_is_sent_after_an_hour(person, letters):
    anna, piet = person("anna"), person("piet", of="acme")
    reminded(anna)
    Told.objects.create(user=piet.user, what="reminder", item=Reminder.objects.get().pk, claimed_at=NOW)

    assert send_mails(now=NOW + timedelta(minutes=59)) == 0
    Reminder.objects.update(is_told=False)
    assert send_mails(now=NOW + timedelta(minutes=61)) == 1


def test_what_other_parties_write_cannot_add_headers_to_a_mail(person, letters):
    anna = person("anna")
    anna.user.name = "Anna\nBcc: everybody@example.com"
    anna.user.save()
    bert = person("bert")
    assign(asker_of(anna), [named()], to=bert.pk, **LATER)

    send_mails(now=NOW)

    assert letters[0].recipients() == ["bert@example.com"]
    assert "\n" not in letters[0].subject
