"""Traps of compiled kernels, each measured once and held here: old machine code, threads, forks."""

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree, ignore_patterns

import numpy as np
import pytest

import corridor
from bench.book_of_lines import book_of_lines, plan_arrays
from corridor.adjudication.cache import cache_folder, fingerprint, rule_sources
from corridor.adjudication.run import batch, compile_kernels, live

ROOT = Path(__file__).parents[2]
PACKAGE = Path(corridor.__file__).parent

DECIDE = """
from bench.book_of_lines import book_of_lines, plan_arrays
from corridor.adjudication.run import live
outcome, _ = live(plan_arrays(), *book_of_lines(400, seed=5))
print(int(outcome.coinsurance_cents.sum()), int(outcome.plan_paid_cents.sum()))
"""
IN_OTHER_PROCESSES = """
import multiprocessing, os, sys
import numpy as np
from bench.book_of_lines import book_of_lines, plan_arrays
from corridor.adjudication.run import batch

def total(seed):
    outcome, _ = batch(plan_arrays(), *book_of_lines(4000, seed=seed))
    return int(outcome.plan_paid_cents.sum())

if __name__ == "__main__":
    here = total(3)
    with multiprocessing.get_context(sys.argv[1]).Pool(1) as pool:
        assert pool.map_async(total, [3]).get(timeout=120) == [here]
    print("same")
"""


def run(code: str, *arguments: str, source: Path, cache: Path, cwd: Path = ROOT) -> str:
    environment = os.environ | {"PYTHONPATH": f"{source}{os.pathsep}{ROOT}", "XDG_CACHE_HOME": str(cache)}
    for name in ("NUMBA_CACHE_DIR", "NUMBA_DISABLE_JIT"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, cwd=cwd, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.soak
@pytest.mark.parametrize(
    ("file", "rule", "broken"),
    [
        ("adjudication/cost_share.py", "copay = min(copay_due_cents, left)", "copay = min(2 * copay_due_cents, left)"),
        ("money/rounding.py", "share_bp + 5_000)", "share_bp + 0)"),
    ],
)
def test_an_edited_leaf_changes_the_answer_though_the_cache_is_shared(
    tmp_path: Path, file: str, rule: str, broken: str
) -> None:
    edited = tmp_path / "source"
    copytree(PACKAGE, edited / "corridor", ignore=ignore_patterns("__pycache__", "app"))
    before = run(DECIDE, source=edited, cache=tmp_path / "cache")
    leaf = edited / "corridor" / file
    assert rule in leaf.read_text("utf-8")
    leaf.write_text(leaf.read_text("utf-8").replace(rule, broken), "utf-8")
    assert run(DECIDE, source=edited, cache=tmp_path / "cache") != before
    leaf.write_text(leaf.read_text("utf-8").replace(broken, rule), "utf-8")
    assert run(DECIDE, source=edited, cache=tmp_path / "cache") == before


def test_an_edited_leaf_names_another_cache(tmp_path: Path) -> None:
    copytree(PACKAGE, tmp_path / "corridor", ignore=ignore_patterns("__pycache__", "app"))
    named = "from corridor.adjudication.cache import fingerprint; print(fingerprint())"
    before = run(named, source=tmp_path, cache=tmp_path)
    leaf = tmp_path / "corridor" / "adjudication" / "cost_share.py"
    leaf.write_text(leaf.read_text("utf-8") + "\n", "utf-8")
    assert run(named, source=tmp_path, cache=tmp_path) != before


def test_the_cache_is_named_by_every_source_that_the_kernel_reads() -> None:
    names = {path.name for path in rule_sources()}
    leaves = {"accumulate.py", "cost_share.py", "limits.py", "out_of_pocket.py", "kernel.py"}
    assert leaves | {"rounding.py", "cents.py", "reasons.py"} <= names
    assert cache_folder().name == fingerprint()
    assert os.environ["NUMBA_CACHE_DIR"] == str(cache_folder())


def test_a_cache_that_cannot_be_written_is_replaced_by_a_private_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_the_way))
    assert cache_folder().stat().st_mode & 0o077 == 0


def test_threads_over_families_say_what_one_thread_says() -> None:
    plan, (lines, state) = plan_arrays(), book_of_lines(20_000, seed=11)
    serial, serial_state = live(plan, lines, state)
    parallel, parallel_state = batch(plan, lines, state)
    for one, other in zip((*serial, *serial_state), (*parallel, *parallel_state), strict=True):
        assert one.any()
        assert np.array_equal(one, other)


def test_compiling_again_takes_no_time() -> None:
    compile_kernels()
    assert compile_kernels() < 0.5


def test_threads_may_enter_together() -> None:
    plan = plan_arrays()
    books = [book_of_lines(20_000, seed=seed) for seed in range(4)]
    expected = [int(live(plan, *book)[0].plan_paid_cents.sum()) for book in books]
    with ThreadPoolExecutor(4) as pool:
        for entry in (live, batch):
            found = pool.map(lambda book, entry=entry: int(entry(plan, *book)[0].plan_paid_cents.sum()), books * 3)
            assert list(found) == expected * 3


@pytest.mark.parametrize("method", sorted({"spawn", "fork"} & set(multiprocessing.get_all_start_methods())))
def test_another_process_gets_the_same_answer_after_a_batch(tmp_path: Path, method: str) -> None:
    script = tmp_path / "book.py"
    script.write_text(IN_OTHER_PROCESSES, "utf-8")
    environment = os.environ | {"PYTHONPATH": f"{PACKAGE.parent}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, str(script), method], env=environment, capture_output=True, text=True, timeout=300
    )
    assert (done.returncode, done.stdout.strip()) == (0, "same"), done.stderr


def test_without_the_compiler_the_kernel_says_the_same(tmp_path: Path) -> None:
    plain = "import os\nos.environ['NUMBA_DISABLE_JIT'] = '1'\n" + DECIDE
    outcome, _ = live(plan_arrays(), *book_of_lines(400, seed=5))
    compiled = f"{int(outcome.coinsurance_cents.sum())} {int(outcome.plan_paid_cents.sum())}"
    assert run(plain, source=PACKAGE.parent, cache=tmp_path) == compiled
