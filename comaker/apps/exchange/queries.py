"""What exchange asks: what became of files, held documents beside what they contradict, and lists to keep."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comaker.apps.exchange.actions import Brought
from comaker.front.templatetags.papers import answer
from comaker.front.templatetags.shown import day, iso, moment, money, price, quantity, unit
from comaker.front.words import PAPER_NAMES
from comaker.kernel.access import Asker
from comaker.kernel.document import Document, DocumentLine, Kind
from comaker.kernel.product import label, numbers_of
from comaker.record.asked.documents import Listed, Wanted, documents, documents_by_key, tied_lines

EXPORTED_MAX = 20_000
_AT_ONCE = 2_000
_COMPARED_MAX = 300


class Outcome(NamedTuple):
    """What became of a file, with the document as it stands now; None for a refused one."""

    brought: Brought
    document: Listed | None
    tied: int

    @property
    def said(self) -> str:
        """Say how many of its lines are tied and loose."""
        lines, loose = self.brought.lines, self.document.loose if self.document else 0
        if self.document is not None and self.document.kind is Kind.ORDER:
            return ngettext("%(many)s line of its own.", "%(many)s lines of its own.", lines) % {
                "many": lines
            }
        if not lines:
            return _("It is loose.") if loose else _("It has found its place.")
        parts = [
            ngettext("%(many)s line is tied", "%(many)s lines are tied", self.tied) % {"many": self.tied}
        ]
        if loose and not self.tied:
            parts = [ngettext("%(many)s line is loose", "%(many)s lines are loose", loose) % {"many": loose}]
        elif loose:
            parts.append(ngettext("%(many)s is loose", "%(many)s are loose", loose) % {"many": loose})
        return f"{', '.join(parts)}."


class Beside(NamedTuple):
    """One fact of two documents beside each other."""

    name: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Tell whether the two say otherwise."""
        return self.first != self.second


def outcomes(asker: Asker, found: Sequence[Brought]) -> list[Outcome]:
    """Return what became of files, in the order given."""
    keys = sorted({each.document for each in found if each.document})
    seen, tied = documents_by_key(asker, keys), tied_lines(keys)
    return [Outcome(each, seen.get(each.document), tied.get(each.document, 0)) for each in found]


def side_by_side(first: Document, second: Document) -> list[Beside]:
    """Return what two documents say, fact by fact and line by line; lines are matched by their numbers."""
    facts = [
        Beside(name, one, other)
        for (name, one), (_name, other) in zip(_facts(first), _facts(second), strict=True)
    ]
    there = {line.number: line for line in second.lines}
    here = {line.number: line for line in first.lines}
    numbers = [*dict.fromkeys([*here, *there])][:_COMPARED_MAX]
    lines = [
        Beside(
            _("line %(number)s") % {"number": number},
            _line_said(here.get(number), first.currency),
            _line_said(there.get(number), second.currency),
        )
        for number in numbers
    ]
    return [each for each in (*facts, *lines) if each.first or each.second]


def rows_to_keep(asker: Asker, wanted: Wanted) -> Iterator[tuple[str, ...]]:
    """Yield the documents of a list as rows of texts, the headings first."""
    yield (
        _("Document"), _("Number"), _("Date"), _("Other party"), _("Direction"), _("State"), _("Loose lines"),
        _("Came in"),
    )  # fmt: skip
    count, after = 0, wanted.after
    while count < EXPORTED_MAX:
        found = documents(asker, wanted._replace(after=after), limit=_AT_ONCE)
        for each in found:
            yield (
                str(PAPER_NAMES[each.kind]), each.number, iso(each.issued_on), each.other,
                _("you give") if each.is_given else _("you take"), state_said(each.state), str(each.loose),
                moment(each.recorded_at),
            )  # fmt: skip
        count += len(found)
        if len(found) < _AT_ONCE:
            return
        after = found[-1].key


def state_said(state: str) -> str:
    """Say how a document stands."""
    return {
        "tied": _("tied"),
        "loose": _("loose"),
        "held": _("held"),
        "looked_at": _("held, the first stands"),
        "noted": _("with a remark"),
    }[state]


def _facts(document: Document) -> list[tuple[str, str]]:
    totals, currency = document.totals, document.currency
    return [
        (_("day of issue"), day(document.issued_on)),
        (_("gives"), document.giver.name),
        (_("takes"), document.taker.name),
        (_("order"), document.refers.order),
        (_("answer"), answer(document.answer) if document.answer else ""),
        (_("currency"), currency),
        (_("lines"), str(len(document.lines))),
        (_("net"), money(totals.net, currency)),
        (_("tax"), money(totals.tax, currency)),
        (_("to pay"), money(totals.payable, currency)),
        (_("note"), document.note),
    ]


def _line_said(line: DocumentLine | None, currency: str) -> str:
    """Say a line in a few words; nothing where there is none."""
    if line is None:
        return ""
    numbers = numbers_of(line.product)
    parts = [
        f"{quantity(line.quantity)} {unit(line.unit, line.quantity)}".strip(),
        label(line.product),
        numbers[0] if numbers and numbers[0] != label(line.product) else "",
        _("at %(price)s") % {"price": price(line.price, currency)} if line.price is not None else "",
        answer(line.answer) if line.answer else "",
        _("%(quantity)s refused") % {"quantity": quantity(line.rejected)} if line.rejected else "",
    ]
    return ", ".join(part for part in parts if part)
