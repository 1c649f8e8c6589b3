"""Codes: what the code lists of UN/CEFACT, Peppol, OIOUBL and OASIS say, in our words.

Sources: UN/EDIFACT 1001, 1225, 1229, 4343; Peppol logistics code lists ConsignmentStatusReason,
TransportHandlingUnitReason and RejectReasonCode; Peppol invoice response OPStatusReason; OIOUBL 2.02
response codes; UBL 2.0 line status codes. Unknown codes say nothing.
"""

import re

from comaker.kernel.document import Answer

# Document level: UN/EDIFACT 4343 and 1225, OIOUBL's response codes, and words.
_ANSWERS = {
    "ab": Answer.RECEIVED,
    "ip": Answer.RECEIVED,
    "uq": Answer.UNDER_QUERY,
    "ca": Answer.CHANGED,
    "ap": Answer.ACCEPTED,
    "re": Answer.REJECTED,
    "pd": Answer.PAID,
    "27": Answer.REJECTED,
    "29": Answer.ACCEPTED,
    "30": Answer.CHANGED,
    "businessaccept": Answer.ACCEPTED,
    "businessreject": Answer.REJECTED,
    "technicalaccept": Answer.RECEIVED,
    "technicalreject": Answer.REJECTED,
    "profileaccept": Answer.RECEIVED,
    "profilereject": Answer.REJECTED,
    "accepted": Answer.ACCEPTED,
    "acceptedwithoutamendment": Answer.ACCEPTED,
    "acceptedwithamendment": Answer.CHANGED,
    "conditionallyaccepted": Answer.CHANGED,
    "acknowledged": Answer.RECEIVED,
    "received": Answer.RECEIVED,
    "rejected": Answer.REJECTED,
    "notaccepted": Answer.REJECTED,
    "paid": Answer.PAID,
    "disputed": Answer.DISPUTED,
    "cancelled": Answer.CANCELLED,
    "revised": Answer.CHANGED,
    "changed": Answer.CHANGED,
    "true": Answer.ACCEPTED,
    "false": Answer.REJECTED,
}

# Line level: UN/EDIFACT 1229 as Peppol uses it, and the words of UBL 2.0. "42", already delivered, accepts.
_LINE_ANSWERS = {
    "1": Answer.ADDED,
    "2": Answer.CANCELLED,
    "3": Answer.CHANGED,
    "5": Answer.ACCEPTED,
    "7": Answer.REJECTED,
    "42": Answer.ACCEPTED,
    "added": Answer.ADDED,
    "canceled": Answer.CANCELLED,
    "deleted": Answer.CANCELLED,
    "alreadydelivered": Answer.ACCEPTED,
    **{word: answer for word, answer in _ANSWERS.items() if len(word) > 2 or word.isalpha()},
}

# The code lists of Peppol logistics; what is missing in a row is good news.
CONSIGNMENT_REASONS = {
    **{"2": "late", "3": "late", "5": "wrong"},
    **dict.fromkeys(("4", "6", "7", "8", "9", "10", "99"), "other"),
}
UNIT_REASONS = {
    **{"2": "missing", "3": "wrong", "4": "damaged"},
    **{"1": "other", "6": "other", "7": "other", "99": "other"},
}
REJECT_REASONS = {
    **{"1": "damaged", "2": "quality", "3": "wrong", "4": "wrong", "6": "price", "8": "damaged"},
    **{"5": "other", "7": "other", "99": "other"},
}

# Peppol's invoice response: why (OPStatusReason), and what to do (OPStatusAction).
STATUS_REASONS = {
    **{"QUA": "quality", "ITM": "wrong", "PRI": "price"},
    **dict.fromkeys(("REF", "LEG", "REC", "DEL", "QTY", "PAY", "UNR", "FIN", "OTH"), "other"),
}
STATUS_WORDS = {
    **{"REF": "References incorrect", "LEG": "Legal information incorrect", "REC": "Receiver unknown"},
    **{"QUA": "Quality insufficient", "DEL": "Delivery issues", "PRI": "Prices incorrect"},
    **{"QTY": "Quantity incorrect", "ITM": "Items incorrect", "PAY": "Payment terms incorrect"},
    **{"UNR": "Not recognised", "FIN": "Finance incorrect", "PPD": "Partially paid"},
    **{"PIN": "Provide information", "NIN": "Issue a new invoice", "CNF": "Credit fully"},
    **{"CNP": "Credit partially", "CNA": "Credit the amount paid"},
}

