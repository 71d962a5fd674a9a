"""`corridor cob`, `release` and `subrogation`: sentences for people, data for scripts, one-line errors."""

from pathlib import Path

import pytest

from tests.app.cli.conftest import Corridor
from tests.app.conftest import SHOP, claim_row, claims_csv

PLAN = """
coordination: {clause: "12", text: After another plan we pay what is left., method: standard}
third_party: {clause: "13", text: We may wait and recover., work: deny, auto: hold, other_accident: pay_and_recover}
"""
OTHERS = "member_id,payer,kind,covered_through,coverage_start\nE1-02,Harbor Mutual,group,self,2025-01-01\n"


def test_who_is_first_of_two_plans_is_said_with_the_rule(corridor: Corridor) -> None:
    facts = ("own_through=parent", "other_through=parent", "own_birthday=09-05", "other_birthday=09-04")
    ran = corridor("cob", *facts, "--as-of", "2026-03-01")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "The other plan pays first; this plan pays after it.",
        "The plan of the parent whose birthday comes earlier in the year pays first.",
    ]
    assert corridor("cob", *facts, "--json").data == {
        "first": "other",
        "rule": "birthday",
        "lacks": None,
        "why": ran.out.splitlines(),
    }
    in_turkish = corridor("cob", *facts, "--lang", "tr")
    assert in_turkish.out.splitlines()[0] == "Önce diğer plan öder; bu plan ondan sonra öder."


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "expected either facts, such as own_through=self, or --member"),
        (("own_through",), 2, "found 'own_through', expected fact=value"),
        (("own_through=cousin",), 1, "own_through: found 'cousin', expected one of self, spouse, parent, other"),
    ],
)
def test_what_is_no_fact_is_refused(corridor: Corridor, arguments: tuple[str, ...], code: int, message: str) -> None:
    ran = corridor("cob", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The shop's documents, with coordination and third parties, and files of its members."""
    plan = (SHOP / "plan.yaml").read_text() + PLAN
    arrangement = (SHOP / "arrangement.yaml").read_text().replace("code: SHOP", "code: CLAIMSHOP")
    accident = claims_csv(claim_row("A1", "80053", "1100"), claim_row("A2", "80054", "500")).splitlines()
    causes = ("related_cause", "auto", "other_accident")
    contents = {
        "plan.yaml": plan,
        "arrangement.yaml": arrangement,
        "members.csv": (SHOP / "members.csv").read_text(),
        "others.csv": OTHERS,
        "claims.csv": "\n".join(f"{line},{cause}" for line, cause in zip(accident, causes, strict=True)) + "\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def test_the_way_of_an_accident_from_hold_to_recovery(corridor: Corridor, files: Path) -> None:
    where = ("--sponsor", "CLAIMSHOP")
    documents = (f"--plan={files / 'plan.yaml'}", f"--arrangement={files / 'arrangement.yaml'}")
    assert corridor("sponsor", "add", *documents, "--as-of", "2026-01-02").code == 0
    for name in ("members.csv", "others.csv", "claims.csv"):
        assert corridor("load", files / name, *where, "--as-of", "2026-01-20").code == 0

    asked = corridor("cob", "--member", "E1-02", *where, "--as-of", "2026-01-20")
    assert asked.out.splitlines()[:2] == [
        "medical, beside Harbor Mutual (group):",
        "  The other plan pays first; this plan pays after it.",
    ]
    assert "no other plan is known" in corridor("cob", "--member", "E1", *where, "--as-of", "2026-01-20").out

    lifted = corridor("release", "A1", "--why", "no other insurance", *where, "--as-of", "2026-01-22")
    assert lifted.out.splitlines() == [
        "claim 1: lifted auto_accident_under_review",
        "line 1: paid (paid), charge 1,100.00, plan pays 800.00",
    ]
    again = corridor("release", "A1", "--why", "no other insurance", *where)
    assert (again.code, again.err.count("\n")) == (1, 1)

    case = ("--member", "E1", "--cause", "auto", "--accident", "2026-01-10")
    assert corridor("subrogation", "open", *case, *where, "--as-of", "2026-01-22").code == 0
    assert corridor("round", *where, "--as-of", "2026-01-27").code == 0
    paid = ("--amount", "300", "--costs", "100", "--json", *where, "--as-of", "2026-03-02")
    received = corridor("subrogation", "receive", "1", *paid).data
    assert [received[f"{name}_cents"] for name in ("lien", "received", "cost", "left")] == [
        800_00,
        300_00,
        100_00,
        500_00,
    ]
    shown = corridor("subrogation", "show", "1", *where).out
    assert "2026-03-02: received, 300.00, costs 100.00" in shown
    assert corridor("subrogation", "close", "1", "--why", "settled", *where, "--as-of", "2026-04-01").code == 0
    assert corridor("subrogation", "list", "--json", *where).data == []
    assert [one["closed_on"] for one in corridor("subrogation", "list", "--all", "--json", *where).data] == [
        "2026-04-01"
    ]
    assert corridor("verify", *where).code == 0
