"""Delivering: nothing left out, nothing out of order on a line, and what is given up can be sent again."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from comaker.front.hooks.lanes import ATTEMPTS_MAX, claim, end, forget, pause_seconds
from comaker.front.hooks.postman import Postman
from comaker.front.hooks.sending import Outcome
from comaker.front.models import Delivery, Hook
from comaker.main.reactions import REACTIONS, work
from comaker.record.outbox import catch_up
from tests.front.api.programs import ACME, BETA, GAMMA, line, order, program_of, receipt
from tests.front.hooks.receivers import hang, receiving

ROOT = Path(__file__).parents[3]
SECOND = 1_000_000
TAKEN, FAILED = Outcome(200), Outcome(500, "The receiver answered 500.")


def hook_to(program, receiver):
    """Let a receiver be told; return the hook's key."""
    made = program.post("/hooks", {"url": receiver.url})
    assert made.status == 201, made.body
    receiver.secret = made.told["secret"]
    return made.told["key"]


def deliver():
    """Let the workers do what waits."""
    work(once=True)


def hurry():
    """Let nobody wait for another try."""
    Delivery.objects.filter(state="waiting").update(due_at=0)
    Hook.objects.update(due_at=0)


def test_what_changes_is_told_to_both_sides_and_to_nobody_else(private, acme, beta, gamma):
    with receiving() as for_acme, receiving() as for_beta, receiving() as for_gamma:
        for program, receiver in ((acme, for_acme), (beta, for_beta), (gamma, for_gamma)):
            hook_to(program, receiver)
        [key] = beta.bring(order()).told["lines"]
        deliver()

        [told] = for_acme.got
        assert told["body"]["type"] == "record.posted"
        assert told["body"]["data"]["lines"] == [key]
        assert [each["body"] for each in for_beta.got] == [told["body"]]
        assert for_beta.got[0]["id"] != told["id"]
        assert for_gamma.got == []
        assert acme.get(f"/lines/{key}").status == 200


def test_a_hook_is_told_nothing_of_before_it_was_made(private, beta):
    beta.bring(order())
    deliver()
    with receiving() as receiver:
        hook_to(beta, receiver)
        beta.bring(receipt())
        deliver()

        assert len(receiver.got) == 1


def test_what_fails_is_sent_again_with_the_same_id_and_nothing_overtakes(private, beta):
    with receiving(500, 503, 500) as receiver:
        hook_to(beta, receiver)
        beta.bring(order(), receipt("R-1"), receipt("R-2", "1"))
        deliver()
        assert receiver.got == []
        waiting = Delivery.objects.order_by("event")
        assert [each.attempts for each in waiting] == [1, 0, 0]
        assert waiting[0].why == "The receiver answered 500."

        for _ in range(4):
            hurry()
            deliver()

        assert receiver.connections == 6
        assert receiver.events == [str(each.event) for each in waiting]
        assert len({each["id"] for each in receiver.got}) == 3
        assert {each.state for each in Delivery.objects.all()} == {"sent"}
        assert Hook.objects.get().failures == 0


def test_other_relations_go_on_meanwhile(private, beta):
    with receiving() as receiver:
        hook_to(beta, receiver)
        beta.bring(order("PO-1"), order("PO-2", giver=GAMMA))
        work_feed()
        first = claim(now=10**18, most=1, busy={}, most_of_hook=9)
        end(first[0], FAILED, now=10**18, chance=0.5)
        Hook.objects.update(due_at=0)
        deliver()

        assert len(receiver.got) == 1
        assert receiver.events != [first[0].parcel.number.rpartition("_")[2]]


def work_feed():
    """Put what has happened on its way, without sending it."""
    catch_up("programs", REACTIONS["programs"])


