"""Lists as files to keep: what stands on the page stands in them, numbers as numbers, for who may see it."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.test import Client, override_settings

from comaker.front.models import Member
from comaker.kernel.access import Job
from comaker.main.world.filling import make_world

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def anna(record):
    now = datetime.now(UTC)
    make_world(today=now.astimezone().date(), now=now)
    member = Member.objects.get(user__email="anna@consortial.example")
    client = Client()
    client.force_login(member.user, backend=BACKEND)
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        yield client, member


def rows(answer):
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_differences_deals_and_relations_are_kept_as_csv(anna):
    client, _member = anna

    today = rows(client.get("/today/export.csv?kind=billed_twice"))
    deals = rows(client.get("/deals/export.csv?q=PO-2108"))
    relations = rows(client.get("/relations/export.csv?q=museum"))

    assert today[0][:5] == ["Other party", "Order or bill", "Line", "What", "Difference"]
    assert [row[:2] for row in today[1:]] == [["IYT Corporation", "PO-2124"]]
    assert today[1][-2:] == ["558", "EUR"]
    assert [row[0] for row in deals[1:]] == ["PO-2108", "PO-2108"]
    assert deals[1][6:10] == ["24", "24", "24", ""]
    assert [row[0] for row in relations[1:]] == ["Museum Zuid"]


def test_excel_gets_numbers_as_numbers(anna):
    client, _member = anna

    answer = client.get("/today/export.xlsx?kind=billed_twice")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[2]][-2:] == [558, "EUR"]


def test_who_sees_no_money_gets_none(anna):
    client, member = anna
    member.job = Job.WAREHOUSE.value
    member.save()

    assert "Amount" not in rows(client.get("/today/export.csv"))[0]
    assert "Price each" not in rows(client.get("/deals/export.csv"))[0]
    assert client.get("/today/export.exe").status_code == 404
