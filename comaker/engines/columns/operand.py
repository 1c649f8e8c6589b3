"""Operands: what the rules compute with when their numbers are columns."""

from dataclasses import dataclass
from typing import NoReturn, Protocol

from sqlglot import exp

CHOOSES_ITSELF = "A rule chose by itself between numbers that are columns; it has to ask `when`."


class Notebook(Protocol):
    """Where every result is written down under a name of its own."""

    def write(self, result: exp.Expression) -> "Operand":
        """Name a result; the same result gets the same name."""

    def read(self, number: exp.Expression) -> exp.Expression:
        """Return how a number was worked out; a given column, or an integer, is just itself."""

    def when(self, asked: "Number | Condition", then: "Number", otherwise: "Number") -> "Number":
        """Return one number or another, by a condition or by a flag."""


class _Unknown:
    """What differs from row to row, so that Python cannot choose by it."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> NoReturn:
        raise TypeError(CHOOSES_ITSELF)

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError(CHOOSES_ITSELF)


@dataclass(frozen=True, slots=True, eq=False)
class Condition(_Unknown):
    """A comparison of two numbers, row by row."""

    sql: exp.Expression


@dataclass(frozen=True, slots=True, eq=False)
class Operand(_Unknown):
    """A column of integers, given or worked out; those of a flag are 0 and 1."""

    column: exp.Column
    notebook: Notebook
    is_flag: bool = False

    def __add__(self, other: "Number") -> "Operand":
        return self.notebook.write(exp.Add(this=sql(self), expression=sql(other)))

    def __radd__(self, other: int) -> "Operand":
        return self.notebook.write(exp.Add(this=sql(other), expression=sql(self)))

    def __sub__(self, other: "Number") -> "Operand":
        return self.notebook.write(exp.Sub(this=sql(self), expression=sql(other)))

    def __rsub__(self, other: int) -> "Number":
        if other == 1 and self.is_flag:
            return self.notebook.when(self, 0, 1)
        if other != 0:
            return self.notebook.write(exp.Sub(this=sql(other), expression=sql(self)))
        known = self.notebook.read(self.column)
        if isinstance(known, exp.Sub):
            return self.notebook.write(exp.Sub(this=known.expression, expression=known.this))
        return self.notebook.write(exp.Neg(this=sql(self)))

    def __gt__(self, other: "Number") -> Condition:
        return Condition(exp.GT(this=sql(self), expression=sql(other)))

    def __lt__(self, other: "Number") -> Condition:
        return Condition(exp.LT(this=sql(self), expression=sql(other)))


Number = int | Operand


def sql(number: Number) -> exp.Expression:
    """Write a number as SQL: a column or a plain integer."""
    return number.column.copy() if isinstance(number, Operand) else exp.Literal.number(number)


def is_flag(number: Number) -> bool:
    """Tell whether a number is 0 or 1 in every row."""
    return number.is_flag if isinstance(number, Operand) else number in {0, 1}
