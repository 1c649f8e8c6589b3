"""Sayings: what engines say in English, in the language of who reads it.

A sentence with values in it is known by what stands around them. What is not known stays as it is.
"""

import re
from functools import lru_cache

from django.utils.translation import get_language, gettext

from comaker.front.overheard import DELIVERIES, NOTES, REASONS, REFUSALS, REMARKS, WHY_LOOSE
from comaker.front.templatetags.shown import unit
from comaker.front.words import PAPER_NAMES, REASON_NAMES

_ALL = (*REASONS, *WHY_LOOSE, *REFUSALS, *REMARKS, *NOTES, *DELIVERIES)
_EXACT = {text.replace("%%", "%"): text for text in _ALL if "%(" not in text}
# Longer kinds first: an order change is not an order.
_KINDS = dict(
    sorted(((kind.value, name) for kind, name in PAPER_NAMES.items()), key=lambda each: -len(each[0]))
)
_VALUE = re.compile(r"%\((\w+)\)s")


def _pattern(text: str) -> re.Pattern[str]:
    parts = _VALUE.split(text.replace("%%", "%"))
    # Values and what stands between them take turns.
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)),
        re.DOTALL,
    )


_WITH_VALUES = [(_pattern(text), text) for text in _ALL if "%(" in text]


def say(text: str) -> str:
    """Return what an engine says in the language in use."""
    return _said(text, get_language() or "")


def _values(found: dict[str, str]) -> dict[str, str]:
    """Return values as they stand within a sentence: kinds, papers and reasons by their names."""
    values = dict(found)
    for name, value in found.items():
        if name == "kind" and value in _KINDS:
            values[name] = str(_KINDS[value]).lower()
        elif name == "paper":
            values[name] = _paper(value)
        elif name == "reason":
            values[name] = str(REASON_NAMES[value]) if value in REASON_NAMES else say(value)
        elif name in ("unit", "to_unit"):
            values[name] = unit(value)
        elif name == "said":
            values[name] = say(value)
    return values


def _paper(text: str) -> str:
    """Name a paper that an engine names by its kind and number."""
    for kind, name in _KINDS.items():
        if text.lower().startswith(f"{kind} "):
            return f"{name}{text[len(kind) :]}"
    return text


@lru_cache(maxsize=4096)
def _said(text: str, _language: str) -> str:
    known = _EXACT.get(text)
    if known is not None:
        return gettext(known) % {}
    for pattern, known in _WITH_VALUES:
        found = pattern.fullmatch(text)
        if found:
            return gettext(known) % _values(found.groupdict())
    # Several sentences are told as one.
    parts = text.split("; ")
    return "; ".join(say(part) for part in parts) if len(parts) > 1 else text
