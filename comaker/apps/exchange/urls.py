"""Where the pages of exchange are."""

from django.urls import path

from comaker.apps.exchange import pages

urlpatterns = [
    path("documents", pages.documents_page, name="documents"),
    path("documents/bring", pages.bring_page, name="bring"),
    path("documents/export.<str:kind>", pages.export_page, name="export_documents"),
    path("documents/refused", pages.refused_page, name="refused"),
    path("documents/refused/<int:number>/file", pages.refused_file_page, name="refused_file"),
    path("documents/refused/<int:number>/again", pages.again_page, name="refused_again"),
    path("documents/refused/<int:number>/us", pages.us_page, name="refused_us"),
    path("documents/<int:key>", pages.document_page, name="document"),
    path("documents/<int:key>/file", pages.file_page, name="document_file"),
    path("documents/<int:key>/first", pages.first_page, name="keep_first"),
]
