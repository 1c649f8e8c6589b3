"""Where every page is."""

from django.urls import include, path

from comaker.front import pages
from comaker.front.api import pages as api_pages
from comaker.front.hooks import pages as hook_pages
from comaker.main import line, rooms
from comaker.main.api import api

urlpatterns = [
    path("", rooms.today, name="today"),
    path("today/export.<str:kind>", rooms.today_export, name="export_today"),
    path("api/v1/", api.urls),
    path("line/<int:key>", line.line_page, name="line"),
    path("pulse/<int:relation>", line.pulse, name="pulse"),
    path("", include("comaker.apps.know.urls")),
    path("", include("comaker.apps.promise.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("comaker.apps.agree.urls")),
    path("", include("comaker.apps.resolve.urls")),
    path("start", pages.start, name="start"),
    path("people", pages.people_page, name="people"),
    path("people/invite", pages.invite, name="invite"),
    path("people/own", pages.own, name="own"),
    path("people/<int:member>/end", pages.end_member, name="end_member"),
    path("people/<int:member>/act", pages.choose_party, name="choose_party"),
    path("people/tokens", api_pages.tokens_page, name="tokens"),
    path("people/tokens/<int:token>/revoke", api_pages.revoke_token, name="revoke_token"),
    path("people/hooks", hook_pages.hooks_page, name="hooks"),
    path("people/hooks/<int:hook>", hook_pages.hook_page, name="hook"),
    path("people/hooks/<int:hook>/rest", hook_pages.rest_hook, name="rest_hook"),
    path("people/hooks/<int:hook>/end", hook_pages.end_hook, name="end_hook"),
    path("people/hooks/<int:hook>/again", hook_pages.send_again, name="hook_again"),
    path("people/hooks/<int:hook>/<int:delivery>/again", hook_pages.send_again, name="delivery_again"),
    path("people/hooks/<int:hook>/<int:delivery>/skip", hook_pages.skip, name="skip_delivery"),
    path("join/<str:secret>", pages.join_page, name="join"),
    path("language", pages.language, name="language"),
    path("design", pages.design, name="design"),
    path("", include("comaker.apps.exchange.urls")),
    path("", include("comaker.apps.match.urls")),
]
handler404 = "comaker.front.refusals.not_found"
handler500 = "comaker.front.refusals.broken"
