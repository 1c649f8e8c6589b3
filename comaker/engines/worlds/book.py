"""The book of a relation: its papers as they are written, and what each of their lines truly is about."""

from collections.abc import Callable
from hashlib import sha512
from random import Random
from typing import NamedTuple

from comaker.engines.worlds.catalogue import Ware
from comaker.engines.worlds.course import Course, Deal, LineKey, Place, Row
from comaker.engines.worlds.damage import Pen
from comaker.engines.worlds.people import US, Ground, Pair
from comaker.engines.worlds.settings import Damage, World, odds
from comaker.kernel.document import Document
from comaker.kernel.entry import Act
from comaker.kernel.gap import Kind
from comaker.kernel.line import Relation
from comaker.kernel.party import Party


class Lost(NamedTuple):
    """A document line whose references do not say which line it is about, and what it still says."""

    place: Place
    act: Act
    course: Course
    on: int
    quantity: int  # in the line's unit
    price: int | None
    ware: Ware
    damage: Damage
    source: Place | None = None  # the line of a despatch or bill that it names
    named: tuple[Course, ...] = ()  # what a bill that it names without a line is about
    amount: int = 0  # what it takes back where it tells no quantity


class Claim(NamedTuple):
    """A bill or credit note to be paid."""

    pair: Pair
    number: str
    document: int
    on: int
    payable: int
    due_on: int
    credits: int | None = None  # the place of the bill that a credit note takes back
    is_ignored: bool = False  # the payer sees that it is refused, replaced or a repeat


class Book:
    """Everything that is written about one relation and its side relations.

    Attributes:
        now: the last day that a paper can bear.
        arrivals: the day on which each document comes in.
        subjects: per document what each line is about; None where it is about nothing that was asked.
        lost: document lines whose references do not say it.
    """

    def __init__(self, world: World, seed: str, index: int) -> None:
        self.world = world
        self.seed = seed
        self.index = index
        self.rng = Random(f"{seed}/{index}")
        self.now = world.now
        self.odds = odds(world.references)
        self.documents: list[Document] = []
        self.arrivals: list[int] = []
        self.subjects: list[tuple[Course | None, ...]] = []
        self.damages: dict[Place, Damage] = {}
        self.lost: list[Lost] = []
        self.copies: dict[int, int] = {}
        self.strays: dict[Place, int] = {}
        self.advances: set[Place] = set()
        self.bill_ties: dict[Place, int] = {}
        self.deals: list[Deal] = []
        self.pairs: dict[tuple[str, str], Pair] = {}
        self.sides: dict[str, Pair] = {}
        self.frames: dict[tuple[str, str], tuple[int, Deal]] = {}
        self.told: dict[int, list[int]] = {}
        self.links: list[tuple[LineKey, Relation, LineKey]] = []
        self.claims: list[Claim] = []
        self.bill_gaps: dict[int, dict[Kind, int]] = {}
        self.paid: dict[int, list[int]] = {}
        self.elsewhere: dict[int, list[int]] = {}
        self.pending: dict[tuple[str, str], list[tuple[int, list[Row]]]] = {}
        self.void: set[int] = set()
        self.corrected: set[int] = set()
        self.whole: dict[int, tuple[LineKey, ...]] = {}
        self.wants: dict[tuple[str, str], list[list[tuple[Ware, int]]]] = {}
        self._serial = (index + 1) * 10 ** len(str(world.orders * 16))
        self._first = self._parcels = self._serial
        self._numbers: dict[tuple[str, str], int] = {}

    @property
    def ground(self) -> Ground:
        """Return what the relation is made from."""
        return Ground(self.world, self.rng, self.seed, self.index)

    def order_number(self, pair: Pair) -> str:
        """Return the next order number, as the taker writes it; no two orders of a world share one."""
        self._serial += 1 if self.rng.random() < 0.7 else 2
        return pair.numbers.format(self._serial)

    def number(self, kind: str, signer: Party) -> str:
        """Return the next number of its signer's series, such as `INV`.

        Our own company goes on counting from relation to relation; others start anew, so that two of them
        may use one number.
        """
        key = (kind, signer.key)
        start = self._first if signer.key == US.key else 1000
        self._numbers[key] = count = self._numbers.get(key, start) + 1
        return f"{kind}{count}"

    def parcel_number(self) -> str:
        """Return a new number for a handling unit, which no other in the world bears."""
        self._parcels += 1
        return f"00387{self._parcels:013d}"

    def deal(self, pair: Pair, on: int, *, is_unasked: bool = False) -> Deal:
        """Open a deal; one that nobody asked for bears a number that no paper tells."""
        self.pairs.setdefault(pair.key, pair)
        deal = Deal(pair, self.order_number(pair), self.number("SO", pair.giver), on)
        deal.is_unasked = is_unasked
        if not is_unasked:
            self.deals.append(deal)
        return deal

    def side(self, name: str, make: Callable[[], Pair]) -> Pair:
        """Return a side relation, made when it is first needed."""
        if name not in self.sides:
            self.sides[name] = make()
        return self.sides[name]

    def pen(
        self, pair: Pair, *, care: float = 0.0, tells_sales: bool = False, tells_despatch: bool = True
    ) -> Pen:
        """Draw how a paper refers; with `care` its sender leaves that much fewer references out."""
        rng = self.rng
        damage = pair.habit if rng.random() < self.world.habit else self.odds.word(rng.random())
        if damage is None or (care and rng.random() < care):
            damage = Damage.WHOLE
        return Pen(damage, rng, tells_sales=tells_sales, tells_despatch=tells_despatch)

    def file(self, document: Document, subjects: tuple[Course | None, ...] = ()) -> int:
        """Keep a paper, perhaps twice, and return its place."""
        place = self._keep(document, subjects, document.issued_on or 0)
        if self.rng.random() < self.world.resent:
            on = min(self.now, (document.issued_on or 0) + 3)
            self.copies[self._keep(document, subjects, on, place)] = place
        return place

    def lose(self, lost: Lost) -> None:
        """Note a document line whose references were removed or damaged."""
        if lost.course.deal.is_unasked:
            return
        self.damages[lost.place] = lost.damage
        if lost.damage is not Damage.RETYPED:
            self.lost.append(lost)

    def _keep(
        self, document: Document, subjects: tuple[Course | None, ...], on: int, first: int | None = None
    ) -> int:
        place = len(self.documents)
        hashes = sha512(f"{self.seed}/{self.index}/{place}".encode()).hexdigest()
        self.documents.append(
            document._replace(
                file=f"{self.index:05d}/{place:06d} {document.kind} {document.number}.xml",
                digest=hashes[:64],
                meaning=hashes[64:] if first is None else self.documents[first].meaning,
            )
        )
        self.arrivals.append(on)
        self.subjects.append(subjects)
        return place
