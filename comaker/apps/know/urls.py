"""Where the pages of this app are."""

from django.urls import path

from comaker.apps.know import pages, whys

urlpatterns = [
    path("search", pages.search_page, name="search"),
    path("line/<int:key>/talk", pages.say, name="say"),
    path("line/<int:key>/asked", pages.note_asked, name="note_asked"),
    path("line/<int:key>/behind", pages.add_originator, name="add_originator"),
    path("line/<int:key>/behind/<int:originator>/end", pages.end_originator, name="end_originator"),
    path("behind/<str:secret>", pages.behind, name="behind"),
    path("line/<int:key>/why", whys.why_line, name="why_line"),
    path("deals/<int:relation>/<path:deal>/why", whys.why_deal, name="why_deal"),
    path("relations/<int:relation>/why", whys.why_relation, name="why_relation"),
]
