"""Meaning: equal for a document that was sent again, different for one that says something else."""

import re
from pathlib import Path

import pytest
from lxml import etree

from comaker.engines.formats import read
from tests.engines.formats.writing import enveloped, ubl, x

NAMES = ["answer", "credit", "despatch", "invoice", "order", "receipt", "remittance", "response"]


@pytest.fixture(params=NAMES)
def content(request: pytest.FixtureRequest, own: Path) -> bytes:
    return (own / f"{request.param}.xml").read_bytes()


def test_wrapping_and_writing_do_not_change_the_meaning(content):
    tight = re.sub(rb">\s+<", b"><", content)
    renamed = re.sub(rb"(</?)cbc:", rb"\1b:", content.replace(b"xmlns:cbc", b"xmlns:b"))
    canonical = etree.tostring(etree.fromstring(content), method="c14n")
    commented = content.replace(b"<cbc:IssueDate>", b"<!-- when --><?x?><cbc:IssueDate> \n")
    utf16 = content.decode().encode("utf-16")

    meanings = {
        read(one).meaning
        for one in (content, tight, renamed, canonical, commented, utf16, enveloped(content))
    }

    assert meanings == {read(content).meaning}


def test_every_value_counts(content):
    meaning = read(content).meaning
    values = [match for match in re.finditer(rb">([^<>]*[^<>\s][^<>]*)<", content) if b"!--" not in match[0]]
    assert len(values) > 15
    for match in values:
        changed = content[: match.start(1)] + match[1].strip() + b"9" + content[match.end(1) :]
        assert read(changed).meaning != meaning, match[0]


def test_currency_unit_and_scheme_count(own: Path):
    content = (own / "invoice.xml").read_bytes()
    meaning = read(content).meaning

    for former, other in (
        (b'unitCode="KGM"', b'unitCode="TNE"'),
        (b'"EUR">796', b'"USD">796'),
        (b'"0106"', b'"0002"'),
    ):
        assert former in content
        assert read(content.replace(former, other)).meaning != meaning


def test_marks_of_a_copy_extensions_and_signatures_do_not_count():
    extension = (
        "<e:UBLExtensions xmlns:e='urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2'>"
    )
    extension += "<x><y>1</y></x></e:UBLExtensions>"
    marks = x("CopyIndicator", "true") + x("UUID", "1-2")
    signature = x("Signature", x("ID", "s"), x("SignatoryParty", x("EndpointID", "1")))
    bare = ubl("Order", "<cbc:Note>n</cbc:Note>")

    signed = ubl("Order", extension + marks + signature + "<cbc:Note>n</cbc:Note>")

    assert read(signed).meaning == read(bare).meaning


def test_a_value_that_moves_to_another_place_is_another_meaning():
    one = ubl("Order", "<cac:OrderLine><cbc:Note>n</cbc:Note></cac:OrderLine>")
    other = ubl("Order", "<cac:OrderLine/><cbc:Note>n</cbc:Note>")
    third = ubl("Order", "<cac:OrderLine><cac:X/><cbc:Note>n</cbc:Note></cac:OrderLine>")
    fourth = ubl("Order", "<cac:OrderLine><cac:X><cbc:Note>n</cbc:Note></cac:X></cac:OrderLine>")

    assert len({read(content).meaning for content in (one, other, third, fourth)}) == 4


def test_text_beside_elements_neither_moves_nor_hides_what_follows():
    line = "<cac:OrderLine>{}<cac:LineItem><cbc:ID>1</cbc:ID></cac:LineItem>{}</cac:OrderLine>"
    others = (
        "<cac:OrderLine><cac:LineItem><cbc:ID>2</cbc:ID></cac:LineItem></cac:OrderLine><cbc:Note>n</cbc:Note>"
    )

    plain = read(ubl("Order", line.format("", "") + others))
    mixed = read(ubl("Order", line.format("before", "behind") + others))

    assert [one.number for one in mixed.lines] == ["1", "2"]
    assert mixed == plain._replace(digest=mixed.digest)


def test_the_same_values_in_another_type_of_document_are_another_meaning():
    assert read(ubl("Order", "")).meaning != read(ubl("OrderChange", "")).meaning


def test_no_value_can_imitate_an_element():
    nested = ubl("Order", x("P", x("Q", "v")))
    imitations = [
        x("P", "Q") + x("v", x("UUID", "1")),
        x("P", "Q") + x("v", "/"),
        x("P", "Q"),
        x("P", x("Q", "v")) + "<cac:R/>",
    ]

    meanings = {read(ubl("Order", body)).meaning for body in imitations}

    assert len(meanings) == len(imitations)
    assert read(nested).meaning not in meanings
