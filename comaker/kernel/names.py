"""Names: as they are looked up, since people write them as they like."""


def folded(name: str) -> str:
    """Return a name without what people differ in: capitals, and how many spaces there are."""
    return " ".join(name.casefold().split())
