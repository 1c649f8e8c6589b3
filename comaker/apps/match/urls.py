"""Where the pages of match are."""

from django.urls import path

from comaker.apps.match import pages

urlpatterns = [
    path("match", pages.queue_page, name="match"),
    path("match/choose", pages.choose_page, name="match_choose"),
    path("match/likewise", pages.likewise_page, name="match_likewise"),
    path("match/nothing", pages.nothing_page, name="match_nothing"),
    path("match/untie", pages.untie_page, name="match_untie"),
    path("match/back", pages.back_page, name="match_back"),
]
