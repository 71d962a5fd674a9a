"""The report of mutation testing: what counts as a line, a change, a rule file."""

from tests.mutation import ROOT, RULES, Mutant, changed_lines, code_lines, fate, rule_files

SOURCE = '''"""A file.

Of three lines of code."""

import numpy  # one

# no code


def f(x: int) -> int:
    """No code."""
    return (
        x + 1
    )
'''


def test_lines_of_code_are_counted_without_docstrings_comments_and_blanks() -> None:
    assert code_lines(SOURCE) == 5


def test_the_kernel_and_every_leaf_are_rule_files() -> None:
    names = {path.name for path in rule_files()}
    assert names >= {"kernel.py", "cost_share.py", "limits.py", "coordination.py", "out_of_pocket.py", "penalty.py"}
    assert names.isdisjoint({"door.py", "run.py", "compiled.py", "families_apart.py"})
    assert all((ROOT / RULES / name).exists() for name in names)


def test_a_survivor_is_named_by_what_changed() -> None:
    original = "def x_f__mutmut_orig(x):  # type: ignore # mutmut generated\n    y = 1\n    return x + y\n"
    mutated = original.replace("orig", "3").replace("x + y", "x - y")
    was, became = changed_lines(original, mutated)
    assert Mutant("f.py", "f", "survived", was, became).sentence == "`return x + y` → `return x - y`"


def test_a_mutant_that_no_test_reaches_survived() -> None:
    assert [fate(code) for code in (1, 3, 0, 33, None, 36, -24)] == [
        "killed", "killed", "survived", "survived", "survived", "timed out", "timed out",
    ]  # fmt: skip
