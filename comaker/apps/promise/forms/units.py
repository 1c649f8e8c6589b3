"""Units: those that a form offers, in words."""

from comaker.front.templatetags.shown import unit

_USUAL = (
    "C62", "KGM", "GRM", "TNE", "LTR", "MTR", "MTK", "MTQ", "HUR", "DAY", "XBX", "XCT", "XPK", "XPX", "XRO",
    "SET", "PR", "DZN",
)  # fmt: skip


def unit_choices(code: str) -> tuple[tuple[str, str], ...]:
    """Return the units to choose from, by code; one that is chosen already among them."""
    codes = _USUAL if code in _USUAL or not code else (code, *_USUAL)
    return tuple((each, unit(each)) for each in codes)
