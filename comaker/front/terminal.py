"""The terminal: what a match found, as tables that a person reads."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from comaker.front.contract import day, party_name, party_of
from comaker.front.sentences import gap_sentence, lapse_sentence
from comaker.front.visible import visible
from comaker.kernel.amounts import plain_money, plain_price, plain_quantity
from comaker.kernel.entry import Entry
from comaker.kernel.gap import Gap, State
from comaker.kernel.line import Line
from comaker.kernel.party import Party
from comaker.kernel.product import label
from comaker.kernel.row import BillState, LineState, Moved, Said
from comaker.kernel.told import Told

# A sign stands beside each colour, so that nobody needs to tell red from green.
_SIGNS = {State.OPEN: "▶", State.WAITING: "◷", State.ACCEPTED: "✓", State.CLOSED: "·"}
_STYLES = {State.OPEN: "bold #D55E00", State.WAITING: "#0072B2", State.ACCEPTED: "dim", State.CLOSED: "dim"}
_WIDTH = 80  # of a terminal that claims to have none
_ACTS = ("asked", "promised", "sent", "received", "billed", "paid")


class Terminal(Console):
    """The terminal; signs in a text that would steer it are shown instead of obeyed."""

    def __init__(self, **how: Any) -> None:
        if os.environ.get("COLUMNS", "").strip("0 ") == "" and "COLUMNS" in os.environ:
            how.setdefault("width", _WIDTH)
        super().__init__(**how)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield what is written, signs that steer a terminal as pictures of them."""
        for segment in super().render(renderable, options):
            text = segment.text if segment.control else visible(segment.text)
            yield segment if text == segment.text else Segment(text, segment.style)


def show_told(console: Console, told: Told, *, today: int) -> None:
    """Show everything that is known as tables, the answer to “whose turn is it” last."""
    states = [state for state, _ in told.lines]
    show_lines(console, states, today=today)
    show_bills(console, told.bills, today=today)
    loose = []
    for row in told.loose:
        name = row.document if row.line is None else f"{row.document}, line {row.line}"
        best = [
            f"{candidate.line.deal} line {candidate.line.number} ({candidate.score / 10:.0f} %)"
            for candidate in row.candidates[:3]
        ]
        loose.append((name, row.why + (f" — perhaps {', '.join(best)}" if best else "")))
    show_rest(console, "Loose: which line do these belong to?", loose)
    show_rest(console, "Held: look at these", told.held)
    show_rest(console, "Refused", [(row.file, f"{row.why} {row.hint}") for row in told.refused])
    if told.repeats:
        times = "document" if told.repeats == 1 else "documents"
        console.print(f"[dim]{told.repeats} {times} came twice and counted once.[/dim]")
    if not told.documents:
        console.print("Nothing could be read.", style="bold")
        return
    waits = bool(told.loose or told.held or told.refused)
    console.print(summary(states, told.bills, today=today, waits=waits))


def show_lines(console: Console, lines: Sequence[LineState], *, today: int) -> None:
    """Show lines by deal, each with the row of six and its gaps beneath."""
    for deal, accounts in _by_deal(lines):
        first = accounts[0].line
        title = Text.assemble(
            ("Deal ", "dim"), (deal or "without a number", "bold"), ("   ", ""),
            (party_name(first.giver) or "?", "bold"), (" gives, ", "dim"),
            (party_name(first.taker) or "?", "bold"), (" takes", "dim"),
        )  # fmt: skip
        table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", expand=False, pad_edge=False)
        table.add_column("line", style="dim", no_wrap=True)
        table.add_column("what", max_width=28)
        for act in _ACTS:
            table.add_column(act, justify="right")
        for account in accounts:
            _add_line(table, account)
        console.print(table)
        for account in accounts:
            _tell(console, account, today=today)


def show_entries(console: Console, entries: Sequence[Entry]) -> None:
    """Show the entries of a line in the order in which they were recorded."""
    table = Table(
        box=box.SIMPLE_HEAD, title="Entries", title_justify="left", title_style="bold", pad_edge=False
    )
    table.add_column("day", no_wrap=True)
    table.add_column("act")
    table.add_column("by", style="dim")
    table.add_column("quantity", justify="right")
    table.add_column("money", justify="right")
    table.add_column("document")
    for entry in entries:
        quantity = "" if entry.quantity is None else f"{plain_quantity(entry.quantity)} {entry.unit}".strip()
        money = "" if entry.amount is None else plain_money(entry.amount)
        table.add_row(
            day(entry.on) or "", entry.act.value, entry.by.value, quantity, money,
            Text(f"{entry.document} {entry.document_line}".strip()),
        )  # fmt: skip
    console.print(table)


