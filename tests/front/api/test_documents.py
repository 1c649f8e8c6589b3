"""Documents by the API: taken once, held where they contradict, refused with a sentence."""

import json

import pytest

from comaker.front.contract import told_json
from comaker.kernel.access import Job
from comaker.record.models import Document, Entry, Paper, Party, Refused
from comaker.record.queries import told
from comaker.record.verify import verify
from tests.front.api.programs import ACME, BETA, GAMMA, bill, line, order, program_of, receipt

UBL = b"""<?xml version="1.0"?><Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>PO-7</cbc:ID><cbc:IssueDate>2026-01-05</cbc:IssueDate>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:BuyerCustomerParty><cac:Party><cbc:EndpointID schemeID="0088">8798765000008</cbc:EndpointID>
<cac:PartyName><cbc:Name>Beta Bouw</cbc:Name></cac:PartyName></cac:Party></cac:BuyerCustomerParty>
<cac:SellerSupplierParty><cac:Party><cbc:EndpointID schemeID="0088">8712345000004</cbc:EndpointID>
<cac:PartyName><cbc:Name>Acme Pumps</cbc:Name></cac:PartyName></cac:Party></cac:SellerSupplierParty>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="C62">10</cbc:Quantity>
<cac:Item><cbc:Name>Pump</cbc:Name></cac:Item></cac:LineItem></cac:OrderLine></Order>"""
TODAY = 739_700


def test_a_document_is_taken_and_tells_the_lines_that_it_belongs_to(beta):
    asked = beta.bring(order())
    received = beta.bring(receipt())

    assert (asked.status, asked.told["state"]) == (201, "taken")
    assert asked.told["lines"] == received.told["lines"]
    [key] = asked.told["lines"]
    seen = beta.get(f"/lines/{key}").told
    assert (seen["asked"]["quantity"], seen["received"]["quantity"]) == ("10", "8")


def test_both_sides_see_the_same_row(acme, beta):
    beta.bring(order(), receipt())
    acme.bring(bill())

    assert acme.get("/lines").told == beta.get("/lines").told
    [row] = acme.get("/lines").told["items"]
    assert {gap["kind"]: gap["counted"] for gap in row["gaps"]} == {"unsent": "10.00", "overbilled": "0.00"}
    assert verify() == []


def test_the_same_document_again_is_harmless_however_it_is_written(beta):
    first = beta.bring(order())

    again = beta.post("/documents", json.dumps(order(), indent=3).encode())

    assert (again.status, again.told["state"]) == (200, "repeat")
    assert again.told["document"] == first.told["document"]
    assert again.told["lines"] == first.told["lines"]
    assert Document.objects.count() == 1


def test_a_document_that_contradicts_an_earlier_one_is_held(beta):
    beta.bring(order())

    held = beta.bring(order("PO-1", line(quantity="12")))

    assert (held.status, held.told["state"]) == (202, "held")
    assert "says something else" in held.told["why"]
    [row] = beta.get("/held").told["items"]
    assert (row["kind"], row["document"]) == ("contradicts", "order PO-1")
    assert [each["key"] for each in beta.get("/documents", held=True).told["items"]] == [
        held.told["document"]
    ]


def test_a_file_of_ubl_is_taken_as_it_is_and_given_back_byte_for_byte(beta):
    posted = beta.post("/documents?file=PO-7.xml", UBL, kind="application/xml")

    assert posted.told["state"] == "taken"
    key = posted.told["document"]
    seen = beta.get(f"/documents/{key}").told
    assert (seen["file"], seen["flavour"], seen["form"]["number"]) == ("PO-7.xml", "UBL", "PO-7")
    file = beta.get(f"/documents/{key}/file")
    assert file.body == UBL
    assert file.headers["Content-Disposition"] == f'attachment; filename="{key}.xml"'


def test_a_form_and_a_file_of_one_number_are_one_document(beta):
    beta.post("/documents", UBL, kind="application/xml")

    held = beta.bring(order("PO-7"))

    assert held.told["state"] == "held"


