"""Meant: what somebody who types a few words looks for among the lines and bills of his party."""

from collections.abc import Sequence
from typing import NamedTuple

from comaker.kernel.access import Asker
from comaker.kernel.names import folded
from comaker.kernel.product import gtin, reference
from comaker.record.store import Store

_MAX = 500
_OURS = "(SELECT id FROM record_relation WHERE one_id IN :ints OR other_id IN :ints)"
_LINES = f"SELECT 'owner' AS what, id FROM record_line WHERE relation_id IN {_OURS} AND {{0}} LIMIT {_MAX}"  # noqa: S608
_BILLS = f"SELECT 'owner', id FROM record_bill WHERE relation_id IN {_OURS} AND number IN :texts LIMIT {_MAX}"  # noqa: S608
_BY_PRODUCT = "is_open AND NOT ({0} = '') AND {0} IN :texts"
_PARTNERS = f"""
SELECT 'relation', relation.id FROM record_relation relation
JOIN record_party one ON one.id = relation.one_id JOIN record_party other ON other.id = relation.other_id
WHERE (relation.one_id IN :ints AND lower(other.name) LIKE ? ESCAPE '!')
    OR (relation.other_id IN :ints AND lower(one.name) LIKE ? ESCAPE '!') LIMIT {_MAX}
"""  # noqa: S608 – words of ours


class Meant(NamedTuple):
    """What words mean: these lines and bills, or all of these relations, else wherever the words stand."""

    owners: tuple[int, ...] = ()
    relations: tuple[int, ...] = ()
    words: str = ""


def meant_by(store: Store, asker: Asker, text: str) -> Meant:
    """Find out what somebody means: a number first, then a name of the other side, else words in a name."""
    written = " ".join(text.split())
    if not written:
        return Meant()
    parties = list(asker.parties)
    numbers = sorted({written, written.upper(), written.lower()})
    products = sorted({reference(written), gtin(written)} - {""})
    parts: list[tuple[str, tuple[object, ...]]] = [
        (_LINES.format("deal IN :texts"), (parties, parties, numbers))
    ]
    parts += [
        (_LINES.format(_BY_PRODUCT.format(column)), (parties, parties, products))
        for column in ("sellers", "buyers", "standard")
        if products
    ]
    parts.append((_BILLS, (parties, parties, numbers)))
    pattern = pattern_of(written)
    parts.append((_PARTNERS, (parties, pattern, parties, pattern)))
    query = joined([part for part, _ in parts])
    found = store.select(query, *[value for _, values in parts for value in values])
    owners = tuple(sorted({row[1] for row in found if row[0] == "owner"}))
    relations = tuple(sorted({row[1] for row in found if row[0] == "relation"}))
    if owners:
        return Meant(owners=owners)
    return Meant(relations=relations) if relations else Meant(words=written)


def pattern_of(words: str) -> str:
    """Return a pattern of LIKE, with `!` for escape, that finds words anywhere in a folded name."""
    plain = folded(words).replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"


def joined(parts: Sequence[str]) -> str:
    """Return one query for all rows of several, each of which may have a limit of its own."""
    return " UNION ALL ".join(f"SELECT * FROM ({part}) part{at}" for at, part in enumerate(parts))  # noqa: S608
