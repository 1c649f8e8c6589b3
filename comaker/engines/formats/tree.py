"""The tree of a document: what the parser found, by local name, as cheap as Python can hold it.

An element with children is a `Node`; an element without is a value: its text, stripped. A node holds

- under `Note`: the first value of that name; under `Note+` the list of the others, if it repeats;
- under `Note@`: the attribute of the first that matters to an amount, a quantity or an identifier (currency,
  unit, scheme), if it has one;
- under `Party/`: the list of the nodes of that name.

So what a sender puts where never becomes what a reader does not expect. Text beside elements is no value.

While the tree grows, what it says is noted down, to be hashed. Left out are extensions, the marks of a copy
(UUID, CopyIndicator) and signatures, since they change when the same document is sent again.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree

from comaker.engines.formats.door import RESEND, TooComplex


class Node(dict[str, Any]):
    """An element with children: the values, attributes and nodes in it."""

    __slots__ = ()

    def text(self, name: str) -> str:
        """Return the first value of that name; empty when there is none."""
        found: str = self.get(name, "")
        return found

    def child(self, name: str) -> "Node":
        """Return the first node of that name (with its slash); an empty node when there is none."""
        found = self.get(name)
        return found[0] if found else EMPTY

    def children(self, name: str) -> Sequence["Node"]:
        """Return every node of that name (with its slash), in order."""
        found: Sequence[Node] = self.get(name, ())
        return found

    def texts(self, name: str) -> list[str]:
        """Return every value of that name, in order, without the empty ones."""
        return [one for one in (self.get(name), *self.get(f"{name}+", ())) if one]


EMPTY = Node()


def grow(element: etree._Element, name: str, depth_max: int) -> tuple[Node, str]:
    """Turn an element of lxml into a node, and into the hash of what it says.

    Two documents have the same hash when their types and all their values are the same, whatever
    envelope, prefixes, white space around values, comments and extensions they came with. Values that no
    reader uses count all the same: another bank account is another meaning.

    Raises:
        TooComplex: it has more than `depth_max` levels.
    """
    node, said = Node(), [name]
    # One walk over all elements costs a third of a walk over the children of each.
    walk = element.iter()
    next(walk)
    _fill(node, walk, len(element), said.append, depth_max)
    # Read from the left, this tells names from values, and XML cannot hold the separator: what is said
    # can be said by one tree only.
    return node, hashlib.sha256("\x1f".join(said).encode()).hexdigest()


def _fill(
    node: Node, walk: Iterator[etree._Element], count: int, say: Callable[[str], None], levels: int
) -> None:
    """Take the next `count` children, and all that is in them, off the walk and into the node."""
    for child in islice(walk, count):
        tag: str = child.tag  # type: ignore[assignment]
        name, nodes, opening, attribute, key = _KNOWN.get(tag) or _learn(tag)
        if inside := len(child):
            if not levels:
                raise TooComplex("The XML has more levels than any business document.", hint=RESEND)
            inner = Node()
            if others := node.get(nodes):
                others.append(inner)
            else:
                node[nodes] = [inner]
            tell = _whisper if name in _UNSAID else say
            tell(opening)
            _fill(inner, walk, inside, tell, levels - 1)
            tell("/")
        elif name:
            value = child.text
            value = value.strip() if value else ""
            say(name)
            say(value)
            given = child.get(attribute) if attribute else None
            if given:
                say("@" + given)
            if node.get(name) is not None:
                node.setdefault(f"{name}+", []).append(value)
                continue
            node[name] = value
            if given:
                node[key] = given


def _whisper(_: str) -> None:
    """Take note of nothing."""


_COMMON = "{urn:oasis:names:specification:ubl:schema:xsd:Common"
_UNSAID = frozenset(("", "Signature"))
_LEFT_OUT = frozenset(("UBLExtensions", "UUID", "CopyIndicator"))
_KNOWN_MAX = 4096


# What is known of each full tag: its local name ("" leaves it out), the key of its nodes, its opening, the
# attribute that matters to it or nothing, and the key of that attribute.
_Known = tuple[str, str, str, bytes, str]
_KNOWN: dict[str, _Known] = {}


def _learn(tag: str) -> _Known:
    local = tag.rpartition("}")[2]
    if local in _LEFT_OUT:
        local = ""
    elif not tag.startswith(_COMMON):
        local = tag  # another namespace: said, but found by nobody
    attribute = b""
    if local.endswith(("Quantity", "Measure")):
        attribute = b"unitCode"
    elif local.endswith("Amount"):
        attribute = b"currencyID"
    elif local in ("EndpointID", "CompanyID", "ID"):
        attribute = b"schemeID"
    if len(_KNOWN) >= _KNOWN_MAX:
        _KNOWN.clear()
    known = _KNOWN[tag] = (local, f"{local}/", f"{local}(", attribute, f"{local}@")
    return known
