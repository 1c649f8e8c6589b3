"""Panels: what apps add to a room that shows several of them.

An app offers `actions_of(line_key, asker)` in its `panels.py`; what comes back stands in the room Line under
“What you can do now”: actions as they are described here, or whole forms as safe text.
"""

from typing import NamedTuple


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
