"""Panels: what apps add to a room that shows several of them.

An app offers `actions_of(one, asker, bills=)` in its `panels.py`, of a line or bill with what is open on it
and the bills on which a line stands. What comes back stands in the room Line under “What you can do now”:
actions as they are described here, or whole forms as safe text.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import NamedTuple

from django.conf import settings

from comaker.kernel.access import Asker
from comaker.record.asked.owned import Owned
from comaker.record.asked.seen import BillSeen


class Action(NamedTuple):
    """Something that can be done now.

    Attributes:
        name: a verb, as it stands on the button.
        address: where it is done; `values` are sent along as a form, where there are any or `is_post`.
        icon: of the sprite; empty for none.
        is_first: it is what one would do.
        hint: a few words beneath.
    """

    name: str
    address: str
    icon: str = ""
    is_first: bool = False
    is_post: bool = False
    values: tuple[tuple[str, str], ...] = ()
    hint: str = ""


def panels_of(one: Owned, asker: Asker, *, bills: Sequence[BillSeen] = (), but: str = "") -> list[object]:
    """Return what apps let an asker do about a line or bill now; what is next first.

    Args:
        bills: on which the line stands.
        but: the name of an app that is left out.
    """
    found = [
        action
        for name, panel in _panels()
        if name != but
        for action in panel.actions_of(one, asker, bills=bills)
    ]
    return sorted(found, key=lambda action: not getattr(action, "is_first", False))


@cache
def _panels() -> tuple[tuple[str, ModuleType], ...]:
    """Return the panels of the apps that have something to do about a line."""
    places = {name: f"comaker.apps.{name}.panels" for name in settings.APPS}
    found = [(name, import_module(place)) for name, place in places.items() if find_spec(place)]
    return tuple((name, panel) for name, panel in found if hasattr(panel, "actions_of"))
