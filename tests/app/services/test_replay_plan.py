"""The stored book under its own plan is what is stored; under another, what moves is said to the cent."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.replay_plan import ReplayAsked, replay_plan, stored_book
from corridor.app.store.tenancy import tenant_transaction
from corridor.book.replay.from_files import settle_files
from corridor.reports.replay.chart import chart
from corridor.reports.replay.compare import Comparison, by_decile
from corridor.reports.replay.workbook import workbook

ROOT = Path(__file__).parents[3]
PLAN = ROOT / "plans" / "ppo.yaml"
SPONSOR = "MERIDIAN"


def document(changed: str = "") -> tuple[str, bytes]:
    """The plan in force, or with another coinsurance."""
    text = PLAN.read_text("utf-8")
    return "ppo.yaml", (text.replace("coinsurance: 20%", f"coinsurance: {changed}") if changed else text).encode()


@pytest.fixture
def book(demo: object, tmp_path: Path) -> Path:
    with stored_book(SPONSOR, tmp_path / "book") as folder:
        return folder


def test_the_same_plan_is_what_is_stored(book: Path) -> None:
    found = replay_plan(book, ReplayAsked((document(),), processes=1))
    assert found.lines > 500
    assert found.plan_moved_cents == found.member_moved_cents == 0
    assert found.members_better == found.members_worse == 0
    with tenant_transaction(SPONSOR) as tx:
        stored = tx.scalar(
            "select sum(plan_paid_cents + account_cents) from current_decision d join claim using (claim_number)"
            " where claim.kind <> 'disability'"
        )
    assert found.plan[0] == stored


def test_what_the_plan_pays_less_of_paid_lines_the_members_bear(book: Path) -> None:
    found = replay_plan(book, ReplayAsked((document("30%"),)))
    assert found.plan_moved_cents < 0 < found.member_moved_cents
    assert found.plan_moved_cents == -found.member_moved_cents
    assert_adds_up(found)
    assert "member_id" not in found.losers.columns
    named = replay_plan(book, ReplayAsked((document("30%"),), names_members=True))
    assert named.losers["member_id"].is_not_null().all()


def assert_adds_up(found: Comparison) -> None:
    for table in (found.benefits, found.deciles):
        assert table["plan_cents"].sum() <= found.plan[1]
        assert table["was_plan_cents"].sum() <= found.plan[0]
    assert found.deciles["plan_cents"].sum() == found.plan[1]
    assert found.deciles["member_cents"].sum() == found.member[1]
    assert found.deciles["members"].sum() == found.members
    assert found.deciles["losers"].sum() == found.members_worse
    assert found.benefits["lines"].sum() == found.benefits["was_lines"].sum() == found.lines


def test_a_plan_of_no_product_of_the_book_is_refused(book: Path) -> None:
    vision = ROOT / "plans" / "vision.yaml"
    with pytest.raises(ServiceError, match=r"expected the code of a plan of the book: .*PPO"):
        replay_plan(book, ReplayAsked(((vision.name, vision.read_bytes()),)))


def test_the_workbook_has_a_sheet_for_each_table_and_its_figures(book: Path) -> None:
    found = replay_plan(book, ReplayAsked((document("30%"),), processes=1))
    content = zipfile.ZipFile(io.BytesIO(workbook(found, "tr")))
    names = content.read("xl/workbook.xml").decode()
    assert all(name in names for name in ("Toplamlar", "Teminata göre", "Ondalık dilime göre"))
    totals = content.read("xl/worksheets/sheet1.xml").decode()
    assert f"<v>{found.plan[1] / 100:.16g}</v>" in totals


def test_the_chart_is_a_picture_with_words(book: Path) -> None:
    found = replay_plan(book, ReplayAsked((document("30%"),), processes=1))
    svg = chart(found, "en")
    assert svg.startswith("<svg")
    assert "Who pays more" in svg


def test_deciles_are_of_about_as_many_and_of_those_who_bore_least_first() -> None:
    people = pl.DataFrame(
        {
            "member_id": [str(n) for n in range(25)],
            "was_member_cents": list(range(25, 0, -1)),
            "member_cents": [0] * 25,
            "was_plan_cents": [1] * 25,
            "plan_cents": [2] * 25,
        }
    ).with_columns((pl.col("member_cents") - pl.col("was_member_cents")).alias("moved_cents"))
    found = by_decile(people)
    assert found["members"].to_list() == [3, 2, 3, 2, 3, 2, 3, 2, 3, 2]
    assert found["was_member_cents"].to_list()[0] == 1 + 2 + 3
    assert found["winners"].sum() == 25


def test_a_book_in_files_is_settled_and_replayed(tmp_path: Path) -> None:
    examples = ROOT / "docs" / "examples"
    folder = tmp_path / "book"
    settle_files(folder, [PLAN], examples / "members.csv", examples / "claims.csv", claims_map=examples / "claims.toml")
    asked = ReplayAsked((document(),), processes=1)
    same = replay_plan(folder, asked)
    assert same.lines > 0
    assert same.plan_moved_cents == 0
    text = PLAN.read_text("utf-8").replace("individual: 750, family: 1500", "individual: 10, family: 20")
    other = replay_plan(folder, replace(asked, plans=(("ppo.yaml", text.encode()),)))
    assert other.plan_moved_cents > 0