def test_a_file_that_cannot_be_read_is_kept_with_the_reason(beta):
    refused = beta.post("/documents?file=scan.pdf", b"%PDF-1.7 ...", kind="application/xml")

    assert (refused.status, refused.code) == (422, "not_xml")
    assert refused.told["hint"]
    assert Refused.objects.get().file == "scan.pdf"
    assert Paper.objects.count() == 1
    [row] = beta.get("/refused").told["items"]
    assert (row["file"], row["why"]) == ("scan.pdf", refused.told["message"])
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    "document, sentence",
    [
        (order() | {"colour": "red"}, "colour"),
        (order() | {"issued": "2026-02-30"}, "no day 2026-02-30"),
        (order() | {"issued": "31-01-2026"}, "issued: expected a day"),
        (order("PO-1", line(quantity=10)), "lines[0].quantity"),
        (order("PO-1", line(quantity="1e9")), "a decimal number as text"),
        (order("PO-1", line(quantity="99999999999", price="999999999.99")), "too large to keep"),
        (order("PO\u0000-1"), "number: expected text without control characters"),
        (order(giver={"name": ""}), "giver has no identifier"),
        (order(giver=BETA), "giver and taker are the same party"),
        (order(giver={"identifiers": ["8712345000004"]}), "a scheme, a colon and a number"),
        (order() | {"currency": ""}, "currency"),
        (order("  "), "number"),
        ({"kind": "order"}, "missing required field"),
        ([], "expected “object”"),
        ("order", "expected “object”"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_in_a_sentence_and_nothing_is_kept(beta, document, sentence):
    refused = beta.post("/documents", document)

    assert refused.status == 422
    assert sentence in refused.told["message"]
    assert (Document.objects.count(), Paper.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"nonsense", b"\xff\xfe", b'{"number": "\\ud800"}', b"[" * 200_000,
        b'{"kind": ' * 100_000, b'{"version": 1' + b"0" * 400 + b"}", b'{"version": NaN}',
    ],
)  # fmt: skip
def test_broken_json_is_refused_and_harms_nobody(beta, body):
    assert beta.post("/documents", body).status == 422


def test_a_body_of_another_type_is_not_read(beta):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data; boundary=x"):
        refused = beta.post("/documents", b"x", kind=kind)

        assert (refused.status, refused.code) == (415, "wrong_type")


def test_a_body_that_is_too_large_is_not_read(beta):
    refused = beta.post("/documents", b"{}", CONTENT_LENGTH=str(50 * 2**20 + 1))

    assert (refused.status, refused.code) == (413, "too_large")


def test_nobody_brings_papers_of_others(gamma):
    refused = gamma.bring(order())

    assert (refused.status, refused.code) == (403, "not_yours")
    assert Document.objects.count() == 0
    assert not Party.objects.filter(name="Acme Pumps").exists()


def test_a_paper_with_the_numbers_of_two_makes_nobody_another(acme, gamma):
    mine_and_yours = {"name": "Gamma Groep", "identifiers": [*GAMMA["identifiers"], *ACME["identifiers"]]}

    refused = gamma.bring(order(giver=mine_and_yours, taker=BETA))

    assert (refused.status, refused.code) == (422, "two_parties")
    assert Party.objects.filter(merged_into__isnull=False).count() == 0


def test_who_may_only_ask_asks_and_brings_nothing_else(record):
    asking = program_of(BETA, scopes=["ask"])

    assert asking.bring(order()).status == 201
    assert asking.bring(receipt()).code == "not_yours"
    assert asking.bring(order(giver=BETA, taker=ACME)).code == "not_yours"
    assert asking.get("/lines").code == "not_allowed"


def test_what_a_job_may_not_its_token_may_not(record):
    packing = program_of(ACME, job=Job.WAREHOUSE, scopes=["read", "bill", "send"])

    assert packing.bring(bill()).code == "not_yours"
    assert packing.bring({**receipt(), "kind": "despatch advice", "number": "D-1"}).status == 201


def test_bulk_answers_each_document_by_itself_in_order(beta):
    told = beta.post(
        "/documents/bulk",
        {
            "documents": [
                receipt(),
                order(),
                {"kind": "order"},
                order(),
                order("PO-2", giver=GAMMA, taker=ACME),
            ]
        },
    )

    assert told.status == 200
    assert [each["state"] for each in told.told["items"]] == [
        "taken", "taken", "refused", "repeat", "refused",
    ]  # fmt: skip
    assert told.told["items"][0]["lines"] == told.told["items"][1]["lines"]
    assert told.told["items"][2]["message"].startswith("the document")
    assert told.told["items"][4]["code"] == "not_yours"


def test_bulk_takes_files(beta, tmp_path):
    names = {
        "order.xml": UBL,
        "receipt.json": json.dumps(receipt(order_number="PO-7")).encode(),
        "x.txt": b"x",
    }
    files = []
    for name, content in names.items():
        (tmp_path / name).write_bytes(content)
        files.append((tmp_path / name).open("rb"))

    told = beta.files("/documents/bulk", files)

    assert [each["state"] for each in told.told["items"]] == ["taken", "taken", "refused"]
    assert Refused.objects.get().file == "x.txt"
    for file in files:
        file.close()


def test_bulk_takes_a_thousand_and_no_more(beta):
    refused = beta.post("/documents/bulk", {"documents": [{}] * 1001})
    taken = beta.post("/documents/bulk", {"documents": [{}] * 1000})

    assert (refused.status, taken.status) == (422, 200)
    assert {each["state"] for each in taken.told["items"]} == {"refused"}


def test_bulk_says_what_posting_one_by_one_says(beta):
    documents = [order(), receipt(), bill(), bill("F-2", quantity="1"), receipt("R-2", "2")]
    beta.post("/documents/bulk", {"documents": documents[::-1]})
    at_once = told_json(told(), today=TODAY)
    entries = Entry.objects.count()

    again = [beta.bring(document).told["state"] for document in documents]

    assert again == ["repeat"] * 5
    assert told_json(told(), today=TODAY) == at_once
    assert Entry.objects.count() == entries
    assert verify() == []


def test_a_credit_note_is_written_as_on_paper(beta):
    beta.bring(order(), receipt("R-1", "10"), bill())

    beta.bring(
        {**bill("C-1", quantity="4"), "kind": "credit note", "refers": {"order": "PO-1", "bill": "F-1"}}
    )

    [row] = beta.get("/lines").told["items"]
    assert row["billed"] == {"quantity": "6", "amount": "30.00"}
