"""References: what a document and its lines point to, as written."""

from comaker.engines.formats.sheet import Sheet
from comaker.engines.formats.tree import Node
from comaker.kernel.document import References
from comaker.kernel.product import reference

_LONGEST = 20  # no placeholder is longer, see kernel.product
_POINTERS = ("OrderLineReference/", "DespatchLineReference/", "ReceiptLineReference/", "BillingReference/")
_BILLS = (
    "InvoiceDocumentReference/",
    "SelfBilledInvoiceDocumentReference/",
    "CreditNoteDocumentReference/",
    "SelfBilledCreditNoteDocumentReference/",
    "DebitNoteReference/",
    "DebitNoteDocumentReference/",
)


def written(text: str) -> str:
    """Return a reference as written, or nothing when it is a placeholder such as "n/a"."""
    # No placeholder but a bare 0 ends in a digit, and most references do.
    if len(text) > 1 and (text[-1].isdigit() or len(text) > _LONGEST):
        return text
    return text if reference(text) else ""


def of_document(sheet: Sheet) -> tuple[References, References]:
    """Read what a document points to, and what its lines inherit of that.

    A line inherits a number only when the document names one of its kind: of two orders in the head of
    a bill, no line can tell which is its own.
    """
    root = sheet.root
    order = root.child("OrderReference/")
    customer = (
        root.text("CustomerReference") or root.text("BuyerReference") or order.text("CustomerReference")
    )
    contract = root.child("ContractDocumentReference/") or root.child("Contract/")
    contract_number = written(contract.text("ID")) if contract else ""
    customer = written(customer) or written(root.child("OriginatorDocumentReference/").text("ID"))
    orders = _numbers(root, "OrderReference/")
    sales_orders = _numbers(root, "OrderReference/", "SalesOrderID")
    if "SalesOrderID" in root:
        sales_orders.append(written(root.text("SalesOrderID")))
    despatches = _numbers(root, "DespatchDocumentReference/")
    receipts = _numbers(root, "ReceiptDocumentReference/")
    bills = [bill(one) for one in root.children("BillingReference/")]
    heads, inherited = [], []
    for numbers in (orders, sales_orders, despatches, receipts, bills):
        different = list(dict.fromkeys(filter(None, numbers))) if numbers else numbers
        heads.append(different[0] if different else "")
        inherited.append(different[0] if len(different) == 1 else "")
    return (
        _references(heads, contract_number, customer),
        _references(inherited, contract_number, customer),
    )


def of_line(sheet: Sheet, node: Node, inherited: References) -> References:
    """Read what a line points to; the document's own numbers stand in where it names none."""
    if not any(map(node.get, _POINTERS)):
        return inherited
    (
        order, order_line, sales_order, sales_order_line, despatch, despatch_line,
        receipt, receipt_line, billed, bill_line, contract, customer,
    ) = inherited  # fmt: skip
    if "OrderLineReference/" in node:
        line, *others = node.children("OrderLineReference/")
        if others:
            sheet.trouble.append(f"The line points to {len(others) + 1} order lines; only the first is used.")
        parent = line.child("OrderReference/")
        order_line = written(line.text("LineID"))
        sales_order_line = written(line.text("SalesOrderLineID"))
        if parent:
            own = written(parent.text("ID"))
            if own and own != order:
                order, sales_order = own, ""
            sales_order = written(parent.text("SalesOrderID")) or sales_order
    if "DespatchLineReference/" in node:
        despatch, despatch_line = _line_of(node.child("DespatchLineReference/"), despatch)
    if "ReceiptLineReference/" in node:
        receipt, receipt_line = _line_of(node.child("ReceiptLineReference/"), receipt)
    if "BillingReference/" in node:
        given = node.child("BillingReference/")
        billed = bill(given) or billed
        bill_line = written(given.child("BillingReferenceLine/").text("ID"))
    return References(
        order, order_line, sales_order, sales_order_line, despatch, despatch_line,
        receipt, receipt_line, billed, bill_line, contract, customer,
    )  # fmt: skip


def bill(node: Node) -> str:
    """Return the number of the bill or credit note in a BillingReference."""
    for name in _BILLS:
        if name in node and (number := written(node.child(name).text("ID"))):
            return number
    return ""


def _references(numbers: list[str], contract: str, customer: str) -> References:
    order, sales_order, despatch, receipt, billed = numbers
    return References(
        order=order,
        sales_order=sales_order,
        despatch=despatch,
        receipt=receipt,
        bill=billed,
        contract=contract,
        customer=customer,
    )


def _numbers(root: Node, name: str, number: str = "ID") -> list[str]:
    return [written(one.text(number)) for one in root.children(name)]


def _line_of(node: Node, inherited: str) -> tuple[str, str]:
    """Return the document and line number of a LineReference."""
    number = written(node.child("DocumentReference/").text("ID")) if "DocumentReference/" in node else ""
    return number or inherited, written(node.text("LineID"))
