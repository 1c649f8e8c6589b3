"""Acquaint: the asker's party begins to deal with another, before any paper goes between them."""

from datetime import datetime

from django.utils.translation import gettext as _

from comaker.apps.agree.actions.links import must_invite
from comaker.kernel.access import Asker
from comaker.kernel.identifiers import identifiers_meant
from comaker.kernel.party import party_of
from comaker.kernel.refusal import Refusal
from comaker.record.masters.introducing import introduce
from comaker.record.masters.register import registered


class OwnParty(Refusal):
    """A party does not deal with itself."""


def acquaint(asker: Asker, *, name: str, identifier: str, is_person: bool, now: datetime) -> int:
    """Return the number of the relation with a party, which is made where it is not known yet.

    Raises:
        NotAllowed: the asker invites nobody.
        OwnParty: it is the asker's own.
    """
    must_invite(asker)
    wanted = party_of(name, identifiers_meant(identifier)[:1])
    number, _is_new = registered(wanted, is_person=is_person, now=now)
    if number in asker.parties:
        raise OwnParty(_("That is your own party."), hint=_("Name whom you deal with."))
    return introduce(one=asker.party, other=number, now=now)
