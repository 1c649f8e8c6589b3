"""The app as Django knows it."""

from django.apps import AppConfig


class KnowConfig(AppConfig):
    """What both sides know of a line, and what they learn from it."""

    name = "comaker.apps.know"
    label = "know"
