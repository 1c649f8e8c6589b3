"""Tied: the ties of whole documents, kept together until somebody asks for them one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, overload

from comaker.engines.matching.words import Tie
from comaker.kernel.ties import Ties


class TiedWhole(NamedTuple):
    """The ties of a document whose every line belongs to a line of one deal, all by the same rule.

    Attributes:
        rows: the places of its lines; `to` the key of the line that each belongs to.
    """

    document: int
    rows: Sequence[int]
    to: Sequence[str]
    rule: str
    score: int
    reasons: tuple[str, ...]

    def ties(self) -> list[Tie]:
        """Return the ties one by one."""
        document, rows, to, rule, score, reasons = self
        return [Tie(document, place, key, rule, score, reasons) for place, key in zip(rows, to, strict=True)]


class AllTies(Ties[Tie]):
    """The ties of a call: per document all together, or in order of line."""

    def __init__(self, parts: Sequence[TiedWhole | list[Tie]]) -> None:
        self._parts = parts

    def whole(self) -> list[TiedWhole]:
        """Return the documents that are tied as a whole to one deal."""
        return [part for part in self._parts if isinstance(part, TiedWhole)]

    def others(self) -> list[Tie]:
        """Return the ties of all other documents."""
        return [tie for part in self._parts if not isinstance(part, TiedWhole) for tie in part]

    @cached_property
    def _each(self) -> list[Tie]:
        each: list[Tie] = []
        for part in self._parts:
            each += part.ties() if isinstance(part, TiedWhole) else part
        return each

    def __len__(self) -> int:
        return len(self._each)

    @overload
    def __getitem__(self, place: int) -> Tie: ...
    @overload
    def __getitem__(self, place: slice) -> list[Tie]: ...
    def __getitem__(self, place: int | slice) -> Tie | list[Tie]:
        return self._each[place]

    def __iter__(self) -> Iterator[Tie]:
        return iter(self._each)

    def __eq__(self, other: object) -> bool:
        return self._each == (other._each if isinstance(other, AllTies) else other)

    __hash__ = None  # type: ignore[assignment]
