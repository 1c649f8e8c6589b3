"""The rules in SQL say what the rules say, on every database."""

import random
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comaker.engines import columns
from comaker.kernel.rules import PLAIN, Quantities, Sums, quantities

GOLDEN = Path(__file__).parent / "rules.duckdb.sql"
WRITE_GOLDEN = """python -c 'from comaker.engines import columns; print(columns.select("duckdb"))'"""
TYPE_OF = {
    "duckdb": ("typeof", "BIGINT"),
    "sqlite": ("typeof", "integer"),
    "postgres": ("pg_typeof", "bigint"),
}

NOTHING = Quantities(**dict.fromkeys(Quantities._fields, 0))

# The same words for every example.
select = cache(columns.select)

QUANTITY_MAX = 10**18
NEVER_NEGATIVE = {"repeated", "excess", "told_send", "told_receive", "over", "under"}
FLAG_OF = {
    "asked": "has_ask",
    "promised": "has_promise",
    "sent": "has_send",
    "received": "has_receipt",
    "rejected": "has_receipt",
    "billed": "has_bill",
    "repeated": "has_bill",
}


@st.composite
def batches(draw, size=200):
    """Draw a few numbers and make lines of them, so that many quantities of a line agree, or nearly."""
    pool = draw(st.lists(st.integers(0, QUANTITY_MAX), min_size=1, max_size=5))
    pool += [number + 1 for number in pool] + [0, 1, max(pool) // 2]
    return lines_of(pool, seed=draw(st.integers(0, 2**32)), size=size)


def lines_of(pool, *, seed, size):
    chance = random.Random(seed)
    return [_line(pool, chance) for _ in range(size)]


def _line(pool, chance):
    values = {}
    for name in Sums._fields:
        if name.startswith(("has_", "expects_", "is_")):
            values[name] = chance.randrange(2)
        else:
            number = min(chance.choice(pool), QUANTITY_MAX)
            is_negative = name not in NEVER_NEGATIVE and chance.random() < 0.1
            values[name] = -number if is_negative else number
    unknown = {name for name, flag in FLAG_OF.items() if values[flag] == 0}
    return Sums(**values | dict.fromkeys(unknown, 0))


@given(lines=batches())
def test_a_database_finds_the_same_quantities_as_the_rules(database, lines):
    database.hold(lines)

    found = database.ask(select(database.dialect, table=database.table))

    assert differences(lines, found, quantities) == []


def everything(line, arithmetic):
    """Do whatever a rule may do, in ways that the rules of the kernel do not yet."""
    larger, smaller, when = arithmetic
    nothing = larger(smaller(0, 5), -5)
    lost = line.sent - line.received
    neither = when(line.has_ask, 0, when(line.has_promise, 0, 1))
    mixed = when(line.has_ask, line.has_promise, line.has_bill)
    either = when(line.has_ask, 1, line.has_promise)
    exactly_one = when(neither, 0, when(when(line.has_ask, line.has_promise, 0), 0, 1))
    twice_chosen = when(either, when(mixed, lost, 7), 7)
    about_itself = when(lost > 3, lost, 0)
    no_flags = larger(1 - either, smaller(1 - lost, line.has_ask)) - larger(mixed, 1)
    return Quantities(
        underpromised=0,
        overpromised=5,
        missing=neither,
        surplus=when(mixed, 1, 0),
        rejected=when(line.has_ask, 2, 3),
        unsent=exactly_one,
        oversent=0 - (0 - lost) - (0 - (0 - line.sent)),
        told_differently=0 - when(nothing > lost, lost, line.billed),
        unexpected=line.asked - (0 - line.sent) - lost,
        billed_twice=when(larger(1, 2) > 1, twice_chosen, 0),
        billed_early=when(about_itself > 5, about_itself, 0) + when(about_itself, 1, 2) + 3,
        overbilled=larger(smaller(10, lost), 4 - lost),
        unbilled=no_flags + when(1, line.has_ask, 0) + when(0 - line.has_ask, 10, 20),
        base=line.sent,
    )


@given(lines=batches(size=50))
def test_other_rules_may_use_every_operation(database, lines):
    database.hold(lines)

    found = database.ask(select(database.dialect, table=database.table, rules=everything))

    assert differences(lines, found, everything) == []


@pytest.mark.parametrize("rules", [quantities, everything])
@pytest.mark.parametrize("given_as", ["SUM({name})", "CAST(SUM({name}) AS INTEGER)"])
def test_every_quantity_is_an_integer_of_64_bits_whatever_the_table_holds(database, rules, given_as):
    lines = [Sums(1, -2 * 10**9, 1, 2 * 10**9, 1, -2 * 10**9, 1, 2 * 10**9)]
    database.hold(lines)
    sums = ", ".join(f"{given_as.format(name=name)} AS {name}" for name in Sums._fields)
    query = columns.select(database.dialect, table="chosen", rules=rules)
    chosen = f"WITH chosen AS (SELECT line, {sums} FROM {database.table} GROUP BY line)"
    type_of, wide = TYPE_OF[database.dialect]
    types = ", ".join(f"CAST({type_of}({name}) AS TEXT)" for name in Quantities._fields)

    found = database.ask(f"{chosen} SELECT * FROM ({query}) AS found")
    types_found = database.ask(f"{chosen} SELECT {types} FROM ({query}) AS found")

    assert differences(lines, found, rules) == []
    assert types_found == [(wide,) * len(Quantities._fields)]


def test_spark_finds_the_same_quantities_as_the_rules():
    sql = pytest.importorskip(
        "pyspark.sql", reason="Spark is not installed; it is no part of `make setup-dev`."
    )
    lines = lines_of([0, 1, 7, 8, QUANTITY_MAX // 2, QUANTITY_MAX], seed=20, size=2_000)
    schema = ", ".join(f"{name} bigint" for name in ("line", *Sums._fields))
    settings = {"spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}

    with sql.SparkSession.builder.master("local[1]").config(map=settings).getOrCreate() as spark:
        held = spark.createDataFrame([(number, *line) for number, line in enumerate(lines)], schema)
        held.createTempView("sums")
        found = sorted(tuple(row) for row in spark.sql(select("spark")).collect())

    assert differences(lines, found, quantities) == []


def test_the_sql_is_what_people_have_read():
    written = columns.select("duckdb") + "\n"

    assert written == GOLDEN.read_text(encoding="utf-8"), f"Write it anew with {WRITE_GOLDEN}, and read it."


@pytest.mark.parametrize("dialect", columns.DIALECTS)
def test_the_sql_asks_no_database_for_the_larger_of_two(dialect):
    words = columns.select(dialect).upper()

    assert [word for word in ("GREATEST", "LEAST", "MAX(", "MIN(", "NULL") if word in words] == []


def test_results_that_are_used_again_do_not_make_the_sql_explode():
    def doubling(line, arithmetic):
        quantity = line.sent
        for step in range(60):
            quantity = arithmetic.larger(quantity - step, line.received - quantity)
        return NOTHING._replace(base=quantity)

    assert len(columns.select("duckdb", rules=doubling)) < 15_000


@pytest.mark.parametrize(
    "choose",
    [
        lambda line: max(line.sent, line.received),
        lambda line: line.sent if line.has_send else 0,
        lambda line: int(line.sent == line.received),
        lambda line: line.sent or 0,
    ],
)
def test_a_rule_that_chooses_by_itself_is_not_written(choose):
    with pytest.raises(TypeError, match="it has to ask `when`"):
        columns.select("duckdb", rules=lambda line, _: NOTHING._replace(base=choose(line)))


@pytest.mark.parametrize("write", [columns.select, columns.create])
def test_a_database_that_the_rules_were_never_tested_on_is_named(write):
    with pytest.raises(
        ValueError, match="The rules are written for duckdb, postgres, spark, sqlite; not for tsql"
    ):
        write("tsql")


def test_the_command_starts_without_sqlglot():
    loaded = "import sys, comaker.main.cli; print('sqlglot' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True, text=True)

    assert said.stdout.strip() == "False"


def differences(lines, found, rules):
    """Return each line on which the database and the rules differ, with what each of them says."""
    expected = [(number, *rules(line, PLAIN)) for number, line in enumerate(lines)]
    assert len(found) == len(expected)
    return [
        (lines[row[0]], said, row)
        for said, row in zip(expected, found, strict=True)
        if said != row or {type(value) for value in row} != {int}
    ]
