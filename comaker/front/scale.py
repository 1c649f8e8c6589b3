"""Scale: where quantities stand in a picture, so that the smallest difference that matters can be read.

Bars are to scale wherever they can be. Two kilos of a hundred thousand would be thinner than a line; then the
stretch between them is drawn as high as its number needs, and the bars are cut where nothing happens.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

FULL = 10_000  # the whole height, or on a phone the whole width
READABLE = 1_000  # what a number needs
VISIBLE = 150  # what is there at all is seen


class Stretch(NamedTuple):
    """A part of a bar that bears a number."""

    low: int
    high: int


class Scale(NamedTuple):
    """Places of quantities between 0 and FULL.

    Attributes:
        places: of every quantity that is drawn, in order, 0 first.
        cut: the place at which bars are cut; None where they are to scale.
    """

    places: tuple[tuple[int, int], ...]
    cut: int | None = None

    def at(self, quantity: int) -> int:
        """Return the place of a quantity that is drawn."""
        return dict(self.places)[quantity]


def scale_of(quantities: Iterable[int], readable: Collection[Stretch] = (), *, size: int = READABLE) -> Scale:
    """Make the scale for some quantities.

    A larger quantity never stands lower than a smaller one, and equal ones stand equally high.

    Args:
        quantities: none of them negative.
        readable: stretches that bear a number, their ends among the quantities or not.
        size: how high such a stretch is at least.
    """
    points = sorted({0, *quantities, *(end for stretch in readable for end in stretch)})
    if len(points) == 1:
        return Scale(((0, 0),))
    steps = list(pairwise(points))
    natural = [(high - low) * FULL / points[-1] for low, high in steps]
    least = _least(steps, natural, readable, size)
    sizes = _fitted(natural, least)
    ends = [0.0]
    for each in sizes:
        ends.append(ends[-1] + each)
    places = tuple((point, round(end)) for point, end in zip(points, ends, strict=True))
    losses = [was - now for was, now in zip(natural, sizes, strict=True)]
    most = max(range(len(losses)), key=losses.__getitem__)
    is_to_scale = all(abs(loss) < 1 for loss in losses)
    return Scale(places, None if is_to_scale else round((ends[most] + ends[most + 1]) / 2))


def _least(
    steps: Sequence[tuple[int, int]], natural: Sequence[float], readable: Collection[Stretch], size: int
) -> list[float]:
    """Return how high each step must be for every stretch to be readable, and the rest visible."""
    least = [float(VISIBLE)] * len(steps)
    for stretch in readable:
        inside = [
            place for place, (low, high) in enumerate(steps) if stretch.low <= low and high <= stretch.high
        ]
        height = sum(natural[place] for place in inside)
        for place in inside:
            # It grows, or shrinks, in all its parts alike.
            least[place] = max(least[place], natural[place] * size / height)
    return least


def _fitted(natural: Sequence[float], least: Sequence[float]) -> list[float]:
    """Return heights of at least so much each, FULL together, as near to scale as that allows."""
    if sum(least) >= FULL:
        return [each * FULL / sum(least) for each in least]
    sizes = list(natural)
    fixed: set[int] = set()
    while low := {place for place in range(len(sizes)) if place not in fixed and sizes[place] < least[place]}:
        fixed |= low
        room = FULL - sum(least[place] for place in fixed)
        whole = sum(natural[place] for place in range(len(sizes)) if place not in fixed)
        sizes = [
            least[place] if place in fixed else natural[place] * room / whole for place in range(len(sizes))
        ]
    return sizes
