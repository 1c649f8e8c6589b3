"""Pages under test: a real server, a real browser, and a record of their own for each test.

A test asks for `as_person("anna@example.com")` and gets a page on which Anna is signed in; `visitor()` is a
page of somebody who is not. Posting in the test itself goes to the same record. After each test nothing may
have been complained of: no error on the console, no breach of the policy on content, no answer of 500.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import django
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

# Playwright runs a loop of its own beside the test, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comaker.main.settings")
django.setup()

from django.conf import settings  # noqa: E402 – after the set-up
from django.db import connection, connections  # noqa: E402

from comaker.kernel.access import Job  # noqa: E402
from comaker.record.roles import admit  # noqa: E402
from tests.browser.seeing import DESK, View, Watcher  # noqa: E402
from tests.browser.site import Server, member, session_of  # noqa: E402
from tests.record.conftest import POSTGRES, empty_file, fresh_server, on_server, use  # noqa: E402

__all__ = ["empty_file"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Chromium: COMAKER_CHROMIUM, else the system's, else Playwright's own."""
    with sync_playwright() as playwright:
        place = _chromium(playwright)
        if place is None:
            pytest.skip("skipped: no Chromium")
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        yield browser
        browser.close()


def _chromium(playwright: Playwright) -> str | None:
    found = os.environ.get("COMAKER_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else None)


@pytest.fixture(scope="session")
def file_site(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """Return pages served from a file, and the link to the folder in which that file is.

    The link is turned to another folder for each test: a connection that is still open keeps to its own.
    """
    folder = tmp_path_factory.mktemp("pages")
    _turn(folder, empty_file, "first")
    server = Server(str(folder / "now" / "record.sqlite3"), folder)
    yield server, folder
    server.stop()


def _turn(folder: Path, empty_file: Path, name: str) -> Path:
    (folder / name).mkdir()
    place = folder / name / "record.sqlite3"
    shutil.copyfile(empty_file, place)
    (folder / "next").symlink_to(folder / name, target_is_directory=True)
    (folder / "next").rename(folder / "now")
    return place


@pytest.fixture(scope="session")
def server_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """Return pages served from PostgreSQL, and the address of that.

    They are served by a role that owns nothing, so that row-level security holds for what it asks.
    """
    if not POSTGRES:
        pytest.skip("COMAKER_TEST_POSTGRES does not say which PostgreSQL to test on.")
    role, secret = f"comaker_pages_{os.getpid()}", secrets.token_hex(16)
    with fresh_server(role) as address:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP ROLE IF EXISTS {role}")
            cursor.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{secret}'")
        admit(role)
        parts = urlsplit(address)
        place = f"{parts.hostname}:{parts.port or 5432}"
        server = Server(f"postgresql://{role}:{secret}@{place}{parts.path}", tmp_path_factory.mktemp("pages"))
        yield server, address
        server.stop()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE {role}")
    connection.close()


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, browser: Browser) -> Iterator[str]:
    """Return the address of pages over an empty record, on each database; Django here is on the same."""
    if request.param == "sqlite":
        server, folder = request.getfixturevalue("file_site")
        place = _turn(folder, request.getfixturevalue("empty_file"), f"of{len(list(folder.iterdir()))}")
        use(str(place))
    else:
        server, address = request.getfixturevalue("server_site")
        on_server(address)
    yield server.address
    connections.close_all()


Visitor = Callable[..., Page]


@pytest.fixture
def visitor(site: str, browser: Browser) -> Iterator[Visitor]:
    """Return a maker of pages of somebody who is not signed in: `visitor(view=PHONE)`."""
    watcher = Watcher()
    contexts = []

    def come(*, view: View = DESK, language: str = "en", scripts: bool = True, session: str = "") -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": view.width, "height": view.height}, locale=language,
            color_scheme="dark" if view.is_dark else "light", java_script_enabled=scripts,
            reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        if session:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        watcher.watch(page)
        return page

    yield come
    for context in contexts:
        context.close()
    assert watcher.complaints == []


@pytest.fixture
def as_person(visitor: Visitor) -> Visitor:
    """Return a maker of pages on which somebody is signed in.

    `as_person("anna@example.com", party="Acme Pumps", identifier="NL001234567B01", job=Job.OWNER,
    view=PHONE, language="nl")`; the person, and the party, are made where they are not known.
    """

    def come(
        email: str,
        *,
        party: str = "Acme Pumps",
        identifier: str = "",
        job: Job = Job.OWNER,
        is_person: bool = False,
        language: str = "en",
        view: View = DESK,
        scripts: bool = True,
    ) -> Page:
        who = member(
            email, party=party, identifier=identifier, job=job, is_person=is_person, language=language
        )
        return visitor(view=view, language=language, scripts=scripts, session=session_of(who.user))

    return come
