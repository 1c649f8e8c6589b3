"""Opening: the demo's world is made in a file of its own, once a day, and its doors are told."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from comaker import __version__
from comaker.main.settings import database
from comaker.main.world.filling import Doors, make_world

FILE, _DOORS = "world.sqlite3", "world.json"


def open_world(folder: Path, *, now: datetime) -> Doors:
    """Let Django work on the demo's world, made anew where there is none of today.

    Args:
        folder: where its file is; nothing else there is touched.
    """
    place, told = folder / FILE, folder / _DOORS
    today = timezone.localtime(now).date()
    known = _known(told) if place.exists() else None
    if known and (known.day, known.release) == (today.isoformat(), __version__):
        _use(place)
        return known
    folder.mkdir(parents=True, exist_ok=True)
    told.unlink(missing_ok=True)  # what is half made is not taken for whole
    for left in folder.glob(f"{FILE}*"):
        left.unlink()
    _use(place)
    call_command("migrate", verbosity=0)
    doors = make_world(today=today, now=now)
    told.touch(mode=0o600)
    told.write_text(json.dumps(asdict(doors), indent=1), encoding="utf-8")
    return doors


def _known(told: Path) -> Doors | None:
    """Return the doors of a world that was made before; None where nobody can tell."""
    try:
        kept = json.loads(told.read_text(encoding="utf-8"))
        return Doors(**{**kept, "logins": tuple(tuple(login) for login in kept["logins"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _use(place: Path) -> None:
    """Let Django's connection be to a file from now on, whatever it was to before."""
    connections["default"].close()
    connections.settings["default"] = connections.configure_settings({"default": database(str(place))})[
        "default"
    ]
    del connections["default"]
