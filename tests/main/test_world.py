"""The demo's world: everything that may differ is in it, it is whole, and opening it again does no harm."""

from datetime import UTC, date, datetime, timedelta

import pytest

from comaker.front.models import Member, Visit
from comaker.kernel.access import Job
from comaker.kernel.gap import Kind, State
from comaker.kernel.line import Relation
from comaker.main.world import opening
from comaker.main.world.filling import make_world
from comaker.main.world.opening import FILE, open_world
from comaker.record.models import Document, Link, Terms
from comaker.record.queries import told
from comaker.record.transaction import reading
from comaker.record.verify import verify

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def gaps(today=TODAY):
    known = told()
    every = [gap for state, _ in known.lines for gap in (*state.gaps, *state.closed)]
    every += [gap for state in known.bills for gap in state.gaps]
    return [(gap, gap.state(today.toordinal())) for gap in every]


@pytest.fixture
def world(record):
    return make_world(today=TODAY, now=NOW)


def test_every_kind_of_gap_is_in_it_and_open(world):
    found = gaps()

    assert set(Kind) - {gap.kind for gap, _ in found} == set()
    never_open = set(Kind) - {gap.kind for gap, state in found if state is State.OPEN}
    # A bill that is early waits for its receipt; nobody has to act on it.
    assert never_open == {Kind.BILLED_EARLY}
    assert {state for _, state in found} == {State.OPEN, State.WAITING, State.ACCEPTED, State.CLOSED}


def test_something_is_due_today_and_something_tomorrow(world):
    today = TODAY.toordinal()

    due = {gap.due_on for gap, state in gaps() if state is State.WAITING}

    assert today + 1 in due
    assert any(day is not None and today + 1 < day < today + 15 for day in due)
    assert {gap.since_on or 0 for gap, _ in gaps()} <= set(range(today - 400, today + 1))


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2028, 2, 29), date(2026, 11, 22)])
def test_it_is_the_same_on_whatever_day_it_is_opened(record, day):
    make_world(today=day, now=datetime.combine(day, NOW.timetz()))

    assert {gap.kind for gap, _ in gaps(day)} == set(Kind)
    assert verify() == []
    assert Document.objects.latest("issued_on").issued_on == day.toordinal()


def test_it_is_whole_and_nothing_in_it_waits_for_a_hand(world):
    assert verify() == []
    assert not Document.objects.exclude(state="taken").exists()
    assert not told().loose
    assert Link.objects.filter(kind=Relation.NEEDS).count() == 3


def test_papers_are_recorded_in_the_order_in_which_they_came(world):
    rows = reading().select("SELECT relation_id, recorded_at FROM record_document ORDER BY id")

    assert max(moment for _, moment in rows) <= NOW.timestamp() * 1_000_000
    assert rows == sorted(rows)


def test_two_sides_have_doors_and_a_third_has_a_link(world):
    assert [party for _, _, party in world.logins] == ["Consortial", "IYT Corporation"]
    assert world.link.startswith("/visit/")
    assert Visit.objects.count() == 1
    assert set(Member.objects.values_list("job", flat=True)) == {Job.OWNER, Job.WAREHOUSE}
    assert Terms.objects.count() == 8


def test_passwords_differ_each_time(world, record):
    passwords = {password for _, password, _ in world.logins}

    assert len(passwords) == 2
    assert all(len(password) >= 10 for password in passwords)


def test_it_is_opened_in_a_file_of_its_own_and_made_once_a_day(empty_file, tmp_path):
    first = open_world(tmp_path, now=NOW)
    made = (tmp_path / FILE).stat().st_ino
    again = open_world(tmp_path, now=NOW + timedelta(hours=3))

    assert again == first
    assert (tmp_path / FILE).stat().st_ino == made
    assert sorted(path.name for path in tmp_path.iterdir() if "-" not in path.name) == [
        "world.json", "world.sqlite3",
    ]  # fmt: skip
    assert (tmp_path / "world.json").stat().st_mode & 0o077 == 0


def test_it_is_made_anew_on_another_day_or_when_it_was_left_half_made(empty_file, tmp_path, monkeypatch):
    first = open_world(tmp_path, now=NOW)
    other_day = open_world(tmp_path, now=NOW + timedelta(days=1))
    (tmp_path / "world.json").unlink()
    third = open_world(tmp_path, now=NOW + timedelta(days=1))

    assert first.day != other_day.day
    assert third.logins != other_day.logins
    monkeypatch.setattr(opening, "__version__", "9.9.9")
    assert open_world(tmp_path, now=NOW + timedelta(days=1)).release == third.release
