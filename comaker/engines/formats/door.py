"""The one door for XML: whatever comes from outside is measured here before anything looks at it.

The order matters: the size first, then what the bytes look like, then the encoding, then counts that cost
next to nothing on the raw bytes, and only then the parser, which knows no document type, no entity, no
network and no XInclude. Why lxml in one call and not an incremental parser, and what was measured:
docs/decisions/0002-one-door-for-xml.md.
"""

import re
from dataclasses import dataclass

from lxml import etree

from comaker.kernel.refusal import Refusal


class Unreadable(Refusal):
    """Content that cannot be read as a business document; the kinds below say why."""


class TooLarge(Unreadable):
    """More bytes than the limit allows."""


class NotXml(Unreadable):
    """Something else than XML: empty, a PDF, an archive, JSON…"""


class WrongEncoding(Unreadable):
    """Characters in another encoding than UTF-8 or UTF-16, or broken ones."""


class ForbiddenXml(Unreadable):
    """XML that carries a document type declaration, the way in of most attacks."""


class BrokenXml(Unreadable):
    """XML that is not well-formed, such as a file that was cut off."""


class TooComplex(Unreadable):
    """More elements, attributes or levels than any business document has."""


class UnknownDocument(Unreadable):
    """Sound XML, but no document that is read here."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the door lets through.

    An invoice of ten thousand lines has 14 MB and 450,000 elements; Peppol's deepest has twelve levels.
    """

    bytes_max: int = 50 * 2**20
    elements_max: int = 600_000
    depth_max: int = 64
    attributes_max: int = 600_000
    element_attributes_max: int = 64
    names_max: int = 4_000  # different element names; all of UBL has fewer


RESEND = "Ask the sender to send the document again."
_AS_XML = "Ask the sender for the document itself as UBL XML."
_LOOKS = (
    (b"%PDF", "a PDF", _AS_XML),
    (b"PK\x03\x04", "a zip archive or an Office file", "Unpack it and send the documents in it one by one."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it and send the document in it."),
    (b"\xd0\xcf\x11\xe0", "an old Office file", _AS_XML),
    (b"\x89PNG", "a picture", _AS_XML),
    (b"\xff\xd8\xff", "a picture", _AS_XML),
    (b"{", "JSON", _AS_XML),
    (b"[", "JSON", _AS_XML),
    (b"UNA", "EDIFACT", _AS_XML),
    (b"UNB", "EDIFACT", _AS_XML),
    (b"ISA", "X12", _AS_XML),
    (b"<!DOCTYPE html", "a web page", _AS_XML),
    (b"<!doctype html", "a web page", _AS_XML),
    (b"<html", "a web page", _AS_XML),
)
_ENCODING = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]{1,40})[\"']")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"utf-16le", b"utf-16be", b"us-ascii", b"ascii"})
_NAME = re.compile(rb"<([^\s/>!?]+)")
_MANY = 20_000  # from so many angle brackets on, the names are counted before they reach the parser
_ELEMENT_BYTES = 4  # no element is shorter than <a/>
_SMALL_BYTES = _MANY * 3  # what is smaller cannot hold so many brackets
# Fewer equals signs than one in so many bytes, and no element holds more attributes than its share: the
# attributes of each element are counted only where they are dense.
_SPARSE_BYTES = 32

# The encoding is laid down, since `_as_utf8` has already made it so whatever the file says about itself.
# A tree may be huge, because attachments of more than ten million characters are usual; what that lets
# in besides is held by Limits, and there are no entities to grow.
_PARSER = etree.XMLParser(
    encoding="utf-8",
    huge_tree=True,
    resolve_entities=False,
    load_dtd=False,
    no_network=True,
    remove_comments=True,
    remove_pis=True,
    remove_blank_text=True,
    collect_ids=False,
)


