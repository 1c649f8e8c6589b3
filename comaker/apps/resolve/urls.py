"""Where the pages of work on gaps are."""

from django.urls import path

from comaker.apps.resolve import pages

urlpatterns = [
    path("gaps/<int:owner>", pages.gap_page, name="gap"),
    path("gaps/<int:owner>/accept", pages.accept, name="accept_gap"),
    path("gaps/waiting/<int:number>/confirm", pages.confirm, name="confirm_acceptance"),
    path("gaps/waiting/<int:number>/decline", pages.decline, name="decline_acceptance"),
    path("gaps/accepted/<int:number>/back", pages.take_back, name="take_back"),
    path("gaps/assign", pages.assign_gaps, name="assign_gaps"),
    path("gaps/aside", pages.put_gaps_aside, name="put_gaps_aside"),
    path("gaps/remind", pages.remind_gaps, name="remind_gaps"),
    path("gaps/undo", pages.undo, name="undo_work"),
    path("gaps/mail", pages.mail, name="gaps_mail"),
]
