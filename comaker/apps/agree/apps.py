"""The app as Django knows it."""

from django.apps import AppConfig


class AgreeConfig(AppConfig):
    """What two parties agree."""

    name = "comaker.apps.agree"
