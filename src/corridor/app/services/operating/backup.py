"""Everything that Corridor keeps, in one file."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from corridor.app.config import environment
from corridor.app.services.operating.archive import DATABASE_MEMBER, FILES_FOLDER, SUFFIX, new_archive
from corridor.app.services.operating.home_files import kept_files, pieces_of
from corridor.app.services.operating.manifest import (
    FORMAT,
    LAYOUT,
    Manifest,
    Member,
    SponsorHead,
    program_version,
)
from corridor.app.store.upkeep.access import Access
from corridor.app.store.upkeep.programs import dumped
from corridor.app.store.upkeep.snapshot import Moment, moment_of


@dataclass(frozen=True)
class BackedUp:
    """What a backup holds, and where it is."""

    path: Path
    size_bytes: int
    manifest: Manifest


def named_target(target: Path, at: datetime) -> Path:
    """The file that is meant: in a folder one that bears the day."""
    return target / f"corridor-{at:%Y-%m-%d}{SUFFIX}" if target.is_dir() else target


def back_up(target: Path, at: datetime, access: Access, *, home: Path | None = None, force: bool = False) -> BackedUp:
    """Write database and files into one archive at `target` (a folder: under a name with the day of `at`).

    Writers go on; the archive holds one moment. at: with its time zone. home: of the files (default: the
    environment's). Raises UpkeepError, BackupError; then nothing was written.
    """
    path = named_target(target, at)
    folder = home or environment.home_folder()
    admin = access.to_read_all()
    with new_archive(path, force=force) as archive, moment_of(admin) as moment:
        archive.add(DATABASE_MEMBER, dumped(admin, moment.snapshot, moment.schemas))
        for file in kept_files(folder):
            archive.add(f"{FILES_FOLDER}/{file}", pieces_of(folder / file))
        manifest = _manifest(at, moment, archive.members)
        archive.close_with(manifest)
    return BackedUp(path, path.stat().st_size, manifest)


def _manifest(at: datetime, moment: Moment, members: dict[str, Member]) -> Manifest:
    return Manifest(
        format=FORMAT,
        layout=LAYOUT,
        taken_at=at,
        corridor=program_version(),
        postgresql=moment.postgresql,
        size_bytes=moment.size_bytes,
        migrations_digest=moment.digest,
        migrations=moment.migrations,
        sponsors=tuple(SponsorHead(**asdict(head)) for head in moment.heads),
        members=members,
    )
