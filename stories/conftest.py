"""Stories: Markdown that people read and pytest runs; README.md here says how a story is told."""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

import pytest

from comaker.front import contract
from comaker.kernel.amounts import plain_money, plain_quantity
from comaker.kernel.bill import Bill, paid_on_line, stand_bill
from comaker.kernel.bill_gaps import bill_gaps, bill_lapses
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.entry import Act, Entry, Part, Rank, Role
from comaker.kernel.gap import Kind as GapKind
from comaker.kernel.gaps import gaps_of
from comaker.kernel.lapses import lapses_of
from comaker.kernel.line import Line, Link, Relation, Terms
from comaker.kernel.links import linked, waiting_for
from comaker.kernel.party import party_of
from comaker.kernel.settlement import PRESETS, Biller
from comaker.kernel.standing import stand
from tests.kernel.words import money, price, quantity

# What a table tells is known by the column that no other has.
KINDS = {"giver": "lines", "act": "entries", "points to": "links", "asked": "standings", "gap": "gaps"}
KINDS |= {"lapse": "lapses"}
ROLES = {"the bank": Role.BANK, "the carrier": Role.CARRIER}


class Table(NamedTuple):
    kind: str
    heading: str
    rows: list[tuple[int, dict[str, str]]]
    bug: str = ""


class Untrue(Exception):
    """What a story tells is not what was found."""


def pytest_collect_file(file_path, parent):
    return Story.from_parent(parent, path=file_path) if file_path.match("stories/[a-z]*.md") else None


class Story(pytest.File):
    def collect(self):
        told = tables_of(self.path.read_text(encoding="utf-8"))
        facts = {kind: [row for table in told if table.kind == kind for _, row in table.rows] for kind in
                 ("lines", "entries", "links")}  # fmt: skip
        for table in told:
            if table.kind not in facts:
                name = f"{table.heading}: {table.kind} (line {table.rows[0][0]})"
                yield Telling.from_parent(self, name=name, facts=facts, table=table)


class Telling(pytest.Item):
    """One table of a story that says how things stand."""

    def __init__(self, *, facts, table, **more):
        super().__init__(**more)
        self.facts, self.table = facts, table
        if table.bug:
            self.add_marker(pytest.mark.xfail(strict=True, reason=table.bug))

    def runtest(self):
        columns, wrong = list(self.table.rows[0][1]), []
        for on in dict.fromkeys(row["on"] for _, row in self.table.rows):
            rows = [(at, list(row.values())) for at, row in self.table.rows if row["on"] == on]
            rows = [(at, cells) for at, cells in rows if "nothing" not in cells]
            found = [{"on": on, **row} for row in found_on(on, **self.facts)[self.table.kind]]
            left = Counter(tuple(row.get(column, "") for column in columns) for row in found)
            for at, cells in rows:
                if not left[tuple(cells)]:
                    wrong.append(f"{self.path.name}:{at}: told and not found: | {' | '.join(cells)} |")
                left[tuple(cells)] -= 1
            wrong += [f"found and not told: | {' | '.join(cells)} |" for cells in (+left).elements()]
        if wrong:
            raise Untrue("\n".join(wrong))

    def repr_failure(self, excinfo, style=None):
        return str(excinfo.value) if excinfo.errisinstance(Untrue) else super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, self.table.rows[0][0] - 1, self.name


def tables_of(text: str) -> list[Table]:
    """Read the tables of a story; an `open bug` comment says that the next one cannot be true yet."""
    tables: list[Table] = []
    heading, bug, columns = "", "", None
    for at, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.strip("| ").split("|")] if line.startswith("|") else None
        if line.startswith("#"):
            heading = line.strip("# ")
        elif line.startswith("<!-- open bug "):
            bug = line.removeprefix("<!-- open bug ").removesuffix(" -->")
        if cells is None:
            columns = None
        elif columns is None:
            columns = cells
            kind = next(KINDS[column] for column in columns if column in KINDS)
            tables.append(Table(kind, heading, [], bug))
            bug = ""
        elif not line.startswith("|-"):
            # An empty last cell is lost with the edge of the table.
            cells += [""] * (len(columns) - len(cells))
            tables[-1].rows.append((at, dict(zip(columns, cells, strict=True))))
    return tables


def found_on(day: str, lines, entries, links) -> dict[str, list[dict[str, str]]]:
    """Work out what the entries up to a day come to, in the words that the tables use."""
    today, known = date.fromisoformat(day).toordinal(), [row for row in entries if row["day"] <= day]
    of = {row["line"]: line_of(row) for row in lines}
    chain = [Link(row["line"], Relation(row["how"]), row["points to"], quantity(row.get("factor") or 1))
             for row in links]  # fmt: skip
    told = {key: [entry_of(at, row, line) for at, row in enumerate(known)
                  if row.get("line", key) == key and row["act"] != "pay"]
            for key, line in of.items()}  # fmt: skip
    told = linked(told, chain)
    stood = {key: stand(line, told[key]) for key, line in of.items()}
    gaps = {key: gaps_of(line, stood[key]) for key, line in of.items()}
    unsent = {key for key, named in gaps.items() if any(gap.kind is GapKind.UNSENT for gap in named)}
    bills = bills_of(known, of)
    settled = {bill.key: (bill, stand_bill(bill)) for bill in bills}
    found: dict[str, list[dict[str, str]]] = {"standings": [], "gaps": [], "lapses": []}
    for key, line in of.items():
        acts = {"line": key, **acts_of(stood[key]), "paid": paid_of(stood[key], settled)}
        found["standings"].append(acts)
        found["gaps"] += [gap_row(key, gap, line, today)
                          for gap in waiting_for(key, gaps[key], chain, unsent)]  # fmt: skip
        found["lapses"] += [lapse_row(key, lapse) for lapse in lapses_of(line, stood[key])]
    for key, (bill, standing) in settled.items():
        line = next(of[row.get("line") or next(iter(of))] for row in known if bill_of(row)[0] == key)
        found["gaps"] += [gap_row(key, gap, line, today) for gap in bill_gaps(bill, standing)]
        found["lapses"] += [lapse_row(key, lapse) for lapse in bill_lapses(standing)]
    return found
