"""The trace: the rules of the kernel run once on columns, written down result by result."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from sqlglot import exp

from comaker.engines.columns.operand import Condition, Number, Operand, sql
from comaker.kernel.rules import Arithmetic, Quantities, Sums, quantities

_OPPOSITES = {exp.GT: exp.LTE, exp.LT: exp.GTE, exp.NEQ: exp.EQ}
_UNNAMED = "result"


class Trace:
    """How the rules came to their results, in the order in which they worked them out.

    Attributes:
        results: every result by name, said in given columns, earlier results and integers.
        quantities: what the rules returned, each a given column, a result or an integer.
    """

    def __init__(self) -> None:
        self.results: dict[str, exp.Expression] = {}
        self._known: dict[exp.Expression, Operand] = {}
        self._words: dict[str, str] = {}
        sums = Sums(*(self._column(name) for name in Sums._fields))
        with self._listening():
            found = quantities(sums, Arithmetic(self.larger, self.smaller, self.when))
        self.quantities = {name: sql(number) for name, number in zip(Quantities._fields, found, strict=True)}
        

    def write(self, result: exp.Expression) -> Operand:
        """Name a result; the same result gets the same name."""
        if result not in self._known:
            name = f"{_UNNAMED}_{len(self.results) + 1}"
            self.results[name] = result
            self._known[result] = self._column(name)
        return self._known[result]

    def read(self, column: exp.Expression) -> exp.Expression:
        """Return how a column was worked out; a given one, or an integer, is just itself."""
        return self.results.get(column.name, column)

    def larger(self, left: Number, right: Number) -> Number:
        """Return the larger of two numbers."""
        return self.when(left > right, left, right)

    def smaller(self, left: Number, right: Number) -> Number:
        """Return the smaller of two numbers."""
        return self.when(left < right, left, right)

    def when(self, asked: Number | Condition, then: Number, otherwise: Number) -> Number:
        """Return one number or another, by a condition or by a flag that is set."""
        if isinstance(asked, int):
            return then if asked else otherwise
        condition = asked.sql if isinstance(asked, Condition) else self._is_set(sql(asked))
        if isinstance(condition, bool):
            return then if condition else otherwise
        first, last = sql(then), sql(otherwise)
        inner = self.read(first)
        if isinstance(inner, exp.Case) and inner.args["default"] == last:
            (branch,) = inner.args["ifs"]
            condition, first = exp.and_(condition, branch.this), branch.args["true"]
        ...
