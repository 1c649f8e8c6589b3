"""Straight: the rules written out as one Python function without calls, six times as fast.

As with the fields of a named tuple, Python writes the function once, when it is loaded: the rules run on
names instead of numbers, and every result that they come by becomes one line. Where some sums are known
beforehand, such as that there is a bill, what follows from them alone is worked out beforehand too.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from comaker.kernel.rules import Arithmetic, Number, Quantities, Sums, quantities

Rules = Callable[[Sums, Arithmetic], Quantities]
Straight = Callable[[tuple[int, ...]], Quantities]

_NOTHING_KNOWN: Mapping[str, int] = MappingProxyType({})


class _Name:
    """A number that is not known yet: the name of a sum or of a line written before."""

    def __init__(self, text: str, paper: "_Paper") -> None:
        self.text = text
        self.paper = paper

    def __str__(self) -> str:
        return self.text

    def __add__(self, other: Number) -> Number:
        return self.paper.write("{} + {}", self, other) if _may_be_more(other) else self

    def __radd__(self, other: Number) -> Number:
        return self + other

    def __sub__(self, other: Number) -> Number:
        return self.paper.write("{} - {}", self, other) if _may_be_more(other) else self

    def __rsub__(self, other: Number) -> Number:
        return self.paper.write("{} - {}", other, self)

    def __gt__(self, other: Number) -> Number:
        return self.paper.write("{} > {}", self, other)

    def __lt__(self, other: Number) -> Number:
        return self.paper.write("{} > {}", other, self)


def _may_be_more(number: Number) -> bool:
    """Tell whether a number is not plainly zero."""
    return isinstance(number, _Name) or bool(number)


class _Paper:
    """The lines written so far, each with the names that it rests on; the same line twice is one."""

    def __init__(self) -> None:
        self.names: dict[str, _Name] = {}
        self.parts: dict[str, tuple[Number, ...]] = {}

    def write(self, pattern: str, *parts: Number) -> _Name:
        worked_out = pattern.format(*parts)
        self.parts[worked_out] = parts
        return self.names.setdefault(worked_out, _Name(f"step_{len(self.names)}", self))

    def larger(self, left: Number, right: Number) -> Number:
        if not isinstance(left, _Name) and not isinstance(right, _Name):
            return max(left, right)
        return self.write("{0} if {0} > {1} else {1}", left, right)

    def smaller(self, left: Number, right: Number) -> Number:
        if not isinstance(left, _Name) and not isinstance(right, _Name):
            return min(left, right)
        return self.write("{0} if {0} < {1} else {1}", left, right)

    def when(self, condition: Number, then: Number, otherwise: Number) -> Number:
        if not isinstance(condition, _Name) or str(then) == str(otherwise):
            return then if condition else otherwise
        return self.write("{1} if {0} else {2}", condition, then, otherwise)

    def lines_for(self, wanted: Quantities) -> list[str]:
        """Return the lines that a result rests on, in the order in which they were written."""
        needed = {str(number) for number in wanted}
        lines = []
        for worked_out, name in reversed(self.names.items()):
            if str(name) in needed:
                needed.update(map(str, self.parts[worked_out]))
                lines.append(f"    {name} = {worked_out}")
        return lines[::-1]


def straight(rules: Rules, known: Mapping[str, int] = _NOTHING_KNOWN) -> Straight:
    """Write rules out: the same quantities from the same sums, on plain integers only.

    Args:
        known: sums that are known beforehand, by name; the function takes the others, in their order.
    """
    paper = _Paper()
    names = [name for name in Sums._fields if name not in known]
    sums = Sums(**{name: _Name(name, paper) for name in names}, **known)
    found = rules(sums, Arithmetic(paper.larger, paper.smaller, paper.when))
    written = [
        "def found(sums):",
        f"    {', '.join(names)}, = sums",
        *paper.lines_for(found),
        f"    return new(Quantities, ({', '.join(map(str, found))},))",
    ]
    scope: dict[str, Straight] = {}
    # What is run here was written above from the rules alone; nothing in it comes from outside.
    exec("\n".join(written), {"new": tuple.__new__, "Quantities": Quantities}, scope)  # noqa: S102
    return scope["found"]


quantities_of: Callable[[Sums], Quantities] = straight(quantities)
