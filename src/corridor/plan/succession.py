"""A later document of a plan beside the one that stands: from which day the two decide differently."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from corridor.plan.compiled import Clause


class Version(Protocol):
    """A plan of any kind as it stands from a day on; see plan.versions.PlanVersion."""

    @property
    def effective_from(self) -> date: ...

    @property
    def terms(self) -> Any: ...

    @property
    def amended(self) -> Mapping[str, Clause]: ...


class Dated(Protocol):
    """A plan of any kind: its versions, oldest first."""

    @property
    def versions(self) -> Sequence[Version]: ...


def differs_from(was: Dated | None, now: Dated | None) -> date | None:
    """First day of service that the two could decide differently; None where no service is. None stands for no plan.

    A line is decided under the version of its own day, so that lines of earlier days come out as before.
    """
    before, after = _versions(was), _versions(now)
    same = 0
    for one, other in zip(before, after, strict=False):
        if _decides(one) != _decides(other):
            break
        same += 1
    begins = [version.effective_from for version in (*before[same : same + 1], *after[same : same + 1])]
    return min(begins, default=None)


def _versions(plan: Dated | None) -> Sequence[Version]:
    return plan.versions if plan else ()


def _decides(version: Version) -> tuple[object, ...]:
    """What decides and explains under a version; its end is the beginning of the next one."""
    return version.effective_from, version.terms, dict(version.amended)
