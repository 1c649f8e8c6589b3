"""The one door: what comes in is measured, and what is not let in is told why."""

import time
import tracemalloc
from pathlib import Path

import pytest

from comaker.engines.formats import (
    BrokenXml,
    ForbiddenXml,
    Limits,
    NotXml,
    TooComplex,
    TooLarge,
    UnknownDocument,
    WrongEncoding,
    read,
)
from tests.engines.formats.writing import enveloped, ubl

ORDER = ubl("Order", "<cbc:Note>Flour</cbc:Note>")
CII = b'<CrossIndustryInvoice xmlns="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>'
XXE = b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
REMOTE = b'<!DOCTYPE o SYSTEM "http://127.0.0.1:9/evil.dtd">'
PARAMETER = b'<!DOCTYPE o [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>'
LAUGHS = (
    b'<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 10 + b'"><!ENTITY c "' + b"&b;" * 10 + b'">]>'
)
QUADRATIC = b'<!DOCTYPE o [<!ENTITY a "' + b"a" * 100_000 + b'">]>'


@pytest.mark.parametrize("declaration", [XXE, REMOTE, PARAMETER, LAUGHS, QUADRATIC])
def test_a_document_type_declaration_is_never_read(declaration):
    with pytest.raises(ForbiddenXml, match="DOCTYPE"):
        read(declaration + ORDER)
    with pytest.raises(ForbiddenXml):
        read(b'<?xml version="1.0"?>\n<!-- first --><?pi?>\n' + declaration + ORDER)


def test_the_word_doctype_in_a_text_is_only_a_word():
    document = read(ORDER.replace(b"Flour", b"<![CDATA[<!DOCTYPE html>]]>"))

    assert document.note == "<!DOCTYPE html>"


def test_an_entity_that_is_nowhere_declared_breaks_the_document():
    with pytest.raises(BrokenXml):
        read(ORDER.replace(b"Flour", b"&flour;"))


def test_an_include_is_not_followed(tmp_path: Path):
    (tmp_path / "secret").write_text("secret")
    include = (
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{tmp_path}/secret" parse="text"/>'
    )

    document = read(ORDER.replace(b"Flour", include.encode()))

    assert document.note == ""


@pytest.mark.parametrize(
    ("content", "looks"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\xd0\xcf\x11\xe0", "Office"),
        (b'{"order": 1}', "JSON"),
        (b"[1]", "JSON"),
        (b"UNB+UNOC:3+...", "EDIFACT"),
        (b"ISA*00*", "X12"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"order;line;quantity\n", "does not begin"),
    ],
)
def test_something_else_than_xml_is_called_by_its_name(content, looks):
    with pytest.raises(NotXml, match=looks) as refusal:
        read(content)

    assert refusal.value.hint


@pytest.mark.parametrize("encoding", ["UTF-7", "ISO-8859-1", "windows-1252", "EBCDIC-CP-NL", "UCS-4", "x"])
def test_other_encodings_are_refused(encoding):
    with pytest.raises(WrongEncoding, match=encoding):
        read(f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + ORDER)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf_8_and_utf_16_are_read(encoding):
    text = '<?xml version="1.0" encoding="UTF-16"?>' + ORDER.decode().replace("Flour", "Crème brûlée")

    document = read(text.encode(encoding))

    assert document.note == "Crème brûlée"


@pytest.mark.parametrize(
    "content",
    [
        ORDER.replace(b"Flour", b"\xff\xfe"),
        ORDER.replace(b"Flour", b"\xc3("),
        ORDER.replace(b"Flour", b"a\0b"),
        ORDER.decode().encode("utf-32"),
        b"\xff\xfe" + ORDER,
        b"\xff\xfe\x00\xd8",
        ORDER.replace(b"Flour", b"&#0;"),
        ORDER.replace(b"Flour", b"&#x1F;"),
    ],
)
def test_broken_characters_are_refused(content):
    with pytest.raises((WrongEncoding, BrokenXml)):
        read(content)


@pytest.mark.parametrize("cut", [1, 30, 200, 300, len(ORDER) - 20, len(ORDER) - 1])
def test_a_file_that_was_cut_off_is_refused(cut):
    with pytest.raises(BrokenXml, match="broken") as refusal:
        read(ORDER[:cut])

    assert "cut off" in refusal.value.hint


def test_too_many_bytes_are_refused_before_anything_is_read():
    with pytest.raises(TooLarge, match="1,000"):
        read(ORDER + b" " * 1000, limits=Limits(bytes_max=1000))


