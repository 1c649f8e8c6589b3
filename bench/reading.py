"""How many documents a CPU-second reads: `read` against the bare parser on the same invoices in the same run.

    python bench/reading.py [--rounds 40] [--folder ../shared/data/documents]

Prints one JSON object. Rounds of both alternate, so that a busy machine slows both; `median` is the middle
round, `best` the quietest one.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

sys.path.insert(0, str(Path(__file__).parents[1]))

from comaker.engines.formats import read
from comaker.kernel.refusal import Refusal

FROM_BYTES, UNTIL_BYTES = 7_000, 14_000  # invoices of about 10 kB
SHARED = Path(os.environ.get("COMAKER_SHARED") or Path(__file__).parents[2] / "shared")


def invoices(folder: Path) -> list[bytes]:
    """Return the readable UBL invoices of about 10 kB among the public documents."""
    found = []
    for file in sorted([*folder.glob("examples/**/*.xml"), *folder.glob("chains/**/*.xml")]):
        content = file.read_bytes()
        if not FROM_BYTES <= len(content) < UNTIL_BYTES:
            continue
        try:
            if read(content).root == "Invoice":
                found.append(content)
        except Refusal:
            continue
    return found


def seconds(work: Callable[[bytes], object], contents: list[bytes]) -> float:
    """Return the CPU seconds that the work takes on all of them once."""
    before = time.process_time()
    for content in contents:
        work(content)
    return time.process_time() - before


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--folder", type=Path, default=SHARED / "data" / "documents")
    given = parser.parse_args()
    contents = invoices(given.folder)
    if not contents:
        sys.exit(f"No invoices under {given.folder}; give --folder or COMAKER_SHARED.")
    works: dict[str, Callable[[bytes], object]] = {"read": read, "lxml": etree.fromstring}
    rounds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(given.rounds):
        for name, work in works.items():
            rounds[name].append(len(contents) / seconds(work, contents))
    figures = {
        f"{name}_documents_per_cpu_second": {
            "median": round(statistics.median(rates)),
            "best": round(max(rates)),
        }
        for name, rates in rounds.items()
    }
    machine = {"load": os.getloadavg()[0], "processors": os.cpu_count(), "python": platform.python_version()}
    sizes = {"documents": len(contents), "mean_bytes": round(statistics.mean(map(len, contents)))}
    print(
        json.dumps(
            {**figures, **sizes, **machine, "lxml": etree.__version__, "libxml2": etree.LIBXML_VERSION}
        )
    )


if __name__ == "__main__":
    main()
