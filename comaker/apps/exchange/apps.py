"""The app as Django knows it."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """What comes in and goes out."""

    name = "comaker.apps.exchange"
