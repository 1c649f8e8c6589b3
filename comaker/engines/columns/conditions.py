"""Conditions: what is so or not in each row, said in the fewest words."""

from sqlglot import exp

_OPPOSITES: dict[type[exp.Expression], type[exp.Binary]] = {
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.GT: exp.LTE,
    exp.GTE: exp.LT,
    exp.LT: exp.GTE,
    exp.LTE: exp.GT,
}


def is_set(flag: exp.Expression) -> exp.Expression:
    """Say that a flag, which is an integer, is not 0."""
    return exp.NEQ(this=flag, expression=exp.Literal.number(0))


def both(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    """Say that two conditions hold."""
    return exp.and_(*_parts(left, exp.And), *_parts(right, exp.And))


def either(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    """Say that at least one of two conditions holds."""
    return exp.or_(*_parts(left, exp.Or), *_parts(right, exp.Or))


def opposite(condition: exp.Expression) -> exp.Expression:
    """Say that a condition does not hold; there are no NULLs, so one of the two always does."""
    turned = _OPPOSITES.get(type(condition))
    if turned is None:
        return exp.not_(condition)
    return turned(this=condition.this, expression=condition.expression)


def _parts(condition: exp.Expression, kind: type[exp.Connector]) -> list[exp.Expression]:
    """Take apart what one kind of connecting word holds together."""
    if not isinstance(condition, kind):
        return [condition]
    return [*_parts(condition.left, kind), *_parts(condition.right, kind)]
