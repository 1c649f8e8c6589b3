"""Bringing papers: what is taken, what is known, what is held, what is refused, and whose it may be."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comaker.front import uploads
from comaker.front.uploads import clean_name
from comaker.kernel.access import Job
from comaker.record.models import Document, Identifier, Party, Refused
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.apps.exchange.files import BAKERY, MILL, OTHER, order, receipt
from tests.apps.exchange.people import member

STRANGER, SECOND = ("Windmill", "NL805555555B01"), ("Grinder", "NL806666666B01")


def file(body, name="paper.xml"):
    return SimpleUploadedFile(name, body)


def bring(client, *files, part=True):
    """Bring files; return the answer."""
    headers = {"HX-Request": "true"} if part else {}
    return client.post("/documents/bring", {"files": list(files)}, headers=headers)


def said(answer):
    """Return the text of an answer without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_a_paper_that_is_brought_stands_in_the_record(come):
    answer = bring(come(), file(order()))

    assert answer.status_code == 200
    assert "Order PO-1" in said(answer)
    assert "with Mill" in said(answer)
    assert "1 line of its own." in said(answer)
    assert Document.objects.get().number == "PO-1"
    assert verify() == []


def test_many_papers_are_brought_at_once_and_each_is_answered(come):
    answer = bring(
        come(), file(order("PO-1")), file(order("PO-2"), "b.xml"), file(b"no paper", "c.txt"), part=False
    )

    text = said(answer)
    assert text.count("1 line of its own.") == 2
    assert "c.txt" in text
    assert "The file is not XML" in text
    assert Document.objects.count() == 2


def test_the_same_paper_again_is_known(come):
    client = come()
    bring(client, file(order()))

    answer = bring(client, file(order(), "again.xml"))

    assert "Known already; nothing has changed." in said(answer)
    assert Document.objects.count() == 1


def test_the_same_paper_twice_in_one_go_is_taken_once(come):
    answer = bring(come(), file(order(), "one.xml"), file(order(), "two.xml"))

    assert said(answer).count("Known already") == 1
    assert Document.objects.count() == 1


def test_what_is_loose_is_said_at_once(come):
    client = come()
    bring(client, file(order("PO-1")), file(order("PO-2"), "b.xml"))

    answer = bring(client, file(receipt("R-1")))

    assert "1 line is loose." in said(answer)
    assert "/match?paper=" in answer.content.decode()


def test_a_paper_that_contradicts_another_is_held(come):
    client = come()
    bring(client, file(order()))

    answer = bring(client, file(order(lines=(("flour", 12, 2),))))

    assert "Held: another one with this number says something else." in said(answer)
    assert sorted(Document.objects.values_list("state", flat=True)) == ["held", "taken"]


@pytest.mark.parametrize(
    "body, why",
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "The file is a PDF, not XML."),
        (b"{}", "The file is JSON, not XML."),
        (b"<a/>", "which is no UBL document"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "document type declaration"),
        (b"\xff\xfe\x00", "The file begins as UTF-16 but is not."),
        (order()[:-40], "The XML is broken"),
        (order(""), "has no number"),
    ],
)
def test_what_is_no_paper_is_refused_with_a_sentence_and_kept(come, body, why):
    answer = bring(come(), file(body, "odd.bin"))

    assert answer.status_code == 200
    assert why in said(answer)
    assert Document.objects.count() == 0
    kept = Refused.objects.get()
    assert (kept.file, kept.party) == ("odd.bin", Identifier.objects.get(text=f"vat:{BAKERY[1]}").party_id)


def test_an_archive_that_would_fill_the_disk_is_never_unpacked(come):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.xml", b"0" * 10_000_000)

    answer = bring(come(), file(bomb.getvalue(), "papers.zip"))

    assert "a zip archive or an Office file" in said(answer)
    assert "Unpack it" in said(answer)


