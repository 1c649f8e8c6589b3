"""The frame of the API: tokens alone let in, errors have one shape, and the OpenAPI document says it all."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from comaker.front.api.bearer import ByToken
from comaker.front.api.errors import NoToken, NotUsable, refused, said
from comaker.front.api.keys import HEADER, KEY_MAX
from comaker.front.api.shapes import ErrorShape
from comaker.kernel.refusal import Refusal

Json = dict[str, Any]

_REF = "#/components/schemas/{name}"
_ERROR: Json = {"application/json": {"schema": {"$ref": _REF.format(name="ErrorShape")}}}
_SECONDS = {"schema": {"type": "string"}, "description": "Seconds to wait."}
_SAID: dict[int, Json] = {
    401: {
        "description": "There is no token that lets you in.",
        "headers": {"WWW-Authenticate": {"schema": {"type": "string"}}},
    },
    403: {"description": "The token, or the job that it is for, may not do this."},
    404: {"description": "There is nothing here for you."},
    409: {"description": "The same write is still running."},
    413: {"description": "The body is too large."},
    415: {"description": "A body of this type is not read here."},
    422: {"description": "A value cannot be used, or the Idempotency-Key is another write's."},
    429: {"description": "The token asks too often.", "headers": {"Retry-After": _SECONDS}},
    500: {"description": "We made a mistake; nothing was changed."},
    503: {"description": "The record cannot be reached for now.", "headers": {"Retry-After": _SECONDS}},
}
_OF_WRITES = (409, 413, 415)
_KEY: Json = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "Sent again with the same key, a write does nothing more and gets the same answer.",
    "schema": {"type": "string", "maxLength": KEY_MAX, "pattern": "^[!-~]*$"},
    "example": "3f0f9e0e-8d0f-4f0c-9d9e-3a5a9b6f1c55",
}


class Api(NinjaAPI):
    """The API.

    Args:
        forms: what programs send, as msgspec knows it, for the OpenAPI document.
    """

    def __init__(self, *, forms: Sequence[type], **more: Any) -> None:
        super().__init__(auth=ByToken(), docs_url=None, openapi_url=None, **more)
        self._forms = forms
        self._document = b""
        self.add_exception_handler(Refusal, _refused)
        self.add_exception_handler(AuthenticationError, _not_let_in)
        self.add_exception_handler(ValidationError, _not_usable)
        self.add_exception_handler(HttpError, _not_read)
        self.add_exception_handler(Exception, _rise)

    def document(self) -> bytes:
        """Return the OpenAPI document."""
        if not self._document:
            self._document = msgspec.json.encode(self.get_openapi_schema(), order="sorted")
        return self._document

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        """Return the OpenAPI document, with the forms, the errors and the keys that every operation knows."""
        schema = super().get_openapi_schema(**more)
        _, components = msgspec.json.schema_components(self._forms, ref_template=_REF)
        schemas: Json = schema["components"]["schemas"]
        schemas["ErrorShape"] = ErrorShape.model_json_schema()
        schemas.update(components)
        schemas.update(_as_told(components))
        schemas["DocumentShape"]["properties"]["form"] = {"$ref": _REF.format(name="ToldDocumentForm")}
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _complete(path, method, operation)
        return schema


def body(form: type, *, example: Json | None = None, types: Mapping[str, Json] | None = None) -> Json:
    """Return how the OpenAPI document tells what an operation is sent.

    Args:
        form: what is sent as JSON; `types` other types of body that are read too.
    """
    told: Json = {"schema": {"$ref": _REF.format(name=form.__name__)}}
    if example is not None:
        told["example"] = example
    return {"requestBody": {"required": True, "content": {"application/json": told, **(types or {})}}}


def document_view(api: Api, request: HttpRequest) -> HttpResponse:
    """Answer the OpenAPI document; everybody may read it."""
    return said(api.document())


def _complete(path: str, method: str, operation: Json) -> None:
    """Declare what goes without saying."""
    wrong = [401, 403, 422, 429, 500, 503]
    if "{" in path:
        wrong.append(404)
    if method != "get":
        wrong += _OF_WRITES
        operation.setdefault("parameters", []).append(_KEY)
    for status in sorted(wrong):
        operation["responses"][str(status)] = {**_SAID[status], "content": _ERROR}
    for status, response in list(operation["responses"].items()):
        if isinstance(status, int):
            operation["responses"][str(status)] = operation["responses"].pop(status)
            response["description"] = HTTPStatus(status).phrase


def _as_told(components: Mapping[str, Json]) -> Json:
    """Return forms as answers hold them: of papers from elsewhere, which keep to no limit of ours."""

    def is_form(value: Json) -> bool:
        return str(value.get("$ref", "")).endswith("Form")

    def told(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: told(each)
                for name, each in value.items()
                if name not in ("pattern", "maxLength", "minLength", "maxItems", "format", "required")
            } | ({"$ref": value["$ref"].replace("schemas/", "schemas/Told")} if is_form(value) else {})
        return [told(each) for each in value] if isinstance(value, list) else value

    return {f"Told{name}": told(schema) for name, schema in components.items() if name.endswith("Form")}


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    return refused(refusal)


def _not_let_in(request: HttpRequest, error: Any) -> HttpResponse:
    return refused(NoToken())


def _not_usable(request: HttpRequest, error: Any) -> HttpResponse:
    """Say of the first value that cannot be used where it stands."""
    first = error.errors[0]
    place = ".".join(str(part) for part in first["loc"][1:] if part != "asked")
    why = str(first["msg"])
    return refused(NotUsable(f"{place}: {why[:1].lower()}{why[1:]}.", hint="See /api/v1/openapi.json."))


def _not_read(request: HttpRequest, error: Any) -> HttpResponse:
    return refused(NotUsable("The request cannot be read.", hint="See /api/v1/openapi.json."))


def _rise(request: HttpRequest, error: Any) -> HttpResponse:
    """Leave our own mistakes to the door."""
    raise error
