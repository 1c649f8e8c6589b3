"""Who, what and which other paper a form names."""

from comaker.engines.forms.shapes import DocumentForm, LineForm, PartyForm, ProductForm, RefersForm
from comaker.engines.forms.values import NotAForm
from comaker.kernel.document import Kind, References
from comaker.kernel.identifiers import identifier
from comaker.kernel.party import NOBODY, Party, party_of
from comaker.kernel.product import NOTHING, Product, gtin, reference

_NO_REFERS = RefersForm()
_NO_PRODUCT = ProductForm()
_ANSWERS_ORDER = frozenset((Kind.ORDER, Kind.ORDER_CHANGE, Kind.ORDER_CANCELLATION, Kind.ORDER_RESPONSE))


def side_of(name: str, form: PartyForm) -> Party:
    """Return the giver or taker of a form.

    Raises:
        NotAForm: it has neither an identifier nor a name.
    """
    party = party_named(form)
    if not party.is_known():
        raise NotAForm(
            f"{name} has no identifier and no name.", hint="Give at least one; an identifier is better."
        )
    return party


def party_named(form: PartyForm | None) -> Party:
    """Return the party that a form names; NOBODY without one.

    Raises:
        NotAForm: what stands as an identifier is none.
    """
    if form is None:
        return NOBODY
    found: list[str] = []
    for text in form.identifiers:
        scheme, _, number = text.rpartition(":")
        known = identifier(number, scheme)
        if known.startswith("name:"):
            raise NotAForm(f"“{text}” is no identifier.", hint="Give the name as the party's name.")
        if known not in found:
            found.append(known)
    return party_of(form.name, tuple(found))


def known_reference(text: str) -> str:
    """Return a reference as written, or nothing where a placeholder such as "n/a" stands."""
    return text.strip() if text and reference(text) else ""


def refers_of(form: RefersForm) -> References:
    """Return the other papers that are named, placeholders left out."""
    return References(
        *(known_reference(text) for text in (
            form.order, form.order_line, form.sales_order, form.sales_order_line, form.despatch,
            form.despatch_line, form.receipt, form.receipt_line, form.bill, form.bill_line, form.contract,
            form.customer,
        ))
    )  # fmt: skip


def line_refers(line: LineForm, form: DocumentForm, whole: References) -> References:
    """Return what a line points to; where it names nothing itself, what its document does."""
    # What the whole points a line to, no line inherits: of its lines none would be its own.
    inherited = whole._replace(
        order_line="", sales_order_line="", despatch_line="", receipt_line="", bill_line=""
    )
    if line.refers == _NO_REFERS:
        own = inherited
    else:
        said = refers_of(line.refers)
        if said.order and said.order != inherited.order:
            inherited = inherited._replace(sales_order="")
        own = References(*(mine or theirs for mine, theirs in zip(said, inherited, strict=True)))
    # Orders and changes number the order's lines; so does an answer that points to none.
    is_own_number = form.kind in _ANSWERS_ORDER and (
        form.kind is not Kind.ORDER_RESPONSE or not own.order_line
    )
    return own._replace(order_line=line.number.strip()) if is_own_number else own


def product_of(form: ProductForm) -> Product:
    """Return the product that is named; NOTHING where none is."""
    if form == _NO_PRODUCT:
        return NOTHING
    return Product(
        reference(form.sellers), reference(form.buyers), gtin(form.standard), reference(form.makers),
        " ".join(form.name.split()), form.serial.strip(),
    )  # fmt: skip
