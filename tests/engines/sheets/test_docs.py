"""docs/masters.md: what it says of files is so."""

import re
from pathlib import Path

import pytest

from comaker.engines import sheets
from comaker.engines.sheets import headings

TEXT = (Path(__file__).parents[3] / "docs" / "masters.md").read_text(encoding="utf-8")
SECTIONS = {
    name: text
    for name, text in re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    if hasattr(sheets, f"read_{name.lower()}")
}


@pytest.mark.parametrize("name", ["Parties", "Terms", "Sites", "Products", "Items", "Stock"])
def test_the_example_of_each_kind_can_be_loaded(name):
    example = "\n".join(line[4:] for line in SECTIONS[name].splitlines() if line.startswith("    "))

    read = getattr(sheets, f"read_{name.lower()}")(example.encode())

    assert len(read.rows) == 1
    assert read.findings == []
    assert read.unused == ()


@pytest.mark.parametrize("name", SECTIONS)
def test_every_heading_that_is_accepted_is_listed(name):
    listed = {headings.fold(word) for word in re.split(r"[|,;\n]", TEXT)}

    columns = getattr(headings, name.upper())

    assert [each for column in columns for each in column.headings if headings.fold(each) not in listed] == []
