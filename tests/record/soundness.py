"""What must be so of the record at any moment: what `verify` looks at, and every row beside."""

import json
from collections import Counter

from comaker.record.coding import document_from
from comaker.record.posting.mentions import words_of
from comaker.record.posting.words import SERIALS, relation_of
from comaker.record.transaction import reading
from comaker.record.verify import verify

SERIAL = (1 << SERIALS) - 1
# Everything that bears a serial number of its relation.
NUMBERED = (
    *(
        (table, "id")
        for table in ("document", "line", "bill", "tie", "billtie", "entry", "event", "hand", "talk")
    ),
    *((table, "ended_at") for table in ("tie", "billtie")),
)
# What points to what.
POINTERS = (
    *(("tie", "document", "document"), ("tie", "line", "line"), ("billtie", "document", "document")),
    *(("billtie", "bill", "bill"), ("entry", "line", "line"), ("entry", "bill", "bill")),
    *(("entry", "document", "document"), ("entry", "reverses", "entry"), ("bill", "document", "document")),
    *(("mention", "document", "document"), ("loose", "document", "document"), ("link", "line", "line")),
    *(("link", "target", "line"), ("remark", "document", "document")),
    *(("hand", "document", "document"), ("hand", "to_document", "document"), ("hand", "ended_at", "hand")),
)


def findings():
    """Return a sentence for everything that is not as it must be."""
    store = reading()
    looks = (_serials, _pointers, _ways, _documents, _events, _entries, _owners)
    return [*verify(), *(sentence for look in looks for sentence in look(store))]


def _serials(store):
    """Every serial number is used once, up to the last that was given out."""
    used: dict[int, list[int]] = {number: [] for (number,) in store.select("SELECT id FROM record_relation")}
    for table, column in NUMBERED:
        for (key,) in store.select(f"SELECT {column} FROM record_{table} WHERE {column} IS NOT NULL"):
            used.setdefault(relation_of(key), []).append(key & SERIAL)
    for number, serial in store.select("SELECT id, serial FROM record_relation"):
        if sorted(used[number]) != list(range(1, serial + 1)):
            yield f"Relation {number} gave out {serial} serial numbers and uses {sorted(used[number])}."


def _pointers(store):
    for table, column, target in POINTERS:
        for (key,) in store.select(
            f"SELECT {column} FROM record_{table} WHERE {column} IS NOT NULL "
            f"AND {column} NOT IN (SELECT id FROM record_{target})"
        ):
            yield f"A {table} points to the {target} {key}, which is not there."


def _ways(store):
    """A way counts the papers that went it."""
    ways = Counter(store.select("SELECT relation_id, giver FROM record_document WHERE state = 'taken'"))
    told = store.select("SELECT relation_id, giver_id, papers FROM record_way")
    if ways != {(number, giver): papers for number, giver, papers in told}:
        yield f"The ways count {sorted(told)}, and the papers are {sorted(ways.items())}."


def _documents(store):
    """A document that was taken is filed under all its numbers; its bundle is its own or that of another."""
    mentions: dict[int, set[tuple[str, int]]] = {}
    # Products, by which papers that seek are found again, are filed by relation.
    for word, party, document in store.select(
        "SELECT word, party, document FROM record_mention WHERE word NOT LIKE 'p:%'"
    ):
        mentions.setdefault(document, set()).add((word, party))
    by_hand = {row[0] for row in store.select("SELECT document FROM record_hand WHERE kind = 'tied'")}
    taken = store.select(
        "SELECT id, giver, taker, bundle, value FROM record_document WHERE state = 'taken' ORDER BY id"
    )
    numbers = {row[0] for row in taken}
    for number, giver, taker, bundle, value in taken:
        words = {(word, party) for word in words_of(document_from(value)) for party in (giver, taker)}
        # A payment that a person has put to a bill is filed under that bill too.
        put = {each for each in mentions.get(number, set()) if each[0].startswith("b:") and number in by_hand}
        if mentions.get(number, set()) != words | put:
            yield f"Document {number} is not filed under all its numbers."
        if bundle not in numbers:
            yield f"Document {number} is in a bundle {bundle} that is not there."


def _events(store):
    """The outbox tells of every document once, and of every line and bill."""
    told: Counter[int] = Counter()
    changed: set[int] = set()
    for (body,) in store.select("SELECT body FROM record_event"):
        event = json.loads(body)
        told.update(int(key) for key in event["documents"])
        changed |= {int(key) for key in event["changed"]}
    taken = store.select("SELECT id FROM record_document WHERE state = 'taken'")
    if told != Counter(number for (number,) in taken):
        yield f"The outbox tells of {sorted(told.elements())}, not of {sorted(taken)}."
    owners = store.select("SELECT id FROM record_line WHERE key <> '' UNION ALL SELECT id FROM record_bill")
    for (number,) in owners:
        if number not in changed:
            yield f"The outbox does not tell of {number}."


def _entries(store):
    """What a document says in one place on a line or bill holds once."""
    rows = store.select(
        "SELECT line, bill, document, place, act FROM record_entry "
        "WHERE reverses IS NULL AND id NOT IN (SELECT reverses FROM record_entry WHERE reverses IS NOT NULL) "
        "GROUP BY line, bill, document, place, act HAVING count(*) > 1"
    )
    for row in rows:
        yield f"The entry {row} holds more than once."
    for (number,) in store.select(
        "SELECT id FROM record_line WHERE key <> '' AND id NOT IN "
        "(SELECT line FROM record_tie WHERE ended_at IS NULL)"
    ):
        yield f"Nothing is tied to line {number}."


def _owners(store):
    for table in ("gap", "lapse"):
        for (number,) in store.select(
            f"SELECT owner FROM record_{table} WHERE owner NOT IN "
            "(SELECT id FROM record_line WHERE key <> '' UNION ALL SELECT id FROM record_bill)"
        ):
            yield f"A {table} stands on {number}, which is not there."
