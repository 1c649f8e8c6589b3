"""Meaning: one hash for what a document says, however it was wrapped and written."""

import hashlib
import json

from comaker.engines.formats.tree import Node

# What changes when the same document is sent again: marks of the copy, and the seal around it.
_MARKS = frozenset(("UUID", "CopyIndicator", "Signature"))


def meaning(name: str, root: Node) -> str:
    """Return the hash of a document's type and every value in it.

    Envelope, prefixes, white space around values, comments and extensions are gone from the tree already.
    Values that no reader uses count all the same: another bank account is another meaning.
    """
    said = [name, {key: value for key, value in root.items() if key not in _MARKS}]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
