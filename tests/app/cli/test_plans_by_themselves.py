"""`corridor plan check`, `diff` and `summary`: no sponsor, no database."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corridor.app.cli.main import run

HERE = Path(__file__).parents[2] / "plan" / "review"
PLANS = Path(__file__).parents[3] / "plans"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def corridor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; exit code and what it printed."""

    def command(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setenv("CORRIDOR_LANG", "en")
        monkeypatch.setattr(sys, "argv", ["corridor", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run()
        return int(ended.value.code or 0), capsys.readouterr().out

    return command


@pytest.fixture
def plan(tmp_path: Path) -> Callable[..., Path]:
    """Writes the small plan with a change (old text, new text) and names the file."""

    def written(old: str = "", new: str = "", name: str = "mini.yaml") -> Path:
        text = (HERE / "mini.yaml").read_text("utf-8")
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1) if old else text, "utf-8")
        return path

    return written


def test_a_plan_without_faults_passes_with_notes(corridor: Run, plan: Callable[..., Path]) -> None:
    code, out = corridor("plan", "check", plan())
    assert code == 0
    assert out.splitlines()[-1] == "mini.yaml: faults 0, warnings 0, notes 3"
    assert all(line.startswith("note: mini.yaml line ") for line in out.splitlines()[:-1])


def test_a_fault_fails_and_says_where(corridor: Run, plan: Callable[..., Path]) -> None:
    code, out = corridor("plan", "check", plan("copay: 25", "co_pay: 25"))
    assert code == 1
    assert out.splitlines() == [
        "fault: mini.yaml line 35, benefits.0.in.co_pay: found a field of that name, expected only fields that the "
        "schema knows",
        "mini.yaml: faults 1, warnings 0, notes 0",
    ]


def test_a_warning_fails_where_it_is_to_be_strict(corridor: Run, plan: Callable[..., Path]) -> None:
    slip = plan("coinsurance: 20%", "coinsurance: 20%, coinsurance_most: 0")
    code, out = corridor("plan", "check", slip)
    assert (code, out.splitlines()[0][:8]) == (0, "warning:")
    assert corridor("plan", "check", slip, "--strict")[0] == 1
    assert corridor("plan", "check", plan(), "--strict")[0] == 0


def test_findings_are_data(corridor: Run, plan: Callable[..., Path]) -> None:
    code, out = corridor("plan", "check", plan("coinsurance: 20%", "coinsurance: 20%, coinsurance_most: 0"), "--json")
    (found,) = json.loads(out)
    assert (code, found["file"], found["faults"]) == (0, "mini.yaml", [])
    warning: dict[str, Any] = found["remarks"][0]
    assert (warning["severity"], warning["kind"], warning["line"]) == ("warning", "idle_term", 42)
    assert warning["versions"] == ["2024-01-01"]
    gap = next(one for one in found["remarks"] if one["kind"] == "codes_not_taken")
    assert gap["facts"]["procedure_codes"][:2] == ["00001-96999", "98000-99999"]


def test_documents_of_other_kinds_are_checked_too(corridor: Run, tmp_path: Path) -> None:
    contract, short = PLANS / "stoploss" / "meridian.yaml", tmp_path / "std.yaml"
    short.write_text(
        (PLANS / "std.yaml").read_text("utf-8").replace("weekly_benefit:", "weekly_benefit: 7\nold:"), "utf-8"
    )
    code, out = corridor("plan", "check", PLANS / "std.yaml", contract)
    assert (code, out.splitlines()[0]) == (0, "std.yaml: faults 0, warnings 0, notes 0")
    assert corridor("plan", "check", contract, short)[0] == 1


def test_findings_are_told_in_turkish(corridor: Run, plan: Callable[..., Path]) -> None:
    code, out = corridor("plan", "check", plan("copay: 25", "co_pay: 25"), "--lang", "tr")
    assert code == 1
    assert out.splitlines()[-1] == "mini.yaml: hata 1, uyarı 0, not 0"


def test_two_plans_differ_in_words(corridor: Run, plan: Callable[..., Path]) -> None:
    cheaper = plan("copay: 25", "copay: 20", name="other.yaml")
    code, out = corridor("plan", "diff", plan(), cheaper)
    assert (code, out.splitlines()) == (
        0,
        [
            "MINI from 2024-01-01 -> MINI from 2024-01-01: differences 1",
            "  Benefit office_visit, in network, copay: $25.00 -> $20.00 (clause 7); members pay less",
        ],
    )
    (found,) = json.loads(corridor("plan", "diff", plan(), cheaper, "--json")[1])
    assert found["differences"] == [
        {
            "group": "Benefit office_visit",
            "path": "benefits.office_visit.in.copay",
            "what": "in network, copay",
            "before": "$25.00",
            "after": "$20.00",
            "clause": "7",
            "member_pays": "less",
        }
    ]


def test_a_plan_is_compared_with_its_amendments_or_on_two_days(corridor: Run, plan: Callable[..., Path]) -> None:
    ppo = PLANS / "ppo.yaml"
    code, amended = corridor("plan", "diff", ppo)
    assert (code, amended.splitlines()[0]) == (0, "PPO from 2008-01-01 -> PPO from 2026-01-01: differences 5")
    assert corridor("plan", "diff", ppo, "--on", "2025-12-31", "--other-on", "2026-01-01") == (0, amended)
    assert corridor("plan", "diff", ppo, "--on", "2026-02-01", "--other-on", "2026-01-01")[1] == (
        "PPO from 2026-01-01 -> PPO from 2026-01-01: differences 0\n"
    )
    assert corridor("plan", "diff", plan()) == (0, "mini.yaml: no amendment, nothing to compare\n")
    assert corridor("plan", "diff", ppo, "--on", "2007-12-31", "--other-on", "2026-01-01")[0] == 1


def test_a_plan_is_summarised(corridor: Run) -> None:
    code, out = corridor("plan", "summary", PLANS / "ppo.yaml", "--on", "2026-03-01")
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "Preferred provider plan (PPO), plan year from 2026-01-01"
    assert "You would pay 3,119.20 1,852.60 1,421.60" in lines
    assert "the split is our own: Peg is having a baby; Managing Joe's type 2 diabetes." in out
    services = corridor("plan", "summary", PLANS / "ppo.yaml", "--on", "2026-03-01", "--services")[1]
    assert "ambulance ambulance 944.00 788.80" in [" ".join(line.split()) for line in services.splitlines()]


def test_a_summary_is_data_markdown_or_html(corridor: Run) -> None:
    asked = ("plan", "summary", PLANS / "ppo.yaml", "--on", "2026-03-01")
    found = json.loads(corridor(*asked, "--json")[1])
    mia = found["examples"][2]
    assert (mia["example"], mia["total_cents"], mia["amounts_are_published"]) == ("mia", 1_421_60, True)
    assert [one["amounts_are_published"] for one in found["examples"]] == [False, False, True]
    markdown = corridor(*asked, "--format", "markdown")[1]
    assert "| You would pay | 3,119.20 | 1,852.60 | 1,421.60 |" in markdown
    html = corridor(*asked, "--format", "html", "--lang", "tr")[1]
    assert html.startswith('<!doctype html>\n<html lang="tr">')
    assert '<th scope="row">Ödeyeceğiniz toplam</th><td class="number">3.119,20</td>' in html


def test_a_summary_of_a_day_before_the_plan_is_refused(corridor: Run) -> None:
    assert corridor("plan", "summary", PLANS / "hdhp.yaml", "--on", "2020-01-01")[0] == 1
