"""Words: what people call the kernel's kinds, in their language."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from comaker.kernel.access import Doing, Job
from comaker.kernel.document import Kind as Paper

JOB_NAMES = {
    Job.OWNER: gettext_lazy("Owner: everything, people and settings too"),
    Job.TRADER: gettext_lazy("Trader: asks, promises, bills, pays"),
    Job.WAREHOUSE: gettext_lazy("Warehouse: sends and receives, sees no prices"),
    Job.DRIVER: gettext_lazy("Driver: delivers, sees no prices"),
    Job.PLANNER: gettext_lazy("Planner: promises and plans"),
    Job.READER: gettext_lazy("Reader: sees, changes nothing"),
}
SCOPE_NAMES = {
    "read": gettext_lazy("Read everything that its job sees"),
    Doing.BRING.value: gettext_lazy("Bring documents, of both sides"),
    Doing.ASK.value: gettext_lazy("Ask: orders and their changes"),
    Doing.PROMISE.value: gettext_lazy("Promise: answers to orders"),
    Doing.SEND.value: gettext_lazy("Send: despatch advices"),
    Doing.RECEIVE.value: gettext_lazy("Receive: receipt advices"),
    Doing.BILL.value: gettext_lazy("Bill: bills, credit notes, statements"),
    Doing.PAY.value: gettext_lazy("Pay: remittances and answers to bills"),
    Doing.ACCEPT.value: gettext_lazy("Let gaps pass"),
    Doing.TIE.value: gettext_lazy("Tie what is loose"),
    Doing.TALK.value: gettext_lazy("Talk"),
    Doing.SORT_OUT.value: gettext_lazy("Sort out: assign, put aside, remind"),
    Doing.AGREE.value: gettext_lazy("Agree on terms"),
    Doing.INVITE.value: gettext_lazy("Invite"),
    Doing.MANAGE.value: gettext_lazy("Manage web hooks"),
}
STATE_NAMES = {
    "waiting": gettext_lazy("waiting"),
    "sent": gettext_lazy("sent"),
    "dead": gettext_lazy("given up"),
    "skipped": gettext_lazy("left out"),
}
PAPER_NAMES = {
    Paper.ORDER: gettext_lazy("Order"),
    Paper.ORDER_CHANGE: gettext_lazy("Order change"),
    Paper.ORDER_CANCELLATION: gettext_lazy("Order cancellation"),
    Paper.ORDER_RESPONSE: gettext_lazy("Order response"),
    Paper.DESPATCH_ADVICE: gettext_lazy("Despatch advice"),
    Paper.RECEIPT_ADVICE: gettext_lazy("Receipt advice"),
    Paper.FULFILMENT_CANCELLATION: gettext_lazy("Fulfilment cancellation"),
    Paper.BILL: gettext_lazy("Bill"),
    Paper.CREDIT_NOTE: gettext_lazy("Credit note"),
    Paper.REMITTANCE: gettext_lazy("Remittance advice"),
    Paper.BILL_RESPONSE: gettext_lazy("Bill response"),
    Paper.STATEMENT: gettext_lazy("Statement of account"),
    Paper.REMINDER: gettext_lazy("Reminder"),
}
# Why something was refused, came late or is billed otherwise.
REASON_NAMES = {
    "late": pgettext_lazy("reason", "late"),
    "damaged": pgettext_lazy("reason", "damaged"),
    "wrong": pgettext_lazy("reason", "wrong"),
    "missing": pgettext_lazy("reason", "missing"),
    "quality": pgettext_lazy("reason", "quality"),
    "price": pgettext_lazy("reason", "price"),
    "lost": pgettext_lazy("reason", "lost"),
    "credit": pgettext_lazy("reason", "credit"),
    "other": pgettext_lazy("reason", "another reason"),
}
