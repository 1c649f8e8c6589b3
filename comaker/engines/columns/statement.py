"""The statement: the steps of the rules, written for one database."""

from collections.abc import Callable, Mapping

from sqlglot import exp

from comaker.engines.columns.steps import KEY, steps_of
from comaker.engines.columns.trace import Rules, Trace
from comaker.kernel.rules import Sums, quantities

Fence = Callable[[exp.Select], exp.Select]

# PostgreSQL and SQLite would say a step again in each place where a later step uses it, and the rules would
# grow with every step. A limit that limits nothing stops them, and unlike MATERIALIZED it stores nothing.
_FENCES: dict[str, Fence] = {
    "duckdb": lambda step: step,
    "postgres": lambda step: step.offset(0),
    "spark": lambda step: step,
    "sqlite": lambda step: step.limit(-1),
}
DIALECTS = tuple(_FENCES)


def select(dialect: str, *, table: str = "sums", rules: Rules = quantities) -> str:
    """Write the rules as one SELECT.

    Args:
        dialect: one of DIALECTS.
        table: a table, a view, or a common table of the statement around this one. It has the column `line`,
            of any type, and for each of `Sums` a column of integers up to 10**18, none of them NULL. Whoever
            wants some lines only chooses them there: a condition around this SELECT comes after the work.
        rules: what to write; the kernel's, but for tests.

    Returns:
        A SELECT of `line` and of every one of `Quantities`, in integers of 64 bits and in no order.
    """
    fence = _fence(dialect)
    steps = steps_of(Trace(rules))
    given = {name: _integer(exp.column(name)) for name in Sums._fields}
    tables = {"given": _step(KEY, given, exp.to_table(table, dialect=dialect))}
    for number, columns in enumerate(steps.columns, start=1):
        tables[f"step_{number}"] = _step("*", columns, exp.to_table([*tables][-1]))
    query = _step(KEY, steps.quantities, exp.to_table([*tables][-1]))
    for name, step in tables.items():
        query = query.with_(name, as_=fence(step), copy=False)
    return query.sql(dialect, pretty=True)


def create(dialect: str, *, table: str = "sums") -> str:
    """Write the table that `select` reads, for lines that are numbered."""
    _fence(dialect)
    columns = [
        exp.ColumnDef(
            this=exp.to_identifier(name),
            kind=exp.DataType.build("bigint"),
            constraints=[exp.ColumnConstraint(kind=exp.NotNullColumnConstraint())],
        )
        for name in (KEY, *Sums._fields)
    ]
    schema = exp.Schema(this=exp.to_table(table, dialect=dialect), expressions=columns)
    return exp.Create(this=schema, kind="TABLE").sql(dialect, pretty=True)


def _fence(dialect: str) -> Fence:
    if dialect not in _FENCES:
        raise ValueError(f"The rules are written for {', '.join(DIALECTS)}; not for {dialect}.")
    return _FENCES[dialect]


def _step(kept: str, columns: Mapping[str, exp.Expression], table: exp.Table) -> exp.Select:
    """Write one step: what it keeps, and its own columns."""
    named = [
        column if column.name == name and isinstance(column, exp.Column) else exp.alias_(_wide(column), name)
        for name, column in columns.items()
    ]
    return exp.select(kept, *named).from_(table)


def _wide(result: exp.Expression) -> exp.Expression:
    """Make a result that never comes from a column as wide as one that does; columns are wide already."""
    return result if _has_column(result) else _integer(result)


def _has_column(result: exp.Expression) -> bool:
    """Tell whether one of the numbers that a result is made of stands in a column."""
    if isinstance(result, exp.Case):
        numbers = [branch.args["true"] for branch in result.args["ifs"]]
        return any(_has_column(number) for number in (*numbers, result.args["default"]))
    return result.find(exp.Column) is not None


def _integer(number: exp.Expression) -> exp.Expression:
    """Make a number an integer of 64 bits; sums come as HUGEINT or NUMERIC, narrow columns as INT."""
    return exp.cast(number, "bigint")
