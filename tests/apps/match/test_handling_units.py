"""Receipts that tell of handling units and not of quantities."""

from comaker.apps.match.actions import match
from comaker.front.contract import told_json
from comaker.kernel.document import Answer, Document, DocumentLine, Kind, References, Unit
from comaker.kernel.party import Party

GIVER, TAKER = Party("Giver", ("gln:1",)), Party("Taker", ("gln:2",))
LOST = Unit("SSCC1", "", Answer.REJECTED, "missing", "not on the truck")
WHOLE = Unit("SSCC2")
BROKEN = Unit("SSCC3", "", Answer.CHANGED, "damaged", "broken")
TEN = 10_000_000


def told(*units: Unit, answer: Answer = Answer.CHANGED):
    """Return the line and what is held when ten were sent and a receipt speaks of these units alone."""
    sent = DocumentLine("1", References(order="O-1", order_line="1", despatch="D-1"), TEN, "C62")
    came = DocumentLine("1", References(despatch="D-1", despatch_line="1"), answer=answer)
    advice = Document(
        Kind.DESPATCH_ADVICE,
        "D-1",
        739_000,
        refers=References(order="O-1"),
        lines=(sent,),
        giver=GIVER,
        taker=TAKER,
    )
    receipt = Document(
        Kind.RECEIPT_ADVICE, "R-1", 739_002, signer="taker", answer=answer, units=units, lines=(came,),
        refers=References(despatch="D-1"), giver=GIVER, taker=TAKER,
    )  # fmt: skip
    result = told_json(match([advice, receipt]).told(), today=739_010)
    return result["lines"][0], [row["why"] for row in result["held"]]


def gaps_of(line) -> dict[str, str]:
    return {gap["kind"]: gap["quantity"] for gap in line["gaps"] if gap["kind"] != "unexpected"}


def test_where_every_unit_is_lost_nothing_came():
    line, held = told(LOST)

    assert line["received"]["quantity"] == "0"
    assert gaps_of(line) == {"missing": "10"}
    assert "SSCC1 came not at all: not on the truck" in held[0]


def test_where_one_of_several_units_is_lost_nobody_can_tell_how_much_came():
    line, held = told(LOST, WHOLE)

    assert line["received"] is None
    assert any("SSCC1" in why for why in held)


def test_damage_without_a_quantity_waits_for_a_person():
    line, held = told(BROKEN)

    assert line["received"]["quantity"] == "10"
    assert held == [
        "Handling unit SSCC3 came damaged: broken; no line says how much that is, so a person must."
    ]


def test_a_delivery_that_is_refused_as_a_whole_is_rejected_as_a_whole():
    line, _ = told(answer=Answer.REJECTED)

    assert gaps_of(line) == {"rejected": "10"}
