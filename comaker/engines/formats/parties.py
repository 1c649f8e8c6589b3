"""Parties: who a document names, and by which identifiers."""

from comaker.engines.formats.references import written
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import EMPTY, Node
from comaker.kernel.identifiers import identifier
from comaker.kernel.party import NOBODY, Party, agree, by_name, party_of

_BY_NAME = "name"  # a party that bears another name by now is still known by this one
_IDENTIFIERS_MAX = 20  # nobody has more numbers, and whoever writes more means harm


def party(node: Node) -> Party:
    """Read a Party element: its name and identifiers, the electronic address first.

    The account numbers that parties give each other are left out: they mean nothing to a third.
    """
    if not node:
        return NOBODY
    found: list[str] = []
    _add(found, node.text("EndpointID"), node.text("EndpointID@"))
    for identification in node.children("PartyIdentification/"):
        _add(found, identification.text("ID"), identification.text("ID@"))
    for scheme in node.children("PartyTaxScheme/"):
        # Other tax schemes hold words without a scheme: all of Norway writes "Foretaksregisteret".
        name = "vat" if _is_vat(scheme) else scheme.text("CompanyID@")
        if name:
            _add(found, scheme.text("CompanyID"), name)
    for entity in node.children("PartyLegalEntity/"):
        _add(found, entity.text("CompanyID"), entity.text("CompanyID@"))
    return party_of(_name(node), tuple(found))


def within(root: Node, *roles: str) -> Party:
    """Read the party in the first of these roles that names one."""
    for role in roles:
        found = party(root.child(f"{role}/").child("Party/"))
        if found.identifiers:
            return found
    return NOBODY


def giver_and_taker(root: Node) -> tuple[Party, Party]:
    """Read seller and buyer of the goods from a despatch or receipt.

    The seller goes before who despatches and the buyer before who takes delivery, but only if they are
    two: the official Peppol examples name the buyer in both roles.
    """
    seller, buyer = within(root, "SellerSupplierParty"), within(root, "BuyerCustomerParty")
    sender, taker = within(root, "DespatchSupplierParty"), within(root, "DeliveryCustomerParty")
    buyer = buyer if buyer.identifiers else taker
    if agree(seller, buyer) is True and sender.identifiers and taker.identifiers:
        return sender, taker
    return seller if seller.identifiers else sender, buyer


def location(delivery: Node) -> Party:
    """Read where a delivery goes: its party, else its location when that has a number."""
    found = party(delivery.child("DeliveryParty/"))
    if found.identifiers:
        return found
    place = delivery.child("DeliveryLocation/")
    identifiers: list[str] = []
    _add(identifiers, place.text("ID"), place.text("ID@"))
    return Party(place.text("Name"), tuple(identifiers)) if identifiers else NOBODY


def carrier(root: Node) -> Party:
    """Read the carrier of a shipment, wherever the document names it."""
    shipment = root.child("Shipment/")
    for holder in (
        shipment.child("Consignment/"),
        shipment.child("ShipmentStage/"),
        shipment.child("Delivery/"),
    ):
        found = party(holder.child("CarrierParty/"))
        if found.identifiers:
            return found
    return party(root.child("Delivery/").child("CarrierParty/"))


def signer(sheet: Sheet, giver: Party, taker: Party, usual: str) -> str:
    """Tell who signs: as usual, unless the document's own signature is the other party's."""
    signature = sheet.root.child("Signature/")
    if signature is EMPTY:
        return usual
    hand = party(signature.child("SignatoryParty/"))
    if not hand.identifiers:
        return usual
    is_giver, is_taker = agree(hand, giver) is True, agree(hand, taker) is True
    if is_giver == is_taker:
        return usual
    return "giver" if is_giver else "taker"


def _is_vat(scheme: Node) -> bool:
    name = scheme.child("TaxScheme/").text("ID").upper()
    # OIOUBL's tax scheme 63 is Moms, value added tax.
    return name in ("VAT", "VA", "63", "") or "VAT" in name


def _name(node: Node) -> str:
    entity = node.child("PartyLegalEntity/")
    name = node.child("PartyName/").text("Name") or entity.text("RegistrationName")
    name = name or node.child("PartyTaxScheme/").text("RegistrationName")
    if not name:
        person = node.child("Person/") or node.child("Contact/")
        name = " ".join(filter(None, map(person.get, ("FirstName", "MiddleName", "FamilyName", "Name"))))
    return name


def _add(found: list[str], value: str, scheme: str) -> None:
    if not value or not written(value):
        return
    text = by_name(value) if scheme == _BY_NAME else identifier(value, scheme)
    if len(found) < _IDENTIFIERS_MAX and text not in found:
        found.append(text)
