"""Refusals: something from outside that people can put right, said in one sentence."""


class Refusal(Exception):
    """Input that cannot be used as it is.

    Attributes:
        message: what is wrong, naming the value.
        hint: what to do now; may be empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
