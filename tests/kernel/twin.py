"""The slow and obvious twin of folding and rules: quantities by kind, read straight off the gap table.

Nothing here is shared with the kernel but its words (acts, kinds, settlement). Quantities are fractions of
the line's unit; every entry is looked at again for every question.
"""

from fractions import Fraction
from typing import Any

from comaker.kernel.entry import Act, Entry, Role
from comaker.kernel.gap import Kind
from comaker.kernel.settlement import BillBase, Biller, Order, Receipt

PIECES = {"": 1, "C62": 1, "H87": 1, "PR": 2, "DZN": 12, "GRO": 144}
NOTHING = Fraction(0)


class Ledger:
    """What a person would work out on paper from the entries of one line."""

    def __init__(self, line, entries):
        self.line = line
        self.settlement = line.terms.settlement
        self.biller = Role.TAKER if self.settlement.biller is Biller.TAKER else Role.GIVER
        keys = {}
        for entry in entries:
            keys[entry.key] = entry
        reversed_keys = {entry.reverses for entry in keys.values()}
        self.entries = [
            entry for entry in keys.values() if not entry.reverses and entry.key not in reversed_keys
        ]
        self.credited = sum(
            (size(e) for e in self.entries if e.act is Act.ACCEPT and e.about == "credit"), NOTHING
        )
        self.asks = self.statements(Act.ASK, Role.TAKER)
        self.promises = self.statements(Act.PROMISE, Role.GIVER)
        self.sent, self.told_send = self.movement(Act.SEND, Role.GIVER)
        self.received, self.told_receive = self.movement(Act.RECEIVE, Role.TAKER)
        self.rejected, _ = self.movement(Act.REJECT, Role.TAKER)
        self.billed, _ = self.movement(Act.BILL, self.biller)
        self.act_upon()

    def of(self, act):
        return sorted((e for e in self.entries if e.act is act), key=lambda e: (e.on, e.key))

    def movement(self, act, authority):
        """Return the movements that count (None if the act is unknown), and how far the others differ."""
        voices: dict[Role, list[Entry]] = {}
        for entry in self.of(act):
            voices.setdefault(entry.by, []).append(entry)
        if not voices:
            return None, NOTHING
        loudest = max(voices, key=lambda voice: total(voices[voice]))
        counted = voices.pop(authority if authority in voices else loudest)
        differences = [abs(total(voice) - total(counted)) for voice in voices.values()]
        return counted, max(differences, default=NOTHING)

    def statements(self, act, authority):
        """Return (rank, quantity) of every version, the one in force last."""
        said = [e for e in self.entries if e.act is act]
        said = [e for e in said if e.by is authority] or said
        versions: list[tuple[Any, Fraction]] = []
        for entry in sorted(said, key=lambda e: (rank(e), e.key)):
            many = None if entry.quantity is None else size(entry)
            if many is None:
                # As asked, or as promised before: whichever was said last.
                asks = self.asks if act is Act.PROMISE else []
                earlier = [ask for ask in asks if ask[0] <= rank(entry)] + versions
                earlier = sorted(earlier, key=lambda version: version[0]) or asks[:1]
                if not earlier:
                    continue  # a promise of nobody knows what is none
                many = earlier[-1][1]
            versions.append((rank(entry), many))
        return versions

    def act_upon(self):
        """A giver who did exactly what the newest ask says has promised it."""
        deed = self.sent if self.sent is not None else self.billed if self.biller is Role.GIVER else None
        if not (deed and self.asks and self.promises and self.asks[-1][0] > self.promises[-1][0]):
            return
        asked = self.asks[-1]
        if total(deed) == asked[1] != self.promises[-1][1]:
            on = deed[-1].on
            self.promises.append((max(asked[0], (on, 86_400, 0, 0, deed[-1].document)), asked[1]))

    def in_force(self, versions, on):
        earlier = [version for version in versions if version[0][0] <= on]
        return self.left_of(earlier[-1] if earlier else versions[0])

    def left_of(self, version):
        """Return what is still to be given of a version, after what is conceded for credit."""
        return max(NOTHING, version[1] - self.credited)


