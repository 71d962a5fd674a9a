"""One difference between two versions, as a sentence and as data."""

from dataclasses import dataclass

from corridor.plan.differences.terms import Pays
from corridor.wording.said import Said, listed, said


@dataclass(frozen=True)
class Difference:
    """group and what: of what; before and after: its values, None where there was or is none.

    member_pays: more or less, where that is certain with everything else as it was; None: it is not.
    """

    group: Said
    path: str
    what: Said
    before: Said | None
    after: Said | None
    clause: str = ""
    member_pays: Pays | None = None

    @property
    def text(self) -> Said:
        """As `Deductible, in network, one person: $500.00 -> $750.00 (clause 3.1); members pay more`."""
        subject = listed([self.group, self.what]) if self.what else self.group
        facts = {"subject": subject, "before": self.before, "after": self.after}
        if self.before is None:
            change = said("{subject}: new, {after}", **facts)
        elif self.after is None:
            change = said("{subject}: no longer {before}", **facts)
        else:
            change = said("{subject}: {before} -> {after}", **facts)
        if self.clause:
            change = said("{change} (clause {clause})", change=change, clause=self.clause)
        return listed([change, *([_EFFECTS[self.member_pays]] if self.member_pays else [])], "; ")


_EFFECTS = {"more": said("members pay more"), "less": said("members pay less")}
