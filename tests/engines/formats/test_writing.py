"""Writing: what is written is read as the same again, whatever the document."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from comaker.apps.match.actions import match
from comaker.engines import worlds
from comaker.engines.formats import read, write
from comaker.engines.formats.references import written
from comaker.engines.matching import meaning_of
from comaker.front.contract import told_json
from comaker.kernel.amounts import ONE
from comaker.kernel.document import (
    NO_REFERENCES,
    Answer,
    Document,
    DocumentLine,
    Instalment,
    Kind,
    References,
)
from comaker.kernel.identifiers import identifier
from comaker.kernel.party import NOBODY, Party, by_name, party_of
from comaker.kernel.product import Product, gtin, reference
from comaker.kernel.refusal import Refusal

ACCOUNTS = (Kind.REMITTANCE, Kind.STATEMENT, Kind.REMINDER)
BILLS = (Kind.BILL, Kind.CREDIT_NOTE)


@lru_cache(maxsize=64)
def world(seed):
    """Make a small world in which everything happens."""
    return worlds.make(replace(worlds.World(), relations=11, orders=6), seed=seed).documents


def as_read(document):
    """Return a document with what a reader of UBL fills in, leaves out or writes in one way."""
    root = read(write(document)).root
    refers = same_references(document.refers)
    if document.kind is Kind.ORDER:
        refers = refers._replace(order=document.number)
    if document.kind in (Kind.STATEMENT, Kind.REMINDER):
        refers = NO_REFERENCES
    payer = same_party(document.payer)
    if document.kind in BILLS:
        payer = payer if payer.is_known() else same_party(document.taker)
    answer = Answer.CANCELLED if document.kind is Kind.ORDER_CANCELLATION else document.answer
    deliver_to = same_party(document.deliver_to)
    if document.kind in (Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE) and not deliver_to.is_known():
        deliver_to = same_party(document.taker)
    is_paid_then = document.kind in ACCOUNTS and document.happened_on == document.issued_on
    return document._replace(
        giver=same_party(document.giver), taker=same_party(document.taker), payer=payer,
        payee=same_party(document.payee), deliver_to=deliver_to,
        carrier=same_party(document.carrier), refers=refers, answer=answer, root=root,
        lines=tuple(same_line(document, line, refers) for line in document.lines),
        instalments=same_instalments(document),
        happened_on=None if is_paid_then else document.happened_on,
        currency="" if document.kind is Kind.BILL_RESPONSE else document.currency,
        file="", digest="", meaning="", trouble=(),
    )  # fmt: skip


def same_party(party):
    found = []
    for each in party.identifiers:
        scheme, _, number = each.rpartition(":")
        found.append(each if each.startswith("name:") else identifier(number, scheme))
    if any(not each.startswith("name:") for each in found):
        found = [each for each in found if each != by_name(party.name)]
    return party_of(party.name, tuple(dict.fromkeys(found))) if found else NOBODY


def same_references(refers):
    return References(*(written(each) for each in refers))


def same_line(document, line, head):
    own = same_references(line.refers)
    refers = References(*(mine or above for mine, above in zip(own, head, strict=True)))
    if own.order and own.order != head.order:
        refers = refers._replace(sales_order=own.sales_order)
    if document.kind in (Kind.ORDER, Kind.ORDER_CHANGE):
        refers = refers._replace(order_line=line.number)
    product = line.product._replace(
        sellers=reference(line.product.sellers), buyers=reference(line.product.buyers),
        standard=gtin(line.product.standard), name=" ".join(line.product.name.split()),
    )  # fmt: skip
    return line._replace(refers=refers, product=product)


def same_instalments(document):
    payable = document.totals.payable
    if document.kind not in BILLS or payable is None:
        return ()
    if len(document.instalments) > 1:
        return document.instalments
    return (Instalment(payable, document.instalments[0].due_on if document.instalments else None),)


@given(st.integers(0, 12), st.data())
def test_what_is_written_means_the_same_when_it_is_read(seed, data):
    document = data.draw(st.sampled_from(world(seed)))

    again = read(write(document))

    assert again.trouble == ()
    assert meaning_of(again._replace(meaning="")) == meaning_of(as_read(document))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=20)
NOTES = st.lists(WORDS.filter(bool), max_size=4).map("\r\n".join)
REASONS = st.sampled_from(("", "late", "damaged", "missing", "wrong", "quality", "price", "lost", "other"))


@given(st.integers(0, 12), st.data())
def test_whatever_people_type_is_read_as_they_typed_it(seed, data):
    document = data.draw(
        st.sampled_from(world(seed)).filter(lambda each: each.kind is not Kind.BILL_RESPONSE)
    )
    note, name, reason = data.draw(NOTES), data.draw(WORDS), data.draw(REASONS)
    lines = [
        line._replace(note=note, product=line.product._replace(name=name or line.product.name), reason=reason)
        for line in document.lines
    ]
    typed = document._replace(note=written(note), lines=tuple(lines))
    if document.kind in ACCOUNTS:
        typed = typed._replace(lines=document.lines)

    again = read(write(typed))

    assert again.trouble == ()
    assert meaning_of(again._replace(meaning="")) == meaning_of(as_read(typed))


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_a_world_that_was_written_stands_as_it_did(seed):
    documents = world(seed)

    again = [read(write(document)) for document in documents]

    # Why a line is tied may be told otherwise: placeholders are read as nothing.
    for part in ("lines", "bills"):
        assert told(again)[part] == told(documents)[part]


def told(documents):
    return told_json(match(documents).told(), today=TODAY, with_ties=False)


def test_the_same_document_is_written_in_the_same_bytes():
    for document in world(1)[:200]:
        once = write(document)

        assert write(document) == once
        again = write(read(once))
        assert write(read(again)) == again


def test_what_cannot_stand_in_xml_becomes_a_space():
    document = an_order(note="line\x00feed\ud800 and \ufffe end")

    assert read(write(document)).note == "line feed  and   end"


def test_what_is_written_is_sound_by_the_schemas(shared):
    folder = shared / "data" / "documents" / "schemas" / "ubl-2.1" / "xsdrt" / "maindoc"
    schemas = {}
    for document in [*world(1), *world(2)]:
        tree = etree.fromstring(write(document))
        name = etree.QName(tree).localname
        if name not in schemas:
            schemas[name] = etree.XMLSchema(file=folder / f"UBL-{name}-2.1.xsd")

        schemas[name].assertValid(tree)
    assert len(schemas) >= 12


# What a document of others says and ours does not say again, by kind and field.
NOT_SAID_AGAIN = {
    (Kind.BILL, "lines"): "it names several bills, and its lines none",
    (Kind.CREDIT_NOTE, "lines"): "it names several bills, and its lines none",
    (Kind.REMINDER, "totals"): "OIOUBL counts the tax in another place",
    (Kind.DESPATCH_ADVICE, "currency"): "a despatch has no currency of its own",
}


def test_the_documents_of_others_are_said_again(public: Path):
    lost = []
    for path in sorted(public.rglob("*.xml")):
        try:
            document = read(path.read_bytes())
        except Refusal:
            continue
        again = read(write(document))
        for field in DocumentFields:
            mine, yours = getattr(document, field), getattr(again, field)
            if field == "lines":
                mine, yours = [[line._replace(trouble=()) for line in lines] for lines in (mine, yours)]
            if mine != yours and (document.kind, field) not in NOT_SAID_AGAIN:
                lost.append((path.name, field))

    assert lost == []


DocumentFields = [
    field
    for field in Document._fields
    if field not in ("file", "digest", "meaning", "trouble", "flavour", "root")
]


@pytest.mark.parametrize("name", ["order", "response", "despatch", "receipt", "invoice", "credit", "payment"])
def test_a_document_is_written_as_the_golden_file_has_it(name, own: Path):
    golden = own.parent / "written" / f"{name}.xml"
    document = read(golden.read_bytes())

    assert write(document) == golden.read_bytes()
    assert document.trouble == ()


@pytest.mark.parametrize("kind", [Kind.ORDER, Kind.DESPATCH_ADVICE, Kind.RECEIPT_ADVICE, Kind.REMITTANCE])
@pytest.mark.parametrize("signer", ["giver", "taker"])
def test_who_says_what_another_did_is_kept(kind, signer):
    document = an_order()._replace(kind=kind, signer=signer)

    assert read(write(document)).signer == signer


def test_a_party_is_known_by_the_name_that_it_had():
    renamed = Party("Mira de Wit", (by_name("mira"),))

    again = read(write(an_order()._replace(taker=renamed)))

    assert again.taker == renamed


def test_numbers_of_a_party_keep_their_order():
    identifiers = ("kvk:12345678", "duns:123456789", "vat:NL001234567B01", "se:orgnr:5560000000")

    again = read(write(an_order()._replace(giver=Party("Bee Works", identifiers))))

    assert again.giver.identifiers == identifiers


def test_an_extension_adds_and_changes_nothing():
    paid = an_order()._replace(kind=Kind.REMITTANCE, reason="elsewhere", happened_on=TODAY + 3)
    content = write(paid)
    other = content.replace(b">elsewhere<", b">lost<")
    unknown = content.replace(b">elsewhere<", b">because<")
    stated = write(an_order()._replace(kind=Kind.RECEIPT_ADVICE, happened_on=TODAY))
    said = content[content.index(b"  <ext:UBLExtensions") : content.index(b"  <cbc:UBLVersionID")]
    head = stated.replace(
        b'xmlns:cac="', content[content.index(b"xmlns:ext") : content.index(b">\n  <ext")] + b' xmlns:cac="'
    )
    both = head.replace(b"  <cbc:UBLVersionID", said + b"  <cbc:UBLVersionID")

    assert (read(content).reason, read(content).happened_on) == ("elsewhere", TODAY + 3)
    assert read(other).meaning != read(content).meaning
    assert read(unknown).reason == ""
    assert read(both).happened_on == TODAY


def an_order(**more):
    line = DocumentLine("1", quantity=120 * ONE, unit="KGM", price=PRICE, product=Product(name="Beeswax"))
    return Document(
        Kind.ORDER, "PO-1", TODAY, giver=party_of("Bee Works"), taker=party_of("Candle Co"), signer="taker",
        currency="EUR", lines=(line,), **more,
    )  # fmt: skip


TODAY, PRICE = 739_621, 150_000_000
