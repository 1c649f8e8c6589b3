"""How values of the kernel are shown: quantities, money and days as who reads them writes them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext

from comaker.front.words import JOB_NAMES, SCOPE_NAMES, STATE_NAMES
from comaker.kernel.access import Job
from comaker.kernel.amounts import MONEY_PLACES, ONE, PRICE_PLACES, QUANTITY_PLACES, plain

register = template.Library()


def number(value: int, places: int, *, least: int = 0) -> str:
    """Write a scaled integer with the separators of the language in use."""
    text = plain(abs(value), places, least=least)
    decimals = len(text.partition(".")[2])
    written = formats.number_format(Decimal(text), decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return f"−{written}" if value < 0 else written


@register.filter
def quantity(value: int | None) -> str:
    """Write a quantity; nothing where there is none."""
    return "" if value is None else number(value, QUANTITY_PLACES)


@register.filter
def money(value: int | None, currency: str = "") -> str:
    """Write money with its currency: € 1,234.50."""
    if value is None:
        return ""
    return f"{_SIGNS.get(currency, currency)} {number(value, MONEY_PLACES, least=2)}".strip()


@register.filter
def price(value: int | None, currency: str = "") -> str:
    """Write the price of one."""
    if value is None:
        return ""
    return f"{_SIGNS.get(currency, currency)} {number(value, PRICE_PLACES, least=2)}".strip()


@register.filter
def unit(code: str, value: int | None = None) -> str:
    """Say a unit of UN/ECE Recommendation 20 in words, for one or for many; other codes stay as they are."""
    names = _UNITS.get(code)
    return str(names % {"n": 1 if value == ONE else 2}) if names else code


@register.filter
def job(name: str) -> str:
    """Say what somebody does for a party."""
    return str(JOB_NAMES[Job(name)])


@register.filter
def scope(name: str) -> str:
    """Say what a token is for."""
    return str(SCOPE_NAMES.get(name, name))


@register.filter
def delivery_state(name: str) -> str:
    """Say how a delivery to a web hook stands."""
    return str(STATE_NAMES.get(name, name))


@register.filter
def host(url: str) -> str:
    """Return the name of the machine that a URL is about."""
    return urlsplit(url).hostname or url


@register.filter
def day(value: int | None) -> str:
    """Write a day number as a date in few signs: 9 Jan, with the year where it is another than this."""
    if value is None:
        return ""
    told = date.fromordinal(value)
    pattern = "j M" if told.year == timezone.localdate().year else "j M Y"
    return dated(told, pattern)


@register.filter(expects_localtime=True)
def dated(value: date | None, pattern: str) -> str:
    """Write a day or moment after a pattern of Django's, with the month as the language has it: 9 Jan."""
    if value is None:
        return ""
    return formats.date_format(value, pattern.replace("M", pgettext("pattern of a month, see Django", "M")))


@register.filter
def iso(value: int | None) -> str:
    """Write a day number as 2026-01-09, for machines."""
    return "" if value is None else date.fromordinal(value).isoformat()


@register.filter
def moment(microseconds: int | None) -> str:
    """Write a moment of the record, in the reader's time zone."""
    if microseconds is None:
        return ""
    told = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    return dated(timezone.localtime(told), "j M Y H:i")


@register.filter
def ago(value: int | None, today: int) -> str:
    """Say how long ago a day was: today, 3 days, 5 weeks."""
    if value is None:
        return ""
    days = today - value
    if days < 0:
        return ngettext("in %d day", "in %d days", -days) % -days
    if days == 0:
        return _("today")
    if days < 14:
        return ngettext("%d day", "%d days", days) % days
    if days < 70:
        return ngettext("%d week", "%d weeks", days // 7) % (days // 7)
    return ngettext("%d month", "%d months", days // 30) % (days // 30)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; it is decoration, words stand beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("front/icons.svg"), name
    )


@register.simple_tag(takes_context=True)
def address(context: dict[str, Any], **changed: object) -> str:
    """Return this page's address with some of its questions changed; None leaves one out."""
    asked = context["request"].GET.copy()
    for name, value in changed.items():
        asked.pop(name, None)
        if value not in (None, ""):
            asked[name] = str(value)
    return f"?{asked.urlencode()}"


_UNITS = {
    **dict.fromkeys(("C62", "H87", "EA", "PCE", "XPP", "NAR"), ngettext_lazy("piece", "pieces", "n")),
    "KGM": ngettext_lazy("kg", "kg", "n"),
    "GRM": ngettext_lazy("g", "g", "n"),
    "TNE": ngettext_lazy("tonne", "tonnes", "n"),
    "LTR": ngettext_lazy("litre", "litres", "n"),
    "MTR": ngettext_lazy("m", "m", "n"),
    "MTK": ngettext_lazy("m²", "m²", "n"),
    "MTQ": ngettext_lazy("m³", "m³", "n"),
    "HUR": ngettext_lazy("hour", "hours", "n"),
    "DAY": ngettext_lazy("day", "days", "n"),
    **dict.fromkeys(("BX", "XBX"), ngettext_lazy("box", "boxes", "n")),
    **dict.fromkeys(("CT", "XCT"), ngettext_lazy("carton", "cartons", "n")),
    **dict.fromkeys(("PK", "XPK", "NMP"), ngettext_lazy("pack", "packs", "n")),
    **dict.fromkeys(("PX", "XPX"), ngettext_lazy("pallet", "pallets", "n")),
    **dict.fromkeys(("RO", "XRO"), ngettext_lazy("roll", "rolls", "n")),
    "SET": ngettext_lazy("set", "sets", "n"),
    "PR": ngettext_lazy("pair", "pairs", "n"),
    "DZN": ngettext_lazy("dozen", "dozens", "n"),
}
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}
