"""Mentions: the numbers that a document bears or names, by which documents that belong together meet."""

from comaker.engines.matching import ABOUT_BILLS, exact, loosest
from comaker.kernel.document import Document, Kind, References

ORDER, SALES_ORDER, DESPATCH, RECEIPT, BILL = "o:", "s:", "d:", "r:", "b:"
# A contract, or the customer's own reference. Thousands of orders may share one, which makes none of them
# speak of another; it leads to the order of that number, if there is one.
FRAME = "c:"

_OWN = {
    Kind.ORDER: ORDER,
    Kind.DESPATCH_ADVICE: DESPATCH,
    Kind.RECEIPT_ADVICE: RECEIPT,
    Kind.BILL: BILL,
    Kind.CREDIT_NOTE: BILL,
}


def words_of(document: Document) -> set[str]:
    """Return what is filed of a document, each as a sort and the number as it survives retyping."""
    kind = document.kind
    if kind in ABOUT_BILLS:
        named = [document.refers.bill, document.replaces, *(line.refers.bill for line in document.lines)]
        return {_word(BILL, number) for number in named if exact(number)}
    named_in = {_numbers(document.refers), *(_numbers(line.refers) for line in document.lines)}
    words = {
        _word(sort, number)
        for numbers in named_in
        for sort, number in zip(_SORTS, numbers, strict=True)
        if number and exact(number)
    }
    if exact(document.replaces):
        words.add(_word(BILL, document.replaces))
    if kind in _OWN and exact(document.number):
        words.add(_word(_OWN[kind], document.number))
    return words


def bill_word(number: str) -> str:
    """Return under what a bill of this number is filed."""
    return _word(BILL, number)


def numbers_of(document: Document) -> set[str]:
    """Return the numbers that a document bears or names, as they are written."""
    named = {document.number, document.replaces, *_numbers(document.refers)}
    return named.union(*(_numbers(line.refers) for line in document.lines)) - {""}


def words_to_find(document: Document, words: set[str]) -> set[str]:
    """Return the words of other documents that this one belongs with: its own, and its frame or call-offs."""
    found = {word for word in words if not word.startswith(FRAME)}
    found |= {ORDER + word[2:] for word in words if word.startswith(FRAME)}
    if document.kind is Kind.ORDER and exact(document.number):
        found.add(_word(FRAME, document.number))
    return found


# What the numbers of an order, a sales order and so on are filed under.
_SORTS = (ORDER, SALES_ORDER, DESPATCH, RECEIPT, BILL, FRAME, FRAME)


def _numbers(refers: References) -> tuple[str, ...]:
    return (
        refers.order, refers.sales_order, refers.despatch, refers.receipt, refers.bill, refers.contract,
        refers.customer,
    )  # fmt: skip


def _word(sort: str, number: str) -> str:
    return sort + (loosest(number) or exact(number))
