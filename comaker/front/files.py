"""Files: documents read from disk, each usable or refused with a sentence."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from comaker.engines import formats
from comaker.kernel.document import Document
from comaker.kernel.long import too_long
from comaker.kernel.refusal import Refusal
from comaker.kernel.told import RefusedRow

_ENDINGS = (".xml", ".ubl")


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are named, and of folders every XML file beneath, in order of name.

    A folder that cannot be opened is yielded too, so that it is refused with the reason.
    """
    for path in paths:
        if path.is_dir():
            yield from sorted(_beneath(path))
        else:
            yield path


def _beneath(folder: Path) -> Iterator[Path]:
    closed: list[OSError] = []
    for place, _, names in os.walk(folder, onerror=closed.append):
        for name in names:
            file = Path(place, name)
            if file.suffix.lower() in _ENDINGS and file.is_file():
                yield file
    yield from (Path(error.filename) for error in closed)


def shown(path: Path) -> str:
    """Return the name of a file as it can be written down; bytes that are no UTF-8 stand as in \\xff."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def no_files(paths: Sequence[Path]) -> RefusedRow:
    """Return what is said where nothing was found to read."""
    names = ", ".join(map(shown, paths))
    return RefusedRow(names, "There is no XML file here.", "Name files, or a folder that holds some.")


def bytes_of(path: Path, *, most: int | None = None) -> bytes | RefusedRow:
    """Return the bytes of a file, unless it is too large, no ordinary file, or cannot be opened.

    Args:
        most: so many bytes are read at most; those of a document when not said.
    """
    most = formats.Limits().bytes_max if most is None else most
    name = shown(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            os.scandir(path).close()
            return RefusedRow(name, "This is a folder.", "Name the files in it.")
        if not stat.S_ISREG(status.st_mode):
            # A pipe or a device may never end.
            return RefusedRow(name, "This is no ordinary file.", "Write what it gives to a file first.")
        if status.st_size > most:
            why = f"The file is {status.st_size:,} bytes, more than is read at once."
            return RefusedRow(name, why, "Split it.")
        return path.read_bytes()
    except OSError as error:
        what = "folder" if path.is_dir() else "file"
        why = f"The {what} cannot be opened: {error.strerror}."
        return RefusedRow(name, why, "Check the name and rights.")


def read_bytes(body: bytes, name: str, *, limits: formats.Limits | None = None) -> Document | RefusedRow:
    """Read a document; what is wrong with it comes back as a value, so that the others are still read."""
    try:
        document = formats.read(body, file=name, limits=limits or formats.Limits())
    except Refusal as refusal:
        return RefusedRow(name, refusal.message, refusal.hint)
    why = too_long(document)
    return RefusedRow(name, why, "Ask the sender to look at it.") if why else document


def read_file(path: Path, *, limits: formats.Limits | None = None) -> Document | RefusedRow:
    """Read one file."""
    body = bytes_of(path, most=(limits or formats.Limits()).bytes_max)
    return body if isinstance(body, RefusedRow) else read_bytes(body, shown(path), limits=limits)
