"""Visible: texts from outside as they may be written to a terminal."""

# Signs that steer a terminal, by a picture of each; tabs and ends of lines are harmless.
_PICTURES = {sign: chr(0x2400 + sign) for sign in range(32) if chr(sign) not in "\t\n"}
_PICTURES |= {0x7F: "␡"} | {sign: f"\\x{sign:02x}" for sign in range(0x80, 0xA0)}
# Signs that turn the direction of what follows, so that it reads otherwise than it stands.
_PICTURES |= {sign: f"\\u{sign:04x}" for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def visible(text: str) -> str:
    """Return a text with signs that would steer a terminal shown, as in ␛ for an escape."""
    return text.translate(_PICTURES)
