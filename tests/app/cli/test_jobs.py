"""`corridor load --job`, `corridor jobs` and `corridor partner` on the command line, in both languages."""

from pathlib import Path

from tests.app.cli.conftest import Corridor
from tests.app.conftest import Shop, claim_row, claims_csv

_VISIT = Path(__file__).parents[2] / "edi" / "x837" / "visit.837"


def test_files_wait_for_a_worker_that_takes_them_in(corridor: Corridor, shop: Shop, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(claims_csv(claim_row("A1", "99213", "150")))
    bad.write_text(claims_csv(claim_row("A2", "99213", "a lot")))
    of_shop = ("--sponsor", shop.code)
    job = corridor("load", good, bad, "--job", "--as-of", "2026-01-21", *of_shop, "--json").data["job"]
    assert corridor("jobs", "list", *of_shop, "--json").data[0]["state"] == "waiting"
    assert corridor("jobs", "work", "--once").code == 0
    shown = corridor("jobs", "show", str(job), *of_shop).out.splitlines()
    assert shown[0] == f"job {job}: done, 2 of 2 files, 1 refused"
    assert shown[1].startswith("file 1, good.csv: claims, batch 3: claims 1, lines 1")
    assert shown[2] == "file 2, bad.csv: was refused"
    assert shown[3].startswith("  fault: bad.csv")
    turkish = corridor("jobs", "show", str(job), *of_shop, "--lang", "tr").out
    assert f"iş {job}: bitti, 2 dosyanın 2 tanesi bitti, 1 tanesi reddedildi" in turkish
    assert "found" not in turkish
    assert "2 / 2" in corridor("jobs", "list", *of_shop).out


def test_a_job_is_cancelled_and_goes_on(corridor: Corridor, shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(claims_csv(claim_row("A1", "99213", "150")))
    of_shop = ("--sponsor", shop.code)
    job = str(corridor("load", file, "--job", *of_shop, "--json").data["job"])
    assert corridor("jobs", "cancel", job, *of_shop).out == f"job {job}: to be cancelled, cancelled now\n"
    assert corridor("jobs", "resume", job, *of_shop).out == f"job {job}: waits again\n"
    corridor("jobs", "work", "--once")
    assert corridor("jobs", "show", job, *of_shop, "--json").data["state"] == "done"
    again = corridor("jobs", "resume", job, *of_shop)
    assert (again.code, again.err.splitlines()) == (
        1,
        [f"job {job}: found done, expected one that is cancelled, stopped, working, waiting"],
    )


def test_a_partner_s_file_is_read_by_its_profile(corridor: Corridor, shop: Shop, tmp_path: Path) -> None:
    file, of_shop = tmp_path / "v.837", ("--sponsor", shop.code)
    file.write_text(_VISIT.read_text().replace("CLM*A-1*150", "CLM*A-1*1x0"))
    assert corridor("partner", "set", "CLEARING", "--on-bad-transaction", "load-good", *of_shop).code == 0
    assert corridor("partner", "list", *of_shop, "--json").data == [
        {"name": "CLEARING", "on_bad_transaction": "load_good", "is_lenient": False, "map": None}
    ]
    assert "load-good" in corridor("partner", "list", *of_shop).out
    refused = corridor("load", file, "--partner", "CLEARING", *of_shop)
    assert (refused.code, refused.err.count("CLM02")) == (1, 1)
    unknown = corridor("load", file, "--partner", "NOBODY", *of_shop)
    assert (unknown.code, unknown.err.startswith("partner NOBODY: found no profile")) == (1, True)
    wrong = corridor("partner", "set", "X", "--on-bad-transaction", "sometimes", *of_shop)
    assert (wrong.code, "load-good, refuse-all" in wrong.err) == (1, True)
