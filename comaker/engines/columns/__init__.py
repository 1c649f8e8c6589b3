"""Columns: the rules of the kernel as one SELECT, for a year of lines at once.

    columns.select("duckdb")                   every quantity of every line in the table `sums`
    columns.select("postgres", table="mine")   the same, from another table, view or common table
    columns.create("sqlite")                   a table that `select` can read

The rules themselves stand in `comaker.kernel.rules` and nowhere else: they are run once on columns instead
of numbers, and what they did is written down as SQL. Needs sqlglot, which comes with `comaker[bulk]`.
"""

from comaker.engines.columns.statement import DIALECTS, create, select

__all__ = ["DIALECTS", "create", "select"]
