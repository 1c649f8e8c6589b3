"""Damage: what becomes of the references when people and systems retype, forget and mix them up."""

from random import Random

from comaker.engines.worlds.course import Course, Deal
from comaker.engines.worlds.settings import Damage
from comaker.kernel.document import NO_REFERENCES, References

# After these a reader still knows which order is meant.
TELLS_ORDER = frozenset({Damage.WHOLE, Damage.NO_LINE, Damage.WRONG_LINE, Damage.RETYPED})
_PLACEHOLDERS = ("n/a", "N/A", "-", "onbekend", "0", "NVT")


class Pen:
    """How one paper refers: the same way for all its lines.

    Attributes:
        damage: what becomes of this paper's references.
        tells_sales: whether a whole reference names the seller's order number too.
        tells_despatch: whether it names the despatch too.
    """

    __slots__ = ("_typed", "damage", "rng", "tells_despatch", "tells_sales")

    def __init__(
        self, damage: Damage, rng: Random, *, tells_sales: bool = False, tells_despatch: bool = True
    ) -> None:
        self.damage = damage
        self.rng = rng
        self.tells_sales = tells_sales
        self.tells_despatch = tells_despatch
        self._typed: dict[str, str] = {}

    def refer(self, course: Course, despatch: str = "", despatch_line: str = "") -> References:
        """Return the references of a line of this paper."""
        deal, damage = course.deal, self.damage
        if damage is Damage.WHOLE:
            sales = deal.sales if self.tells_sales else ""
            deal.is_sales_known |= self.tells_sales
            if not self.tells_despatch:
                despatch = despatch_line = ""
            return References(deal.number, course.number, sales, "", despatch, despatch_line)
        if damage is Damage.NO_LINE:
            return References(deal.number)
        if damage is Damage.NONE:
            return NO_REFERENCES
        if damage is Damage.WRONG_LINE:
            return References(deal.number, neighbour(course).number)
        if damage is Damage.SALES_ORDER:
            return References("", "", deal.sales, course.number)
        if damage is Damage.DESPATCH:
            return References(despatch=despatch, despatch_line=despatch_line)
        return References(self.order(deal), "" if damage is Damage.PLACEHOLDER else course.number)

    def order(self, deal: Deal) -> str:
        """Return the order number as this paper writes it; the same wherever it names the order."""
        if self.damage is Damage.WHOLE:
            return deal.number
        typed = self._typed.get(deal.number)
        if typed is None:
            typed = self._typed[deal.number] = _typed(self.rng, deal.number, self.damage)
        return typed


def neighbour(course: Course) -> Course:
    """Return the line that a shifted reference points to instead; the line itself when it has no company."""
    courses = course.deal.courses
    return courses[(courses.index(course) + 1) % len(courses)]


def _typed(rng: Random, number: str, damage: Damage) -> str:
    digits = "".join(letter for letter in number if letter.isdigit())
    letters = number[: len(number) - len(digits)].rstrip("-/.")
    if damage is Damage.PLACEHOLDER:
        return rng.choice(_PLACEHOLDERS)
    if damage is Damage.GARBLED:
        place = rng.randrange(len(digits))
        return number[: len(number) - len(digits)] + digits[:place] + digits[place + 1 :]
    if damage is Damage.RETYPED and letters:
        ways = (
            digits,
            f"{letters.lower()} {digits}",
            f"{letters}{digits}",
            f"Order {number}",
            f"{letters}-00{digits}",
        )
        return rng.choice(ways)
    if damage is Damage.RETYPED:
        return rng.choice((f"PO {digits}", f"{digits[:3]} {digits[3:]}", f"00{digits}", f"PO-{digits}"))
    return number if damage in TELLS_ORDER else ""
