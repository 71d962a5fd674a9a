"""What the columns of a comparison are called."""

from collections.abc import Mapping

from corridor.wording.language import Language
from corridor.wording.said import Said, said, told

HEADS: Mapping[str, Said] = {
    "rank": said("rank"),
    "member_id": said("member"),
    "decile": said("decile"),
    "members": said("members"),
    "winners": said("pay less"),
    "losers": said("pay more"),
    "benefit": said("benefit"),
    "reason": said("reason"),
    "was_lines": said("lines before"),
    "lines": said("lines now"),
    "was_plan_cents": said("plan paid before"),
    "plan_cents": said("plan pays now"),
    "was_member_cents": said("members bore before"),
    "member_cents": said("members bear now"),
    "moved_cents": said("change"),
}
"""Column -> what people call it."""


def head(column: str, language: Language) -> str:
    """A column as a heading."""
    return str(told(HEADS[column], language))
