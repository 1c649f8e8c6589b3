"""Turned: what lists of gaps show in few signs: counts, sums, and what a kind and a cause are called."""

from django import template
from django.utils import formats
from django.utils.text import capfirst

from comaker.front.telling import CAUSE_NAMES
from comaker.front.templatetags.shown import money as money_said
from comaker.front.templatetags.shown import number
from comaker.front.todo import KIND_NAMES
from comaker.kernel.amounts import MONEY_PLACES, plain_money
from comaker.kernel.gap import Cause, Kind

register = template.Library()

_WHOLE = 10**MONEY_PLACES
_LARGE = 1000 * _WHOLE


@register.filter
def thousands(value: int) -> str:
    """Write a count with its thousands apart."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def coarse(value: int, currency: str = "") -> str:
    """Write money, without cents where there is much of it."""
    if abs(value) < _LARGE:
        return money_said(value, currency)
    sign = money_said(0, currency).partition("0")[0]
    return f"{sign}{number(round(value, -MONEY_PLACES), MONEY_PLACES)}"


@register.filter
def plain_amount(value: int) -> str:
    """Write an amount as it stands in a field."""
    return plain_money(value).removesuffix(".00")


@register.filter
def share_of(percent: int, whole: int) -> int:
    """Return so many hundredths of a width."""
    return percent * whole // 100


@register.filter
def kind_name(kind: Kind | str) -> str:
    """Say a kind of gap in a few words."""
    return str(KIND_NAMES[Kind(kind)])


@register.filter
def cause_name(cause: Cause | str) -> str:
    """Say what a gap points to."""
    return capfirst(str(CAUSE_NAMES[Cause(cause)]))
