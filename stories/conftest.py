"""Stories: Markdown that people read and pytest runs; README.md says how a story is told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from stories.chain import Chain
from stories.tables import Table, tables_of

GIVEN = ("lines", "entries", "links")


class Untrue(Exception):
    """What a story tells is not what comes out."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    is_story = file_path.suffix == ".md" and file_path.name != "README.md"
    return Story.from_parent(parent, path=file_path) if is_story else None


class Story(pytest.File):
    """One Markdown file; each of its tables that says how things stand is a test."""

    def collect(self) -> Iterator[pytest.Item]:
        tables = tables_of(self.path.read_text(encoding="utf-8"))
        given = [[row for table in tables if table.kind == kind for row in table.rows] for kind in GIVEN]
        for table in tables:
            if table.kind not in GIVEN:
                name = f"{table.kind}: {table.heading}, line {table.at}"
                yield Telling.from_parent(self, name=name, given=given, table=table)


class Telling(pytest.Item):
    """One table of standings, gaps or lapses: on each of its days all that comes out is told, and no more."""

    def __init__(self, *, given: list[list[Any]], table: Table, **more: Any) -> None:
        super().__init__(**more)
        self.given, self.table = given, table
        if table.bug:
            self.add_marker(pytest.mark.xfail(strict=True, reason=table.bug))

    def runtest(self) -> None:
        wrong = []
        for on in dict.fromkeys(row["on"] for row in self.table.rows):
            told = [row for row in self.table.rows if row["on"] == on]
            come_out = getattr(Chain(on, *self.given), self.table.kind)()
            left = Counter(self._cells({**row, "on": on}) for row in come_out)
            for row in told:
                cells = self._cells(row)
                if "none" in cells:
                    continue
                if not left[cells]:
                    wrong.append(f"{self.path.name}:{row.at}: told and not so: {_row(cells)}")
                left[cells] -= 1
            wrong += [f"{self.path.name}: so and not told: {_row(cells)}" for cells in (+left).elements()]
        if wrong:
            raise Untrue("\n".join([_row(self.table.columns), *wrong]))

    def _cells(self, row: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(row.get(column, "") for column in self.table.columns)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if excinfo.errisinstance(Untrue) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.table.at - 1, self.name


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
