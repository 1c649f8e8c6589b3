"""The tree of a document: what the parser found, by local name, as cheap as Python can hold it.

An element with children is a `Node`; an element without is its text, stripped. Elements that repeat are a
list. The one attribute that matters to an amount, a quantity or an identifier (currency, unit, scheme)
stands beside the element under its name with "@" behind it.
"""

from typing import Any


class Node(dict[str, Any]):
    """An element with children: names to texts, nodes, or lists of either."""

    __slots__ = ()

    def text(self, name: str) -> str:
        """Return the text of the first child of that name; empty when it is absent or has children."""
        found = self.get(name)
        if type(found) is list:
            found = found[0]
        return found if type(found) is str else ""

    def child(self, name: str) -> "Node":
        """Return the first child of that name that has children itself; an empty node when there is none."""
        found = self.get(name)
        if type(found) is Node:
            return found
        if type(found) is list:
            for one in found:
                if type(one) is Node:
                    return one
        return EMPTY

    def children(self, name: str) -> list["Node"]:
        """Return every child of that name that has children itself, in order."""
        found = self.get(name)
        if type(found) is Node:
            return [found]
        if type(found) is list:
            return [one for one in found if type(one) is Node]
        return []

    def texts(self, name: str) -> list[str]:
        """Return the texts of every child of that name, in order, without the empty ones."""
        found = self.get(name)
        if type(found) is str:
            return [found] if found else []
        if type(found) is list:
            return [one for one in found if type(one) is str and one]
        return []

    def at(self, *path: str) -> str:
        """Return the text at the end of a path of first children."""
        node = self
        for name in path[:-1]:
            node = node.child(name)
        return node.text(path[-1])


EMPTY = Node()
