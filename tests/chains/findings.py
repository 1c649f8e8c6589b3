"""How each finding of the example chains is named by ours: one row for each code.

A check gets the results after each document of the chain, in the order in which they came (the last one is
the whole chain), and the finding; it returns whether ours names it. “Somewhere” means after some document:
what a later paper mended is no longer open at the end.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from comaker.kernel.account import LineAccount

Json = dict[str, Any]


class Seen(NamedTuple):
    """The result after one document of a chain: as JSON and as accounts."""

    json: Json
    lines: tuple[LineAccount, ...]


Check = Callable[[list[Seen], Json], bool]


class Row(NamedTuple):
    """How a finding is named: in words, and as a check."""

    ours: str
    check: Check


def gaps(seen: Seen, line: str | None, *kinds: str) -> list[Json]:
    """Return the gaps of some kinds on a line; on any line and bill when none is named."""
    found = [
        gap for told in seen.json["lines"] for gap in told["gaps"] if line is None or told["line"] == line
    ]
    if line is None:
        found += [gap for bill in seen.json["bills"] for gap in bill["gaps"]]
    return [gap for gap in found if gap["kind"] in kinds]


def lines(seen: Seen, number: str | None) -> Iterator[Json]:
    """Return the lines with a number, or all."""
    return (told for told in seen.json["lines"] if number is None or told["line"] == number)


def gap(*kinds: str, size: str = "", state: str = "") -> Check:
    """Check that such a gap stands somewhere, at the finding's own quantity if it has one."""

    def check(steps: list[Seen], finding: Json) -> bool:
        for seen in steps:
            for found in gaps(seen, finding["line"], *kinds):
                wanted = finding.get(size) if size else None
                fits = wanted is None or Decimal(found["quantity"] or 0) == Decimal(wanted)
                if fits and (not state or found["state"] == state):
                    return True
        return False

    return check


def on_any_line(*kinds: str) -> Check:
    """Check that a gap stands on any line or bill of the whole chain."""
    return lambda steps, finding: bool(gaps(steps[-1], None, *kinds))


def held(*words: str) -> Check:
    """Check that a document is held with a sentence that holds these words."""
    return lambda steps, finding: any(
        all(word in row["why"] for word in words) for row in steps[-1].json["held"]
    )


def quantity(act: str, wanted: str | None = None) -> Check:
    """Check that an act stands at a quantity on the line (of the finding, else as given) at some step."""

    def check(steps: list[Seen], finding: Json) -> bool:
        size = wanted if wanted is not None else finding.get("new")
        for seen in steps:
            found = list(lines(seen, finding["line"]))
            if found and all(
                told[act] is not None and (size is None or Decimal(told[act]["quantity"]) == Decimal(size))
                for told in found
            ):
                return True
        return False

    return check


def _changed(steps: list[Seen], finding: Json) -> bool:
    """The line was asked at the old quantity and stands, asked or promised, at the new one."""
    old, new = Decimal(finding["old"]), Decimal(finding["new"])
    stood = [
        Decimal(told[act]["quantity"])
        for seen in steps
        for told in lines(seen, finding["line"])
        for act in ("asked", "promised")
        if told[act]
    ]
    return old in stood and new in stood


def _product_of_promise(steps: list[Seen], finding: Json) -> bool:
    return any(
        account.standing.promise and account.standing.promise.product.sellers == finding["detail"].casefold()
        for seen in steps
        for account in seen.lines
        if account.line.number == finding["line"]
    )


def _item_changed(steps: list[Seen], finding: Json) -> bool:
    names = [
        account.standing.ask.product.name for seen in steps for account in seen.lines if account.standing.ask
    ]
    return len(set(names)) > 1


def _statement(steps: list[Seen], finding: Json) -> bool:
    """The statement says what the bills say: the same amount is overpaid, and nothing is told differently."""
    paid = gaps(steps[-1], None, "overpaid")
    return [found["amount"] for found in paid] == ["107.50"] and not gaps(steps[-1], None, "told_differently")


def _paid(steps: list[Seen], finding: Json) -> bool:
    return any(bill["paid"] == bill["payable"] != "0.00" for bill in steps[-1].json["bills"])


def _fully_credited(steps: list[Seen], finding: Json) -> bool:
    last = steps[-1].json
    back = [bill for bill in last["bills"] if bill["credits"]]
    whole = all(
        any(
            bill["number"] == credit["credits"] and bill["credited"] == bill["payable"]
            for bill in last["bills"]
        )
        for credit in back
    )
    return (
        bool(back)
        and whole
        and all(Decimal(told["billed"]["quantity"]) == 0 for told in lines(steps[-1], None))
    )


