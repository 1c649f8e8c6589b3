"""Payments: remittances, reminders and statements of account, all of them about bills and not about lines."""

from comaker.engines.worlds.book import Book, Claim
from comaker.engines.worlds.people import Pair, company
from comaker.engines.worlds.settings import Paying, odds
from comaker.kernel.document import Document, DocumentLine, Kind, References, Totals
from comaker.kernel.party import NOBODY

_WEEK = 7


def pay(book: Book) -> None:
    runs: dict[tuple[int, tuple[str, str]], list[tuple[Claim, int]]] = {}
    rng = book.rng
    for claim in sorted(book.claims, key=lambda claim: (claim.on, claim.document)):
        mishap = odds(book.world.payments).word(rng.random()) if claim.payable > 0 else None
        if claim.is_ignored or not claim.payable:
            continue
        if mishap is Paying.NEVER:
            _remind(book, claim)
            continue
        if mishap is Paying.ELSEWHERE:
            _remit(book, claim.pair, claim.due_on, [(claim, claim.payable)], elsewhere=True)
            continue
        odd = max(100, claim.payable // 20 // 100 * 100)
        amount = claim.payable + {Paying.SHORT: -odd, Paying.OVER: odd}.get(mishap or Paying.NEVER, 0)
        run = (claim.due_on + int(rng.random() * 4) - 2) // _WEEK * _WEEK
        run += _WEEK if run < claim.on else 0
        runs.setdefault((run, claim.pair.key), []).append((claim, amount))
        if mishap is Paying.TWICE:
            runs.setdefault((run + _WEEK, claim.pair.key), []).append((claim, amount))
    for (on, _), rows in sorted(runs.items(), key=lambda run: run[0]):
        if on <= book.now and sum(amount for _, amount in rows) > 0:
            _remit(book, rows[0][0].pair, on, _netted(rows) if rng.random() < 0.5 else rows)


def _netted(rows: list[tuple[Claim, int]]) -> list[tuple[Claim, int]]:
    """Take credit notes off the bills that are paid together with them."""
    credited = {claim.credits: amount for claim, amount in rows if claim.credits is not None}
    paid = {claim.document for claim, _ in rows}
    return [
        (claim, amount + credited.get(claim.document, 0))
        for claim, amount in rows
        if claim.credits not in paid
    ]


def _remit(
    book: Book, pair: Pair, on: int, rows: list[tuple[Claim, int]], *, elsewhere: bool = False
) -> None:
    if on > book.now:
        return
    place = len(book.documents)
    lines = []
    for index, (claim, amount) in enumerate(rows):
        lines.append(DocumentLine(str(index + 1), References(bill=claim.number), amount=amount))
        book.bill_ties[(place, index)] = claim.document
        paid = book.elsewhere if elsewhere else book.paid
        paid.setdefault(claim.document, []).append(amount)
    book.file(
        Document(
            kind=Kind.REMITTANCE,
            number=book.number("RM", pair.taker),
            issued_on=on,
            giver=pair.giver,
            taker=pair.taker,
            signer="taker",
            payee=company(9_999_999) if elsewhere else NOBODY,
            currency=pair.currency,
            lines=tuple(lines),
            totals=Totals(payable=sum(amount for _, amount in rows)),
            happened_on=on,
            reason="elsewhere" if elsewhere else "",
            flavour="UBL 2.1",
            root="RemittanceAdvice",
        )
    )


def _remind(book: Book, claim: Claim) -> None:
    on = claim.due_on + 14
    if on > book.now or book.rng.random() >= book.world.reminders:
        return
    place = len(book.documents)
    book.bill_ties[(place, 0)] = claim.document
    paper = paper_about(claim.pair, Kind.REMINDER, book.number("REM", claim.pair.giver), on, claim, "giver")
    line = DocumentLine("1", References(bill=claim.number), amount=claim.payable)
    book.file(paper._replace(lines=(line,), totals=Totals(payable=claim.payable)))


def state(book: Book) -> None:
    """Send a statement of account on the first of every thirty days, with the bills of those before."""
    months: dict[tuple[tuple[str, str], int], list[Claim]] = {}
    for claim in book.claims:
        if claim.payable > 0 and not claim.is_ignored and claim.credits is None:
            months.setdefault((claim.pair.key, (claim.on - book.world.first_on) // 30), []).append(claim)
    for (_, month), claims in sorted(months.items()):
        on = book.world.first_on + 30 * month + 32
        if on > book.now:
            continue
        place = len(book.documents)
        lines = []
        for index, claim in enumerate(claims):
            amount = claim.payable + (90_000 if book.rng.random() < book.world.misstated else 0)
            lines.append(DocumentLine(str(index + 1), References(bill=claim.number), amount=amount))
            book.bill_ties[(place, index)] = claim.document
            book.told.setdefault(claim.document, []).append(amount)
        total = Totals(payable=sum(line.amount or 0 for line in lines))
        paper = paper_about(
            claims[0].pair, Kind.STATEMENT, book.number("ST", claims[0].pair.giver), on, claims[0], "giver"
        )
        book.file(paper._replace(refers=References(), lines=tuple(lines), totals=total))


def paper_about(pair: Pair, kind: Kind, number: str, on: int, claim: Claim, signer: str) -> Document:
    return Document(
        kind=kind,
        number=number,
        issued_on=on,
        giver=pair.giver,
        taker=pair.taker,
        signer=signer,
        currency=pair.currency,
        refers=References(bill=claim.number),
        flavour="UBL 2.1",
        root=kind.title().replace(" ", ""),
    )