def test_what_is_given_up_holds_up_its_lane_until_it_is_sent_again(private, beta):
    with receiving(*[500] * ATTEMPTS_MAX) as receiver:
        key = hook_to(beta, receiver)
        beta.bring(order(), receipt())
        for _ in range(ATTEMPTS_MAX + 3):
            deliver()
            hurry()

        assert receiver.got == []
        assert [each.state for each in Delivery.objects.order_by("event")] == ["dead", "waiting"]
        seen = beta.get(f"/hooks/{key}").told
        assert (seen["dead"], seen["waiting"]) == (1, 1)
        [dead] = beta.get(f"/hooks/{key}/deliveries", state="dead").told["items"]
        assert (dead["attempts"], dead["status"]) == (ATTEMPTS_MAX, 500)

        assert beta.post(f"/hooks/{key}/again").told == {"again": 1}
        deliver()

        assert len(receiver.got) == 2
        assert receiver.events == sorted(receiver.events, key=int)


def test_what_is_given_up_may_be_left_out(private, beta):
    with receiving(*[500] * ATTEMPTS_MAX) as receiver:
        key = hook_to(beta, receiver)
        beta.bring(order(), receipt())
        for _ in range(ATTEMPTS_MAX):
            deliver()
            hurry()
        [dead] = beta.get(f"/hooks/{key}/deliveries", state="dead").told["items"]

        assert beta.post(f"/hooks/{key}/deliveries/{dead['key']}/skip").status == 204
        deliver()

        assert len(receiver.got) == 1
        refused = beta.post(f"/hooks/{key}/deliveries/{dead['key']}/skip")
        assert (refused.status, refused.code) == (422, "not_waiting")


def test_what_was_sent_can_be_sent_again(private, beta):
    with receiving() as receiver:
        key = hook_to(beta, receiver)
        beta.bring(order())
        deliver()
        [sent] = beta.get(f"/hooks/{key}/deliveries").told["items"]

        beta.post(f"/hooks/{key}/deliveries/{sent['key']}/again")
        deliver()

        assert len(receiver.got) == 2
        assert len({each["id"] for each in receiver.got}) == 1


def test_a_resting_hook_is_told_later_what_it_missed(private, beta):
    with receiving() as receiver:
        key = hook_to(beta, receiver)
        beta.send("PATCH", f"/hooks/{key}", {"is_resting": True})
        beta.bring(order(), receipt())
        deliver()
        assert receiver.got == []

        beta.send("PATCH", f"/hooks/{key}", {"is_resting": False})
        deliver()

        assert len(receiver.got) == 2


def test_a_receiver_that_says_it_is_gone_is_left_alone(private, beta):
    with receiving(410) as receiver:
        key = hook_to(beta, receiver)
        beta.bring(order())
        deliver()
        hurry()
        deliver()

        assert receiver.connections == 1
        assert beta.get(f"/hooks/{key}").told["resting_since"] is not None


def test_an_ended_hook_is_told_nothing(private, beta):
    with receiving() as receiver:
        key = hook_to(beta, receiver)
        beta.bring(order())
        work_feed()

        assert beta.send("DELETE", f"/hooks/{key}").status == 204
        beta.bring(receipt())
        deliver()

        assert receiver.got == []
        assert beta.get(f"/hooks/{key}").status == 404
        assert beta.get("/hooks").told["items"] == []


def test_a_receiver_that_hangs_holds_up_nobody_else(private, acme, beta):
    with receiving(*[hang] * 20) as slow, receiving() as quick:
        hook_to(acme, slow)
        hook_to(beta, quick)
        beta.bring(*[order(f"PO-{number}") for number in range(5)])
        start = time.monotonic()
        postman = Postman(seconds=2)
        work_feed()
        while len(quick.got) < 5 and time.monotonic() - start < 8:
            postman.step(seconds=0.05)

        assert len(quick.got) == 5
        assert slow.got == []
        assert quick.events == sorted(quick.events, key=int)
        postman.close()


