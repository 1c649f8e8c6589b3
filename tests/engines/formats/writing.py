"""Small documents for tests, written by the tests themselves."""

from comaker.kernel.amounts import MONEY_PLACES, PRICE_PLACES, QUANTITY_PLACES, scaled

COMMON = "urn:oasis:names:specification:ubl:schema:xsd:Common"
SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"


def x(name: str, *content: str, **attributes: str) -> str:
    """Return an element: a value of cbc when its content is text, an aggregate of cac when it is elements."""
    inner = "".join(content)
    prefix = "cac" if inner.startswith("<c") else "cbc"
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{prefix}:{name}{given}>{inner}</{prefix}:{name}>"


def ubl(root: str, body: str, number: str = "D-1") -> bytes:
    """Return a UBL document with these elements in it."""
    return (
        f'<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2" '
        f'xmlns:cac="{COMMON}AggregateComponents-2" xmlns:cbc="{COMMON}BasicComponents-2">'
        f"<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate>{body}</{root}>"
    ).encode()


def enveloped(document: bytes) -> bytes:
    """Return the document in a standard business document envelope."""
    start = document.find(b"?>") + 2 if document.startswith(b"<?xml") else 0
    header = f'<StandardBusinessDocument xmlns="{SBDH}"><StandardBusinessDocumentHeader><HeaderVersion>1.0'
    header += "</HeaderVersion></StandardBusinessDocumentHeader>"
    return header.encode() + document[start:] + b"</StandardBusinessDocument>"


def quantity(text: str) -> int:
    """Return a quantity."""
    return scaled(text, QUANTITY_PLACES)


def money(text: str) -> int:
    """Return an amount of money."""
    return scaled(text, MONEY_PLACES)


def price(text: str) -> int:
    """Return a price."""
    return scaled(text, PRICE_PLACES)
