"""Panels: what apps add to a room that shows several of them.

An app offers `actions_of(line_key, asker)` in its `panels.py`; what comes back stands in the room Line under
“What you can do now”: actions as they are described here, or whole forms as safe text.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import NamedTuple

from django.conf import settings

from comaker.kernel.access import Asker


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


def panels_of(key: int, asker: Asker, *, but: str = "") -> list[object]:
    """Return what apps let an asker do about a line, or about a bill by its key, now; what is next first.

    Args:
        but: the name of an app that is left out.
    """
    found = [action for name, panel in _panels() if name != but for action in panel.actions_of(key, asker)]
    return sorted(found, key=lambda action: not getattr(action, "is_first", False))


@cache
def _panels() -> tuple[tuple[str, ModuleType], ...]:
    """Return the panels of the apps that have something to do about a line."""
    places = {name: f"comaker.apps.{name}.panels" for name in settings.APPS}
    found = [(name, import_module(place)) for name, place in places.items() if find_spec(place)]
    return tuple((name, panel) for name, panel in found if hasattr(panel, "actions_of"))