def test_a_file_that_is_too_large_is_let_go_of_while_it_comes_in(come, monkeypatch):
    monkeypatch.setattr(uploads, "FILE_BYTES_MAX", 100_000)

    answer = bring(come(), file(b"x" * 300_000, "large.xml"), file(order(), "small.xml"))

    assert "large.xml The file is larger than 50 MB." in said(answer)
    assert "1 line of its own." in said(answer)
    assert Refused.objects.count() == 0


def test_a_request_that_is_too_large_is_not_read(come, monkeypatch):
    monkeypatch.setattr(uploads, "REQUEST_BYTES_MAX", 1000)

    answer = bring(come(), file(b"x" * 2000))

    assert answer.status_code == 422
    assert "That is more than is read at once." in said(answer)


@pytest.mark.parametrize("many", [201, 1001])
def test_more_files_than_are_read_at_once_are_refused(come, many):
    answer = bring(come(), *(file(b"<a/>", f"{number}.xml") for number in range(many)))

    assert answer.status_code == 422
    assert "At most 200 files are read at once." in said(answer)
    assert Refused.objects.count() == 0


def test_no_file_at_all_is_refused(come):
    answer = bring(come())

    assert answer.status_code == 422
    assert "No file was chosen." in said(answer)


@pytest.mark.parametrize(
    "name, shown",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\papers\\order.xml", "order.xml"),
        ("invoice\u202elmx.exe", "invoicelmx.exe"),
        ("a\u200b\ufeffb\x00\x1f.xml", "ab.xml"),
        ("...hidden", "hidden"),
        ("", "file"),
        ("\u202e", "file"),
        ("x" * 300 + ".xml", "x" * 116 + ".xml"),
        ("<script>alert(1)</script>.xml", "script>.xml"),
    ],
)
def test_names_of_files_do_no_harm(name, shown):
    assert clean_name(name) == shown


def test_the_name_of_a_refused_file_is_shown_as_text(come):
    answer = bring(come(), file(b"", '"><img src=x onerror=alert(1)>.xml'))

    assert "<img" not in answer.content.decode()


def test_a_paper_between_others_is_refused(come):
    bring(come("otto@example.com", party=MILL), file(order(taker=OTHER)))
    before = Document.objects.count()

    answer = bring(come(), file(order("PO-2", giver=MILL, taker=OTHER)))

    text = said(answer)
    assert "Order PO-2 is between Mill (VAT NL801234567B01) and Pump Works (VAT NL807777777B01)" in text
    assert "neither is Bakery" in text
    assert Document.objects.count() == before


def test_a_paper_between_strangers_is_refused_and_makes_no_party(come):
    client = come()
    parties = Party.objects.count()

    answer = bring(client, file(order(giver=STRANGER, taker=SECOND)))

    assert "neither is Bakery" in said(answer)
    assert Party.objects.count() == parties
    assert Document.objects.count() == 0


def test_who_is_known_by_another_number_says_so_and_the_paper_is_read(come):
    client = come()
    refused = bring(client, file(order(giver=MILL, taker=SECOND)))
    assert "Grinder (VAT NL806666666B01) is us" in said(refused)

    answer = client.post(f"/documents/refused/{Refused.objects.get().pk}/us", {"side": "taker"})

    assert "1 line of its own." in said(answer)
    assert Refused.objects.count() == 0
    ours = Identifier.objects.filter(party=Identifier.objects.get(text=f"vat:{BAKERY[1]}").party)
    assert {each.text for each in ours} == {f"vat:{BAKERY[1]}", f"vat:{SECOND[1]}"}


def test_nobody_becomes_another_by_saying_so(come):
    member("otto@example.com", party=MILL)
    client = come()
    bring(client, file(order(giver=MILL, taker=SECOND)))

    answer = client.post(f"/documents/refused/{Refused.objects.get().pk}/us", {"side": "giver"})

    assert answer.status_code == 422
    assert "Somebody is known by these numbers already." in said(answer)


