"""Words: what can be said of a deal, as it stands on buttons and in messages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from comaker.apps.promise.actions import Act
from comaker.record.asked.deals import Direction, Sort, State

OWN: dict[Act, str | Promise] = {
    Act.ANSWER: pgettext_lazy("verb", "Answer"),
    Act.SEND: pgettext_lazy("verb", "Send"),
    Act.RECEIVE: pgettext_lazy("verb", "Receive"),
    Act.BILL: pgettext_lazy("verb", "Bill"),
    Act.PAY: pgettext_lazy("verb", "Pay"),
    Act.CREDIT: pgettext_lazy("verb", "Credit"),
    Act.DISPUTE: pgettext_lazy("verb", "Ask for credit"),
    Act.CHANGE: pgettext_lazy("verb", "Change the order"),
    Act.CANCEL: pgettext_lazy("verb", "Withdraw the order"),
}
KEEP: str | Promise = gettext_lazy("Keep it: order it after all")
# What the other side does, written down by this one.
NOTED: dict[Act, str | Promise] = {
    Act.ANSWER: gettext_lazy("They promised"),
    Act.SEND: gettext_lazy("They sent"),
    Act.RECEIVE: gettext_lazy("They received"),
    Act.BILL: gettext_lazy("They billed"),
    Act.PAY: gettext_lazy("They paid"),
    Act.CREDIT: gettext_lazy("They credited"),
    Act.DISPUTE: gettext_lazy("They asked for credit"),
    Act.CHANGE: gettext_lazy("They changed the order"),
    Act.CANCEL: gettext_lazy("They withdrew the order"),
}
DONE: dict[Act, str | Promise] = {
    Act.ANSWER: gettext_lazy("The promise stands as %(number)s; both sides see it."),
    Act.SEND: gettext_lazy("What was sent stands as %(number)s; both sides see it."),
    Act.RECEIVE: gettext_lazy("What came in stands as %(number)s; both sides see it."),
    Act.BILL: gettext_lazy("The bill stands as %(number)s; both sides see it."),
    Act.PAY: gettext_lazy("The payment stands as %(number)s; both sides see it."),
    Act.CREDIT: gettext_lazy("The credit note stands as %(number)s; both sides see it."),
    Act.DISPUTE: gettext_lazy("What you ask stands as %(number)s; both sides see it."),
    Act.CHANGE: gettext_lazy("The change stands as %(number)s; both sides see it."),
    Act.CANCEL: gettext_lazy("The order is withdrawn by %(number)s; both sides see it."),
}
STATES: dict[State, str | Promise] = {
    State.ANY: gettext_lazy("All"),
    State.MINE: gettext_lazy("Waiting for you"),
    State.THEIRS: gettext_lazy("Waiting for them"),
    State.COMING: gettext_lazy("Coming"),
    State.SETTLED: gettext_lazy("Settled"),
}
SORTS: dict[Sort, str | Promise] = {
    Sort.NEWEST: gettext_lazy("the newest"),
    Sort.OLDEST: gettext_lazy("the oldest"),
    Sort.NUMBER: gettext_lazy("by number"),
    Sort.PARTY: gettext_lazy("by party"),
}
DIRECTIONS: dict[Direction, str | Promise] = {
    Direction.ANY: gettext_lazy("both ways"),
    Direction.GIVE: gettext_lazy("you give"),
    Direction.TAKE: gettext_lazy("you take"),
}
