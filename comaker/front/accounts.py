"""Accounts: who may make one, and what a new one begins with."""

import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from comaker.front.models import User

INVITED = "invited"  # in the session of somebody who came by an invitation


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Lets in the first person of an installation and those who were invited.

    With COMAKER_SIGNUP=open everybody may make an account; he sees nothing until he has a party.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell whether somebody may make an account."""
        if os.environ.get("COMAKER_SIGNUP") == "open" or request.session.get(INVITED):
            return True
        return not User.objects.exists()

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Users have no name but their own."""
