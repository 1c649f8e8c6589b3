"""Parties: who a document names, by every number that they are known under."""

from comaker.engines.formats.writing.elements import Element, Parts, group, needed, value
from comaker.kernel.identifiers import scheme as known_scheme
from comaker.kernel.party import Party, by_name

# The schemes that go by a code of ISO 6523, the one that Peppol's lists use; others go by their own name.
_CODES = {
    "gln": "0088",
    "kvk": "0106",
    "cvr": "0184",
    "dk:p": "0096",
    "no:orgnr": "0192",
    "se:orgnr": "0007",
    "duns": "0060",
    "lei": "0199",
    "oin": "0190",
    "be:en": "0208",
    "siren": "0002",
    "siret": "0009",
}
_VAT, _NAME, _NAMELESS = "vat", "name", "id"
# Registers of companies: Peppol wants such a number beside the registered name.
_REGISTERS = frozenset(("kvk", "cvr", "no:orgnr", "se:orgnr", "be:en", "siren"))


def party(name: str, who: Party) -> Element | None:
    """Write a party under a role such as PayeeParty; None for nobody."""
    return group(name, *_parts(who)) if who.is_known() else None


def role(name: str, who: Party) -> Element:
    """Write a party under a role that holds one, such as SellerSupplierParty; empty for nobody."""
    return needed(name, party("Party", who))


def optional_role(name: str, who: Party) -> Element | None:
    """Write a party under a role that holds one; None for nobody."""
    return group(name, party("Party", who))


def _parts(who: Party) -> tuple[Parts, ...]:
    """Return what says who somebody is, in the order in which the identifiers are read back."""
    rest = _said(who)
    scheme, number = rest[0] if rest else ("", "")
    endpoint = None
    if scheme in _CODES:
        endpoint, rest = value("EndpointID", number, schemeID=_CODES[scheme]), rest[1:]
    register = None
    if rest and rest[-1][0] in _REGISTERS:
        register = rest.pop()
    taxes: list[str] = []
    while rest and rest[-1][0] == _VAT:
        taxes.insert(0, rest.pop()[1])
    return (
        endpoint,
        [group("PartyIdentification", _number("ID", *each)) for each in rest],
        group("PartyName", value("Name", who.name)),
        [
            group("PartyTaxScheme", value("CompanyID", number), group("TaxScheme", value("ID", "VAT")))
            for number in taxes
        ],
        group(
            "PartyLegalEntity",
            value("RegistrationName", who.name) if register else None,
            _number("CompanyID", *register) if register else None,
        ),
    )


def _said(who: Party) -> list[tuple[str, str]]:
    """Return the identifiers as scheme and number; a name that the party bears is said by its name."""
    found = []
    for identifier in who.identifiers:
        if identifier != by_name(who.name):
            scheme, _, number = identifier.rpartition(":")
            if identifier.startswith(f"{_NAME}:"):
                scheme, number = _NAME, identifier.removeprefix(f"{_NAME}:")
            found.append((known_scheme(scheme), number))
    return found


def _number(name: str, scheme: str, number: str) -> Element | None:
    return value(name, number, schemeID="" if scheme == _NAMELESS else _CODES.get(scheme, scheme))
