"""Items: the product of a line, its price and its charges."""

from comaker.engines.formats import codes
from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import Node
from comaker.kernel.amounts import ONE, PERCENT_PLACES, share
from comaker.kernel.document import Charge
from comaker.kernel.product import NOTHING, Product, gtin, reference
from comaker.kernel.units import converted

_GTIN_SCHEMES = frozenset(("", "0160", "0088", "gtin", "ean", "gln", "srv"))
SECOND = "second measure"  # the name of the property that holds it, such as the kilograms of counted pieces
_HUNDRED = 100 * 10**PERCENT_PLACES


def product(item: Node) -> Product:
    """Read an Item: its numbers, normalised, and its name."""
    if not item:
        return NOTHING
    name = item.text("Name") or item.text("Description")
    standard = item.child("StandardItemIdentification/")
    return Product(
        sellers=reference(item.child("SellersItemIdentification/").text("ID")),
        buyers=reference(item.child("BuyersItemIdentification/").text("ID")),
        standard=_standard(standard.text("ID"), standard.text("ID@")) if standard else "",
        makers=reference(item.child("ManufacturersItemIdentification/").text("ID")),
        name=" ".join(name.split()),
        serial=_serial(item) if "ItemInstance/" in item else "",
    )


def price(sheet: Sheet, node: Node, unit: str) -> int | None:
    """Read the net price of one unit of a line.

    PriceAmount is the price of BaseQuantity units, and net: the AllowanceCharge inside Price only tells how
    it came about (EN 16931: BT-146 net = BT-148 gross, there BaseAmount, − BT-147 discount; OASIS and OIOUBL
    write it the same way), so it is not taken off again.
    """
    found = node.child("Price/")
    if not found:
        return None
    amount = sheet.price(found, "PriceAmount")
    base = sheet.quantity(found, "BaseQuantity")
    if amount is None or base is None:
        return amount
    base *= sheet.sign  # a price stays as it is on a credit note
    if base <= 0:
        sheet.trouble.append(
            f"BaseQuantity “{found.text('BaseQuantity')[:40]}” is not more than zero; left out."
        )
        return amount
    of = found.text("BaseQuantity@").upper()
    if of and unit and of != unit:
        in_line_unit = converted(base, of, unit)
        if in_line_unit:
            base = in_line_unit
        else:
            sheet.trouble.append(
                f"The price is per {of[:20]}, the quantity in {unit[:20]}: read as per {unit[:20]}."
            )
    return amount if base == ONE else share(amount, ONE, base)


def second(sheet: Sheet, item: Node) -> tuple[int, str] | None:
    """Read the second measure of a line from the property of that name."""
    for one in item.children("AdditionalItemProperty/") if "AdditionalItemProperty/" in item else ():
        if one.text("Name") == SECOND:
            quantity = sheet.quantity(one, "ValueQuantity")
            return None if quantity is None else (quantity, one.text("ValueQuantity@").upper())
    return None


def charges(sheet: Sheet, node: Node) -> tuple[Charge, ...]:
    """Read the AllowanceCharge elements of a line or document; allowances are negative."""
    if "AllowanceCharge/" not in node:
        return ()
    found = (_charge(sheet, one) for one in node.children("AllowanceCharge/"))
    return tuple(one for one in found if one)


def _charge(sheet: Sheet, node: Node) -> Charge | None:
    amount, base = sheet.money(node, "Amount"), sheet.money(node, "BaseAmount")
    if amount is None:
        return None
    is_charge = node.text("ChargeIndicator").casefold() in ("true", "1")
    percent = sheet.percent(node, "MultiplierFactorNumeric")
    if percent is not None and base:
        percent = _as_percent(percent, amount, base)
    elif percent is not None and sheet.flavour in codes.FACTORS:
        percent *= 100  # UBL's own multiplier is a factor
    reason = node.text("AllowanceChargeReason") or node.text("AllowanceChargeReasonCode")
    tax = node.child("TaxCategory/")
    return Charge(
        amount=amount if is_charge else -amount,
        reason=" ".join(reason.split()),
        percent=percent,
        base=base,
        tax_percent=sheet.percent(tax, "Percent") if tax else None,
    )


def _as_percent(factor: int, amount: int, base: int) -> int:
    """Tell a percentage (EN 16931 writes 10) from a factor (UBL's own 0.10) by which explains the amount."""
    as_percent = abs(share(base, factor, _HUNDRED) - amount)
    as_factor = abs(share(base, factor * 100, _HUNDRED) - amount)
    return factor * 100 if as_factor < as_percent else factor


def _standard(number: str, scheme: str) -> str:
    if not number:
        return ""
    digits = "".join(number.split())
    # Scheme 0088 is a party's number, but half of all senders put it on a GTIN.
    if scheme.casefold() in _GTIN_SCHEMES or (digits.isdigit() and len(digits) in (8, 12, 13, 14)):
        return gtin(number)
    folded = reference(number)
    return f"{scheme.strip().casefold()}:{folded}" if folded else ""


def _serial(item: Node) -> str:
    """Return the serial or lot number when the line is about one item or lot only."""
    instances = item.children("ItemInstance/")
    serials = {one.text("SerialID") for one in instances} - {""}
    lots = {one.child("LotIdentification/").text("LotNumberID") for one in instances} - {""}
    for numbers in (serials, lots):
        if len(numbers) == 1:
            return numbers.pop()
    return ""
