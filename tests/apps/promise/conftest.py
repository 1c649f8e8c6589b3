"""The record under test, with two parties that know each other."""

import os
from datetime import UTC, datetime

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
django.setup()

from comaker.apps.promise.actions import Occasion  # noqa: E402 – after the set-up
from comaker.front import people  # noqa: E402
from comaker.front.asker import asker_of, join  # noqa: E402
from comaker.front.models import User  # noqa: E402
from comaker.kernel.access import Job  # noqa: E402
from tests.record.conftest import empty_file, record, server  # noqa: E402

__all__ = ["empty_file", "record", "server"]

GLN, OTHER_GLN = "8712345000004", "8712345000011"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Person:
    """Somebody who does things for a party, one after the other, a minute each."""

    minutes = 0

    def __init__(self, member):
        self.member = member
        self.party = member.party_id

    @property
    def asker(self):
        return asker_of(self.member)

    def now(self, day=0, form="", **more):
        """Return the occasion of saying something, some days after the second of March."""
        Person.minutes += 1
        moment = NOW.replace(
            day=NOW.day + day, hour=9 + Person.minutes // 60 % 12, minute=Person.minutes % 60
        )
        return Occasion(self.asker, moment, form, **more)


def user_of(name):
    email = f"{name}@example.com"
    return User.objects.filter(email=email).first() or User.objects.create_user(email, name=name.title())


def person(name, *, party, number="", job=Job.OWNER, is_person=False):
    user = user_of(name)
    member = people.begin(user=user, name=party, identifier=number, is_person=is_person, now=NOW)
    if job is not Job.OWNER:
        member.job = job.value
        member.save()
    return Person(member)


def colleague(of, name, job):
    """Return somebody who does another job for the same party."""
    return Person(join(user_of(name), of.party, job, now=NOW))


@pytest.fixture
def buyer(record):
    return person("carla", party="Candle Co", number=GLN)


@pytest.fixture
def seller(buyer):
    return person("bram", party="Bee Works", number=OTHER_GLN)


@pytest.fixture
def stranger(seller):
    return person("eve", party="Eve & Sons")
