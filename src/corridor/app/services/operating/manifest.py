"""What a backup says of itself."""

from importlib.metadata import version
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, NonNegativeInt, ValidationError

from corridor.app.services.errors import ServiceError
from corridor.wording.said import said

FORMAT = "corridor-backup"
LAYOUT = 1
"""Grows when an older program could no longer read what a newer one writes."""
DISTRIBUTION = "corridor"

_READING = ConfigDict(extra="forbid", frozen=True)


class BackupError(ServiceError):
    """An archive that cannot be written, or from which nothing can be restored."""


class Member(BaseModel):
    """One member of the archive. sha256: hexadecimal, of its bytes as stored."""

    model_config = _READING
    size_bytes: NonNegativeInt
    sha256: str


class SponsorHead(BaseModel):
    """Where a sponsor's chain ended. chain_hash: hexadecimal, empty before the first batch."""

    model_config = _READING
    code: str
    batches: NonNegativeInt
    chain_hash: str


class Manifest(BaseModel):
    """The archive's contents and origin. size_bytes: of the database when it was dumped."""

    model_config = _READING
    format: Literal["corridor-backup"]
    layout: Literal[1]
    taken_at: AwareDatetime
    corridor: str
    postgresql: str
    size_bytes: NonNegativeInt
    migrations_digest: str
    migrations: tuple[str, ...]
    sponsors: tuple[SponsorHead, ...]
    members: dict[str, Member]


def program_version() -> str:
    """The version of this program."""
    return version(DISTRIBUTION)


def read_manifest(name: str, content: bytes) -> Manifest:
    """The manifest of archive `name`. Raises BackupError when it is not one that this program reads."""
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "JSON"
        raise BackupError(
            said(
                "{file}: found a manifest that this program does not read ({where}), expected one of layout {layout}",
                file=name,
                where=where,
                layout=LAYOUT,
            )
        ) from None


def refuse_newer(name: str, manifest: Manifest) -> None:
    """Raises BackupError when a newer program made the archive."""
    if _ordered(manifest.corridor) > _ordered(program_version()):
        raise BackupError(
            said(
                "{file}: found a backup by Corridor {found}, expected {expected} or older: install the newer program "
                "first",
                file=name,
                found=manifest.corridor,
                expected=program_version(),
            )
        )


def _ordered(text: str) -> tuple[int, ...]:
    """A version as numbers that can be compared; what is not a number counts as 0."""
    return tuple(int(part) if part.isdigit() else 0 for part in text.split("+")[0].split("."))
