"""A mail server that takes nothing."""

from smtplib import SMTPException

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Refuses every mail."""

    def send_messages(self, email_messages):
        """Refuse."""
        raise SMTPException("no room")
