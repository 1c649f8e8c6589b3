"""What is asked of those who know a line: the persons behind it, and what they said."""

from comaker.apps.know.models import Originator
from comaker.kernel.access import Asker

_MOST = 20


def originators_of(line: int) -> list[Originator]:
    """Return the persons behind a line that the asker may see, the first added first."""
    return list(Originator.objects.filter(line=line).order_by("pk")[:_MOST])


def lines_behind(asker: Asker, name: str) -> list[int]:
    """Return lines that somebody was added to whose name begins so, for the asker's party."""
    held = Originator.objects.filter(party__in=asker.parties, name__istartswith=name, ended_at__isnull=True)
    return list(held.order_by("-pk").values_list("line", flat=True)[:_MOST])
