"""The front as Django knows it."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """Who asks, and what they see."""

    name = "comaker.front"
    label = "front"