def _two_numbers_one(steps: list[Seen], finding: Json) -> bool:
    """Papers that share a number are told apart by type and sender: none is held as a clash or a repeat."""
    return not any("number" in row["why"] and "same sender" in row["why"] for row in steps[-1].json["held"])


def _returned(steps: list[Seen], finding: Json) -> bool:
    return any(
        tie["document"].startswith("bill ") and tie["line"] == finding["line"]
        and told["billed"] is not None and Decimal(told["billed"]["quantity"]) < 0
        for told in lines(steps[-1], None)
        for tie in told["ties"]
    )  # fmt: skip


def _permuted(steps: list[Seen], finding: Json) -> bool:
    """Each bill line stands on the order line that it names, not on the one in its place."""
    pairs = {
        (tie["line"], told["line"])
        for told in lines(steps[-1], None)
        for tie in told["ties"]
        if tie["document"].startswith("bill ")
    }
    return pairs == {("1", "1"), ("2", "5"), ("3", "3"), ("4", "2"), ("5", "4")}


def _without_reference(steps: list[Seen], finding: Json) -> bool:
    return any(
        tie["document"].startswith("bill ") and tie["rule"] == "like in order"
        for told in lines(steps[-1], finding["line"])
        for tie in told["ties"]
    )


def _prepaid(steps: list[Seen], finding: Json) -> bool:
    return any(
        bill["prepaid"] == "1000.00" and bill["payable"] == "729.00" for bill in steps[-1].json["bills"]
    )


def _matches(steps: list[Seen], finding: Json) -> bool:
    """Billed is what was promised, at the price in force, and no gap stands on the line."""
    found = list(lines(steps[-1], finding["line"]))
    return bool(found) and all(
        Decimal(told["billed"]["quantity"]) == Decimal(told["promised"]["quantity"]) and not told["gaps"]
        for told in found
    )


def _late(steps: list[Seen], finding: Json) -> bool:
    return any(lapse["kind"] == "late" for told in lines(steps[-1], None) for lapse in told["lapses"])


def _received_as_sent(steps: list[Seen], finding: Json) -> bool:
    return all(told["received"]["quantity"] == told["sent"]["quantity"] for told in lines(steps[-1], None))


def _cancelled(steps: list[Seen], finding: Json) -> bool:
    return all(told["asked"]["quantity"] == "0" for told in lines(steps[-1], None))


def _rejected_whole(steps: list[Seen], finding: Json) -> bool:
    return all(
        told["promised"]["quantity"] == "0" and [gap["kind"] for gap in told["gaps"]] == ["underpromised"]
        for told in lines(steps[-1], None)
    )


def _not_in_set(steps: list[Seen], finding: Json) -> bool:
    """What was billed and never asked is unexpected; a paper that names the absent order alone is loose."""
    first = steps[0].json
    unexpected = bool(gaps(steps[-1], None, "unexpected"))
    return unexpected or any(told["asked"] is None for told in first["lines"]) or bool(first["loose"])


FINDINGS = {
    "ORDER_ACCEPTED": Row("promised as asked", quantity("promised")),
    "LINE_ACCEPTED": Row("promised as asked", quantity("promised")),
    "ORDER_REJECTED": Row("promised 0: gap underpromised", _rejected_whole),
    "LINE_REJECTED": Row("promised 0: gap underpromised", gap("underpromised")),
    "LINE_DISPUTED": Row("promised 0: gap underpromised until all was accepted", gap("underpromised")),
    "QTY_CHANGED": Row("two versions of the ask or promise", _changed),
    "ORDER_CANCELLED": Row("asked 0", _cancelled),
    "SUBSTITUTED": Row("gap other_item on the promise", gap("other_item")),
    "ITEM_ID_ADDED": Row("the promise carries the seller's number", _product_of_promise),
    "ITEM_CHANGED": Row("two versions of the ask with their products", _item_changed),
    "ITEM_ID_MISMATCH": Row("gap other_item on the bill", gap("other_item")),
    "BACKORDER": Row("gap unsent of what is to follow", gap("unsent", size="qty")),
    "SHORT_RECEIPT": Row("gap unsent: short of the order, not lost on the way", gap("unsent", size="qty")),
    "OVER_INVOICED": Row("gap overbilled, closed by the credit note", gap("overbilled", size="qty")),
    "PRICE_MISMATCH": Row("gap underbilled or price_variance, closed by the credit note",
                          gap("underbilled", "price_variance")),
    "LINE_ARITHMETIC": Row("gap does_not_add_up on the line", gap("does_not_add_up")),
    "DOC_ALLOWANCE": Row("gap charge_variance on the bill", on_any_line("charge_variance")),
    "TAX_BASE": Row("gap tax_variance on the bill", on_any_line("tax_variance")),
    "CREDIT_ARITHMETIC": Row("gap does_not_add_up on the credit note", on_any_line("does_not_add_up")),
    "ORDER_TAX_NOT_RATE": Row("held: the order's tax is no rate", held("tax", "rate")),
    "FULFILMENT_CANCELLED": Row("gap rejected of all that came", gap("rejected")),
    "FULLY_CREDITED": Row("billed 0; the bill's credited is its payable", _fully_credited),
    "RETURN_LINE": Row("billed below zero on the line it returns", _returned),
    "LINE_REF_PERMUTED": Row("ties to the order lines named", _permuted),
    "LINE_REF_MISSING": Row("tie by likeness in its order, with reasons", _without_reference),
    "ORDER_NOT_IN_SET": Row("asked unknown: gap unexpected, or loose", _not_in_set),
    "DUPLICATE_DOC_ID": Row("no clash: papers are told apart by type and sender", _two_numbers_one),
    "MATCH": Row("billed as promised, no gap on the line", _matches),
    "PREPAID": Row("prepaid on the bill, payable is what is left", _prepaid),
    "PAID": Row("paid on the bill", _paid),
    "OVERDUE": Row("gap unpaid, open", gap("unpaid", state="open")),
    "STATEMENT": Row("agrees with the bills: overpaid, nothing told differently", _statement),
    "ADA_RECEIVED": Row("held: the advice came in", held("came in", "nothing is counted")),
    "ADA_REJECTED": Row("held: the advice itself is rejected", held("rejects the despatch advice itself")),
    "RECEIVED_NO_CLAIMS": Row("received as sent", _received_as_sent),
    "RECEIVED_LATE": Row("lapse late", _late),
    "DAMAGED": Row("gap rejected", gap("rejected")),
    "UOM_MISMATCH": Row("gap incomparable", gap("incomparable")),
}  # fmt: skip

