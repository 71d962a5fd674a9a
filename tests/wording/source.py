"""What the source says: the templates and the refusals in it, read from its syntax trees."""

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parents[2] / "src" / "corridor"


@dataclass(frozen=True)
class Place:
    """A line of the source; `area` is its top folder."""

    file: str
    line: int

    @property
    def area(self) -> str:
        return self.file.split("/")[0] if "/" in self.file else "corridor"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@cache
def trees() -> dict[str, ast.Module]:
    """Path below the package -> its tree."""
    files = sorted(ROOT.rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in files}


def areas() -> list[str]:
    """The top folders of the package."""
    return sorted({Place(file, 0).area for file in trees()})


def name_of(call: ast.Call) -> str:
    """The name that is called, without what it is an attribute of."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@cache
def nodes() -> tuple[tuple[Place, ast.AST], ...]:
    """Every call, raise, class and literal of the source, with its place."""
    kinds = (ast.Call, ast.Raise, ast.ClassDef, ast.Constant)
    return tuple(
        (Place(file, node.lineno), node)
        for file, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, kinds)
    )


def calls_of(*names: str) -> Iterator[tuple[Place, ast.Call]]:
    """Every call of one of `names`."""
    for place, node in nodes():
        if isinstance(node, ast.Call) and name_of(node) in names:
            yield place, node


def literal(node: ast.expr | None) -> str | None:
    """The text of a string literal, else None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@cache
def templates() -> tuple[tuple[Place, str | None], ...]:
    """Every template that is said; None where it is no literal."""
    return tuple((place, literal(call.args[0] if call.args else None)) for place, call in calls_of("said"))


def placeholders(template: str) -> set[str]:
    """Names of the facts in a template."""
    return {re.split(r"[.\[]", field)[0] for _, field, _, _ in Formatter().parse(template) if field is not None}


@cache
def texts() -> frozenset[str]:
    """Every string in the source, docstrings too."""
    found = (literal(node) for _, node in nodes() if isinstance(node, ast.Constant))
    return frozenset(text for text in found if text)


@cache
def error_classes() -> dict[str, frozenset[str]]:
    """Name of every exception class of the package -> names of all that it derives from."""
    bases = {
        node.name: {ast.unparse(base).split(".")[-1] for base in node.bases} - {node.name}
        for _, node in nodes()
        if isinstance(node, ast.ClassDef)
    }

    def above(name: str, below: frozenset[str]) -> frozenset[str]:
        here = below | {name}
        return here.union(*(above(base, here) for base in bases.get(name, set()) - here))

    closed = {name: above(name, frozenset()) for name in bases}
    return {name: all_bases for name, all_bases in closed.items() if any(_is_error(base) for base in all_bases)}


def _is_error(name: str) -> bool:
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)


def raises() -> Iterator[tuple[Place, ast.Call]]:
    """Every exception or call in a `raise`."""
    for place, node in nodes():
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield place, node.exc


def arguments(call: ast.Call) -> list[ast.expr]:
    """What a call is handed, by place or by name."""
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def unsaid_sentences(call: ast.Call) -> Iterator[str]:
    """String literals and parts of f-strings among all that a call is handed that are words with a space between."""
    for argument in arguments(call):
        inner = [argument]
        while inner:
            node = inner.pop()
            if isinstance(node, ast.Call) and name_of(node) == "said":
                inner += [keyword.value for keyword in node.keywords]
                continue
            text = literal(node)
            if text and re.search(r"[^\W\d_]", text) and " " in text.strip():
                yield text
            inner += [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
