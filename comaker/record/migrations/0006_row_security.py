"""A second lock on PostgreSQL: a role that owns nothing reads only what the parties of its asker may see.

Whoever owns the tables is not held by this. Any other role sees nothing at all until it says for which
parties it asks (`comaker.parties`), and writes to the record only within a posting (`comaker.scope`).
"""

from typing import Any

from django.db import migrations

_OURS = "= ANY (NULLIF(current_setting('comaker.parties', TRUE), '')::bigint[])"
_WITHIN = "(SELECT current_setting('comaker.scope', TRUE) = 'record')"


def _there(name: str, column: str, *, by: str = "id") -> str:
    """Say that a row of another table can be seen."""
    return f"EXISTS (SELECT FROM record_{name} seen WHERE seen.{by} = {column})"


_OF_TWO = f"giver {_OURS} OR taker {_OURS}"
_OF_RELATION = _there("relation", "relation")
_NOBODY = "FALSE"  # read within a posting alone

VISIBLE = {
    "relation": f"one_id {_OURS} OR other_id {_OURS}",
    "way": f"giver_id {_OURS} OR taker_id {_OURS}",
    "terms": _there("relation", "relation_id"),
    "line": _OF_TWO,
    "bill": _OF_TWO,
    "document": _OF_TWO,
    "tie": _there("line", "line"),
    "billtie": _there("bill", "bill"),
    "entry": f"{_there('line', 'line')} OR (line IS NULL AND {_there('bill', 'bill')})",
    "link": f"{_there('line', 'line')} AND {_there('line', 'target')}",
    "gap": _OF_RELATION,
    "lapse": _OF_RELATION,
    "loose": _OF_RELATION,
    "remark": _OF_RELATION,
    "event": _there("relation", "id >> 32"),
    "party": (
        f"id {_OURS} OR merged_into_id {_OURS} OR EXISTS (SELECT FROM record_relation seen WHERE "
        f"(seen.one_id = record_party.id AND seen.other_id {_OURS}) OR "
        f"(seen.other_id = record_party.id AND seen.one_id {_OURS}))"
    ),
    "identifier": _there("party", "party_id"),
    "site": _there("party", "party_id"),
    "dock": _there("site", "site_id"),
    "product": _there("party", "owner_id"),
    "number": f"owner_id {_OURS} OR party_id {_OURS} OR (party_id = 0 AND {_there('party', 'owner_id')})",
    "packing": _there("product", "product_id"),
    "item": _there("holding", "record_item.id", by="item_id"),
    "holding": f"holder_id {_OURS}",
    "count": f"EXISTS (SELECT FROM record_site seen WHERE seen.id = site_id AND seen.party_id {_OURS})",
    "paper": _NOBODY,
    "refused": _NOBODY,
    "mention": _NOBODY,
    "cursor": _NOBODY,
    "news": _NOBODY,
}

# Asked before anybody knows for which parties somebody asks; the one who stands for them comes first.
_KNOWN_AS = """
CREATE FUNCTION record_known_as(one bigint) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
    SELECT array_agg(party.id ORDER BY party.id <> stands.id, party.id)
    FROM (SELECT coalesce(merged_into_id, id) AS id FROM record_party WHERE id = one) stands
    JOIN record_party party ON party.id = stands.id OR party.merged_into_id = stands.id
$$
"""


def lock(apps: Any, schema_editor: Any) -> None:
    """Turn the second lock on."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(_KNOWN_AS)
    for name, visible in VISIBLE.items():
        table = f"record_{name}"
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"CREATE POLICY seen ON {table} FOR SELECT USING ({_WITHIN} OR {visible})")
        schema_editor.execute(
            f"CREATE POLICY posted ON {table} FOR ALL USING ({_WITHIN}) WITH CHECK ({_WITHIN})"
        )


def unlock(apps: Any, schema_editor: Any) -> None:
    """Turn it off."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in VISIBLE:
        table = f"record_{name}"
        schema_editor.execute(f"DROP POLICY seen ON {table}")
        schema_editor.execute(f"DROP POLICY posted ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    schema_editor.execute("DROP FUNCTION record_known_as(bigint)")


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("record", "0005_seekers")]

    operations = [migrations.RunPython(lock, unlock)]
