"""The trace: the rules run once on columns, and every result written down."""

import inspect
from collections.abc import Callable
from types import FrameType
from typing import NamedTuple

from sqlglot import exp

from comaker.engines.columns.conditions import both, either, is_set, opposite
from comaker.engines.columns.operand import Condition, Number, Operand, is_flag, sql
from comaker.kernel.rules import Arithmetic, Quantities, Sums

# How the name of a flag begins.
_FLAGS = ("expects_", "has_", "is_")

Rules = Callable[[Sums, Arithmetic], Quantities]


class Word(NamedTuple):
    """What a function of the rules calls a result."""

    function: str
    variable: str


class Trace:
    """How the rules came to their quantities.

    Attributes:
        results: every result by name, in the order in which they were worked out, said in given columns,
            earlier results and integers. Nothing is written down twice.
        words: what the rules call a result, by its name; not every result has a word.
        quantities: what the rules returned: given columns, results and integers.
    """

    def __init__(self, rules: Rules) -> None:
        self.results: dict[str, exp.Expression] = {}
        self.words: dict[str, Word] = {}
        self._known: dict[exp.Expression, Operand] = {}
        self._frames: dict[FrameType, None] = {}
        self._spoken = rules.__globals__
        sums = Sums(*(Operand(exp.column(name), self, name.startswith(_FLAGS)) for name in Sums._fields))
        found = rules(sums, Arithmetic(self.larger, self.smaller, self.when))
        self._overhear()
        self.quantities = {name: sql(number) for name, number in zip(Quantities._fields, found, strict=True)}
        for name, number in self.quantities.items():
            self.words.setdefault(number.name, Word(Quantities.__name__.lower(), name))

    def write(self, result: exp.Expression, *, as_flag: bool = False) -> Operand:
        """Name a result; the same result gets the same name."""
        if result not in self._known:
            name = f"result_{len(self.results) + 1}"
            self.results[name] = result
            self._known[result] = Operand(exp.column(name), self, as_flag)
            frame = inspect.currentframe()
            while frame:
                if frame.f_globals is self._spoken:
                    self._frames[frame] = None
                frame = frame.f_back
        return self._known[result]

    def read(self, number: exp.Expression) -> exp.Expression:
        """Return how a number was worked out; a given column, or an integer, is just itself."""
        return self.results.get(number.name, number) if isinstance(number, exp.Column) else number

    def larger(self, left: Number, right: Number) -> Number:
        """Return the larger of two numbers; of two flags, whether either is set."""
        if is_flag(left) and is_flag(right):
            return self.when(left, 1, right)
        return self.when(left > right, left, right)

    def smaller(self, left: Number, right: Number) -> Number:
        """Return the smaller of two numbers; of two flags, whether both are set."""
        if is_flag(left) and is_flag(right):
            return self.when(left, right, 0)
        return self.when(left < right, left, right)

    def when(self, asked: Number | Condition, then: Number, otherwise: Number) -> Number:
        """Return one number or another, by a condition or by a flag."""
        if isinstance(asked, int):
            return then if asked else otherwise
        first, last = sql(then), sql(otherwise)
        if first == last:
            return then
        condition = asked.sql if isinstance(asked, Condition) else self._is_set(asked.column)
        known = self.read(first)
        is_about_it = any(column == first for column in condition.find_all(exp.Column))
        if isinstance(known, exp.Case) and known.args["default"] == last and not is_about_it:
            # Two conditions, one after the other, for the same number.
            inner, first = _branch(known)
            condition = both(condition, inner)
        choice = exp.Case(ifs=[exp.If(this=condition, true=first)], default=last)
        return self.write(choice, as_flag=is_flag(then) and is_flag(otherwise))

    def _is_set(self, flag: exp.Expression) -> exp.Expression:
        """Say when a flag is set; one that was chosen by other flags is set by those."""
        known = self.read(flag)
        if isinstance(known, exp.Case):
            chosen, then = _branch(known)
            match then, known.args["default"]:
                case exp.Literal(name="1"), exp.Literal(name="0"):
                    return chosen
                case exp.Literal(name="0"), exp.Literal(name="1"):
                    return opposite(chosen)
                case exp.Literal(name="1"), exp.Column() as otherwise:
                    return either(chosen, self._is_set(otherwise))
                case exp.Column(), exp.Literal(name="0"):
                    return both(chosen, self._is_set(then))
        return is_set(flag)

    def _overhear(self) -> None:
        """Learn what the functions of the rules call their results, so that the SQL uses the same words."""
        for frame in self._frames:
            code = frame.f_code
            given = code.co_varnames[: code.co_argcount]
            for variable, value in frame.f_locals.items():
                if isinstance(value, Operand) and variable not in given:
                    self.words.setdefault(value.column.name, Word(code.co_name.strip("_"), variable))
        self._frames.clear()


def _branch(choice: exp.Case) -> tuple[exp.Expression, exp.Expression]:
    """Return the condition of a choice, and what is chosen when it holds."""
    (branch,) = choice.args["ifs"]
    return branch.this, branch.args["true"]
