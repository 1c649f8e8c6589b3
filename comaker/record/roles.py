"""Roles of PostgreSQL: one that serves pages and owns nothing, so that the second lock holds for it."""

from django.db import connection

from comaker.kernel.refusal import Refusal


class NoSuchRole(Refusal):
    """The server knows no such role, or the database has no roles at all."""


_KNOWN = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s"
_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
)


def admit(role: str) -> None:
    """Let a role read and write the tables, as far as row-level security lets it.

    Raises:
        NoSuchRole: there is none, or one that no row-level security holds.
    """
    if connection.vendor != "postgresql":
        raise NoSuchRole("The embedded record knows no roles.", hint="Leave --role out.")
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [role])
        found = cursor.fetchone()
        if found is None:
            raise NoSuchRole(
                f"PostgreSQL knows no role “{role}”.",
                hint="Make it first, as in: CREATE ROLE comaker_app LOGIN PASSWORD '…'",
            )
        if found[0]:
            raise NoSuchRole(
                f"Row-level security does not hold the role “{role}”.",
                hint="Take a role that is no superuser and has no BYPASSRLS.",
            )
        for grant in _GRANTS:
            cursor.execute(grant.format(role=connection.ops.quote_name(role)))
