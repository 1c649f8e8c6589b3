"""Files: documents read from disk, each usable or refused with a sentence."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from comaker.engines import formats
from comaker.kernel.document import Document
from comaker.kernel.refusal import Refusal
from comaker.kernel.told import RefusedRow

_ENDINGS = (".xml", ".ubl")


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files that are named, and of folders every XML file beneath, in order of name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in _ENDINGS
            )
        else:
            yield path


def no_files(paths: Sequence[Path]) -> RefusedRow:
    """Return what is said where nothing was found to read."""
    names = ", ".join(str(path) for path in paths)
    return RefusedRow(names, "There is no XML file here.", "Name files, or a folder that holds some.")


def bytes_of(path: Path, *, limits: formats.Limits | None = None) -> bytes | RefusedRow:
    """Return the bytes of a file, unless it is too large or cannot be opened."""
    most = (limits or formats.Limits()).bytes_max
    try:
        if path.stat().st_size > most:
            size = f"{path.stat().st_size:,} bytes"
            return RefusedRow(str(path), f"The file is {size}, more than is read at once.", "Split it.")
        return path.read_bytes()
    except OSError as error:
        why = f"The file cannot be opened: {error.strerror}."
        return RefusedRow(str(path), why, "Check the name and rights.")


def read_bytes(body: bytes, name: str, *, limits: formats.Limits | None = None) -> Document | RefusedRow:
    """Read a document; what is wrong with it comes back as a value, so that the others are still read."""
    try:
        return formats.read(body, file=name, limits=limits or formats.Limits())
    except Refusal as refusal:
        return RefusedRow(name, refusal.message, refusal.hint)


def read_file(path: Path, *, limits: formats.Limits | None = None) -> Document | RefusedRow:
    """Read one file."""
    body = bytes_of(path, limits=limits)
    return body if isinstance(body, RefusedRow) else read_bytes(body, str(path), limits=limits)
