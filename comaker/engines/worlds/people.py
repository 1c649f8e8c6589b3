"""People: the parties of a world, and what every two of them agreed and are used to."""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import NamedTuple

from comaker.engines.worlds import catalogue
from comaker.engines.worlds.catalogue import Naming, Style, Ware
from comaker.engines.worlds.settings import Damage, Trade, World, odds
from comaker.kernel.line import Terms
from comaker.kernel.party import Party, party_of
from comaker.kernel.product import agree
from comaker.kernel.settlement import PRESETS, Biller
from comaker.kernel.tolerance import NO_TOLERANCE, Allowance, Tolerance


class Rhythm(StrEnum):
    """When a biller makes a bill."""

    SENDING = "per sending"
    ORDER = "per order"
    MONTH = "per month"


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two parties in one direction, with their terms and habits.

    Attributes:
        giver_on_papers: how the giver names itself on its own papers, perhaps by other identifiers.
        order_naming, paper_naming: which item numbers the taker's orders and the giver's papers carry.
        announces, answers, receives: whether despatch advices, answers and receipt advices are sent.
        numbers: how the taker writes its order numbers.
        step: the first line number and the step between line numbers.
        habit: what usually becomes of references on later papers.
        dated: whether orders name a day.
        by_weight: whether weighed goods are counted in pieces too.
        is_told_apart: whether the numbers on its papers tell one item from another.
    """

    giver: Party
    giver_on_papers: Party
    taker: Party
    terms: Terms
    wares: tuple[Ware, ...]
    currency: str
    order_naming: Naming
    paper_naming: Naming
    announces: bool
    receives: bool
    rhythm: Rhythm
    giver_piece: str
    taker_piece: str
    numbers: str
    step: int
    habit: Damage
    dated: bool
    by_weight: bool
    is_told_apart: bool
    tax_category: str
    tax_percent: int

    @property
    def is_priced(self) -> bool:
        """Tell whether anybody bills what one gives the other."""
        return self.terms.settlement.biller is not Biller.NOBODY

    @property
    def key(self) -> tuple[str, str]:
        """Return what the terms of the two are filed under."""
        return (self.giver.key, self.taker.key)


_NAMINGS = (
    *(((Naming.FULL, Naming.FULL),) * 40 + ((Naming.SELLERS, Naming.SELLERS),) * 14),
    *(((Naming.BUYERS, Naming.BUYERS),) * 12 + ((Naming.STANDARD, Naming.STANDARD),) * 8),
    *(
        ((Naming.FULL, Naming.SELLERS),) * 8
        + ((Naming.BUYERS, Naming.FULL),) * 6
        + ((Naming.FULL, Naming.CODES),) * 4
    ),
    *(((Naming.STANDARD, Naming.SWAPPED),) * 4 + ((Naming.NAME, Naming.NAME),) * 3),
    (Naming.BUYERS, Naming.SELLERS),
)
_PIECES = ("EA", "PCE", "H87", "XPP")
_NUMBERS = ("PO-{}", "PO-{}", "{}", "BST{}", "4500{}", "P/{}", "ORD.{}")
_FIRST = (
    "Ver", "Van der ", "Ost", "Klein", "Groot", "Nieuw", "Zuid", "Maas", "IJssel", "Bren", "Hol", "Wester",
)  # fmt: skip
_LAST = ("meer", "berg", "hof", "kamp", "land", "veld", "dijk", "stad", "mans", "waard")
_WHAT = ("Techniek", "Metaal", "Food", "Bouw", "Logistiek", "Retail", "Machines", "Groep")
_GIVEN = ("Anna", "Bram", "Carla", "Dirk", "Els", "Finn", "Gerda", "Hugo", "Iris", "Joost")
_TAX = (("S", 210_000), ("S", 210_000), ("S", 210_000), ("S", 90_000), ("AE", 0), ("Z", 0))
_STYLES = {Trade.SERVICE: catalogue.WORK, Trade.TRADE_IN: catalogue.USED, Trade.PERSONS: catalogue.USED}
_CENT = 10**6
_CARRIER, _SUPPLIER, _US = 3_000_000, 6_000_000, 0


def company(number: int) -> Party:
    """Return a company by its number, with a GLN, a VAT number and a trade register number."""
    rng = Random(number * 7919 + 11)
    name = f"{rng.choice(_FIRST)}{rng.choice(_LAST)} {rng.choice(_WHAT)} {number}"
    identifiers = (
        f"0088:87{number:011d}",
        f"vat:NL{number + 800_000_000:09d}B01",
        f"kvk:{number + 10_000_000:08d}",
    )
    return Party(name, identifiers)


US = company(_US)


def person(number: int) -> Party:
    """Return a person, who has a name and no number at all."""
    rng = Random(number * 104_729 + 3)
    return party_of(f"{rng.choice(_GIVEN)} {rng.choice(_FIRST)}{rng.choice(_LAST)} {number}")


class Ground(NamedTuple):
    """What a relation is made from: the settings, its own draws, the world's seed and its place in it."""

    world: World
    rng: Random
    seed: str
    serial: int


