"""Remote: a server of Comaker, asked by its API as programs ask it."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from comaker import __version__
from comaker.kernel.refusal import Refusal

_PREFIX = "/api/v1"
_SECONDS = 120.0
_ATTEMPTS = 4
_PAUSE_SECONDS = 1.0
# Where nobody listens in between.
_HERE = frozenset(("localhost", "127.0.0.1", "::1"))
# Sent again after a while, these may fare better; nothing was done.
_LATER = frozenset((409, 429, 503))

Json = dict[str, Any]


class NoServer(Refusal):
    """The server cannot be reached, or is none of Comaker's."""


class ServerRefused(Refusal):
    """The server says that something cannot be done."""


class Server(NamedTuple):
    """Where a server is, and the token that it lets us in by."""

    url: str
    token: str

    def get(self, path: str, **asked: object) -> Json:
        """Return what an address of the API tells; what is None is not asked."""
        query = urlencode({name: _written(value) for name, value in asked.items() if value is not None})
        return self._ask("GET", f"{path}?{query}" if query else path, b"", {})

    def each(self, path: str, **asked: object) -> Iterator[Json]:
        """Yield all rows of a list, page by page."""
        after: str | None = None
        while True:
            told = self.get(path, after=after, limit=500, **asked)
            yield from told["items"]
            after = told["next"]
            if after is None:
                return

    def post_files(self, path: str, files: Sequence[tuple[str, bytes]]) -> Json:
        """Send files, and return what is said of them; sent twice, they count once."""
        border = uuid4().hex
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="files"; filename="{_quoted(name)}"\r\n'
            f"Content-Type: {_type_of(name)}\r\n\r\n".encode()
            + content
            + b"\r\n"
            for name, content in files
        ]
        body = b"".join([*parts, f"--{border}--\r\n".encode()])
        headers = {
            "Content-Type": f"multipart/form-data; boundary={border}",
            "Idempotency-Key": str(uuid4()),
        }
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Json:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                status, wait, said = self._send(method, path, body, headers)
            except (OSError, HTTPException) as error:
                if attempt == _ATTEMPTS:
                    raise NoServer(
                        f"The server {self.url} cannot be reached: {error}.",
                        hint="Check its address, and whether it runs.",
                    ) from None
                time.sleep(_PAUSE_SECONDS * attempt)
                continue
            if status in _LATER and attempt < _ATTEMPTS:
                time.sleep(wait or _PAUSE_SECONDS * attempt)
                continue
            if status >= 300:
                raise ServerRefused(
                    str(said.get("message", f"The server answered {status}.")), hint=str(said.get("hint", ""))
                )
            return said
        raise AssertionError("the last attempt returns or raises")

    def _send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, float, Json]:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NoServer(f"“{self.url}” is no server.", hint="Write it like https://comaker.example.")
        if parts.scheme == "http" and parts.hostname not in _HERE:
            raise NoServer(f"{self.url} would let others read the token.", hint="Use https://.")
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname, parts.port, timeout=_SECONDS)
        try:
            connection.request(
                method,
                f"{parts.path.rstrip('/')}{_PREFIX}{path}",
                body=body or None,
                headers={
                    "Authorization": f"Bearer {self.token}",
                    "User-Agent": f"Comaker/{__version__}",
                    **headers,
                },
            )
            return _heard(self.url, connection.getresponse())
        finally:
            connection.close()


def _heard(url: str, answer: HTTPResponse) -> tuple[int, float, Json]:
    content = answer.read()
    wait = answer.headers.get("Retry-After", "")
    try:
        said = json.loads(content) if content else {}
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise NoServer(f"{url} is no server of Comaker.", hint="Check its address.")
    return answer.status, min(float(wait), 60.0) if wait.isdigit() else 0.0, said


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(name: str) -> str:
    """Return a file's name as a form bears it."""
    return name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _type_of(name: str) -> str:
    return "application/json" if name.lower().endswith(".json") else "application/xml"
