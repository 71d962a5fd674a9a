"""Making a sponsor from its documents."""

from pathlib import Path

from tests.app.cli.conftest import Corridor

PLANS = Path(__file__).parents[3] / "plans"


def documents(folder: Path, code: str, plan: str) -> list[str | Path]:
    """Options that hand in Harbor's arrangement under another code, and a plan text."""
    arrangement, plan_file = folder / "arrangement.yaml", folder / "plan.yaml"
    arrangement.write_text((PLANS / "harbor" / "arrangement.yaml").read_text("utf-8").replace("HARBOR", code))
    plan_file.write_text(plan)
    return ["--arrangement", arrangement, "--plan", plan_file, "--as-of", "2025-12-15"]


def test_a_sponsor_is_made_from_its_documents_and_listed(corridor: Corridor, tmp_path: Path) -> None:
    made = corridor("sponsor", "add", *documents(tmp_path, "LAKESIDE", (PLANS / "ppo.yaml").read_text("utf-8")))
    assert (made.code, made.out) == (0, "made sponsor LAKESIDE\n"), made.err
    assert "LAKESIDE" in corridor("sponsor", "list", "--json").data
    assert "LAKESIDE" in corridor("sponsor", "list").out.splitlines()


def test_a_code_that_is_taken_is_refused(corridor: Corridor, tmp_path: Path) -> None:
    options = documents(tmp_path, "TWICE", (PLANS / "ppo.yaml").read_text("utf-8"))
    assert corridor("sponsor", "add", *options).code == 0
    again = corridor("sponsor", "add", *options)
    assert again.code == 1
    assert again.err == "sponsor TWICE: found one of that code, expected a new code\n"


def test_a_faulty_plan_makes_no_sponsor(corridor: Corridor, tmp_path: Path) -> None:
    plan = (PLANS / "ppo.yaml").read_text("utf-8").replace("product: medical", "product: tires", 1)
    refused = corridor("sponsor", "add", *documents(tmp_path, "NOBODY", plan))
    assert refused.code == 1
    assert "plan.yaml line" in refused.err
    assert "NOBODY" not in corridor("sponsor", "list").out
