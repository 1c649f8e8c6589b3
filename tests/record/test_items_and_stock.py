"""Sites, items and stock: what is where, who has what, and for how long."""

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from comaker.kernel.amounts import ONE
from comaker.kernel.document import Kind
from comaker.kernel.product import Product
from comaker.record.masters.learning import learn_products
from comaker.record.masters.loading import Kind as FileKind
from comaker.record.masters.loading import load
from comaker.record.masters.queries import items_numbered, life_of, stock_of
from comaker.record.outbox import catch_up
from comaker.record.rebuild import refresh
from comaker.record.transaction import reading
from comaker.record.verify import verify
from tests.engines.sheets.files import xlsx_of
from tests.record.masters import (
    ACME_GLN,
    BETA_GLN,
    JANUARY,
    NOW,
    PARTIES,
    counts,
    kinds_of_gaps,
    load_text,
    paper,
    post_all,
)  # fmt: skip

SITES = (
    "klant;vestiging;GLN locatie;plaats;losplaats\n"
    f"Beta Bouw;Noord;{BETA_GLN};Amsterdam;Dok 1\nBeta Bouw;Noord;;;Dok 2\n"
)
SITE_GLN = BETA_GLN


@pytest.fixture
def known(record):
    load_text("parties", PARTIES)
    load_text("products", "sku,name,GTIN,unit\nP1,Pump,8712345000004,C62\nP2,Valve,,C62\n", of=ACME_GLN)
    load_text("sites", SITES)


def numbers(query):
    return reading().select(query)


def test_sites_and_docks_are_loaded_once(known):
    again = load_text("sites", SITES)
    changed = load_text("sites", "site,city\nNoord,Zaandam\n", of=BETA_GLN)

    assert counts(again) == (0, 0, 2, [])
    assert counts(changed) == (0, 1, 0, [])
    assert numbers("SELECT name, gln, city FROM record_site") == [("Noord", SITE_GLN, "Zaandam")]
    assert numbers("SELECT name FROM record_dock ORDER BY name") == [("Dok 1",), ("Dok 2",)]


def test_a_gln_of_another_site_is_refused(known):
    loaded = load_text("sites", f"party,site,gln\nAcme Pumps,Zuid,{SITE_GLN}\n")

    assert counts(loaded) == (0, 0, 0, [f"The GLN {SITE_GLN} is of the site “Noord”."])


def test_an_item_is_known_with_everybody_who_held_it(known):
    head = "article number,serial number,holder,since\n"
    first = load_text("items", f"{head}P1,SN-1,Acme Pumps,2025-01-01\nP1,SN-1,Beta Bouw,2025-02-01\n")
    again = load_text("items", f"{head}P1,SN-1,Acme Pumps,2025-01-01\nP1,SN-1,Beta Bouw,2025-02-01\n")
    back = load_text("items", f"{head}P1,SN-1,Acme Pumps,2025-06-01\n")

    (item,) = items_numbered("SN-1")
    assert [counts(each)[:3] for each in (first, again, back)] == [(1, 1, 0), (0, 0, 2), (0, 1, 0)]
    assert [held.name for held in life_of(item)] == ["Acme Pumps", "Beta Bouw", "Acme Pumps"]


