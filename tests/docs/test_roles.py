"""The table of roles in the documentation is the one that the program goes by."""

import re
from pathlib import Path

from corridor.app.services.access.roles import Right, roles

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "people-and-roles.md"


def table() -> list[list[str]]:
    """The cells of the rows that begin with a right, and before them those of the head."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.read_text("utf-8").splitlines()]
    return [row for row in rows if row[0] == "right" or re.fullmatch(r"`(?:see|work)_\w+`|`administer`", row[0])]


def test_every_role_and_every_right_is_there() -> None:
    head, *rows = table()
    assert head[2:] == list(roles())
    assert [row[0].strip("`") for row in rows] == [right.value for right in Right]


def test_a_role_has_the_rights_that_the_table_gives_it() -> None:
    head, *rows = table()
    for place, code in enumerate(head[2:], 2):
        given = {row[0].strip("`") for row in rows if row[place] == "yes"}
        assert given == {right.value for right in roles()[code].rights}, code
        assert {row[place] for row in rows} <= {"yes", "–"}, code
