"""Files of pages: under names that tell their content, once they are gathered."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Statics(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Calls a file by its own name as long as nothing is gathered, as in tests."""

    manifest_strict = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """Return the name under which a file is served."""
        if content is None and not self.exists(filename or name):
            return name
        return str(super().hashed_name(name, content, filename))
