"""The app as Django knows it."""

from django.apps import AppConfig


class MatchConfig(AppConfig):
    """What belongs to what."""

    name = "comaker.apps.match"
