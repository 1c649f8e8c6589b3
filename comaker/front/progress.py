"""Progress: a bar on the terminal once something takes longer than people like to wait blindly."""

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

_PATIENCE_SECONDS = 2.0

T = TypeVar("T")


def with_bar(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield items, with a bar on the terminal while they take a while.

    Args:
        what: what is being done, as in “Reading”.
    """
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(what, total=len(items))
    start = monotonic()
    is_shown = not console.is_terminal
    try:
        for item in items:
            yield item
            bar.advance(task)
            if not is_shown and monotonic() - start > _PATIENCE_SECONDS:
                bar.start()
                is_shown = True
    finally:
        bar.stop()
