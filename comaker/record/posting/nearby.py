"""Nearby: where a paper without references is looked for in a relation that is too large to be tried whole.

Lines that are open and of the same product are found by an index: first those of just that quantity, the
last asked before the paper first, then those of which it may be a part. The bundles that have most of the
paper's lines are tried; where they lack a line, those that have it too. And papers that still seek are found
again by the products of what comes new.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from comaker.kernel.document import Document
from comaker.kernel.names import folded
from comaker.kernel.product import Product
from comaker.record.posting.bundles import load_documents
from comaker.record.posting.relations import Relations
from comaker.record.posting.words import Kept, Parties, relation_of
from comaker.record.store import Store, table

_EXACT_MAX = 24
_LARGER_MAX = 8
_BUNDLES_MAX = 12
_FAR_BETTER = 3  # times as many of the lines
_LINES_MAX = 60  # of a paper; more tell no more about its order
_SEEKERS_MAX = 5

_COLUMNS = ("sellers", "buyers", "standard", "name")
_OPEN = """
    SELECT each.id, each.bundle FROM record_line each
    WHERE each.relation_id = ? AND each.is_open AND NOT (each.{column} = '') AND each.{column} = {number}
        AND {rest}
"""
_EXACT = f"each.quantity = {{quantity}} AND each.asked_on <= ? ORDER BY each.asked_on DESC LIMIT {_EXACT_MAX}"
_LARGER = f"each.quantity > {{quantity}} AND ? >= 0 ORDER BY each.quantity, each.asked_on LIMIT {_LARGER_MAX}"
# SQLite knows no join with what depends on the row before it; a list that does depend on it serves as well.
_SQLITE = """
SELECT wanted.key, near.bundle FROM json_each(?) wanted CROSS JOIN record_line near
WHERE near.id IN (SELECT id FROM ({open}))
"""
_POSTGRES = (
    "SELECT wanted.key, near.bundle "
    "FROM jsonb_array_elements(?::jsonb) WITH ORDINALITY wanted(value, key) CROSS JOIN LATERAL ({open}) near"
)

_PRODUCT = "p:"
_SEEKER = table("mention", "word text, party bigint, document bigint, is_guest boolean", "DO NOTHING")
_SEEKERS = """
SELECT DISTINCT document.id FROM record_mention mention
JOIN record_document document ON document.id = mention.document
WHERE mention.word IN :texts AND mention.party IN :ints AND document.is_seeking
    AND document.relation_id = ?
ORDER BY document.id DESC LIMIT ?
"""


class Near(NamedTuple):
    """Bundles that a paper's lines may belong to.

    Attributes:
        likely: those that have most of its lines; `others` those that have some line that these may lack.
    """

    likely: set[int]
    others: set[int]


def bundles_near(store: Store, kept: Kept, relation: int) -> Near:
    """Return the bundles that a paper's lines may belong to."""
    fit: Counter[int] = Counter()
    by_line: dict[tuple[str, int], set[int]] = {}
    wanted: dict[str, list[tuple[str, int]]] = {}
    for line in kept.document.lines[:_LINES_MAX]:
        handle = handle_of(line.product)
        if handle is not None:
            wanted.setdefault(handle[0], []).append((handle[1], abs(line.quantity or 0)))
    on = kept.document.issued_on or 0
    for column, numbers in wanted.items():
        for rest, weight in ((_EXACT, 3), (_LARGER, 1)):
            query = _query(column, rest, is_postgres=store.is_postgres)
            rows = store.select(query, json.dumps(numbers), relation, on)
            for place, bundle in rows:
                fit[bundle] += weight
                by_line.setdefault((column, place), set()).add(bundle)
    ranked = [bundle for bundle, _ in fit.most_common()]
    likely = _best(ranked, fit)
    lacked = {
        bundle for bundles in by_line.values() if bundles.isdisjoint(likely) for bundle in _best(bundles, fit)
    }
    return Near(
        {*[bundle for bundle in ranked if bundle in likely][:_BUNDLES_MAX]},
        {*[bundle for bundle in ranked if bundle in lacked][:_BUNDLES_MAX]},
    )


def _best(bundles: Iterable[int], fit: Counter[int]) -> set[int]:
    """Return bundles without those that another one fits far better."""
    least = max((fit[bundle] for bundle in bundles), default=0) / _FAR_BETTER
    return {bundle for bundle in bundles if fit[bundle] >= least}


def _query(column: str, rest: str, *, is_postgres: bool) -> str:
    number = "(wanted.value->>0)" if is_postgres else "json_extract(wanted.value, '$[0]')"
    quantity = "(wanted.value->>1)::bigint" if is_postgres else "json_extract(wanted.value, '$[1]')"
    rest = rest.format(quantity=quantity)
    some = _OPEN.format(column=column, number=number, rest=rest)
    return (_POSTGRES if is_postgres else _SQLITE).format(open=some)


def handle_of(product: Product) -> tuple[str, str] | None:
    """Return by which column and number a product is looked for."""
    numbers = (product.sellers, product.buyers, product.standard, folded(product.name))
    return next(((column, each) for column, each in zip(_COLUMNS, numbers, strict=True) if each), None)


def file_seekers(store: Store, kept: Iterable[Kept]) -> None:
    """Write down what papers that seek are about, so that what comes new finds them again."""
    rows = [
        (word, each.sides.giver, each.id, False) for each in kept for word in sorted(_words(each.document))
    ]
    store.insert(_SEEKER, rows)


def seekers_near(store: Store, fresh: Sequence[Kept], relation: int, parties: Parties) -> set[int]:
    """Return the papers of a relation that seek what new ones are about, the last ones first."""
    here = [each for each in fresh if relation_of(each.id) == relation]
    words = sorted({word for each in here for word in _words(each.document)})
    givers = sorted(parties.members(each.sides.giver for each in here))
    rows = store.select(_SEEKERS, words, givers, relation, _SEEKERS_MAX) if words else ()
    return {row[0] for row in rows}


def bundles_of_seekers(
    store: Store, fresh: Sequence[Kept], numbers: set[int], relations: Relations
) -> set[int]:
    """Return the bundles of papers in large relations that seek what new ones are about."""
    found: set[int] = set()
    for number in sorted(numbers):
        if relations[number].seeking:
            seekers = seekers_near(store, fresh, number, relations.parties)
            for seeker in load_documents(store, seekers, relations.parties):
                near = bundles_near(store, seeker, number)
                found |= {seeker.bundle} | near.likely | near.others
    return found


def _words(document: Document) -> set[str]:
    handles = (handle_of(line.product) for line in document.lines[:_LINES_MAX])
    return {f"{_PRODUCT}{handle[1]}" for handle in handles if handle is not None}
