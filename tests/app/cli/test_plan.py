"""Documents of a sponsor: added, rehearsed, listed, shown, taken back."""

from datetime import date
from pathlib import Path

import pytest

from tests.app.cli.conftest import Corridor
from tests.app.conftest import SHOP, Shop, claim_row, claims_csv

PLAN = (SHOP / "plan.yaml").read_text()
AMENDED = f"""{PLAN}amendments:
  - effective: 2026-03-01
    clause: A1
    text: An office visit costs $40.
    changes: {{benefits.office_visit.in.copay: 40}}
"""
ON = ("--as-of", "2026-04-01")


@pytest.fixture
def amended(shop: Shop, tmp_path: Path) -> Path:
    """The shop's amended plan as a file; the shop has one office visit in March."""
    visit = claim_row("A1", "99213", "150", service="2026-03-02", received="2026-03-09")
    shop.load("claims.csv", claims_csv(visit), date(2026, 3, 10))
    path = tmp_path / "amended.yaml"
    path.write_text(AMENDED)
    return path


def test_a_document_is_rehearsed_added_and_known(corridor: Corridor, shop: Shop, amended: Path) -> None:
    options = ("--sponsor", shop.code, *ON)
    moved = "  claims decided otherwise: 1; what the plan pays moves by -20.00\n  stop-loss policies changed: 0\n"
    rehearsed = corridor("plan", "add", amended, "--dry-run", *options)
    assert (rehearsed.code, rehearsed.err) == (0, "")
    assert rehearsed.out == f"amended.yaml: would be taken in; nothing was written\n{moved}"
    added = corridor("plan", "add", amended, *options)
    assert added.out == f"amended.yaml: taken in as batch 4\n{moved}"
    again = corridor("plan", "add", amended, *options)
    assert (again.code, again.out) == (0, "amended.yaml: was already taken in as batch 4; nothing was changed\n")


def test_what_was_added_is_data(corridor: Corridor, shop: Shop, amended: Path) -> None:
    done = corridor("plan", "add", amended, "--json", "--sponsor", shop.code, *ON).data
    assert done == {
        "batch": 4,
        "is_dry_run": False,
        "taken": [{"name": "amended.yaml", "kind": "plan"}],
        "known": [],
        "documents": 1,
        "families_touched": 1,
        "claims_redecided": 1,
        "plan_paid_moved_cents": -20_00,
        "policies_changed": 0,
    }


def test_documents_are_listed_and_shown_as_they_were_handed_in(corridor: Corridor, shop: Shop, amended: Path) -> None:
    corridor("plan", "add", amended, "--sponsor", shop.code, *ON)
    rows = corridor("plan", "list", "--json", "--sponsor", shop.code).data
    assert [(row["kind"], row["code"], row["seq"], row["state"]) for row in rows] == [
        ("arrangement", shop.code, 1, "in_force"),
        ("plan", "SHOP", 4, "in_force"),
        ("plan", "SHOP", 1, "replaced"),
        ("stoploss", "SHOP-SL", 1, "in_force"),
    ]
    assert "replaced" in corridor("plan", "list", "--sponsor", shop.code).out
    assert corridor("plan", "show", "SHOP", "--sponsor", shop.code).out == AMENDED
    assert corridor("plan", "show", "SHOP", "--batch", "1", "--sponsor", shop.code).out == PLAN
    missing = corridor("plan", "show", "NONE", "--sponsor", shop.code)
    assert missing.code == 1
    assert missing.err == f"document: found 'NONE', expected one of SHOP, SHOP-SL, {shop.code}\n"
    assert corridor("plan", "show", "SHOP", "--batch", "3", "--sponsor", shop.code).err == (
        "document: found none of 'SHOP' in batch 3, expected one\n"
    )


def test_undo_takes_a_document_back(corridor: Corridor, shop: Shop, amended: Path) -> None:
    corridor("plan", "add", amended, "--sponsor", shop.code, *ON)
    undone = corridor("undo", amended, "--sponsor", shop.code, "--as-of", "2026-04-02")
    assert (undone.code, undone.err) == (0, "")
    assert corridor("plan", "show", "SHOP", "--sponsor", shop.code).out == PLAN


def test_an_edit_of_what_is_in_force_is_one_line_and_a_correction_is_taken(
    corridor: Corridor, shop: Shop, amended: Path
) -> None:
    amended.write_text(PLAN.replace("copay: 20", "copay: 25"))
    refused = corridor("plan", "add", amended, "--sponsor", shop.code, *ON)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "benefits.2.in.copay: found 25, expected 20, as in the document in force" in refused.err
    corrected = corridor("plan", "add", amended, "--correct", "--sponsor", shop.code, *ON)
    assert (corrected.code, corrected.err) == (0, "")


def test_a_file_of_no_kind_is_refused(corridor: Corridor, shop: Shop, amended: Path) -> None:
    amended.write_text("code: SOMETHING\n")
    assert corridor("plan", "add", amended, "--sponsor", shop.code).code == 1
    assert "--kind: found 'poem'" in corridor("plan", "add", amended, "--kind", "poem", "--sponsor", shop.code).err
    assert corridor("plan", "add", amended, "--kind", "plan", "--sponsor", shop.code).code == 1