def test_of_two_workers_each_delivery_is_claimed_by_one(private, beta):
    with receiving() as receiver:
        hook_to(beta, receiver)
        beta.bring(*[order(f"PO-{n}", giver=giver) for n, giver in enumerate((ACME, GAMMA))])
        work_feed()
        now = 2 * 10**15

        first = claim(now=now, most=9, busy={}, most_of_hook=9)
        second = claim(now=now, most=9, busy={}, most_of_hook=9)
        later = claim(now=now + 61 * SECOND, most=9, busy={}, most_of_hook=9)

        assert (len(first), len(second), len(later)) == (2, 0, 2)
        assert [each.parcel for each in later] == [each.parcel for each in first]
        # Who took too long says nothing any more.
        end(first[0], TAKEN, now=now, chance=0.5)
        assert set(Delivery.objects.values_list("state", flat=True)) == {"waiting"}
        end(later[0], TAKEN, now=now, chance=0.5)
        assert Delivery.objects.filter(state="sent").count() == 1


def test_no_more_than_some_go_to_one_hook_at_once(private, beta):
    with receiving() as receiver:
        hook_to(beta, receiver)
        givers = [{"name": f"Giver {n}", "identifiers": [f"kvk:1234567{n}"]} for n in range(6)]
        beta.bring(*[order(f"PO-{n}", giver=giver) for n, giver in enumerate(givers)])
        work_feed()

        hook = Hook.objects.get().pk
        assert len(claim(now=10**17, most=9, busy={hook: 2}, most_of_hook=3)) == 1


def test_after_failures_a_hook_is_left_alone_for_a_while(private, beta):
    with receiving(500, 500, 500) as receiver:
        hook_to(beta, receiver)
        beta.bring(order("PO-1"), order("PO-2", giver=GAMMA))
        deliver()
        deliver()

        assert receiver.connections <= 2
        assert Hook.objects.get().due_at > 0


@given(st.integers(1, 60), st.floats(0, 1))
def test_another_try_comes_later_and_later_but_not_for_ever(failures, chance):
    wait = pause_seconds(failures, chance=chance)

    assert 8 <= wait <= 6 * 3600 * 1.21
    assert pause_seconds(failures + 1, chance=chance) >= wait
    assert 0.79 <= wait / pause_seconds(failures, chance=0.5) <= 1.21


def test_what_was_sent_long_ago_is_forgotten(private, beta):
    with receiving() as receiver:
        hook_to(beta, receiver)
        beta.bring(order())
        deliver()
        ended = Delivery.objects.get().ended_at

        assert ended is not None
        assert forget(before=ended) == 0
        assert forget(before=ended + 1) == 1


def test_a_worker_killed_at_any_moment_leaves_nothing_out(private, beta, record):
    chance = random.Random(1)
    count = 12
    with receiving(*[chance.choice([200, 200, 500]) for _ in range(20)]) as receiver:
        hook_to(beta, receiver)
        beta.bring(*[order(f"PO-{n}", line(quantity=str(n + 1))) for n in range(count)])
        for _ in range(6):
            connections.close_all()
            worker = subprocess.Popen(
                [sys.executable, "-c", "from comaker.main.cli import main; main()", "worker"],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "COMAKER_DATABASE": record,
                     "COMAKER_HOOKS_PRIVATE": "1"},
            )  # fmt: skip
            deadline = time.monotonic() + 20
            seen = len(receiver.got)
            while len(receiver.got) < seen + 2 and time.monotonic() < deadline and len(receiver.got) < count:
                time.sleep(0.01)
            time.sleep(chance.random() * 0.05)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            # What the killed one held is free again at once, not in a minute.
            hurry()
        for _ in range(40):
            hurry()
            deliver()
            if not Delivery.objects.exclude(state="sent").exists():
                break
        expected = [str(each) for each in Delivery.objects.order_by("event").values_list("event", flat=True)]

    assert len(expected) == count
    once = list(dict.fromkeys(receiver.events))
    assert once == expected
    assert {each["id"].rpartition("_")[2] for each in receiver.got} == set(expected)
    assert program_of(BETA).get("/events").told["items"]
