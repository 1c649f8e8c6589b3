"""Recall and precision of ties and gaps on made-up worlds, whose truth is known.

Prints JSON: ties over all document lines, and over those whose references were lost or damaged; the lines
that nothing tells apart (docs/decisions/0015) are left out of both and counted beside them; gaps by kind on
the lines all of whose ties are right. Run: python bench/recall.py [first seed] [seeds].
"""

import json
import os
import platform
import sys
import time
from collections import Counter
from typing import Any

from comaker.apps.match.actions import Result, match
from comaker.engines.worlds import Damage, Made, World, make
from comaker.kernel.account import Account, account_of
from comaker.kernel.gap import Kind
from comaker.kernel.line import Link, Relation
from comaker.kernel.units import Packing


def main() -> None:
    """Measure and print JSON."""
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    ties: Counter[str] = Counter()
    by_damage: dict[str, Counter[str]] = {}
    gaps: dict[str, Counter[str]] = {}
    lines = 0
    start = time.process_time()
    for seed in range(first, first + seeds):
        made = make(World(), seed=seed)
        result = match(made.documents, terms=made.terms, packings=packings_of(made))
        keys = lines_of(made, result)
        wrong = judge_ties(made, result, keys, ties, by_damage)
        judge_gaps(made, result, keys, wrong, gaps)
        lines += len(made.truth.origins)
    left_out, damaged = (
        sum(ties[f"{of} {outcome}"] for outcome in ("right", "wrong", "missing"))
        for of in ("ambiguous", "damaged")
    )
    report: dict[str, Any] = {
        "bench": "recall",
        "seeds": [first, first + seeds - 1],
        "lines": lines,
        "ties": shares(ties, "all"),
        "ties_without_references": shares(ties, "damaged"),
        "ambiguous": {
            "share_percent": round(100 * left_out / max(1, left_out + damaged), 2),
            **shares(ties, "ambiguous"),
        },
        "by_damage": {name: shares(count, "all") for name, count in sorted(by_damage.items())},
        "gaps": {kind: gap_shares(count) for kind, count in sorted(gaps.items())},
        "cpu_s": round(time.process_time() - start, 1),
        "load": os.getloadavg(),
        "python": platform.python_version(),
    }
    print(json.dumps(report, indent=1))


def packings_of(made: Made) -> dict[tuple[str, str], tuple[Packing, ...]]:
    """Return what packages hold as master data would tell it: by giver and seller's number."""
    told = {}
    for line, packings in made.truth.packings.items():
        document, place = made.truth.origins[line]
        paper = made.documents[document]
        product = paper.lines[place].product
        for number in (product.sellers, product.standard, product.buyers, product.name):
            if number:
                told[paper.giver.key, number] = packings
    return told


def lines_of(made: Made, result: Result) -> dict[Any, str]:
    """Return the key of our line for each true line: the one that its order line opened."""
    opened = {(tie.document, tie.line): tie.to for tie in result.matched.ties}
    return {key: opened[place] for key, place in made.truth.origins.items() if place in opened}


def judge_ties(
    made: Made, result: Result, keys: dict[Any, str], ties: Counter[str], by_damage: dict[str, Counter[str]]
) -> set[str]:
    """Count right, wrong and missing ties; return the keys of lines with a wrong or missing one."""
    truth = made.truth
    got: dict[tuple[int, int], str] = {}
    for tie in result.matched.ties:
        if tie.line is not None:
            got[tie.document, tie.line] = tie.to
    asked = set(truth.origins.values())
    aside = set(result.matched.repeats) | {held.document for held in result.matched.held}
    ordered = set(keys.values())
    wrong: set[str] = set()
    for place, line in truth.ties.items():
        if place in asked or place in truth.advances or place[0] in aside:
            continue
        tied = got.get(place)
        right = keys.get(line) if line is not None else None
        if line is None:
            # Nobody asked for it: right is a line of its own, or loose.
            outcome = "right" if tied is None or tied not in ordered else "wrong"
        elif tied == right:
            outcome = "right"
        else:
            outcome = "missing" if tied is None else "wrong"
        if outcome != "right":
            wrong |= {key for key in (tied, right) if key}
        damage = truth.damages.get(place)
        if place in truth.ambiguous:
            ties["ambiguous " + outcome] += 1
            continue
        if line is None:
            ties["stray " + outcome] += 1
            if outcome == "right":
                continue
        ties["all " + outcome] += 1
        if damage is not None:
            ties["damaged " + outcome] += 1
            by_damage.setdefault(Damage(damage).name.lower(), Counter())["all " + outcome] += 1
    return wrong


def judge_gaps(
    made: Made, result: Result, keys: dict[Any, str], wrong: set[str], gaps: dict[str, Counter[str]]
) -> None:
    """Count gaps named rightly, falsely and not at all, on lines whose ties are right."""
    accounts = {account.line.key: account for account in linked(made, result, keys).lines}
    for line, key in keys.items():
        if key in wrong or line in made.truth.frames:
            continue
        planted = {Kind(kind) for kind, size in made.truth.gaps.get(line, {}).items() if size}
        named = {gap.kind for gap in accounts[key].gaps}
        for kind in planted | named:
            outcome = (
                "right" if kind in planted and kind in named else "unnamed" if kind in planted else "false"
            )
            gaps.setdefault(kind.value, Counter())[outcome] += 1


def linked(made: Made, result: Result, keys: dict[Any, str]) -> Account:
    """Return the account with the links that no paper tells: inputs, and the legs of a drop shipment."""
    known = [(keys.get(line), kind, keys.get(to)) for line, kind, to in made.truth.links]
    links = [Link(line, kind, to) for line, kind, to in known if line and to and kind in _UNTOLD]
    lines = {account.line.key: account.line for account in result.account.lines}
    bills = [account.bill for account in result.account.bills]
    links += result.matched.links
    return account_of(result.documents, result.matched.ties, lines, bills, links=links)


_UNTOLD = (Relation.NEEDS, Relation.THROUGH)


def shares(count: Counter[str], of: str) -> dict[str, Any]:
    """Return recall and precision of ties in percent."""
    right, wrong, missing = (count[f"{of} {outcome}"] for outcome in ("right", "wrong", "missing"))
    return {
        "right": right,
        "wrong": wrong,
        "missing": missing,
        "recall": round(100 * right / max(1, right + wrong + missing), 3),
        "precision": round(100 * right / max(1, right + wrong), 3),
    }


def gap_shares(count: Counter[str]) -> dict[str, Any]:
    """Return recall and precision of one kind of gap in percent."""
    right, false, unnamed = count["right"], count["false"], count["unnamed"]
    return {
        **{"right": right, "false": false, "unnamed": unnamed},
        "recall": round(100 * right / max(1, right + unnamed), 2),
        "precision": round(100 * right / max(1, right + false), 2),
    }


if __name__ == "__main__":
    main()
