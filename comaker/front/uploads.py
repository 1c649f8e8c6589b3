"""Uploads: files that people send, measured while they come in, under names that do no harm."""

import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt, csrf_protect

P = ParamSpec("P")

FILE_BYTES_MAX = 50 * 2**20
FILES_MAX = 200
REQUEST_BYTES_MAX = 200 * 2**20
_NAME_MAX = 120


class Measured(FileUploadHandler):
    """Lets go of a file as soon as it is too large, and of a whole request that is; notes which.

    Stands before the handlers that keep files. Names of what was let go stand in `request.too_large`.
    """

    request: Any

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 – as Django names it
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> Any:
        """Take nothing of a request that is too large as a whole."""
        self.request.too_large = []
        self.request.is_too_large = content_length > REQUEST_BYTES_MAX
        return (QueryDict(), MultiValueDict()) if self.request.is_too_large else None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a part of a file on, unless there is too much of it."""
        if start + len(raw_data) > FILE_BYTES_MAX:
            self.request.too_large.append(clean_name(self.file_name or ""))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers after this one."""
        return


def measured(request: HttpRequest) -> None:
    """Measure what a request sends; to be called before anything of it is read."""
    request.upload_handlers.insert(0, Measured(request))


def measuring(
    page: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a page measure what is sent to it; stands before whatever reads something of the request."""
    protected = csrf_protect(page)

    # Until it is known how much comes in, nothing of it is read; the page behind it is protected.
    @csrf_exempt
    @wraps(page)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        measured(request)
        return protected(request, *args, **kwargs)

    return asked  # type: ignore[return-value]


def clean_name(name: str) -> str:
    """Return a file's name without folders, and without signs that nobody sees or that turn others around."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C"
    )
    seen = " ".join(seen.split()).lstrip(". ")
    stem, dot, ending = seen.rpartition(".")
    if len(seen) > _NAME_MAX:
        seen = f"{stem[: _NAME_MAX - len(ending) - 1]}{dot}{ending}" if len(ending) < 10 else seen[:_NAME_MAX]
    return seen or "file"
