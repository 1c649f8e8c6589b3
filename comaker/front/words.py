"""Words: what people call the kernel's kinds, in their language."""

from django.utils.translation import gettext_lazy

from comaker.kernel.access import Doing, Job

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