def enter(content: bytes, limits: Limits) -> etree._Element:
    """Parse foreign bytes into an element of lxml that holds no surprise.

    Raises:
        Unreadable: one of its kinds, with the reason and what to do.
    """
    if len(content) > limits.bytes_max:
        raise TooLarge(
            f"The file has {len(content):,} bytes; at most {limits.bytes_max:,} are read.",
            hint="Split it, or send its attachments apart.",
        )
    text = _as_utf8(content)
    if _has_doctype(text):
        raise ForbiddenXml(
            "The XML carries a document type declaration (DOCTYPE), which is never read.",
            hint="Ask the sender to leave it out.",
        )
    if len(text) > min(_SMALL_BYTES, _ELEMENT_BYTES * limits.elements_max):
        _count_names(text, limits)
    equals = text.count(b"=")
    if equals > limits.attributes_max:
        raise TooComplex(f"The file has more than {limits.attributes_max:,} attributes.", hint=RESEND)
    try:
        root = etree.fromstring(text, _PARSER)
    except etree.XMLSyntaxError as error:
        what = f"The XML is broken: {error.msg or 'no element found'}."
        raise BrokenXml(what, hint=f"It may have been cut off. {RESEND}") from None
    if equals * _SPARSE_BYTES > len(text):
        _count_attributes(root, limits)
    return root


def _as_utf8(content: bytes) -> bytes:
    """Return the same characters in UTF-8, without a byte order mark; refuse what is not XML at all."""
    if content[:3] == b"\xef\xbb\xbf":
        content = content[3:]
    elif content[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        raise WrongEncoding("The file is in UTF-32.", hint="Save it as UTF-8.")
    elif content[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
        content = _from_utf16(content)
    if content[:1] != b"<":
        content = content.lstrip()
    if not content:
        raise NotXml("The file is empty.", hint=RESEND)
    for magic, name, hint in _LOOKS if content[:5] != b"<?xml" else ():
        if content.startswith(magic):
            raise NotXml(f"The file is {name}, not XML.", hint=hint)
    if content[:1] != b"<":
        raise NotXml("The file is not XML: it does not begin with “<”.", hint=_AS_XML)
    if b"\0" in content:
        raise WrongEncoding("The file holds NUL characters, which XML cannot.", hint=RESEND)
    declared = _ENCODING.match(content)
    if declared and declared[1].lower() not in _ENCODINGS:
        name = declared[1].decode("ascii", "replace")
        what = f"The file is in {name}; only UTF-8 and UTF-16 are read."
        raise WrongEncoding(what, hint="Save it as UTF-8.")
    return content


def _from_utf16(content: bytes) -> bytes:
    codec = {b"<": "utf-16-le", b"\0": "utf-16-be"}.get(content[:1], "utf-16")
    try:
        return content.decode(codec).encode("utf-8")
    except UnicodeError:
        raise WrongEncoding("The file begins as UTF-16 but is not.", hint=RESEND) from None


def _count_names(text: bytes, limits: Limits) -> None:
    """Refuse by counts on the bytes what has too many elements or too many different names."""
    brackets = text.count(b"<")
    # Start and end tags both count, comments and sections too, so twice the limit is certainly too many.
    if brackets > 2 * limits.elements_max:
        raise TooComplex(
            f"The file has some {brackets:,} tags; at most {limits.elements_max:,} elements are read.",
            hint="Split it into several documents.",
        )
    # The parser never forgets a name it has seen, so a flood of new ones must not reach it.
    if brackets > _MANY and len(set(_NAME.findall(text))) > limits.names_max:
        raise TooComplex(f"The file has more than {limits.names_max:,} different names.", hint=RESEND)


def _has_doctype(text: bytes) -> bool:
    """Tell whether a DOCTYPE stands before the first element; within a section or comment it is just text."""
    place = 0
    while True:
        place = text.find(b"<", place)
        if text.startswith(b"<?", place):
            end = text.find(b"?>", place)
        elif text.startswith(b"<!--", place):
            end = text.find(b"-->", place + 4)
        else:
            return text.startswith(b"<!DOCTYPE", place)
        if end < 0:
            return False  # cut off: the parser says so
        place = end + 2


def _count_attributes(root: etree._Element, limits: Limits) -> None:
    for element in root.iter():
        if len(element.attrib) > limits.element_attributes_max:
            raise TooComplex(
                f"One element has {len(element.attrib):,} attributes; at most "
                f"{limits.element_attributes_max} are read.",
                hint=RESEND,
            )
