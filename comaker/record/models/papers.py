"""Papers: what came in, byte for byte, and the documents that were read from it."""

from django.db import models


class Paper(models.Model):
    """The bytes of what came in, under their SHA-256; deflated."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    body = models.BinaryField()
    size = models.IntegerField(help_text="Bytes before deflating.")
    received_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")

    def __str__(self) -> str:
        return self.digest.hex()


class Document(models.Model):
    """One document as it was read; never changed but for its bundle and whether it still seeks.

    Attributes:
        key: signer, type, number and year of issue: the same key again says the same or is held.
        digest: of its bytes, empty where none were kept.
        meaning: hash of what it says; `value` the `kernel.document.Document`, encoded.
        state: "taken", "repeat" (says again what an earlier one said) or "held" (for a person).
        bundle: the documents that speak of one another share one; the lowest key among them.
        is_seeking: some line of it is not tied, or not for certain: later papers may settle it.
        is_silent: it is tied and counts nothing.
    """

    id = models.BigIntegerField(primary_key=True)
    relation = models.ForeignKey(
        "record.Relation", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.TextField()
    number = models.TextField(blank=True)
    issued_on = models.IntegerField(null=True)
    giver = models.BigIntegerField()
    taker = models.BigIntegerField()
    key = models.TextField()
    digest = models.BinaryField()
    meaning = models.TextField()
    value = models.BinaryField()
    state = models.TextField()
    bundle = models.BigIntegerField()
    is_seeking = models.BooleanField(default=False)
    is_silent = models.BooleanField(default=False)
    file = models.TextField(blank=True)
    recorded_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="taken"), name="document_taken_once"
            ),
        ]
        indexes = [
            models.Index(fields=["bundle"], name="document_bundle"),
            models.Index(fields=["key"], condition=models.Q(state="held"), name="document_held"),
            models.Index(fields=["relation"], condition=models.Q(is_seeking=True), name="document_seeking"),
            models.Index(fields=["relation", "recorded_at", "id"], name="document_recorded"),
            models.Index(fields=["relation"], condition=models.Q(state="held"), name="document_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Mention(models.Model):
    """A number that a document bears or names, by party: documents that share one speak of one another.

    Attributes:
        word: what is numbered, a colon, and the number as it survives retyping.
        is_guest: of a paper about bills, which speaks of many and makes none of them one.
    """

    pk = models.CompositePrimaryKey("word", "party", "document")
    word = models.TextField()
    party = models.BigIntegerField()
    document = models.BigIntegerField()
    is_guest = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.word


class Refused(models.Model):
    """A file that could not be used, kept with its bytes and the reason; `party` has brought it, if any."""

    digest = models.BinaryField()
    file = models.TextField(blank=True)
    why = models.TextField()
    hint = models.TextField(blank=True)
    received_at = models.BigIntegerField(help_text="Microseconds since 1970, UTC.")
    party = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name_plural = "refused"
        constraints = [models.UniqueConstraint(fields=["party", "digest", "file"], name="refused_once")]

    def __str__(self) -> str:
        return f"{self.file}: {self.why}"
