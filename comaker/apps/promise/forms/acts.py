"""Acts: by which form each thing is said of a deal."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from comaker.apps.promise import actions as say
from comaker.apps.promise.actions import Act, Done, Field
from comaker.apps.promise.forms import asking, billing, disputing, moving, paying, promising
from comaker.apps.promise.forms.posted import Posted
from comaker.apps.promise.forms.sheet import Sheet
from comaker.apps.promise.forms.view import View


class Way(NamedTuple):
    """How an act is said.

    Attributes:
        show: returns the form; `read` returns the keywords of `do`, and the places in the form of the lines
            that it passes on.
    """

    show: Callable[[View, Posted, Mapping[Field, str]], Sheet]
    read: Callable[[View, Posted], tuple[dict[str, Any], list[int]]]
    do: Callable[..., Done]
    icon: str


ACTS: dict[Act, Way] = {
    Act.ANSWER: Way(promising.shown_answer, promising.said_answer, say.answer, "done"),
    Act.SEND: Way(moving.shown_despatch, moving.said_despatch, say.despatch, "truck"),
    Act.RECEIVE: Way(moving.shown_receipt, moving.said_receipt, say.receive, "download"),
    Act.BILL: Way(billing.shown_bill, billing.said_bill, say.bill, "money"),
    Act.PAY: Way(paying.shown_payment, paying.said_payment, say.pay, "money"),
    Act.CREDIT: Way(billing.shown_credit, billing.said_credit, say.credit, "edit"),
    Act.DISPUTE: Way(disputing.shown_dispute, disputing.said_dispute, say.dispute, "talk"),
    Act.CHANGE: Way(asking.shown_change, asking.said_change, say.change, "edit"),
    Act.CANCEL: Way(asking.shown_cancel, asking.said_cancel, say.cancel, "close"),
}
