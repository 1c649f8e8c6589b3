"""Pulse: whether something is new between two parties, asked every few seconds by every open page."""

from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import HttpRequest

from comaker.record.asked.scope import RELATION_MAX
from comaker.record.sight import beyond

# What anybody has written between two parties raises their serial number.
_SERIAL = """
SELECT relation.serial FROM record_relation relation
JOIN record_party one ON one.id = relation.one_id
JOIN record_party other ON other.id = relation.other_id
WHERE relation.id = %s AND EXISTS (
    SELECT 1 FROM front_member member JOIN record_party party ON party.id = member.party_id
    WHERE member.user_id = %s AND member.ended_at IS NULL AND coalesce(party.merged_into_id, party.id) IN (
        coalesce(one.merged_into_id, one.id), coalesce(other.merged_into_id, other.id)
    )
)
"""


def serial_for(request: HttpRequest, relation: int) -> int | None:
    """Return the last number of a relation of who is signed in; None where it is not his. One statement."""
    user = request.session.get(SESSION_KEY)
    if user is None or relation > RELATION_MAX:
        return None
    with beyond(), connection.cursor() as cursor:
        cursor.execute(_SERIAL, [relation, int(user)])
        found = cursor.fetchone()
    return None if found is None else int(found[0])
