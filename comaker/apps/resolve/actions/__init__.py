"""Actions: assign a gap, put it aside, remind the other party of it, and let it pass."""

from comaker.apps.resolve.actions.accepting import accept, confirm, decline, take_back
from comaker.apps.resolve.actions.chosen import Chosen, chosen, names_in
from comaker.apps.resolve.actions.mailing import choose_pace, send_mails
from comaker.apps.resolve.actions.reminding import Reminded, remind
from comaker.apps.resolve.actions.sorting import assign, put_aside, undo

__all__ = [
    "Chosen",
    "Reminded",
    "accept",
    "assign",
    "choose_pace",
    "chosen",
    "confirm",
    "decline",
    "names_in",
    "put_aside",
    "remind",
    "send_mails",
    "take_back",
    "undo",
]
