"""Where the pages of terms, links and mandates are."""

from django.urls import path

from comaker.apps.agree.pages import links, mandates, relations, terms, visits

urlpatterns = [
    path("relations", relations.list_page, name="relations"),
    path("relations/export.<str:kind>", relations.export_page, name="export_relations"),
    path("relations/add", relations.add, name="relation_add"),
    path("relations/<int:number>", relations.relation_page, name="relation"),
    path("relations/<int:number>/terms/<str:way>", terms.propose, name="terms"),
    path("relations/<int:number>/proposals/<int:proposal>/answer", terms.answer, name="terms_answer"),
    path("relations/<int:number>/proposals/<int:proposal>/withdraw", terms.withdraw, name="terms_withdraw"),
    path("relations/<int:number>/invite", links.invite, name="relation_invite"),
    path(
        "relations/<int:number>/invitations/<int:invitation>/end",
        links.end_invitation,
        name="relation_invitation_end",
    ),
    path("relations/<int:number>/links", links.give, name="relation_link"),
    path("relations/<int:number>/links/<int:visit>/end", links.end, name="relation_link_end"),
    path("visit/<str:secret>", visits.open_link, name="visit_open"),
    path("visits/<int:visit>", visits.page, name="visit"),
    path("visits/<int:visit>/lines/<int:line>/<str:doing>", visits.act, name="visit_act"),
    path("mandates", mandates.page, name="mandates"),
    path("mandates/<int:mandate>/end", mandates.end, name="mandate_end"),
]
