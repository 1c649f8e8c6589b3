"""What a match found, in the shapes of the contract and with the exit status that goes with it."""

from comaker.apps.match.actions import Result
from comaker.front.contract import Json, bill_json, candidates_json, document_name, line_json
from comaker.kernel.gap import State

FINE, NEEDS_A_PERSON, UNUSABLE = 0, 1, 2


def as_json(result: Result, *, today: int, with_ties: bool = True) -> Json:
    """Return the whole result as the contract says it.

    Args:
        today: the day on which open is told from waiting.
        with_ties: add to each line which document lines belong to it, by which rule and why.
    """
    documents, matched = result.documents, result.matched
    lines = [line_json(state, today=today) for state in result.lines]
    if with_ties:
        places = {account.line.key: place for place, account in enumerate(result.account.lines)}
        for told in lines:
            told["ties"] = []
        for tie in matched.ties:
            document = documents[tie.document]
            told = lines[places[tie.to]]
            told["ties"].append(
                {
                    "document": document_name(document),
                    "line": None if tie.line is None else document.lines[tie.line].number,
                    "rule": tie.rule,
                    "score": f"{tie.score / 1000:.2f}",
                    "why": list(tie.reasons),
                }
            )
    return {
        "lines": lines,
        "bills": [bill_json(state, today=today) for state in result.bills],
        "loose": [
            {
                "document": document_name(documents[loose.document]),
                "line": None if loose.line is None else documents[loose.document].lines[loose.line].number,
                "act": loose.act.value,
                "why": loose.why,
                "candidates": candidates_json(
                    (matched.lines[candidate.to], candidate.score, candidate.reasons)
                    for candidate in loose.candidates
                    if candidate.to in matched.lines
                ),
            }
            for loose in matched.loose
        ],
        "held": [{"document": document_name(remark.document), "why": remark.why} for remark in result.held],
        "refused": [
            {"file": refused.file, "why": refused.why, "hint": refused.hint} for refused in result.refused
        ],
    }


def exit_status(result: Result, *, today: int) -> int:
    """Return 0 when all is well, 1 when something needs a person, 2 when nothing could be used."""
    if not result.documents:
        return UNUSABLE
    gaps = [gap for account in result.account.lines for gap in account.gaps]
    gaps += [gap for account in result.account.bills for gap in account.gaps]
    is_open = any(gap.state(today) is State.OPEN for gap in gaps)
    needs = is_open or result.matched.loose or result.held or result.refused
    return NEEDS_A_PERSON if needs else FINE
