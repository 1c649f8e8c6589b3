"""The app as Django knows it."""

from django.apps import AppConfig


class ResolveConfig(AppConfig):
    """Work on gaps."""

    name = "comaker.apps.resolve"
    label = "resolve"