@pytest.mark.parametrize("depth", [65, 300, 3_000, 200_000])
def test_too_many_levels_are_refused(depth):
    deep = b"<cac:Party>" * depth + b"<cbc:ID>1</cbc:ID>" + b"</cac:Party>" * depth

    with pytest.raises((TooComplex, BrokenXml)):
        read(ORDER.replace(b"<cbc:Note>", deep + b"<cbc:Note>"))


def test_sixty_levels_are_read():
    deep = b"<cac:Party>" * 60 + b"<cbc:ID>1</cbc:ID>" + b"</cac:Party>" * 60

    assert read(ORDER.replace(b"<cbc:Note>", deep + b"<cbc:Note>")).note == "Flour"


@pytest.mark.parametrize("count", [65, 5_000, 300_000])
def test_too_many_attributes_on_one_element_are_refused(count):
    attributes = "".join(f' a{number}="1"' for number in range(count)).encode()

    with pytest.raises(TooComplex, match="attributes"):
        read(ORDER.replace(b"<cbc:Note>", b"<cbc:Note" + attributes + b">"))


def test_an_attribute_as_long_as_a_book_does_no_harm():
    document = read(ORDER.replace(b"<cbc:Note>", b'<cbc:Note languageID="' + b"n" * 5_000_000 + b'">'))

    assert document.note == "Flour"


def test_too_many_elements_are_refused():
    flood = b"<cbc:Note/>" * 700_000

    with pytest.raises(TooComplex, match="tags"):
        read(ORDER.replace(b"<cbc:Note>", flood * 2 + b"<cbc:Note>"))


def test_three_hundred_thousand_elements_cost_seconds_at_most_and_little_memory():
    content = ORDER.replace(b"<cbc:Note>", b"<cbc:Note>x</cbc:Note>" * 300_000 + b"<cbc:Note>")
    tracemalloc.start()
    before = time.process_time()

    document = read(content)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.note == "x"
    assert time.process_time() - before < 10
    assert peak < 250_000_000


def test_a_flood_of_new_names_never_reaches_the_parser():
    flood = "".join(f"<n{number}/>" for number in range(30_000)).encode()

    with pytest.raises(TooComplex, match="names"):
        read(ORDER.replace(b"<cbc:Note>", flood + b"<cbc:Note>"))


def test_an_attachment_of_twelve_million_characters_is_read():
    attachment = b"<cac:Attachment><cbc:EmbeddedDocumentBinaryObject>" + b"A" * 12_000_000
    attachment += b"</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"

    assert read(ORDER.replace(b"<cbc:Note>", attachment + b"<cbc:Note>")).note == "Flour"


def test_sections_comments_and_instructions_inside_a_value_leave_the_value_whole():
    split = b"Fl<!-- not this -->ou<?nor this?>r &amp; <![CDATA[<rye>]]>"

    assert read(ORDER.replace(b"Flour", split)).note == "Flour & <rye>"


def test_an_envelope_is_taken_off():
    bare, wrapped = read(ORDER), read(enveloped(ORDER))

    assert wrapped == bare._replace(digest=wrapped.digest)
    assert wrapped.digest != bare.digest


def test_an_envelope_with_nothing_or_two_documents_is_refused():
    two = enveloped(ORDER).replace(ORDER, ORDER + ORDER)

    with pytest.raises(UnknownDocument, match="2 documents"):
        read(two)
    with pytest.raises(UnknownDocument, match="0 documents"):
        read(enveloped(b""))
    with pytest.raises(UnknownDocument):
        read(enveloped(enveloped(ORDER)))


def test_a_document_carried_by_an_attached_document_is_read():
    carried = b"<cac:Attachment><cac:ExternalReference><cbc:Description><![CDATA[" + ORDER
    carried += b"]]></cbc:Description></cac:ExternalReference></cac:Attachment>"

    document = read(ubl("AttachedDocument", carried.decode(), number="A-1"))

    assert (document.root, document.number) == ("Order", "D-1")


def test_an_attached_document_within_another_or_without_a_document_is_refused():
    empty = ubl("AttachedDocument", "")
    carried = (
        b"<cac:Attachment><cbc:Description><![CDATA[" + empty + b"]]></cbc:Description></cac:Attachment>"
    )

    with pytest.raises(UnknownDocument):
        read(empty)
    with pytest.raises(UnknownDocument):
        read(ubl("AttachedDocument", carried.decode()))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (ubl("Catalogue", ""), "Catalogue"),
        (ubl("Quotation", ""), "Quotation"),
        (
            CII,
            "CII",
        ),
        (b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-1.0"/>', "Order"),
        (b"<Order><ID>1</ID></Order>", "Order"),
        (b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>', "Invoice"),
        (b"<feed/>", "feed"),
    ],
)
def test_other_documents_are_named_and_refused(content, name):
    with pytest.raises(UnknownDocument, match=name) as refusal:
        read(content)

    assert refusal.value.hint