def main_pair(ground: Ground, trade: Trade) -> Pair:
    """Return the two parties of a relation; our own company is one of them, but for two persons."""
    rng, index, other = ground.rng, ground.serial, 10 + ground.serial
    is_sale = trade in (Trade.INPUT, Trade.DROP) or (trade is not Trade.TRADE_IN and index % 2 == 1)
    giver, taker = (_US, other) if is_sale else (other, _US)
    is_weighed = trade in (Trade.THREE_WAY, Trade.EARLY_BILL) and rng.random() < ground.world.catch_weight
    style = catalogue.FOOD if is_weighed else _STYLES.get(trade, catalogue.GOODS)
    wares = _wares(ground, giver, taker, style)
    pair = _pair(ground, giver, taker, wares, _terms(ground, trade, is_weighed), trade)
    if is_weighed:
        return replace(pair, by_weight=True)
    if trade is Trade.PERSONS:
        return _between(pair, person(other), person(other + 5_000_000))
    if trade is Trade.TRADE_IN and rng.random() < 0.5:
        return replace(_between(pair, person(other), pair.taker), announces=False)
    return pair


def supplier_pair(ground: Ground, forth: Pair) -> Pair:
    """Return a drop shipment's other leg: a supplier that delivers to our customer, three tenths cheaper."""
    terms = Terms(settlement=PRESETS["two_way"], expects_send=True)
    wares = tuple(
        ware._replace(price=max(1, ware.price // ware.pieces // _CENT * 7 // 10) * _CENT * ware.pieces)
        for ware in forth.wares
    )
    pair = _pair(ground, _SUPPLIER + ground.serial, _US, wares, terms, Trade.DROP)
    return replace(
        pair,
        announces=True,
        order_naming=forth.order_naming,
        paper_naming=forth.paper_naming,
        is_told_apart=forth.is_told_apart,
    )


def carrier_pair(ground: Ground, client: Party) -> Pair:
    """Return a carrier and the party whose goods it moves."""
    terms = Terms(settlement=PRESETS["two_way"])
    carrier, taker = _CARRIER + ground.serial, 10 + ground.serial
    wares = _wares(ground, carrier, taker, catalogue.RIDES)
    pair = _pair(ground, carrier, taker, wares, terms, Trade.TWO_WAY)
    pair = replace(_between(pair, pair.giver, client), announces=False)
    return replace(pair, terms=pair.terms._replace(expects_send=False))


def back_pair(ground: Ground, forth: Pair, *, inputs: bool = False) -> Pair:
    """Return the same two parties the other way about: returns, and what the giver needs from the taker."""
    terms = Terms(settlement=PRESETS["unpriced"])
    giver = 10 + ground.serial
    wares = _wares(ground, giver, _US, catalogue.INPUTS) if inputs else forth.wares
    pair = _pair(ground, giver, _US, wares, terms, Trade.THREE_WAY)
    pair = replace(_between(pair, forth.taker, forth.giver), terms=terms)
    return pair if inputs else replace(pair, numbers="RMA-{}", announces=True)


def _terms(ground: Ground, trade: Trade, is_weighed: bool) -> Terms:
    world, rng = ground.world, ground.rng
    preset = {
        Trade.TRADE_IN: "self_billed",
        Trade.INPUT: "three_way",
        Trade.DROP: "three_way",
        Trade.FRAME: "three_way",
        Trade.PERSONS: "two_way",
    }.get(trade, trade.value)
    tolerance = NO_TOLERANCE
    if is_weighed:
        tolerance = Tolerance(quantity=Allowance(over_percent=50_000, under_percent=50_000))
    return Terms(
        settlement=PRESETS[preset],
        tolerance=tolerance,
        expects_answer=trade is not Trade.PERSONS and rng.random() < world.answers,
        response_days=rng.choice((1, 2, 3, 5)),
        payment_days=rng.choice((14, 30, 30, 30, 60)),
        delivery_term=rng.choice(("", "DAP", "DAP", "FCA", "EXW")),
    )


def _wares(ground: Ground, giver: int, taker: int, style: Style) -> tuple[Ware, ...]:
    return catalogue.catalogue(
        style,
        seed=f"{ground.seed}/{giver}/{style.nouns[0]}",
        giver=giver,
        taker=taker,
        size=min(ground.world.products, style.size),
        boxed=ground.world.boxed,
    )


def _pair(
    ground: Ground, giver: int, taker: int, wares: tuple[Ware, ...], terms: Terms, trade: Trade
) -> Pair:
    world, rng, _, _ = ground
    naming = rng.choice(_NAMINGS)
    tax = rng.choice(_TAX)
    other_names = rng.random() < world.other_names
    is_told = trade not in (Trade.SERVICE, Trade.PERSONS) and rng.random() < world.announced
    terms = terms._replace(tax="reverse" if tax[0] == "AE" else "standard")
    if trade is Trade.TWO_WAY:
        terms = terms._replace(expects_send=is_told)
    party = company(giver)
    alias = party
    if rng.random() < world.other_identifiers:
        alias = Party(party.name, party.identifiers[1:])
    rhythm = Rhythm.SENDING
    if rng.random() < world.collective and trade not in (Trade.PREPAID, Trade.PERSONS, Trade.TRADE_IN):
        rhythm = Rhythm.MONTH
    elif rng.random() < world.per_order:
        rhythm = Rhythm.ORDER
    is_told_apart = agree(wares[0].names[naming[0]], wares[1].names[naming[1]]) is False
    return Pair(
        giver=party,
        giver_on_papers=alias,
        taker=company(taker),
        terms=terms,
        wares=wares,
        currency=rng.choice(("EUR", "EUR", "EUR", "EUR", "EUR", "USD")),
        order_naming=naming[0],
        paper_naming=naming[1],
        announces=is_told,
        receives=terms.settlement.receipt != "none",
        rhythm=rhythm,
        giver_piece=rng.choice(_PIECES) if other_names else "C62",
        taker_piece=rng.choice(_PIECES) if other_names else "C62",
        numbers=rng.choice(_NUMBERS),
        step=rng.choice((1, 1, 1, 10, 10, 100)),
        habit=odds(world.references).word(rng.random()) or Damage.WHOLE,
        dated=rng.random() < 0.9,
        by_weight=False,
        is_told_apart=is_told_apart,
        tax_category=tax[0],
        tax_percent=tax[1],
    )


def _between(pair: Pair, giver: Party, taker: Party) -> Pair:
    alias = pair.giver_on_papers if giver is pair.giver else giver
    return replace(pair, giver=giver, giver_on_papers=alias, taker=taker)
