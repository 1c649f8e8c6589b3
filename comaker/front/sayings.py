"""Sayings: what engines say in English, in the language of who reads it.

A sentence with values in it is known by what stands around them. What is not known stays as it is.
"""

import re
from functools import lru_cache

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from comaker.front.telling import PAPER_NAMES

# Why lines are tied or not; the names of values say what they are.
REASONS = (
    _("the order itself"),
    _("same order and line"),
    _("same order and line of the seller"),
    _("same order of the seller, and same line number"),
    _("same despatch line"),
    _("same receipt line"),
    _("same bill line"),
    _("same product"),
    _("same product number"),
    _("called so before on this line"),
    _("no product numbers to compare"),
    _("product numbers of another kind"),
    _("another product number"),
    _("another item than on the line"),
    _("another name than on the line"),
    _("same price"),
    _("price within 2 %%"),
    _("price within 10 %%"),
    _("price far off"),
    _("no price to compare"),
    _("same unit"),
    _("unit converts"),
    _("packages of it"),
    _("another unit"),
    _("the paper names this line"),
    _("the paper names this line, and its other line numbers are right"),
    _("the paper names the line that is as far from this one as for its other lines"),
    _("same line number on one of the orders that may be meant"),
    _("same line number at the seller"),
    _("same line number as on that paper"),
    _("same quantity as on that paper"),
    _("same line number and quantity as on that paper"),
    _("the whole paper repeats an earlier one, and this line too"),
    _("the other lines of the paper fit this order best"),
    _("most other lines of the paper fit this order best"),
    _("some other lines of the paper fit this order best"),
    _("few other lines of the paper fit this order best"),
    _("no other line of the paper fits this order best"),
    _("it came within days after"),
    _("it came on other days"),
    _("within days"),
    _("days near"),
    _("days fit"),
    _("long after"),
    _("long before it is due"),
    _("just before it went or came"),
    _("before it came"),
    _("before it was sent"),
    _("before it was asked"),
    _("no days to compare"),
    _("quantity is just what is open"),
    _("quantity is just what was billed too much"),
    _("quantity as what was refused"),
    _("quantity as it came or went"),
    _("quantity as asked"),
    _("quantity is what is left of the order"),
    _("quantity is nearly what is open"),
    _("quantity as on the paper before"),
    _("a little more or less than is open"),
    _("open quantity fits"),
    _("a small part of what is open"),
    _("quantity in whole packages"),
    _("later papers bring what is open"),
    _("more than is open"),
    _("much more than is open"),
    _("nothing is open, and the quantity is as asked"),
    _("nothing is open any more"),
    _("no quantity to compare"),
    _("the amount is what was billed too dear"),
    _("same name"),
    _("name much alike"),
    _("name partly alike"),
    _("no name to compare"),
    _("another name"),
    _("stands where it stands on the order"),
    _("stands elsewhere than on the order"),
    _("stands elsewhere than on the order, unlike the other lines"),
    _("stands elsewhere than on the order, unlike its many other lines"),
    _("the one line of the order that is left for it"),
    _("nothing like it there yet"),
    _("a person has put another paper with it"),
    _("put here by %(person)s of %(party)s"),
    _("belongs to nothing here"),
    _("does not belong where it was"),
    _("the first of %(count)s lines alike"),
    _("one of %(count)s lines numbered %(number)s"),
    _("compared with the nearest only; %(count)s more have this in common"),
    _("order number written as %(number)s"),
    _("the paper names another seller than the order"),
    _("the paper names another buyer than the order"),
    _("names order %(number)s, which is not among the papers"),
    _("names bill %(number)s"),
    _("the paper says line %(number)s, which is another item"),
    _("the paper says line %(number)s, which is not on the order"),
    _("the paper says line %(number)s, and its line numbers are all off by as much"),
    _("the paper says line %(number)s, but its line numbers are not to be trusted"),
    _("order %(number)s is not known, and %(name)s is but one character away"),
    _("speaks of the whole order %(number)s"),
    _("speaks of whole despatch %(number)s"),
    _("speaks of whole receipt %(number)s"),
)
WHY_LOOSE = (
    _("these are too close to choose between"),
    _("what comes nearest is not like enough"),
    _("several orders fit the whole paper alike"),
    _("nothing like this is open between these two"),
    _("what it names on another paper is itself not tied yet"),
    _("a person is to say where it belongs"),
    _("it names no bill"),
    _("it has no lines and names no order"),
    _("bill %(number)s is not among the papers"),
    _("several bills have the number %(number)s"),
    _("order %(number)s is between other parties"),
    _("several orders have the number %(number)s, and the parties do not tell which"),
    _("order %(number)s is not known; %(one)s and %(other)s are both near"),
    _("order %(number)s is not known; %(name)s is near"),
    _("order %(number)s is not known; %(names)s are near"),
    _("%(number)s is not among the papers"),
)
REFUSALS = (
    _("The file is empty."),
    _("The file is %(what)s, not XML."),
    _("The file is not XML: it does not begin with “<”."),
    _("The file is in UTF-32."),
    _("The file holds NUL characters, which XML cannot."),
    _("The file begins as UTF-16 but is not."),
    _("The file is in %(encoding)s; only UTF-8 and UTF-16 are read."),
    _("The file has %(count)s bytes; at most %(most)s are read."),
    _("The file has more than %(count)s attributes."),
    _("The file has some %(count)s tags; at most %(most)s elements are read."),
    _("The file has more than %(count)s different names."),
    _("One element has %(count)s attributes; at most %(most)s are read."),
    _("The XML carries a document type declaration (DOCTYPE), which is never read."),
    _("The XML has more levels than any business document."),
    _("The XML is broken: %(what)s."),
    _("The XML holds “%(name)s”, which is no UBL document."),
    _("The %(name)s has no number (cbc:ID), so nothing can refer to it."),
    _("A UBL %(name)s is not read."),
    _("This %(name)s is not UBL 2."),
    _("The envelope (SBDH) holds %(count)s documents."),
    _("The AttachedDocument carries no document."),
    _("Ask the sender to send the document again."),
    _("It may have been cut off. Ask the sender to send the document again."),
    _("Ask the sender for the document itself as UBL XML."),
    _("Unpack it and send the documents in it one by one."),
    _("Unpack it and send the document in it."),
    _("Split it, or send its attachments apart."),
    _("Split it into several documents."),
    _("Ask the sender to leave it out."),
    _("Save it as UTF-8."),
    _("Send them one by one."),
    _("Ask for the document itself."),
    _("Ask the sender for UBL 2.1 or later."),
    _("Ask the sender to number it and send it again."),
    _("Ask the sender for UBL, which every Peppol member can send, or key it in."),
    _("Nothing needs to be done with it here."),
    _("The giver is named by numbers of %(count)s parties that are known apart."),
    _("The taker is named by numbers of %(count)s parties that are known apart."),
    _("Leave out the number that is not its own, or ask who runs this server to merge them."),
    _("Giver and taker are one party here."),
    _("Name the seller as giver and the buyer as taker."),
)
REMARKS = (
    _(
        "Another %(kind)s with number %(number)s from the same sender and year says something else;"
        " a person must say which one counts."
    ),
    _("Its lines add up to %(sum)s, not to %(stated)s."),
    _("Its tax of %(tax)s is %(percent)s %% of its lines; no rate explains it."),
    _("%(paper)s confirms that the despatch advice came in; nothing is counted as received yet."),
    _("%(paper)s rejects the despatch advice itself, not the goods; its sender must correct it."),
    _("%(paper)s confirms that the order came in; nothing is promised yet."),
    _("%(paper)s is tied to its lines and says nothing that can be counted."),
    _("The line points to %(count)s order lines; only the first is used."),
)

