import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "docs" / "examples"
PLAN = ROOT / "plans" / "ppo.yaml"
HOWTO = (ROOT / "docs" / "howto" / "decide-an-extract.md").read_text("utf-8")
GIVEN = ("--members", EXAMPLES / "members.csv", "--claims", EXAMPLES / "claims.csv")
MAP = ("--claims-map", EXAMPLES / "claims.toml")


def run(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    program = "from corridor.app.cli.main import run; run()"
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the command of the guide writes."""
    folder = tmp_path_factory.mktemp("adjudicate") / "decided"
    block = re.search(r"```sh\n(.*?)```", HOWTO, flags=re.DOTALL)
    assert block is not None
    words = shlex.split(block[1].replace("\\\n", " "))
    assert words[0] == "corridor"
    done = run(*words[1:-1], folder)
    assert done.returncode == 0, done.stderr
    assert "member owes" in done.stdout
    assert f"wrote decisions.csv, decisions.parquet, summary.json to {folder}" in done.stdout.replace("\n", " ")
    return folder


def test_the_folder_holds_the_decisions_twice_and_their_sums(out: Path) -> None:
    assert sorted(path.name for path in out.iterdir()) == ["decisions.csv", "decisions.parquet", "summary.json"]
    lines = pl.read_parquet(out / "decisions.parquet")
    as_text = pl.read_csv(out / "decisions.csv", infer_schema=False)
    assert as_text["plan_paid"].to_list() == [f"{c // 100}.{c % 100:02d}" for c in lines["plan_paid_cents"]]
    sums = json.loads((out / "summary.json").read_text())
    assert sums["lines"] == lines.height
    assert sums["charge_cents"] == lines["charge_cents"].sum()
    assert sum(one["lines"] for one in sums["by_reason"]) == lines.height
    paid = next(one for one in sums["by_reason"] if one["reason"] == "paid")
    above_allowed = lines["above_allowed_cents"].sum()
    assert paid["plan_paid_cents"] + paid["member_owes_cents"] == paid["allowed_cents"] + above_allowed > 0


def test_json_is_the_summary_and_nothing_else(out: Path, tmp_path: Path) -> None:
    done = run("adjudicate", PLAN, *GIVEN, *MAP, "--out", tmp_path / "a" / "b", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == json.loads((out / "summary.json").read_text())
    assert (tmp_path / "a" / "b" / "decisions.csv").read_bytes() == (out / "decisions.csv").read_bytes()


def test_a_second_run_replaces_its_files_and_leaves_others(out: Path) -> None:
    (out / "notes.txt").write_text("mine")
    before = (out / "summary.json").read_bytes()
    done = run("adjudicate", PLAN, *GIVEN, *MAP, "--out", out, "--as-of", "2026-12-24", "--json")
    assert json.loads(done.stdout)["decided_on"] == "2026-12-24"
    assert (out / "summary.json").read_bytes() != before
    assert (out / "notes.txt").read_text() == "mine"
    (out / "notes.txt").unlink()
    (out / "summary.json").write_bytes(before)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("$185.00", "$18x.00"), "claims.csv row 2, Billed: found '$18x.00', expected an amount such as 1234.50"),
        (("01/27/2026", "02/30/2026"), "Received: found '02/30/2026', expected a date that exists, such as 01/31/2026"),
        (("Billed", "Charged"), "claims.toml, columns.charge_cents: found 'Billed', expected a column of claims.csv"),
    ],
)
def test_a_wrong_file_writes_nothing(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    text = (EXAMPLES / "claims.csv").read_text()
    (tmp_path / "claims.csv").write_text(text.replace(*change, 1))
    arguments = ("--members", EXAMPLES / "members.csv", "--claims", tmp_path / "claims.csv", *MAP)
    done = run("adjudicate", PLAN, *arguments, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["claims.csv"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run("adjudicate", PLAN, *GIVEN[:2], "--claims", "nowhere.csv", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "nowhere.csv" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_faulty_envelope_is_refused_and_read_leniently_with_its_fault_in_the_report(tmp_path: Path) -> None:
    claim = (ROOT / "tests" / "edi" / "x837" / "child_as_patient.837").read_text()
    (tmp_path / "claim.837").write_text(claim.replace("SE*29*0001", "SE*30*0001"))
    arguments = (
        "adjudicate",
        PLAN,
        *GIVEN[:2],
        "--claims",
        tmp_path / "claim.837",
        "--out",
        tmp_path / "out",
        "--json",
    )
    refused = run(*arguments)
    assert refused.returncode == 1
    assert "claim.837" in refused.stderr
    assert not (tmp_path / "out").exists()
    read = run(*arguments, "--lenient")
    assert read.returncode == 0, read.stderr
    sums = json.loads(read.stdout)
    assert [one["reason"] for one in sums["by_reason"]] == ["unknown_member"]
    assert len(sums["notes"]) == 1
    assert refused.stderr.strip() == sums["notes"][0]


def test_the_python_of_the_guide_runs() -> None:
    block = re.search(r"```python\n(.*?)```", HOWTO, flags=re.DOTALL)
    assert block is not None
    done = subprocess.run([sys.executable, "-c", block[1]], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "paid" in done.stdout