_ABSENT = "the order that the papers name is not in the set"
_UNPAID = "no payment is in the set, and the day on the bill has passed"
_UNBILLED = "delivered and, as far as the set tells, never billed"
_LATE = "the advice expects it in 2018 and it came in 2021: missing in between, and closed"
_UNSENT = "promised for a day that has passed; the set ends before anything was sent"

# Gaps that the chains' own findings do not list, and why each is right. Nothing else may show.
FURTHER: dict[str, dict[str, str]] = {
    "oasis20-beeswax-AEG012345": {"overpaid": "paid, and then credited in full: the statement says so too"},
    "oasis21-invoice-reminder-TOSL108": {"unexpected": _ABSENT},
    "oioubl-ADVORD-02": {"unpaid": _UNPAID},
    "oioubl-ADVORD-04": {"unpaid": _UNPAID},
    "oioubl-ADVORD-06": {"unpaid": _UNPAID, "unexpected": _ABSENT},
    "oioubl-BASPRO-01": {"unpaid": _UNPAID},
    "oioubl-COMDEL-02": {"unpaid": _UNPAID},
    "oioubl-COMORG-01": {"unpaid": _UNPAID},
    "oioubl-COMORG-02": {"unpaid": _UNPAID},
    "peppol-advorder-sc1": {
        "unsent": _UNSENT,
        "redated": "the change repeats another example's dates of 2013 while the promise is for 2022",
    },
    "peppol-ordering-uc1": {"unsent": _UNSENT},
    "peppol-receipt-uc1": {"unexpected": _ABSENT, "missing": "announced as sent, and nothing is counted yet"},
    "peppol-receipt-uc3": {"unexpected": _ABSENT, "missing": "announced as sent, and nothing is counted yet"},
    "peppol-receipt-uc4": {"unexpected": _ABSENT, "unbilled": _UNBILLED, "missing": _LATE},
    "peppol-receipt-uc6": {"unexpected": _ABSENT, "unbilled": _UNBILLED, "missing": _LATE},
    "peppol-receipt-uc7": {"unexpected": _ABSENT, "unbilled": _UNBILLED, "missing": _LATE},
}

# The kinds by which a finding above is named.
KINDS = {
    "BACKORDER": ("unsent",),
    "OVER_INVOICED": ("overbilled",),
    "PRICE_MISMATCH": ("underbilled", "price_variance"),
    "LINE_ARITHMETIC": ("does_not_add_up",),
    "CREDIT_ARITHMETIC": ("does_not_add_up",),
    "DOC_ALLOWANCE": ("charge_variance",),
    "TAX_BASE": ("tax_variance",),
    "FULFILMENT_CANCELLED": ("rejected",),
    "LINE_REJECTED": ("underpromised",),
    "ORDER_REJECTED": ("underpromised",),
    "SUBSTITUTED": ("other_item",),
    "ITEM_ID_MISMATCH": ("other_item",),
    "DAMAGED": ("rejected",),
    "UOM_MISMATCH": ("incomparable",),
    "OVERDUE": ("unpaid",),
}
