"""Steps: results that are used again become columns, one step after another.

A result that is used once is said in its place, so that the SQL stays about as long as the rules.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from sqlglot import exp

from comaker.engines.columns.trace import Trace, Word
from comaker.kernel.rules import Sums

# The column that tells which line a row is about.
KEY = "line"

# A difference of two columns may be said twice; it is shorter than its name.
_SHORT_COLUMNS_MAX = 2


@dataclass(frozen=True, slots=True)
class Steps:
    """The rules in the order in which a database can follow them.

    Attributes:
        columns: for each step its new columns, said in given columns and those of earlier steps.
        quantities: every quantity, said in given columns and those of all steps.
    """

    columns: tuple[dict[str, exp.Expression], ...]
    quantities: dict[str, exp.Expression]


def steps_of(trace: Trace) -> Steps:
    """Put the results of a trace into as few steps as they need."""
    uses = _uses(trace)
    said: dict[str, exp.Expression] = {}
    kept: dict[str, exp.Expression] = {}
    for name, result in trace.results.items():
        if uses[name] == 0:
            continue
        result = _in_place(result, said)
        if uses[name] == 1 or _is_short(result):
            said[name] = result
        else:
            kept[name] = result
    names = _names(trace, kept)
    steps: list[dict[str, exp.Expression]] = []
    step_of: dict[str, int] = {}
    for name, result in kept.items():
        step_of[name] = step = max(step_of.get(column, -1) for column in _columns(result)) + 1
        steps.extend({} for _ in range(len(steps), step + 1))
        steps[step][names[name].name] = _in_place(result, names)
    quantities = {
        name: _in_place(_in_place(number, said), names) for name, number in trace.quantities.items()
    }
    return Steps(tuple(steps), quantities)


def _uses(trace: Trace) -> Counter[str]:
    """Count how often each column is used on the way to the quantities.

    What is compared counts twice: a choice within a condition is hard to read.
    """
    uses = Counter(number.name for number in trace.quantities.values())
    for name, result in reversed(trace.results.items()):
        if uses[name]:
            uses.update(_columns(result))
            for condition in result.find_all(exp.Predicate):
                uses.update(_columns(condition))
    return uses


def _columns(result: exp.Expression) -> Iterator[str]:
    """Yield the name of each column in a result, as often as it stands there."""
    return (column.name for column in result.find_all(exp.Column))


def _is_short(result: exp.Expression) -> bool:
    """Tell whether a result is as short as a name for it."""
    return not result.find(exp.Case) and len(list(_columns(result))) <= _SHORT_COLUMNS_MAX


def _in_place(result: exp.Expression, said: Mapping[str, exp.Expression]) -> exp.Expression:
    """Say in a result itself what its columns stand for."""

    def say(node: exp.Expression) -> exp.Expression:
        meant = said.get(node.name) if isinstance(node, exp.Column) else None
        if meant is None:
            return node
        is_taken_off = isinstance(node.parent, exp.Neg) or (
            isinstance(node.parent, exp.Sub) and node.arg_key == "expression"
        )
        return exp.paren(meant) if is_taken_off and isinstance(meant, exp.Binary) else meant.copy()

    result = result.transform(say)
    if isinstance(result, exp.Case) and isinstance(otherwise := result.args["default"], exp.Case):
        return exp.Case(ifs=[*result.args["ifs"], *otherwise.args["ifs"]], default=otherwise.args["default"])
    return result


def _names(trace: Trace, kept: Iterable[str]) -> dict[str, exp.Column]:
    """Call each column what the rules call it, or else a part of what it is first used for."""
    parts: dict[str, Word] = {}
    for name, result in reversed(trace.results.items()):
        if word := trace.words.get(name) or parts.get(name):
            parts.update(dict.fromkeys(_columns(result), word))
    names: dict[str, exp.Column] = {}
    taken = {KEY, *Sums._fields}
    for name in kept:
        if word := trace.words.get(name):
            wishes = [word.variable, f"{word.function}_{word.variable}"]
        else:
            wishes = [f"{parts[name].variable}_part"]
        more = (f"{wishes[-1]}_{number}" for number in count(2))
        free = next(wish for wish in chain(wishes, more) if wish not in taken)
        taken.add(free)
        names[name] = exp.column(free)
    return names
