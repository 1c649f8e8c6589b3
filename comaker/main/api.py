"""The API, joined of what front and the apps answer to programs."""

from django.http import HttpRequest, HttpResponse

from comaker import __version__
from comaker.apps.exchange import api as exchange
from comaker.engines.forms import DocumentForm
from comaker.front.api import reading, relating, sorting
from comaker.front.api.frame import Api, document_view
from comaker.front.api.receiving import BulkForm
from comaker.front.hooks import api as hooks
from comaker.front.hooks.shapes import HookChangeForm, HookForm

api = Api(
    title="Comaker",
    version=__version__,
    description=(
        "One shared record for a customer and a supplier. Every answer shows what the party of the token "
        "sees and nothing else. Decimals are text, days are ISO dates, keys are text."
    ),
    forms=[DocumentForm, BulkForm, sorting.TieForm, HookForm, HookChangeForm],
    servers=[{"url": "/", "description": "This server."}],
)
api.add_router("", exchange.router)
api.add_router("", reading.router)
api.add_router("", relating.router)
api.add_router("", sorting.router)
api.add_router("", hooks.router)


@api.get("/openapi.json", auth=None, include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document."""
    return document_view(api, request)