_ALL = (*REASONS, *WHY_LOOSE, *REFUSALS, *REMARKS)
_EXACT = {text.replace("%%", "%"): text for text in _ALL if "%(" not in text}
_VALUE = re.compile(r"%\((\w+)\)s")


def _pattern(text: str) -> re.Pattern[str]:
    parts = _VALUE.split(text.replace("%%", "%"))
    # Values and what stands between them take turns.
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)),
        re.DOTALL,
    )


_WITH_VALUES = [(_pattern(text), text) for text in _ALL if "%(" in text]


def say(text: str) -> str:
    """Return what an engine says in the language in use."""
    return _said(text, get_language() or "")


def _named(kind: str) -> dict[str, str]:
    """Return the kind of a document, where one is named, as it stands within a sentence."""
    known = {each.value: name for each, name in PAPER_NAMES.items()}.get(kind)
    return {"kind": str(known).lower()} if known else {}


@lru_cache(maxsize=4096)
def _said(text: str, _language: str) -> str:
    known = _EXACT.get(text)
    if known is not None:
        return gettext(known) % {}
    for pattern, known in _WITH_VALUES:
        found = pattern.fullmatch(text)
        if found:
            return gettext(known) % {**found.groupdict(), **_named(found.groupdict().get("kind", ""))}
    # Several sentences are told as one.
    parts = text.split("; ")
    return "; ".join(say(part) for part in parts) if len(parts) > 1 else text