# Our own words for why, which we write as codes where a list has none of its own.
REASONS = frozenset(("late", "damaged", "missing", "wrong", "quality", "price", "lost", "other", "elsewhere"))

# What gives a reason away in a sender's own sentence, most telling first, in the languages around us.
_TELLING = tuple(
    (word, re.compile(rf"\b(?:{pattern})"))
    for word, pattern in (
        ("missing", r"missing|lost\b|absent|not received|niet ontvangen|ontbre|kwijt|vermist|manko|verloren"),
        ("missing", r"mangle|savne|sakna|mistet|fehlt|fehlend"),
        ("damaged", r"damag|broke|beschadig|kapot|gebroken|skade|skada|ødelagt|beschädig"),
        ("late", r"late\b|delay|outside (?:\w+ ){0,3}time window|te laat|vertraag|forsink|försen|verspät"),
        ("quality", r"quality|kwaliteit|kvalitet|qualität|defect|fault"),
        ("wrong", r"wrong|incorrect item|verkeerd|forkert|falsch|fel vara|feil vare"),
        ("price", r"price|prijs|pris\b|preis"),
    )
)
_TELLING_MAX = 1_000  # characters; who has not said it by then does not say it
_DENIED = re.compile(r"\b(?:no|not|without|geen|niet|zonder|ikke|inte|kein\w*|ohne)\s+(?:\w+\s+)?$")

# UN/EDIFACT 1001 and OIOUBL's words: what kind of document another one is or answers.
# fmt: off
BILL_TYPES = frozenset((
    "80", "81", "82", "83", "84", "130", "202", "203", "204", "211", "218", "219", "261", "262", "295", "296",
    "308", "325", "326", "331", "380", "381", "382", "383", "384", "385", "386", "387", "388", "389", "390",
    "393", "394", "395", "396", "420", "456", "457", "458", "471", "472", "473", "500", "501", "502", "503",
    "527", "532", "553", "575", "623", "633", "751", "780", "817", "870", "875", "876", "877", "935",
    "invoice", "creditnote", "selfbilledinvoice", "selfbilledcreditnote", "debitnote",
))
ORDER_TYPES = frozenset((
    "105", "220", "221", "222", "224", "225", "226", "227", "228", "230", "231",
    "order", "orderchange", "purchaseorder",
))
CREDIT_TYPES = frozenset((
    "81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532",
))
SELF_BILLED_TYPES = frozenset(("261", "389", "471", "473", "500", "501", "502", "527"))
INCOTERMS = frozenset((
    "CFR", "CIF", "CIP", "CPT", "DAF", "DAP", "DAT", "DDP", "DDU", "DEQ", "DES", "DPU",
    "EXW", "FAS", "FCA", "FOB",
))
# fmt: on
CORRECTED_TYPES = frozenset(("384", "471", "472", "473"))
PREPAYMENT_TYPES = frozenset(("386", "500", "503"))

TAX_CATEGORIES = {
    "StandardRated": "S",
    "ZeroRated": "Z",
    "ReverseCharge": "AE",
    "Exempt": "E",
    "Exempted": "E",
}

# The profiles in which a multiplier is a factor; in all that follow EN 16931 it is a percentage.
FACTORS = frozenset(("CEN BII", "OIOUBL", "UBL", "UBL 2.0", "UBL 2.1", "UBL 2.2", "UBL 2.3", "UBL 2.4"))


def answer(code: str) -> Answer:
    """Return what a response code, word or indicator says; NONE when it says nothing known."""
    return _ANSWERS.get("".join(code.split()).casefold(), Answer.NONE)


def line_answer(code: str) -> Answer:
    """Return what a line status code or word says; NONE when it says nothing known."""
    return _LINE_ANSWERS.get("".join(code.split()).casefold(), Answer.NONE)


def reason(text: str, code: str, meanings: dict[str, str]) -> str:
    """Return our word for why.

    A word of ours as the code leaves no doubt. Else the sender's sentence goes before the code: in Peppol's
    own examples code 2 of a handling unit, which the list gives as missing, stands beside “Transport Handling
    Unit broken.”
    """
    if code in REASONS:
        return code
    folded = text[:_TELLING_MAX].casefold()
    for word, pattern in _TELLING if text else ():
        found = pattern.search(folded)
        if found and not _DENIED.search(folded[: found.start()]):
            return word
    return meanings.get(code.strip(), "other" if text and code else "")
