"""Units: codes of UN/ECE Recommendation 20 and 21, and the everyday words for some of them."""

# “Dozen” is twelve in English and boxes in Dutch, so it is neither here.
_UNITS = {
    **dict.fromkeys(("stuk", "stuks", "st", "stk", "piece", "pieces", "pcs", "each"), "C62"),
    **dict.fromkeys(("kg", "kilo", "kilogram"), "KGM"),
    **dict.fromkeys(("g", "gr", "gram"), "GRM"),
    **dict.fromkeys(("ton", "tonne", "tonnes", "t"), "TNE"),
    **dict.fromkeys(("l", "liter", "litre", "liters", "litres"), "LTR"),
    **dict.fromkeys(("m", "meter", "metre"), "MTR"),
    **dict.fromkeys(("m2", "m²"), "MTK"),
    **dict.fromkeys(("m3", "m³"), "MTQ"),
    **dict.fromkeys(("uur", "hour", "hours"), "HUR"),
    **dict.fromkeys(("dag", "dagen", "days"), "DAY"),
    **dict.fromkeys(("paar", "pair", "pairs"), "PR"),
    "dozijn": "DZN",
    **dict.fromkeys(("doos", "box", "boxes"), "BX"),
    **dict.fromkeys(("karton", "carton", "cartons"), "CT"),
    **dict.fromkeys(("pak", "pack", "packs", "package", "packages"), "XPK"),
    **dict.fromkeys(("pallet", "pallets"), "XPX"),
}
_CODE_MAX = 4


def is_word(text: str) -> bool:
    """Tell whether a text is an everyday word for a unit."""
    return text.strip().casefold() in _UNITS


def unit_code(text: str) -> str:
    """Return the code of a unit, written as a code or an everyday word; empty when it is neither."""
    folded = text.strip().casefold()
    if folded in _UNITS:
        return _UNITS[folded]
    code = text.strip().upper()
    return code if 1 < len(code) < _CODE_MAX and code.isalnum() and code.isascii() else ""
