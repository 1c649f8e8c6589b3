"""Where the pages of deals are."""

from django.urls import path

from comaker.apps.promise.pages import acts, beside, deals, orders

urlpatterns = [
    path("say/<int:key>/<str:act>", acts.say_page, name="say"),
    path("deals", deals.list_page, name="deals"),
    path("deals/new", orders.new_page, name="deal_new"),
    path("deals/export.<str:kind>", deals.export_page, name="export_deals"),
    path("deals/beside/<str:digest>", beside.file_page, name="beside"),
    path("deals/<int:relation>/<path:deal>/say/<str:act>", acts.act_page, name="deal_act"),
    path("deals/<int:relation>/<path:deal>", deals.deal_page, name="deal"),
]
