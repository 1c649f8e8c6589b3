"""The terminal: what a match found, as tables that a person reads."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from comaker.front.contract import day, party_name, party_of
from comaker.front.sentences import gap_sentence, lapse_sentence
from comaker.kernel.account import BillAccount, LineAccount
from comaker.kernel.amounts import plain_money, plain_price, plain_quantity
from comaker.kernel.entry import Act, Role
from comaker.kernel.gap import Gap, State
from comaker.kernel.line import Line
from comaker.kernel.party import Party
from comaker.kernel.product import label
from comaker.kernel.standing import Movement, Standing
from comaker.kernel.versions import Statement

# A sign stands beside each colour, so that nobody needs to tell red from green.
_SIGNS = {State.OPEN: "▶", State.WAITING: "◷", State.ACCEPTED: "✓", State.CLOSED: "·"}
_STYLES = {State.OPEN: "bold #D55E00", State.WAITING: "#0072B2", State.ACCEPTED: "dim", State.CLOSED: "dim"}
_ACTS = ("asked", "promised", "sent", "received", "billed", "paid")


def show_lines(console: Console, lines: Sequence[LineAccount], *, today: int) -> None:
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


def show_bills(console: Console, bills: Sequence[BillAccount], *, today: int) -> None:
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
    for account in bills:
        document, standing = account.bill.document, account.standing
        giver, taker = document.giver, document.taker
        biller = taker if account.bill.biller is Role.TAKER else giver
        dues = [part.due_on for part in standing.due if part.due_on]
        table.add_row(
            Text(document.number),
            document.kind.value,
            Text(party_name(biller)),
            f"{document.currency} {plain_money(standing.payable)}".strip(),
            plain_money(standing.credited) if standing.credited else "",
            plain_money(standing.paid) if standing.paid else "",
            day(min(dues)) if dues else "",
        )
        line = Line("", giver=giver, taker=taker)
        for gap in account.gaps:
            said = gap_sentence(gap, line, unit="", currency=document.currency, today=today, biller=biller)
            told.append((document.number, _marked(gap, said, today)))
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
    lines: Sequence[LineAccount], bills: Sequence[BillAccount], *, today: int, waits: bool = False
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
        document = bill.bill.document
        line = Line("", giver=document.giver, taker=document.taker)
        for gap in bill.gaps:
            is_taker = bill.bill.biller is Role.TAKER
            biller = document.taker if is_taker else document.giver
            _count(worth, gap, line, document.currency, today, biller=biller)
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


def _by_deal(lines: Sequence[LineAccount]) -> list[tuple[str, list[LineAccount]]]:
    deals: dict[tuple[str, str, str], list[LineAccount]] = {}
    for account in lines:
        line = account.line
        deals.setdefault((line.deal, line.giver.key, line.taker.key), []).append(account)
    return [(key[0], accounts) for key, accounts in deals.items()]


def _tell(console: Console, account: LineAccount, *, today: int) -> None:
    """Say what is open, what was, and what was late on one line."""
    line, standing = account.line, account.standing
    told = [
        _marked(gap, gap_sentence(gap, line, unit=standing.unit, currency=line.currency, today=today), today)
        for gap in (*account.gaps, *account.closed)
    ]
    told += [
        Text(f"○ {lapse_sentence(lapse, unit=standing.unit)}", style="italic") for lapse in account.lapses
    ]
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


def _add_line(table: Table, account: LineAccount) -> None:
    line, standing = account.line, account.standing
    others = dict(standing.others)
    product = (standing.ask.product if standing.ask else None) or line.product
    received = standing.received or others.get(Act.RECEIVE)
    table.add_row(
        Text(line.number),
        Text(label(product) or label(line.product)),
        _statement(standing.ask, standing),
        _statement(standing.promise, standing),
        _movement(standing.sent or others.get(Act.SEND), standing),
        _received(received, standing.rejected or others.get(Act.REJECT), standing),
        _billed(standing, line),
        "" if account.paid is None else plain_money(account.paid),
    )


def _marked(gap: Gap, said: str, today: int) -> Text:
    state = gap.state(today)
    return Text(f"{_SIGNS[state]} {said}", style=_STYLES[state])


def _statement(statement: Statement | None, standing: Standing) -> str:
    if statement is None:
        return ""
    told = f"{plain_quantity(statement.quantity)} {statement.unit or standing.unit}".strip()
    if statement.price is not None:
        told += f"\n@ {plain_price(statement.price)}"
    return told


def _movement(movement: Movement | None, standing: Standing) -> str:
    if movement is None:
        return ""
    return f"{plain_quantity(movement.quantity)} {movement.unit or standing.unit}".strip()


def _received(movement: Movement | None, rejected: Movement | None, standing: Standing) -> str:
    told = _movement(movement, standing)
    if rejected is not None and rejected.quantity:
        told += f"\n−{plain_quantity(rejected.quantity)} refused"
    return told


def _billed(standing: Standing, line: Line) -> str:
    if standing.billed is None:
        return ""
    amounts = [entry.amount for entry in standing.billed.entries if entry.amount is not None]
    money = f"\n{line.currency} {plain_money(sum(amounts))}" if amounts else ""
    return f"{plain_quantity(standing.billed.quantity)} {standing.unit}".strip() + money
