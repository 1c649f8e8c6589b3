"""The states of a delivery."""

WAITING, SENT, DEAD, SKIPPED = "waiting", "sent", "dead", "skipped"
