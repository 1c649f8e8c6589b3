"""The app as Django knows it."""

from django.apps import AppConfig


class PromiseConfig(AppConfig):
    """What people agree, and all that they say of it by hand."""

    name = "comaker.apps.promise"
    label = "promise"
