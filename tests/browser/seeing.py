"""Seeing: how large and light a page is looked at, and what is wrong with what is there."""

from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response


class View(NamedTuple):
    """A screen that somebody looks at."""

    width: int
    height: int
    is_dark: bool = False


PHONE = View(360, 740)
NARROW = View(320, 640)
DESK = View(1100, 800)
PHONE_DARK = PHONE._replace(is_dark=True)
NARROW_DARK = NARROW._replace(is_dark=True)
DESK_DARK = DESK._replace(is_dark=True)

_RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
}
# What a browser says of any answer that is no success; whether it was meant is seen by its status.
_OF_STATUS = "Failed to load resource"


def see(page: Page, view: View) -> None:
    """Look at a page on another screen."""
    page.set_viewport_size({"width": view.width, "height": view.height})
    page.emulate_media(color_scheme="dark" if view.is_dark else "light")


def axe(page: Page) -> None:
    """Fail where the page, as it is seen now, shuts somebody out."""
    found = Axe().run(page, options=_RULES).response["violations"]
    width = page.evaluate("window.innerWidth")
    told = [
        f"{rule['id']} ({rule['impact']}): {rule['help']}\n"
        + "\n".join(
            f"    {_place(node)}\n        {node['html'][:200]}\n        {_why(node)}"
            for node in rule["nodes"]
        )
        for rule in found
    ]
    if told:
        pytest.fail(f"{page.url}, {width} px wide:\n" + "\n".join(told), pytrace=False)


def fits(page: Page) -> None:
    """Fail where the page has to be moved sideways to be read."""
    width, seen = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    if width > seen:
        wide = page.evaluate(_WIDE)
        pytest.fail(f"{page.url} is {width} px wide on {seen} px:\n  " + "\n  ".join(wide), pytrace=False)


def sound(page: Page) -> None:
    """Fail where a page shuts somebody out or does not fit: narrow and wide, light and dark."""
    for view in (NARROW, NARROW_DARK, DESK, DESK_DARK):
        see(page, view)
        fits(page)
        axe(page)


class Watcher:
    """Notes what a browser complains of while pages are used."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def watch(self, page: Page) -> None:
        """Note what goes wrong on a page from now on."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # A breach of the policy on content is told here too.
        if message.type in ("error", "warning") and not message.text.startswith(_OF_STATUS):
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.resource_type in ("document", "fetch", "xhr")
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")


_WIDE = """
[...document.querySelectorAll("body *")]
  .filter((each) => each.getBoundingClientRect().right > window.innerWidth)
  .slice(0, 5).map((each) => each.outerHTML.slice(0, 160))
"""


def _place(node: dict) -> str:  # type: ignore[type-arg]
    return " ".join(str(part) for part in node["target"])


def _why(node: dict) -> str:  # type: ignore[type-arg]
    return "; ".join(each["message"] for each in (*node["any"], *node["all"], *node["none"]))