def test_who_held_an_item_is_corrected_beside_what_was_said_and_nothing_is_deleted(known):
    head = "article number,lot,holder,since\n"
    load_text("items", f"{head}P1,LOT-1,Acme Pumps,2025-01-01\n")
    load_text("items", f"{head}P1,LOT-1,Beta Bouw,2025-01-01\n")

    (item,) = items_numbered("LOT-1")
    assert [held.name for held in life_of(item)] == ["Beta Bouw"]
    assert numbers("SELECT count(*) FROM record_holding") == [(2,)]
    for statement in (
        "DELETE FROM record_item",
        "DELETE FROM record_holding",
        "UPDATE record_holding SET since_on = 1",
        "DELETE FROM record_terms",
    ):
        if "terms" in statement:
            load_text("terms", f"supplier,buyer,payment days\n{ACME_GLN},{BETA_GLN},30\n")
        with pytest.raises(DatabaseError, match="never changed or deleted"), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_newest_count_of_a_place_counts(known):
    head = "site,bin,sku,quantity,unit,date\n"
    first = load_text("stock", f"{head}Noord,A1,P1,10,C62,2025-01-01\nNoord,A2,P1,5,C62,2025-01-01\n")
    again = load_text("stock", f"{head}Noord,A1,P1,10,C62,2025-01-01\n")
    load_text("stock", f"{head}Noord,A1,P1,7,C62,2025-01-05\nNoord,A2,P1,0,C62,2025-01-05\n")
    # What comes late is history.
    load_text("stock", f"{head}Noord,A1,P1,99,C62,2024-12-01\n")

    ((site,),) = numbers("SELECT id FROM record_site")
    assert counts(first) == (2, 0, 0, [])
    assert counts(again) == (0, 0, 1, [])
    assert [(each.place, each.quantity) for each in stock_of(site, on=JANUARY + 30)] == [("A1", 7 * ONE)]
    assert [(each.place, each.quantity) for each in stock_of(site, on=JANUARY + 1)] == [
        ("A1", 10 * ONE), ("A2", 5 * ONE),
    ]  # fmt: skip


def test_a_handling_unit_stands_where_it_was_counted_last(known):
    load_text("sites", "party,site\nAcme Pumps,Zuid\n")
    head = "site,SSCC,sku,quantity,date\n"
    load_text("stock", f"{head}Noord,387123450000000012,P1,40,2025-01-01\n")
    load_text("stock", f"{head}Zuid,387123450000000012,P1,40,2025-01-02\n")

    sites = dict(numbers("SELECT name, id FROM record_site"))
    assert stock_of(sites["Noord"], on=JANUARY + 9) == []
    assert [each.unit_number for each in stock_of(sites["Zuid"], on=JANUARY + 9)] == ["387123450000000012"]


def test_stock_comes_from_excel_too_and_without_a_day_it_is_of_the_day_of_loading(known):
    content = xlsx_of([["magazijn", "EAN", "aantal"], ["Noord", 8712345000004, 12.5], ["Oost", 1, 2]])

    loaded = load(kind=FileKind.STOCK, content=content, now=NOW, today=JANUARY)

    assert counts(loaded) == (1, 0, 0, [
        "The site “Oost” is not known. Load it first: comaker load sites FILE."
    ])  # fmt: skip
    assert numbers("SELECT quantity, counted_on FROM record_count") == [(12_500_000, JANUARY)]


def test_papers_make_products_known_with_both_sides_numbers(record):
    both = Product(sellers="p1", buyers="b-7", standard="8712345000004", name="Pump")
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 1, "C62", 5, product=Product(buyers="b-7")),
        paper(Kind.ORDER, "PO-2", JANUARY, 1, "C62", 5, product=both),
        paper(Kind.ORDER, "PO-3", JANUARY, 1, "C62", 5, product=Product(name="no number at all")),
    )

    seen = catch_up("products", learn_products)
    again = catch_up("products", learn_products)

    assert seen == 1
    assert again == 0
    assert numbers("SELECT name FROM record_product") == [("Pump",)]
    assert numbers("SELECT kind, party_id > 0, text FROM record_number ORDER BY kind") == [
        ("buyers", True, "b-7"), ("name", False, "pump"), ("sellers", False, "p1"),
        ("standard", False, "8712345000004"),
    ]  # fmt: skip


def test_a_number_that_a_paper_teaches_brings_the_packings_of_its_product(known):
    load_text("products", "sku,unit,packing unit,per packing\nP1,C62,BX,12\n", of=ACME_GLN)
    post_all(
        paper(Kind.ORDER, "PO-1", JANUARY, 10, "XBX", 60, product=Product(buyers="b-7")),
        paper(Kind.BILL, "F-1", JANUARY + 3, 120, "C62", 5, order="PO-1", product=Product(buyers="b-7")),
        paper(Kind.ORDER, "PO-2", JANUARY, 1, "C62", 5, product=Product(sellers="p1", buyers="b-7")),
    )
    before = kinds_of_gaps()

    catch_up("products", learn_products)
    refresh()

    assert before[0] == ["incomparable"]
    assert kinds_of_gaps()[0] == []
    assert verify() == []
