"""A supplier of the maker, with half a year of orders drawn from a seed: most went well."""

from comaker.engines.worlds import Made, Trade, World, make
from comaker.kernel.document import Document
from comaker.kernel.line import Terms
from comaker.kernel.party import Party
from comaker.main.world.cast import MAKER, SUPPLIER

_SEED = 19
_DAYS = 180


def made(today: int) -> Made:
    """Make the relation: the maker buys parts, with its papers whole and the usual mishaps."""
    world = World(
        relations=1, orders=14, products=12, lines=((2, 0.6), (4, 0.4)), days=_DAYS, first_on=today - _DAYS,
        trades=((Trade.THREE_WAY, 1.0),), references=(), rides=0.0, unasked=0.0, statements=0.0,
        other_identifiers=0.0, boxed=0.0, catch_weight=0.0,
    )  # fmt: skip
    return make(world, seed=_SEED)


def papers(told: Made) -> list[Document]:
    """Return its papers, between the maker and its supplier."""
    taker = told.documents[0].taker
    return [
        document._replace(
            giver=SUPPLIER,
            taker=MAKER,
            payee=_ours(document.payee, taker),
            deliver_to=_ours(document.deliver_to, taker),
        )
        for document in told.documents
    ]


def terms(told: Made) -> Terms:
    """Return what the two agreed."""
    first = told.documents[0]
    return told.terms[first.giver.key, first.taker.key]


def _ours(party: Party, taker: Party) -> Party:
    if not party.is_known():
        return party
    return MAKER if party.key == taker.key else party
