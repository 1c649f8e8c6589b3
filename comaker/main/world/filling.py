"""Filling: the demo's world in an empty record, as it is on a day."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from allauth.account.models import EmailAddress

from comaker import __version__
from comaker.apps.agree.actions.links import give_link
from comaker.apps.agree.actions.mandates import give
from comaker.apps.agree.actions.terms import answer, propose
from comaker.engines.formats import read, write
from comaker.engines.worlds import Made
from comaker.front.asker import asker_of, join
from comaker.front.models import Member, User
from comaker.kernel.access import Doing
from comaker.kernel.document import Document
from comaker.kernel.document import Kind as Paper
from comaker.kernel.line import Terms
from comaker.kernel.party import Party
from comaker.main.reactions import work
from comaker.main.world import chain, crowd, lines, money, others
from comaker.main.world.cast import (
    CARRIER,
    HOUSEHOLD,
    IYT,
    IYT_TERMS,
    MAKER,
    MUSEUM,
    PEOPLE,
    SAID,
    SITES,
    SUPPLIER,
    TERMS,
    VISITOR,
    Person,
)
from comaker.main.world.pen import Pen
from comaker.record.masters.introducing import introduce
from comaker.record.masters.loading import Kind, load
from comaker.record.masters.register import registered
from comaker.record.masters.terms import write_terms
from comaker.record.models import Line
from comaker.record.post import Arrival, post, sit
from comaker.record.talk import Saying, keep_talk

_PARTIES = (MAKER, IYT, MUSEUM, CARRIER, SUPPLIER, HOUSEHOLD)
_NOON = time(12, tzinfo=UTC)
_BEFORE = timedelta(days=400)
_WORDS = ("amber", "bijen", "comb", "honing", "kaars", "lamp", "licht", "lont", "schijn", "was")


@dataclass(frozen=True, slots=True)
class Doors:
    """Where one may come in; for the demo's file alone.

    Attributes:
        day: on which the world was made; `release` by which release.
        logins: e-mail address, password, and for whom.
        link: where a private link to one deal leads, after the address of the pages; `visitor` who has it.
    """

    day: str
    release: str
    logins: tuple[tuple[str, str, str], ...]
    link: str
    visitor: str


def make_world(*, today: date, now: datetime) -> Doors:
    """Fill an empty record with the demo's world, as it is on a day.

    Args:
        now: when it is made; nothing in it is recorded later.
    """
    day, start = today.toordinal(), datetime.combine(today, _NOON) - _BEFORE
    supplied = crowd.made(day)
    numbers = {party: _registered(party, start) for party in _PARTIES}
    passwords = {person.email: _password() for person in PEOPLE}
    members = {person.email: _member(person, numbers, passwords, start) for person in PEOPLE}
    _load_terms(numbers[SUPPLIER], numbers[MAKER], crowd.terms(supplied), start)
    for giver, taker, terms in TERMS:
        _agree([*members.values()], numbers[giver], numbers[taker], terms, start)
    assert not load(kind=Kind.SITES, content=SITES.encode(), now=start).refused
    _post([*chain.papers(day), *map(_written, _papers(day, supplied))], now)
    _say(members, now)
    maker, customer = (members[person.email] for person in PEOPLE if person.is_first)
    link = _settle(maker, customer, today, now)
    work(once=True)
    logins = [
        (person.email, passwords[person.email], person.party.name) for person in PEOPLE if person.is_first
    ]
    return Doors(today.isoformat(), __version__, tuple(logins), link, f"{VISITOR}, {MUSEUM.name}")


def _papers(day: int, supplied: Made) -> list[Document]:
    pen = Pen(day, MAKER, IYT)
    return [*lines.papers(pen), *money.papers(pen), *others.papers(day), *crowd.papers(supplied)]


def _registered(party: Party, now: datetime) -> int:
    return registered(party, is_person=party is HOUSEHOLD, now=now)[0]


def _agree(members: list[Member], giver: int, taker: int, terms: Terms, now: datetime) -> None:
    """Let the maker propose terms, and the other side agree where somebody acts for it."""
    maker = asker_of(members[0])
    relation = introduce(one=giver, other=taker, now=now)
    proposal = propose(
        maker, number=relation, is_given=giver in maker.parties, from_on=now.date().toordinal(), terms=terms,
        language="", note="", now=now,
    )  # fmt: skip
    other = taker if giver in maker.parties else giver
    for member in members:
        if member.party_id == other:
            answer(asker_of(member), proposal=proposal.pk, is_agreed=True, why="", now=now)


def _load_terms(giver: int, taker: int, terms: Terms, now: datetime) -> None:
    relation = introduce(one=giver, other=taker, now=now)
    sit(lambda sitting: write_terms(sitting, relation=relation, giver=giver, from_on=0, terms=terms), now=now)


def _post(papers: Iterable[tuple[Document, bytes]], now: datetime) -> None:
    """Post papers day by day, as they would have come in."""
    told = sorted(papers, key=lambda each: each[0].issued_on or 0)
    for day, some in groupby(told, key=lambda each: each[0].issued_on or 0):
        came = datetime.combine(date.fromordinal(day), _NOON)
        post([Arrival(*each) for each in some], now=min(came, now))


def _written(document: Document) -> tuple[Document, bytes]:
    """Return a paper as its bytes say it; what people let pass has none."""
    if document.kind in (Paper.CONCESSION, Paper.BILL_CONCESSION):
        return document, b""
    body = write(document)
    return read(body), body


def _password() -> str:
    return "-".join([*(secrets.choice(_WORDS) for _ in range(3)), str(secrets.randbelow(900) + 100)])


def _member(person: Person, numbers: dict[Party, int], passwords: dict[str, str], now: datetime) -> Member:
    user = User.objects.create_user(
        person.email, passwords[person.email], name=person.name, language=person.language
    )
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return join(user, numbers[person.party], person.job, now=now)


def _say(members: dict[str, Member], now: datetime) -> None:
    for deal, number, email, words, days in SAID:
        line = Line.objects.get(deal=deal, number=number)
        member = members[email]
        saying = Saying(line.pk, member.party_id, member.pk, str(member.user), words)
        keep_talk(saying, now=now - timedelta(days=days, hours=2))


def _settle(maker: Member, customer: Member, today: date, now: datetime) -> str:
    """Let the customer propose terms and give a mandate, and the maker give a link; return its place."""
    ours, theirs = asker_of(maker), asker_of(customer)
    relation = introduce(one=ours.party, other=theirs.party, now=now)
    propose(
        theirs, number=relation, is_given=False, from_on=today.toordinal() + 14, language="en",
        terms=IYT_TERMS, note="Our bank pays on the fifteenth; 45 days saves us both a reminder.",
        now=now - timedelta(days=1),
    )  # fmt: skip
    give(theirs, to=CARRIER.identifiers[0], doings=[Doing.RECEIVE], now=now)
    museum = registered(MUSEUM, is_person=False, now=now)[0]
    shown = introduce(one=ours.party, other=museum, now=now)
    _visit, secret = give_link(ours, number=shown, deal="MZ-77", name=VISITOR, days=30, now=now)
    return f"/visit/{secret}"
