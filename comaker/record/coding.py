"""Coding: values of the kernel as bytes and back, the same bytes for the same value."""

from typing import Any

import msgspec

from comaker.kernel.document import Document
from comaker.kernel.entry import Entry
from comaker.kernel.line import Line, Terms
from comaker.kernel.row import BillState, LineState

encode = msgspec.msgpack.Encoder().encode

document_from = msgspec.msgpack.Decoder(Document).decode
entry_from = msgspec.msgpack.Decoder(Entry).decode
terms_from = msgspec.msgpack.Decoder(Terms).decode
line_from = msgspec.msgpack.Decoder(Line).decode
line_state_from = msgspec.msgpack.Decoder(LineState).decode
bill_state_from = msgspec.msgpack.Decoder(BillState).decode

_texts = msgspec.json.Encoder()


def as_text(value: Any) -> str:
    """Return a plain value as JSON."""
    return _texts.encode(value).decode()


texts_from = msgspec.json.Decoder(list[str]).decode
candidates_from = msgspec.json.Decoder(list[tuple[str, int, list[str]]]).decode
event_body_from = msgspec.json.Decoder(dict[str, list[str]]).decode
frame_from = msgspec.msgpack.Decoder().decode

# The parts of an encoded state, each as it is encoded; NO_PART is one that holds nothing.
parts_of = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
NO_PART = msgspec.Raw(encode(()))
