"""Messages: what people read is gathered from the sources, and compiled for the pages.

Run by `make messages`, by who works on Comaker. Gathering needs GNU gettext; with --compile nothing is
gathered.
"""

import sys
from contextlib import chdir
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.core.management import call_command

from comaker.front.ready import set_up

ROOT = Path(__file__).parents[1]
# A folder with templates or sentences keeps its own catalogue.
FOLDERS = ("front", "main", "record", "apps/*")
LANGUAGES = ["nl"]


def main() -> None:
    """Gather, then compile what is there."""
    if "--compile" not in sys.argv:
        set_up()
        for folder in sorted(place for pattern in FOLDERS for place in ROOT.glob(pattern) if place.is_dir()):
            _gather(folder)
    for path in ROOT.rglob("locale/*/LC_MESSAGES/django.po"):
        with path.open("rb") as file, path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(file, locale=path.parts[-3]))


def _gather(folder: Path) -> None:
    locale = folder / "locale"
    locale.mkdir(exist_ok=True)
    with chdir(folder):
        call_command("makemessages", locale=LANGUAGES, no_location=True, no_obsolete=True, verbosity=0)
    if not any(locale.iterdir()):  # it says nothing to people
        locale.rmdir()


if __name__ == "__main__":
    main()
