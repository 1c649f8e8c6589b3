"""Worlds: whole deals made up from a seed, with every paper and with the truth about each of its lines.

`make(World(), seed=1)` gives documents as a reader would, in the order in which they come in, and what
is truly so: which line each document line is about, whose references were lost, and which gaps were
planted. `stream` gives the same relation by relation, for worlds that do not fit in memory; `sized` asks
for a number of order lines, `smooth` for a world where nothing goes wrong.

Measured on one processor: 9,000 order lines with their 34,000 document lines and all their truth per
second (11,000 with Python's collector of cycles switched off); streaming keeps one relation in memory.
What is planted and how, and what is not: docs/decisions/0009-worlds-plant-the-truth.md.
"""

from comaker.engines.worlds.made import Made, doubled, make, shuffled, split, stream
from comaker.engines.worlds.rules import Numbers, Slip
from comaker.engines.worlds.settings import Damage, Trade, World, sized, smooth
from comaker.engines.worlds.truth import BillTruth, Truth

__all__ = [
    "BillTruth",
    "Damage",
    "Made",
    "Numbers",
    "Slip",
    "Trade",
    "Truth",
    "World",
    "doubled",
    "make",
    "shuffled",
    "sized",
    "smooth",
    "split",
    "stream",
]
