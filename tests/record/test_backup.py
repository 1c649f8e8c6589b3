"""A backup holds everything that is stored, and is put back on either database."""

import stat
from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db import connection

from comaker.front.models import User
from comaker.main.world.filling import make_world
from comaker.record.backup import NotEmpty, _rows, _tables, backup, restore
from comaker.record.verify import verify
from tests.record.conftest import on_file, on_server

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def everything():
    """Return all rows of all tables, as they stand in a backup."""
    return {
        model._meta.db_table: sorted((row for rows in _rows(model) for row in rows), key=repr)
        for model in _tables()
    }


def sign_in_ways():
    user = User.objects.get(email="anna@consortial.example")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "kaars", "no": None})
    SocialAccount.objects.create(user=user, provider="openid_connect", uid="anna", extra_data={"a": [1, "é"]})
    Session.objects.create(session_key="k", session_data="d", expire_date=NOW)


@pytest.mark.parametrize("target", ["sqlite", "postgres"])
def test_what_is_restored_is_all_that_was_there(record, target, empty_file, tmp_path, request):
    make_world(today=date(2026, 3, 2), now=NOW)
    sign_in_ways()
    before = everything()
    place = tmp_path / "all.backup"
    backup(place)

    if target == "sqlite":
        (tmp_path / "elsewhere").mkdir()
        on_file(empty_file, tmp_path / "elsewhere")
    else:
        on_server(request.getfixturevalue("server"))
    restore(place)

    after = everything()
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    assert [name for name in before if after[name] != before[name]] == []
    filled = {"front_user", "front_member", "front_visit", "front_mandate", "agree_proposal", "record_talk"}
    assert all(after[name] for name in filled | {"account_emailaddress", "mfa_authenticator"})
    assert verify() == []
    assert User.objects.get(email="ben@iyt.example").members.get().party.name == "IYT Corporation"
    assert Authenticator.objects.get().data == {"secret": "kaars", "no": None}
    assert EmailAddress.objects.filter(verified=True).count() == 4


def test_who_is_signed_in_is_not_in_a_backup(record, tmp_path):
    make_world(today=date(2026, 3, 2), now=NOW)

    names = {model._meta.db_table for model in _tables()}

    assert "django_session" not in names
    assert not {name for name in names if name.startswith(("auth_", "django_"))}


def test_new_people_are_numbered_after_those_that_were_restored(record, tmp_path, empty_file):
    make_world(today=date(2026, 3, 2), now=NOW)
    place = tmp_path / "all.backup"
    backup(place)
    (tmp_path / "elsewhere").mkdir()
    on_file(empty_file, tmp_path / "elsewhere") if connection.vendor == "sqlite" else on_server(record)
    restore(place)

    fresh = User.objects.create_user("late@example.com")

    assert fresh.pk == max(User.objects.values_list("pk", flat=True))


def test_a_backup_can_be_read_by_its_owner_alone(record, tmp_path):
    place = tmp_path / "all.backup"

    backup(place)

    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_an_installation_to_which_somebody_signed_up_is_not_restored_into(record, tmp_path):
    place = tmp_path / "all.backup"
    backup(place)
    User.objects.create_user("eve@example.com")

    with pytest.raises(NotEmpty):
        restore(place)

    assert User.objects.get().email == "eve@example.com"