def test_only_an_owner_says_who_his_party_is(come):
    client = come(job=Job.TRADER)
    answer = bring(client, file(order(giver=MILL, taker=SECOND)))
    assert "is us" not in said(answer)

    assert (
        client.post(f"/documents/refused/{Refused.objects.get().pk}/us", {"side": "taker"}).status_code == 403
    )


def test_a_paper_that_names_one_party_by_numbers_of_two_is_refused(come):
    member("otto@example.com", party=MILL)
    before = set(Identifier.objects.values_list("text", "party"))

    answer = bring(come(), file(order(taker=("Bakery", BAKERY[1], MILL[1]), giver=STRANGER)))

    assert "by numbers of 2 parties that are known apart" in said(answer)
    assert set(Identifier.objects.values_list("text", "party")) >= before
    assert Party.objects.filter(merged_into__isnull=False).count() == 0


def test_a_paper_of_one_party_with_itself_is_refused(come):
    answer = bring(come(), file(order(giver=("Bakery", BAKERY[1]), taker=("Bakkerij", BAKERY[1]))))

    assert Document.objects.count() == 0
    assert "refused" in answer.content.decode()


def test_a_paper_that_names_one_side_alone_is_of_who_brings_it(come):
    answer = bring(come(), file(order(taker=("", ""))))

    assert "with Mill" in said(answer)
    document = Document.objects.get()
    assert document.taker == Identifier.objects.get(text=f"vat:{BAKERY[1]}").party_id


def test_a_paper_that_names_nobody_is_refused(come):
    answer = bring(come(), file(order(taker=("", ""), giver=("", ""))))

    assert "It says neither who gives nor who takes." in said(answer)


@pytest.mark.parametrize("job", [Job.READER, Job.DRIVER])
def test_who_may_not_bring_does_not(come, job):
    answer = bring(come(job=job), file(order()))

    assert answer.status_code == 403
    assert Document.objects.count() == 0


def test_nobody_brings_papers_without_being_signed_in(record):
    answer = bring(Client(SERVER_NAME="localhost"), file(order()))

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]


def test_a_form_of_another_site_brings_nothing(come):
    client = come()
    client.handler.enforce_csrf_checks = True

    answer = bring(client, file(order()))

    assert answer.status_code == 403
    assert Document.objects.count() == 0


def test_a_refused_file_is_read_again(come):
    client = come()
    bring(client, file(b"", "empty.xml"), file(b"<a/>", "odd.xml"))
    odd = Refused.objects.get(file="odd.xml")

    answer = client.post(f"/documents/refused/{odd.pk}/again")

    assert "which is no UBL document" in said(answer)
    assert Refused.objects.count() == 2
    assert client.post("/documents/refused/999999/again").status_code == 404


def test_refused_files_are_for_who_brought_them_alone(come):
    anna, otto = come(), come("otto@example.com", party=MILL)
    bring(anna, file(b"%PDF-1.7 secret", "secret.pdf"))
    number = Refused.objects.get().pk

    assert "secret.pdf" in said(anna.get("/documents/refused"))
    assert "secret.pdf" not in said(otto.get("/documents/refused"))
    assert otto.get(f"/documents/refused/{number}/file").status_code == 404
    given = anna.get(f"/documents/refused/{number}/file")
    assert given.content == b"%PDF-1.7 secret"
    assert_is_never_run(given)


def test_the_bytes_of_a_paper_are_given_as_a_file_that_nobody_runs(come):
    client = come()
    bring(client, file(order()))
    key = Document.objects.get().pk

    given = client.get(f"/documents/{key}/file")

    assert given.content == order()
    assert given.headers["Content-Disposition"] == 'attachment; filename="order PO-1.xml"'
    assert_is_never_run(given)


def assert_is_never_run(answer):
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_what_was_refused_is_kept_with_its_bytes(come):
    bring(come(), file(b"%PDF-1.7 kept"))

    [(size,)] = reading().select("SELECT size FROM record_paper")
    assert size == len(b"%PDF-1.7 kept")
