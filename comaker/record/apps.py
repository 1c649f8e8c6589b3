"""The record as a Django application."""

from django.apps import AppConfig


class Record(AppConfig):
    """The one stored record of two parties."""

    name = "comaker.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
