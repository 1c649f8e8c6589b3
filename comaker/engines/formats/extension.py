"""The extension: the little that a document of ours says and UBL has no place for.

It only adds what the document leaves open and never changes what stands in it, so that nobody is told by an
extension something else than he reads. What it says is part of the document's meaning.
"""

import hashlib
from datetime import date

from comaker.engines.formats import codes
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import Node
from comaker.kernel.document import Answer, Document, DocumentLine, Kind

NAMESPACE = "urn:comaker:said:1"
_REASON, _LINE_REASONS, _HAPPENED_ON, _UNREFERRED = "Reason", "LineReasons", "HappenedOn", "Unreferred"
# How the tree names what is ours: by the full name, as anything of a namespace that is not UBL's.
_SAID, _OWN = f"{{{NAMESPACE}}}Said/", f"{{{NAMESPACE}}}"


def unsaid(document: Document) -> list[tuple[str, str]]:
    """Return what UBL has no place for, by name.

    That is why, for the whole or by line, on which day something was paid, and which lines of an answer name
    no line of the order and do not mean their own numbers either. Lines go by their place, the first is 0.
    """
    found = []
    if document.reason and not _has_place_for_reason(document):
        found.append((_REASON, document.reason))
    if document.kind not in (Kind.RECEIPT_ADVICE, Kind.CREDIT_NOTE):
        reasons = [f"{place} {line.reason}" for place, line in enumerate(document.lines) if line.reason]
        found += [(_LINE_REASONS, "; ".join(reasons))] if reasons else []
    day = document.happened_on
    if document.kind is Kind.REMITTANCE and day not in (None, document.issued_on):
        assert day is not None
        found.append((_HAPPENED_ON, date.fromordinal(day).isoformat()))
    if document.kind is Kind.ORDER_RESPONSE:
        places = [str(place) for place, line in enumerate(document.lines) if not line.refers.order_line]
        found += [(_UNREFERRED, " ".join(places))] if places else []
    return found


def extended(sheet: Sheet, document: Document, meaning: str) -> tuple[Document, str]:
    """Return a document with what its extension adds, and the hash of what it says by then."""
    said = _said(sheet.root)
    if not said:
        return document, meaning
    reason, on = said.get(f"{_OWN}{_REASON}", ""), sheet.day(said, f"{_OWN}{_HAPPENED_ON}")
    words = (meaning, *(f"{name}\x1f{text}" for name, text in said.items()))
    return document._replace(
        reason=document.reason or _known(reason),
        happened_on=on if document.happened_on is None else document.happened_on,
        lines=_lines(document, said),
    ), hashlib.sha256("\x1e".join(words).encode()).hexdigest()


def _lines(document: Document, said: Node) -> tuple[DocumentLine, ...]:
    pairs = [pair.split() for pair in said.text(f"{_OWN}{_LINE_REASONS}").split(";")]
    reasons = {pair[0]: _known(pair[1]) for pair in pairs if len(pair) == 2}
    is_response = document.kind is Kind.ORDER_RESPONSE
    unreferred = set(said.text(f"{_OWN}{_UNREFERRED}").split()) if is_response else set()
    lines = []
    for place, line in enumerate(document.lines):
        if str(place) in unreferred:
            line = line._replace(refers=line.refers._replace(order_line=""))
        reason = line.reason or reasons.get(str(place), "")
        lines.append(line if reason == line.reason else line._replace(reason=reason))
    return tuple(lines)


def _known(reason: str) -> str:
    return reason if reason in codes.REASONS else ""


def _said(root: Node) -> Node:
    for extension in root.child("/").children("UBLExtension/"):
        found = extension.child("ExtensionContent/").child(_SAID)
        if found:
            return found
    return Node()


def _has_place_for_reason(document: Document) -> bool:
    if document.kind is Kind.RECEIPT_ADVICE:
        return document.answer in (Answer.ACCEPTED, Answer.CHANGED, Answer.REJECTED) and bool(document.lines)
    if document.kind is Kind.FULFILMENT_CANCELLATION:
        return codes.reason(document.note, "", {}) == document.reason
    return False