def quantities(line, entries):
    """Return the quantity of every kind of gap that has one, by kind; kinds without a gap are left out."""
    ledger = Ledger(line, entries)
    terms, settlement = line.terms, line.terms.settlement
    asked = ledger.left_of(ledger.asks[-1]) if ledger.asks else None
    promised = ledger.left_of(ledger.promises[-1]) if ledger.promises else None
    agreed = promised if promised is not None else asked
    sent = None if ledger.sent is None else total(ledger.sent)
    received = None if ledger.received is None else total(ledger.received)
    billed = None if ledger.billed is None else total(ledger.billed)
    rejected = total(ledger.rejected or [])
    over, under = allowances(line, ledger, sent)
    expects_receipt = settlement.receipt is not Receipt.NONE
    is_known = sent is not None or received is not None
    delivered = max(sent or 0, received or 0)
    found = {}

    if asked is not None and promised is not None:
        found[Kind.UNDERPROMISED] = beyond(asked - promised, under)
        found[Kind.OVERPROMISED] = beyond(promised - asked, over)

    # What is promised and no longer asked is not due.
    due = agreed if asked is None or agreed is None else min(agreed, asked)
    short = NOTHING if due is None else max(NOTHING, due - (delivered - rejected))
    found[Kind.REJECTED] = rejected if agreed is None else min(rejected, short)
    if agreed is not None and (is_known or terms.expects_send or expects_receipt):
        found[Kind.UNSENT] = beyond(short - found[Kind.REJECTED], under)

    # Stock that is only told when it is used does not arrive.
    arrives = settlement.receipt is not Receipt.USE
    if arrives and sent is not None and (received is not None or expects_receipt):
        lost = sent - (received or 0)
        # What is let pass at sending is not let pass again on the way.
        is_full = agreed is None or agreed - (received or 0) <= under
        let_pass = under if (is_full and agreed is not None) or (agreed is None and lost <= under) else 0
        found[Kind.MISSING] = beyond(lost, let_pass)
    if arrives and sent is not None and received is not None:
        found[Kind.SURPLUS] = beyond(received - sent, over)

    if agreed is not None and is_known:
        found[Kind.OVERSENT] = beyond(excess(ledger, rejected), over)
    found[Kind.TOLD_DIFFERENTLY] = max(ledger.told_send, ledger.told_receive)
    if terms.expects_ask and asked is None:
        found[Kind.UNEXPECTED] = max(delivered, billed or 0)

    base = bill_base(settlement, agreed, sent, received, rejected, billed)
    if billed is not None:
        may_be_early = expects_receipt and settlement.order is not Order.RECEIPT_FIRST
        too_much = beyond(billed - base, over)
        twice = min(too_much, repeated(ledger.billed))
        to_come = NOTHING
        if may_be_early:
            to_come = min(too_much - twice, max(NOTHING, (agreed or NOTHING) - delivered))
        found[Kind.BILLED_TWICE] = twice
        found[Kind.OVERBILLED] = too_much - twice - to_come
        is_held = may_be_early and received is None and settlement.base is not BillBase.PROMISED
        found[Kind.BILLED_EARLY] = to_come + (max(NOTHING, min(billed, base)) if is_held else NOTHING)
    is_due_to_be_billed = is_known or settlement.base is BillBase.PROMISED
    if settlement.biller is not Biller.NOBODY and is_due_to_be_billed:
        found[Kind.UNBILLED] = beyond(base - (billed or 0), under)
    return {kind: many for kind, many in found.items() if many}


def bill_base(settlement, agreed, sent, received, rejected, billed):
    """Return what may be billed; what was billed itself, where no other act is known."""
    if settlement.biller is Biller.NOBODY:
        return NOTHING
    if sent is not None:
        nearest = sent - rejected
    elif agreed is not None:
        nearest = agreed
    else:
        nearest = billed or NOTHING
    if settlement.base is BillBase.PROMISED:
        return nearest if agreed is None else agreed
    if received is not None:
        return received - rejected
    if settlement.receipt is not Receipt.NONE and settlement.order is Order.RECEIPT_FIRST:
        return NOTHING
    return nearest


def excess(ledger, refused):
    """Return what was given and is too much: more than agreed on its day, and still more than agreed now."""
    deeds = ledger.sent if ledger.sent is not None else ledger.received
    versions = ledger.promises or ledger.asks
    given = too_much = NOTHING
    for deed in deeds:
        given += size(deed)
        over_on_the_day = max(NOTHING, given - ledger.in_force(versions, deed.on) - refused)
        too_much = min(too_much + size(deed), over_on_the_day)
    over_now = given - (ledger.left_of(versions[-1]) + refused)
    return max(NOTHING, min(too_much, over_now))


def repeated(bills):
    """Return what is billed again exactly as another bill has it, less what was credited afterwards."""
    many = NOTHING
    for place, entry in enumerate(bills):
        if size(entry) < 0:
            many = max(NOTHING, many + size(entry))
            continue
        earlier = [e for e in bills[:place] if e.quantity and alike(e) == alike(entry)]
        if earlier and earlier[0].bill != entry.bill:
            many += size(entry)
    return many


def alike(entry):
    price = None if entry.price is None else round(Fraction(entry.price, PIECES[entry.unit]))
    return size(entry), price, entry.amount


def allowances(line, ledger, sent):
    """Return how much over and under is let pass, of what was agreed (else sent)."""
    allowance = line.terms.tolerance.quantity
    if allowance is None:
        return NOTHING, NOTHING
    versions = ledger.promises or ledger.asks
    base = versions[-1][1] if versions else sent or NOTHING
    allowed = []
    for absolute, percent in (
        (allowance.over, allowance.over_percent),
        (allowance.under, allowance.under_percent),
    ):
        bounds = []
        if absolute is not None:
            bounds.append(Fraction(absolute, 10**6))
        if percent is not None:
            bounds.append(abs(base) * Fraction(percent, 10**4) / 100)
        pick = min if allowance.is_both_needed else max
        allowed.append(pick(bounds, default=NOTHING))
    return tuple(allowed)


def beyond(difference, allowed):
    return difference if difference > max(allowed, NOTHING) else NOTHING


def size(entry):
    """Return the quantity of an entry in pieces; nothing where it says none."""
    return Fraction(entry.quantity or 0, 10**6) * PIECES[entry.unit]


def total(entries):
    return sum((size(entry) for entry in entries), NOTHING)


def rank(entry):
    return tuple(entry.rank) if entry.rank else (entry.on, 86_400, 0, 0, "")
