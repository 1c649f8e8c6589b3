"""Tables of a story: read from Markdown, and known by a column that no other table has."""

from typing import NamedTuple

# The columns that a table of each kind may have; the first one tells the kind.
COLUMNS = {
    "lines": "giver, taker, line, what, unit, settlement, kind",
    "entries": "act, day, line, who, quantity, unit, price, amount, until, bill, due, what, why",
    "links": "points to, line, how, one is",
    "standings": "asked, on, line, promised, price, until, sent, received, rejected, billed, paid",
    "gaps": "gap, on, of, quantity, unit, amount, counted, days, cause, because of, turn, state, due",
    "lapses": "lapse, on, of, quantity, days, against",
}


class Row(dict[str, str]):
    """A row by the names of its columns; `at` is its line in the file."""

    at = 0


class Table(NamedTuple):
    """One table under its heading; `bug` says why it cannot be true yet."""

    kind: str
    heading: str
    at: int
    columns: list[str]
    rows: list[Row]
    bug: str


def tables_of(text: str) -> list[Table]:
    """Read the tables of a story. “<!-- open bug: why -->” before a table says that it cannot be true yet."""
    tables: list[Table] = []
    heading = bug = ""
    is_within = False
    for at, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            heading = line.strip("# ")
        if line.startswith("<!-- open bug:"):
            bug = line.removeprefix("<!-- open bug:").removesuffix("-->").strip()
        is_table = line.startswith("|")
        if is_table and not is_within:
            columns = _cells(line)
            tables.append(Table(_kind_of(columns, at), heading, at, columns, [], bug))
            bug = ""
        elif is_table and not line.startswith("|-"):
            row = Row(zip(tables[-1].columns, _cells(line), strict=True))
            row.at = at
            tables[-1].rows.append(row)
        is_within = is_table
    return tables


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("*") for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _kind_of(columns: list[str], at: int) -> str:
    for kind, names in COLUMNS.items():
        known = names.split(", ")
        if known[0] in columns:
            unknown = set(columns) - set(known)
            assert not unknown, f"line {at}: a table of {kind} has no column {', '.join(unknown)}"
            return kind
    raise AssertionError(f"line {at}: no table has the columns {', '.join(columns)}")