def show_bills(console: Console, bills: Sequence[BillState], *, today: int) -> None:
    """Show bills with what is due and paid on them."""
    if not bills:
        return
    table = Table(
        box=box.SIMPLE_HEAD, title="Bills", title_justify="left", title_style="bold", pad_edge=False
    )
    table.add_column("number", no_wrap=True)
    table.add_column("kind", style="dim", no_wrap=True)
    table.add_column("from")
    for column in ("to pay", "credited", "paid"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("due", style="dim", no_wrap=True)
    told: list[tuple[str, Text]] = []
    for bill in bills:
        dues = [part.due_on for part in bill.due if part.due_on]
        table.add_row(
            Text(bill.number),
            bill.kind.value,
            Text(party_name(bill.made_out_by)),
            f"{bill.currency} {plain_money(bill.payable)}".strip(),
            plain_money(bill.credited) if bill.credited else "",
            plain_money(bill.paid) if bill.paid else "",
            day(min(dues)) if dues else "",
        )
        line, biller = bill.line, bill.made_out_by
        for gap in bill.gaps:
            said = gap_sentence(gap, line, unit="", currency=bill.currency, today=today, biller=biller)
            told.append((bill.number, _marked(gap, said, today)))
    console.print(table)
    _list(console, told)


def show_rest(console: Console, title: str, rows: Iterable[tuple[str, str]]) -> None:
    """Show what waits for a person: loose, held or refused, each with its sentence."""
    rows = list(rows)
    if not rows:
        return
    table = Table(
        box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", show_header=False
    )
    table.add_column(style="bold", max_width=44, overflow="fold")
    table.add_column()
    for name, why in rows:
        # As text, since brackets in a name are no markup.
        table.add_row(Text(name), Text(why))
    console.print(table)


def summary(
    lines: Sequence[LineState], bills: Sequence[BillState], *, today: int, waits: bool = False
) -> RenderableType:
    """Return how many gaps are open, what they are worth by currency, and whose turn they are.

    Args:
        waits: something is loose, held or refused, so that all may not be well although nothing is open.
    """
    worth: dict[tuple[str, str], tuple[int, int]] = {}
    for account in lines:
        for gap in account.gaps:
            _count(worth, gap, account.line, account.line.currency, today)
    for bill in bills:
        for gap in bill.gaps:
            _count(worth, gap, bill.line, bill.currency, today, biller=bill.made_out_by)
    if not worth:
        if waits:
            return Text("No gap is open. Look at what is loose, held or refused above.", style="bold")
        return Text("Nothing is open: everybody has done what was agreed.", style="bold")
    rows = [
        Text.assemble(
            ("▶ ", _STYLES[State.OPEN]), (party, "bold"), f": {number} open, ",
            f"{currency} {plain_money(amount)}".strip(),
        )
        for (party, currency), (number, amount) in sorted(worth.items())
    ]  # fmt: skip
    return Panel(Group(*rows), title="Whose turn it is", title_align="left", expand=False)


def _count(
    worth: dict[tuple[str, str], tuple[int, int]],
    gap: Gap,
    line: Line,
    currency: str,
    today: int,
    *,
    biller: Party | None = None,
) -> None:
    if gap.state(today) is not State.OPEN:
        return
    key = (party_name(party_of(gap.turn, line, biller=biller)) or gap.turn.value, currency)
    number, amount = worth.get(key, (0, 0))
    worth[key] = (number + 1, amount + gap.counted)


def _by_deal(lines: Sequence[LineState]) -> list[tuple[str, list[LineState]]]:
    deals: dict[tuple[str, str, str], list[LineState]] = {}
    for account in lines:
        line = account.line
        deals.setdefault((line.deal, line.giver.key, line.taker.key), []).append(account)
    return [(key[0], accounts) for key, accounts in deals.items()]


def _tell(console: Console, account: LineState, *, today: int) -> None:
    """Say what is open, what was, and what was late on one line."""
    line, row = account.line, account.row
    told = [
        _marked(gap, gap_sentence(gap, line, unit=row.unit, currency=line.currency, today=today), today)
        for gap in (*account.gaps, *account.closed)
    ]
    told += [Text(f"○ {lapse_sentence(lapse, unit=row.unit)}", style="italic") for lapse in account.lapses]
    _list(console, [(f"line {line.number}" if not place else "", text) for place, text in enumerate(told)])


def _list(console: Console, rows: Sequence[tuple[str, Text]]) -> None:
    """Show sentences beside the name of what they are about, each wrapped within its own column."""
    if not rows:
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True, min_width=8)
    grid.add_column()
    for name, text in rows:
        grid.add_row(Text(name), text)
    console.print(Padding(grid, (0, 0, 1, 2)))


def _add_line(table: Table, account: LineState) -> None:
    line, row = account.line, account.row
    table.add_row(
        Text(line.number),
        Text(label(row.product) or label(line.product)),
        _said(row.asked, row.unit),
        _said(row.promised, row.unit),
        _moved(row.sent, row.unit),
        _received(row.received, row.unit),
        _billed(row.billed, row.unit, line.currency),
        "" if row.paid is None else plain_money(row.paid),
    )


def _marked(gap: Gap, said: str, today: int) -> Text:
    state = gap.state(today)
    return Text(f"{_SIGNS[state]} {said}", style=_STYLES[state])


def _said(said: Said | None, unit: str) -> str:
    if said is None:
        return ""
    told = f"{plain_quantity(said.quantity)} {said.unit or unit}".strip()
    if said.price is not None:
        told += f"\n@ {plain_price(said.price)}"
    return told


def _moved(moved: Moved | None, unit: str) -> str:
    if moved is None or moved.quantity is None:
        return ""
    return f"{plain_quantity(moved.quantity)} {moved.unit or unit}".strip()


def _received(moved: Moved | None, unit: str) -> str:
    told = _moved(moved, unit)
    if moved is not None and moved.rejected:
        told += f"\n−{plain_quantity(moved.rejected)} refused"
    return told


def _billed(moved: Moved | None, unit: str, currency: str) -> str:
    told = _moved(moved, unit)
    if moved is not None and moved.amount is not None:
        told += f"\n{currency} {plain_money(moved.amount)}"
    return told
