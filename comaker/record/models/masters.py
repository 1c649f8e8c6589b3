"""Master data: what parties told once of their sites, products, items and stock."""

from django.db import models
from django.db.models import F, Q

from comaker.record.models.parties import Party


class Site(models.Model):
    """A place where a party works: a warehouse, a shop, a building site."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="sites")
    name = models.TextField()
    gln = models.TextField(blank=True, help_text="GLN of the location; empty where it has none.")
    street = models.TextField(blank=True)
    postcode = models.TextField(blank=True)
    city = models.TextField(blank=True)
    country = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "name"], name="site_of_party"),
            models.UniqueConstraint(fields=["gln"], condition=~Q(gln=""), name="site_gln"),
            models.CheckConstraint(condition=~Q(name=""), name="site_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Dock(models.Model):
    """A door of a site where vehicles load and unload."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="docks")
    name = models.TextField()
    gln = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="dock_of_site"),
            models.UniqueConstraint(fields=["gln"], condition=~Q(gln=""), name="dock_gln"),
            models.CheckConstraint(condition=~Q(name=""), name="dock_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """A kind of thing that a party, its owner, gives to others; found by any of its numbers.

    Attributes:
        unit: the base unit; empty until somebody says it.
        merged_into: the product that stands for it, when two turned out to be one.
    """

    owner = models.ForeignKey(Party, models.PROTECT, related_name="products")
    name = models.TextField(blank=True)
    unit = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(pk=F("merged_into")), name="product_merged_away")]

    def __str__(self) -> str:
        return self.name or f"product {self.pk}"


class Number(models.Model):
    """A number, or the name, by which papers know a product of an owner, folded as `kernel.product` does.

    Attributes:
        kind: "sellers", "buyers", "standard", "makers" or "name".
        party: whose number it is when `kind` is buyers, else nobody.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="numbers")
    owner = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()

    class Meta:
        constraints = [
            # Two makers may number alike, and two products may bear one name.
            models.UniqueConstraint(
                fields=["owner", "kind", "party", "text"],
                condition=~Q(kind__in=["makers", "name"]),
                name="number_of_owner",
            ),
            models.UniqueConstraint(fields=["product", "kind", "party", "text"], name="number_of_product"),
            models.CheckConstraint(
                condition=Q(kind__in=["sellers", "buyers", "standard", "makers", "name"]), name="number_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind="buyers", party__gt=0) | (~Q(kind="buyers") & Q(party=0)),
                name="number_of_taker",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="number_said"),
        ]
        indexes = [models.Index(fields=["owner", "text"], name="number_text")]

    def __str__(self) -> str:
        return f"{self.kind} {self.text}"


class Packing(models.Model):
    """What one package of a product holds: one `unit` is `quantity` (QUANTITY scale) of another unit."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="packings", db_index=False)
    unit = models.TextField()
    quantity = models.BigIntegerField()
    of = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "unit"], name="packing_of_product"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="packing_holds_something"),
            models.CheckConstraint(condition=~Q(unit=F("of")), name="packing_of_another_unit"),
        ]

    def __str__(self) -> str:
        return f"1 {self.unit} is {self.quantity} millionths of a {self.of}"


class Item(models.Model):
    """One piece of a product by its serial number, or one lot of it; known for its whole life."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="items", db_index=False)
    number = models.TextField()
    is_lot = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "is_lot", "number"], name="item_of_product"),
            models.CheckConstraint(condition=~Q(number=""), name="item_numbered"),
        ]
        indexes = [models.Index(fields=["number"], name="item_number")]

    def __str__(self) -> str:
        return self.number


class Holding(models.Model):
    """Who holds an item since a day; added, never changed: of one day the last row counts."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="holdings", db_index=False)
    holder = models.ForeignKey(Party, models.PROTECT, related_name="holdings")
    since_on = models.IntegerField(help_text="First day, as a day number; 0 where nobody says.")
    recorded_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")

    class Meta:
        indexes = [models.Index(fields=["item", "since_on"], name="holding_of_item")]

    def __str__(self) -> str:
        return f"{self.holder} since {self.since_on}"


class Count(models.Model):
    """What was counted of a product on a day; added, never changed: the newest counts.

    Attributes:
        place: a bin or row of the site; empty where it is not told.
        unit_number: SSCC, or another number of the handling unit; empty for what lies loose.
        quantity: QUANTITY scale, never negative.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="counts", db_index=False)
    place = models.TextField(blank=True)
    unit_number = models.TextField(blank=True)
    product = models.ForeignKey(Product, models.PROTECT, related_name="counts", db_index=False)
    quantity = models.BigIntegerField()
    unit = models.TextField(blank=True)
    counted_on = models.IntegerField(help_text="As a day number.")
    recorded_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=0), name="count_not_negative")]
        indexes = [
            models.Index(fields=["site", "product", "counted_on"], name="count_of_site"),
            models.Index(fields=["product", "unit_number", "counted_on"], name="count_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.product} on {self.counted_on}"
