"""The tree of a document: what the parser found, by local name, as cheap as Python can hold it.

An element with children is a `Node`; an element without is its text, stripped. Of those that repeat, the
first stands under its name and a list of the others under the name with "+" behind it. The attribute that
matters to an amount, a quantity or an identifier (currency, unit, scheme) stands under the name with "@".

While the tree grows, what it says is noted down, to be hashed. Left out are extensions, the marks of a
copy (UUID, CopyIndicator) and signatures, since they change when the same document is sent again.
"""

import hashlib
from itertools import islice
from typing import Any

from lxml import etree

from comaker.engines.formats.door import RESEND, TooComplex


class Node(dict[str, Any]):
    """An element with children: names to the first child of each name, be it a text or a node."""

    __slots__ = ()

    def text(self, name: str) -> str:
        """Return the text of the first child of that name; empty when it is absent or has children."""
        found = self.get(name)
        return found if type(found) is str else ""

    def child(self, name: str) -> "Node":
        """Return the first child of that name that has children itself; an empty node when there is none."""
        found = self.get(name)
        if type(found) is Node:
            return found
        return EMPTY if found is None else next(iter(self.children(name)), EMPTY)

    def children(self, name: str) -> list["Node"]:
        """Return every child of that name that has children itself, in order."""
        if name not in self:
            return []
        return [one for one in (self[name], *self.get(f"{name}+", ())) if type(one) is Node]

    def texts(self, name: str) -> list[str]:
        """Return the texts of every child of that name, in order, without the empty ones."""
        if name not in self:
            return []
        return [one for one in (self[name], *self.get(f"{name}+", ())) if type(one) is str and one]


EMPTY = Node()


def grow(element: etree._Element, name: str, depth_max: int) -> tuple[Node, str]:
    """Turn an element of lxml into a node, and into the hash of what it says.

    Two documents have the same hash when their types and all their values are the same, whatever
    envelope, prefixes, white space around values, comments and extensions they came with. Values that no
    reader uses count all the same: another bank account is another meaning.

    Raises:
        TooComplex: it has more than `depth_max` levels.
    """
    top = node = Node()
    said, left, mark = [name], len(element), -1
    say, names, above = said.append, _NAMES, list[tuple[Node, int, int]]()
    # One walk over all elements costs a third of a walk over the children of each.
    for child in islice(element.iter(), 1, None):
        local, opening, attribute, key = names[child.tag]  # type: ignore[index]
        value = child.text
        left -= 1
        if (value is None or not (value := value.strip())) and (count := len(child)):
            if len(above) >= depth_max:
                raise TooComplex("The XML has more levels than any business document.", hint=RESEND)
            inner = Node()
            if local not in node:
                node[local] = inner
            else:
                node.setdefault(f"{local}+", []).append(inner)
            above.append((node, left, mark))
            node, left, mark = inner, count, len(said) if local in _UNSAID else -1
            say(opening)
            continue
        if local:
            value = value or ""
            say(local)
            say(value)
            if attribute and (given := child.get(attribute)):
                say("@" + given)
                if local not in node:
                    node[key] = given
            if local not in node:
                node[local] = value
            else:
                node.setdefault(f"{local}+", []).append(value)
        while not left and above:
            say("/")
            if mark >= 0:
                del said[mark:]
            node, left, mark = above.pop()
    # Read from the left, this tells names from values, and XML cannot hold the separator: what is said
    # can be said by one tree only.
    return top, hashlib.sha256("\x1f".join(said).encode()).hexdigest()


_COMMON = "{urn:oasis:names:specification:ubl:schema:xsd:Common"
_UNSAID = frozenset(("", "Signature"))
_LEFT_OUT = frozenset(("UBLExtensions", "UUID", "CopyIndicator"))
_NAMES_MAX = 4096


class _Names(dict[str, tuple[str, str, str, str]]):
    """Full tags to local name ("" leaves it out), opening, the attribute that matters or "", and its key."""

    def __missing__(self, tag: str) -> tuple[str, str, str, str]:
        local = tag.rpartition("}")[2]
        if local in _LEFT_OUT:
            local = ""
        elif not tag.startswith(_COMMON):
            local = tag  # another namespace: said, but found by nobody
        if local.endswith(("Quantity", "Measure")):
            attribute = "unitCode"
        elif local.endswith("Amount"):
            attribute = "currencyID"
        else:
            attribute = "schemeID" if local in ("EndpointID", "CompanyID", "ID") else ""
        if len(self) >= _NAMES_MAX:
            self.clear()
        self[tag] = (local, f"{local}(", attribute, f"{local}@")
        return self[tag]


_NAMES = _Names()
