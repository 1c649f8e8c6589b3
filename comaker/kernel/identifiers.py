"""Identifiers: the numbers by which parties and handling units are known, in one way of writing each."""

import re

_SCHEMES = {
    "0088": "gln",
    "gln": "gln",
    "ean": "gln",
    "iln": "gln",
    "0106": "kvk",
    "nl:kvk": "kvk",
    "0184": "cvr",
    "0096": "dk:p",
    "dk:cvr": "cvr",
    "0192": "no:orgnr",
    "no:orgnr": "no:orgnr",
    "0007": "se:orgnr",
    "se:orgnr": "se:orgnr",
    "0060": "duns",
    "0199": "lei",
    "0190": "oin",
    "nl:oin": "oin",
    "0208": "be:en",
    "be:en": "be:en",
    "9956": "be:en",
    "0037": "fi:ovt",
    "fi:ovt": "fi:ovt",
    "0002": "siren",
    "fr:sirene": "siren",
    "0009": "siret",
    "fr:siret": "siret",
    "0211": "vat",
    "0223": "vat",
    "dk:se": "vat",
} | dict.fromkeys([str(number) for number in (9906, 9910, 9914, *range(9920, 9954), 9955, 9957)], "vat")
_NAMELESS = frozenset(("", "zzz", "zz", "mutual", "n/a", "na", "normalizedstring"))
_VAT = re.compile(r"[A-Z]{2}[0-9A-Z+*]{2,13}")


def scheme(name: str) -> str:
    """Return one name for an identifier scheme that goes by several; "id" for none or a private one."""
    found = _SCHEMES.get(name)
    if found:
        return found
    folded = name.strip().casefold()
    if found := _SCHEMES.get(folded):
        return found
    if folded in _NAMELESS:
        return "id"
    return "vat" if folded.endswith("vat") else "".join(folded.split())


def identifier(number: str, scheme_name: str) -> str:
    """Return the identifier of a party as it is filed, such as `gln:8712345000004`."""
    name = scheme(scheme_name)
    if not number.isalnum():
        number = "".join(filter(str.isalnum, number)) if name == "vat" else "".join(number.split())
    number = number.upper()
    if name == "cvr" and number.startswith("DK"):
        number = number[2:]
    return f"{name}:{number}"


def identifiers_meant(text: str) -> tuple[str, ...]:
    """Return the identifiers that somebody may mean who writes a number alone; none for a name.

    With a scheme before it, as in `0106:12345678`, it can be one only.
    """
    before, colon, number = text.partition(":")
    if colon and before.strip() and number.strip() and " " not in before.strip():
        return (identifier(number, before),)
    bare = "".join(text.split()).upper()
    meant = []
    if bare.isdigit() and bare.isascii():
        by_length = {13: "gln", 8: "kvk", 9: "duns"}
        meant = [by_length[len(bare)]] if len(bare) in by_length else []
    elif _VAT.fullmatch(letters := "".join(filter(str.isalnum, bare))) and any(map(str.isdigit, letters)):
        meant = ["vat"]
    return tuple(identifier(bare, name) for name in (*meant, "id")) if meant else ()


def has_check_digit(number: str) -> bool:
    """Tell whether the last digit of a GLN, GTIN or SSCC follows from those before it.

    Source: GS1 General Specifications, section 7.9.
    """
    if not number.isdigit() or not number.isascii():
        return False
    digits = [int(digit) for digit in reversed(number[:-1])]
    total = sum(digit * (1 if place % 2 else 3) for place, digit in enumerate(digits))
    return int(number[-1]) == -total % 10
