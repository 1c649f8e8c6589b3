"""Papers about bills: credit notes, payments, answers, reminders and statements put on the bill they name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from comaker.kernel.amounts import share
from comaker.kernel.bill import Bill, Claim, is_credit, last_answer, payable_of
from comaker.kernel.document import Answer, Document, Kind, Totals
from comaker.kernel.entry import Act, Entry, Role
from comaker.kernel.line import DEFAULT_TERMS, Terms
from comaker.kernel.party import agree


class TiedToBill(Protocol):
    """A document, or one line of it, that speaks about a bill."""

    @property
    def document(self) -> int: ...
    @property
    def line(self) -> int | None: ...
    @property
    def bill(self) -> str: ...


def bills_of(
    documents: Sequence[Document],
    keys: Mapping[int, str],
    ties: Iterable[TiedToBill],
    *,
    terms: Mapping[str, Terms],
    agreed: Mapping[str, int | None],
) -> tuple[Bill, ...]:
    """Put together every bill with what was said and paid on it.

    Args:
        keys: place of each bill and credit note among the documents, to its key.
        ties: papers to the bills that they speak about; a credit note's own tie is to the bill it credits.
        terms: of each bill, by its key; `agreed` the charges that its orders agreed.
    """
    heard = _hear(documents, keys, ties)
    credited, payments, claims = heard.credited, heard.payments, heard.claims
    # What is paid on a credit note is taken off its bill: a payer that settles both pays the difference.
    for credit, named in credited.items():
        payments.setdefault(named[0], []).extend(payments.pop(credit, ()))
    void = heard.corrected | {key for key, said in claims.items() if last_answer(said) is Answer.REJECTED}
    void |= {credit for credit, named in credited.items() if void.issuperset(named)}
    places = {key: place for place, key in keys.items()}
    crediting: dict[str, list[tuple[Document, int]]] = {}
    for credit, named in credited.items():
        place = places[credit]
        for bill in named:
            share_of_it = _share_of_credit(documents[place], documents[places[bill]], named)
            crediting.setdefault(bill, []).append((share_of_it, place))
    return tuple(
        Bill(
            key, documents[place], terms.get(key, DEFAULT_TERMS),
            tuple(credit for credit, _ in crediting.get(key, ())),
            tuple(payments.get(key, ())), tuple(claims.get(key, ())), credited.get(key, [""])[0], key in void,
            key in heard.corrected, agreed.get(key), tuple(at for _, at in crediting.get(key, ())),
            tuple(heard.conceded.get(key, ())),
        )
        for place, key in keys.items()
    )  # fmt: skip


class _Heard(NamedTuple):
    """What papers say about bills: by key, the bills a credit note names, payments, claims, concessions."""

    credited: dict[str, list[str]]
    corrected: set[str]
    payments: dict[str, list[Entry]]
    claims: dict[str, list[Claim]]
    conceded: dict[str, list[Entry]]


def _hear(documents: Sequence[Document], keys: Mapping[int, str], ties: Iterable[TiedToBill]) -> _Heard:
    """Put what each paper says on the bill that it names, of those that are there."""
    places = {key: place for place, key in keys.items()}
    heard = _Heard({}, set(), {}, {}, {})
    for tie in ties:
        document, own = documents[tie.document], keys.get(tie.document)
        if tie.bill not in places:
            continue
        if own is not None:
            if document.replaces:
                heard.corrected.add(tie.bill)
            elif is_credit(document) and own != tie.bill:
                named = heard.credited.setdefault(own, [])
                named += [tie.bill] if tie.bill not in named else []
        elif document.kind is Kind.REMITTANCE:
            payment = _payment(document, tie.line, tie.document, tie.bill)
            if agree(documents[places[tie.bill]].payee, document.payee) is False:
                payment = payment._replace(reason="elsewhere")
            heard.payments.setdefault(tie.bill, []).append(payment)
        elif document.kind is Kind.BILL_CONCESSION:
            heard.conceded.setdefault(tie.bill, []).extend(_concession(document, tie.line, tie.document))
        else:
            heard.claims.setdefault(tie.bill, []).append(_claim(document, tie.line, tie.document))
    return heard


def _share_of_credit(credit: Document, bill: Document, named: Sequence[str]) -> Document:
    """Return a credit note as far as it is about one of the bills that it names, by its lines."""
    if len(named) == 1:
        return credit
    lines = sum(line.amount or 0 for line in credit.lines)
    own = sum(line.amount or 0 for line in credit.lines if line.refers.bill == bill.number)
    return credit._replace(totals=Totals(payable=share(payable_of(credit), own, lines)))


def agreed_charges(bill: Document, orders: Sequence[Document], earlier: int) -> int | None:
    """Return the charges and allowances of the whole that a bill's orders agreed, as far as it carries them.

    A first bill may carry all of them, its share, or leave a charge for a later bill; whichever of these
    is nearest to what it bills is taken as meant.

    Args:
        orders: the orders behind the bill; none means that nothing is known (None).
        earlier: charges that earlier bills of these orders carried already.
    """
    if not orders:
        return None
    billed = sum(charge.amount for charge in bill.charges)
    agreed = sum(charge.amount for order in orders for charge in order.charges)
    if not agreed:
        return 0
    ordered = sum(line.amount or 0 for order in orders for line in order.lines)
    lines = sum(line.amount or 0 for line in bill.lines)
    left, part = agreed - earlier, share(agreed, lines, ordered)
    meant = [left, min(part, max(0, left)) if agreed > 0 else max(part, min(0, left))]
    if agreed > 0:
        meant.append(0)
    return min(meant, key=lambda amount: abs(billed - amount))


def _payment(document: Document, line: int | None, place: int, bill: str) -> Entry:
    on = document.happened_on or document.issued_on or 0
    row = document.lines[line] if line is not None else None
    amount = row.amount if row is not None and row.amount is not None else document.totals.payable
    number = row.number if row else ""
    key = "|".join(str(part) for part in (*document.key, line, bill))
    by = Role.PAYER if document.signer == "taker" else Role.PAYEE
    return Entry(
        key, Act.PAY, by, amount=amount, on=on, at=place, bill=bill, reason=document.reason,
        document=document.number, document_line=number,
    )  # fmt: skip


def _concession(document: Document, line: int | None, place: int) -> list[Entry]:
    """Return what a party lets pass on a bill; nothing where the paper does not say what."""
    row = document.lines[line] if line is not None else None
    if row is None or not row.reason:
        return []
    key = "|".join(str(part) for part in (*document.key, line))
    by = Role.TAKER if document.signer == "taker" else Role.GIVER
    entry = Entry(
        key, Act.ACCEPT, by, amount=row.amount, on=document.issued_on or 0, at=place, reason=row.reason,
        document=document.number, document_line=row.number,
    )  # fmt: skip
    return [entry]


def _claim(document: Document, line: int | None, place: int) -> Claim:
    row = document.lines[line] if line is not None else None
    by = Role.TAKER if document.signer == "taker" else Role.GIVER
    is_reminder = document.kind is Kind.REMINDER
    amount = row.amount if row is not None and document.kind is Kind.STATEMENT else None
    answer = document.answer if document.kind is Kind.BILL_RESPONSE else Answer.NONE
    key = "|".join(str(part) for part in (*document.key, line))
    on = document.issued_on or 0
    said_at = 86_400 if document.issued_at is None else document.issued_at
    return Claim(key, by, on, answer, amount, is_reminder, place, document.note, said_at)
