"""Elements: what a UBL document is built of before it becomes bytes.

A value is an element of cbc with text in it, a group one of cac with elements in it. What holds nothing is no
element at all, so that writers name what there may be and leave out nothing by hand.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias
from xml.sax.saxutils import escape, quoteattr


class Element(NamedTuple):
    """An element with its prefix, what is in it, and its attributes in order."""

    name: str
    inside: "str | tuple[Element, ...]"
    marks: tuple[tuple[str, str], ...] = ()


# An element, none, or several of these.
Parts: TypeAlias = "Element | Iterable[Parts] | None"

# What XML cannot hold at all: control characters, halves of pairs, and two that stand for nothing.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENT = "  "


def value(name: str, text: str, **marks: str) -> Element | None:
    """Return an element with text; None where there is none.

    Args:
        marks: attributes; empty ones are left out.
    """
    said = _UNSAYABLE.sub(" ", text).strip()
    if not said:
        return None
    return Element(f"cbc:{name}", said, tuple((key, mark) for key, mark in marks.items() if mark))


def group(name: str, *parts: Parts) -> Element | None:
    """Return an element with others in it; None where there are none."""
    inside = tuple(_flat(parts))
    return Element(f"cac:{name}", inside) if inside else None


def needed(name: str, *parts: Parts) -> Element:
    """Return an element that stands there even with nothing in it."""
    return Element(f"cac:{name}", tuple(_flat(parts)))


def root(name: str, spaces: Iterable[tuple[str, str]], *parts: Parts) -> bytes:
    """Return a document as bytes: the same for the same elements.

    Args:
        spaces: prefixes of namespaces with their names; the empty prefix is the document's own.
    """
    marks = tuple((f"xmlns:{prefix}" if prefix else "xmlns", space) for prefix, space in spaces)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _render(Element(name, tuple(_flat(parts)), marks), "", lines)
    return ("\n".join(lines) + "\n").encode()


def _flat(parts: Parts) -> Iterator[Element]:
    if isinstance(parts, Element):
        yield parts
    elif parts is not None:
        for part in parts:
            yield from _flat(part)


def _render(element: Element, indent: str, lines: list[str]) -> None:
    name, inside, marks = element
    opening = name + "".join(f" {key}={quoteattr(mark)}" for key, mark in marks)
    if isinstance(inside, str):
        # A return that the text itself holds would be read as the end of a line.
        lines.append(f"{indent}<{opening}>{escape(inside, {chr(13): '&#13;'})}</{name}>")
    elif not inside:
        lines.append(f"{indent}<{opening}/>")
    else:
        lines.append(f"{indent}<{opening}>")
        for each in inside:
            _render(each, indent + _INDENT, lines)
        lines.append(f"{indent}</{name}>")
