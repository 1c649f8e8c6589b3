"""Adding up: what the lines and charges of a bill come to, and the tax of each rate."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.apps.promise.actions.words import Extra
from comaker.kernel.amounts import percent_of
from comaker.kernel.document import Charge, DocumentLine, TaxShare, Totals


class Sums(NamedTuple):
    """What a bill adds up to."""

    totals: Totals
    taxes: tuple[TaxShare, ...]
    charges: tuple[Charge, ...]


def add_up(rows: Sequence[DocumentLine], extras: Sequence[Extra], coin: int) -> Sums:
    """Add up the lines and the extras of a bill, and the tax of each rate."""
    lines = sum(row.amount or 0 for row in rows)
    over = sum(extra.amount for extra in extras if extra.amount > 0)
    under = -sum(extra.amount for extra in extras if extra.amount < 0)
    taxed: dict[tuple[str, int], int] = {}
    for row in rows:
        rate = (row.tax_category, row.tax_percent or 0)
        taxed[rate] = taxed.get(rate, 0) + (row.amount or 0)
    for extra in extras:
        category = "S" if extra.tax_percent else next((name for name, each in taxed if not each), "Z")
        rate = (category, extra.tax_percent)
        taxed[rate] = taxed.get(rate, 0) + extra.amount
    shares = tuple(
        TaxShare(category, percent, amount, _rounded(percent_of(amount, percent), coin))
        for (category, percent), amount in sorted(taxed.items())
    )
    net, tax = lines + over - under, sum(share.tax for share in shares)
    totals = Totals(
        lines=lines, allowances=under or None, charges=over or None, net=net, tax=tax, gross=net + tax,
        payable=net + tax,
    )  # fmt: skip
    charges = tuple(Charge(extra.amount, extra.reason, tax_percent=extra.tax_percent) for extra in extras)
    return Sums(totals, shares, charges)


def _rounded(amount: int, coin: int) -> int:
    """Round money to the coin, half away from zero."""
    size = (abs(amount) * 2 // coin + 1) // 2 * coin
    return -size if amount < 0 else size
