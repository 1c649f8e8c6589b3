"""Lines and bills with their ties and entries: the facts of the record."""

from django.db import models
from django.db.models import Q


class Line(models.Model):
    """One thing that one party gives and another takes.

    Attributes:
        key: what matching calls it, unique within its relation.
        sellers, buyers, standard, name: by what the product is found, with the `quantity` that was asked or
            is on its way, and the day on which it was.
        is_open: something on it is still to come, so that a paper without references may belong to it.
        value: the `kernel.line.Line`, encoded without its parties and terms.
        state: the `kernel.row.LineState`, encoded without its parties; derived.
    """

    id = models.BigIntegerField(primary_key=True)
    relation = models.ForeignKey(
        "record.Relation", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    bundle = models.BigIntegerField()
    key = models.TextField()
    giver = models.BigIntegerField()
    taker = models.BigIntegerField()
    deal = models.TextField(blank=True)
    number = models.TextField(blank=True)
    sellers = models.TextField(blank=True)
    buyers = models.TextField(blank=True)
    standard = models.TextField(blank=True)
    name = models.TextField(blank=True)
    quantity = models.BigIntegerField()
    asked_on = models.IntegerField()
    is_open = models.BooleanField()
    value = models.BinaryField()
    state = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["bundle"], name="line_bundle"),
            models.Index(fields=["relation", "deal", "number"], name="line_deal"),
            models.Index(fields=["relation", "asked_on", "id"], name="line_asked_on"),
            *[
                models.Index(
                    fields=["relation", each, "quantity", "asked_on"],
                    condition=Q(is_open=True) & ~Q(**{each: ""}),
                    name=f"line_{each}",
                )
                for each in ("sellers", "buyers", "standard", "name")
            ],
        ]

    def __str__(self) -> str:
        return f"{self.deal} line {self.number}".strip()


class Tie(models.Model):
    """A document line that belongs to a line; added, and superseded by a later one, never deleted.

    Attributes:
        place: of the line in its document, -1 for the document as a whole.
        ended_at: serial number at which another tie took its place; None while it holds.
    """

    id = models.BigIntegerField(primary_key=True)
    document = models.BigIntegerField()
    place = models.IntegerField()
    line = models.BigIntegerField()
    rule = models.TextField()
    score = models.IntegerField()
    reasons = models.TextField(help_text="JSON list of sentences.")
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["document"], name="tie_document")]

    def __str__(self) -> str:
        return f"{self.document}/{self.place} to {self.line}"


class Bill(models.Model):
    """A claim of money; `state` is the `kernel.row.BillState`, encoded without its parties; derived."""

    id = models.BigIntegerField(primary_key=True)
    relation = models.ForeignKey(
        "record.Relation", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    bundle = models.BigIntegerField()
    document = models.BigIntegerField()
    key = models.TextField()
    number = models.TextField(blank=True)
    giver = models.BigIntegerField()
    taker = models.BigIntegerField()
    issued_on = models.IntegerField(null=True)
    payable = models.BigIntegerField()
    state = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["bundle"], name="bill_bundle"),
            models.Index(fields=["relation", "number"], name="bill_number"),
        ]

    def __str__(self) -> str:
        return self.number


class BillTie(models.Model):
    """A document, or a line of it, that speaks about a bill."""

    id = models.BigIntegerField(primary_key=True)
    document = models.BigIntegerField()
    place = models.IntegerField()
    bill = models.BigIntegerField()
    rule = models.TextField()
    score = models.IntegerField()
    reasons = models.TextField(help_text="JSON list of sentences.")
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["document"], name="bill_tie_document"),
            models.Index(fields=["bill"], name="bill_tie_bill"),
        ]

    def __str__(self) -> str:
        return f"{self.document}/{self.place} to {self.bill}"


class Entry(models.Model):
    """One act on one line or bill: a fact, added and never changed.

    Attributes:
        line, bill: on which it stands; a bill entry stands on its line and names its bill.
        document, place: what backs it; None for an act of a person.
        recorded_at: microseconds since 1970, UTC.
        value: the `kernel.entry.Entry`, encoded without key and moment of recording.
        reverses: the entry that it takes back; the two count as if never said.
        hash: of the entry before it in its relation and of all of this row.
    """

    id = models.BigIntegerField(primary_key=True)
    line = models.BigIntegerField(null=True)
    bill = models.BigIntegerField(null=True)
    document = models.BigIntegerField(null=True)
    place = models.IntegerField()
    act = models.TextField()
    by = models.TextField()
    quantity = models.BigIntegerField(null=True)
    unit = models.TextField(blank=True)
    price = models.BigIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    happened_on = models.IntegerField()
    recorded_at = models.BigIntegerField()
    reverses = models.BigIntegerField(null=True)
    value = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(line__isnull=False) | Q(bill__isnull=False), name="entry_stands_somewhere"
            ),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="entry_reversed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["line"], condition=Q(line__isnull=False), name="entry_line"),
            models.Index(fields=["bill"], condition=Q(line__isnull=True), name="entry_bill"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.id}"


class Link(models.Model):
    """A line that points to another line, its target, with a factor (QUANTITY scale)."""

    pk = models.CompositePrimaryKey("line", "kind", "target")
    line = models.BigIntegerField()
    kind = models.TextField()
    target = models.BigIntegerField()
    factor = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["target"], name="link_target")]

    def __str__(self) -> str:
        return f"{self.line} {self.kind} {self.target}"
