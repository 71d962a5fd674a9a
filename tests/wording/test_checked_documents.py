"""Whatever is wrong in a document of ours is said in our words: no text of pydantic, PyYAML or tomllib is left."""

import ast
import copy
import inspect
import pickle
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
import yaml.composer
import yaml.constructor
import yaml.parser
import yaml.scanner
from pydantic import BaseModel, ValidationError

from corridor.funding.arrangement import Arrangement
from corridor.plan import yaml_problems
from corridor.plan.document import DocumentError, Fault
from corridor.plan.findings import Finding, Unfit, findings_of
from corridor.plan.schema import PlanDocument
from corridor.stoploss.contract import Contract
from corridor.tables import toml_problems
from corridor.tables.faults import TableError, TableFault
from corridor.tables.map import TABLES, load_map
from corridor.wording.heard import heard
from corridor.wording.said import Said, said, told

ROOT = Path(__file__).parents[2]
DOCUMENTS: list[tuple[str, type[BaseModel]]] = [
    ("tests/plan/minimal.yaml", PlanDocument),
    ("plans/meridian/arrangement.yaml", Arrangement),
    ("plans/stoploss/meridian.yaml", Contract),
]
LOADER = (
    yaml.scanner,
    yaml.parser,
    yaml.composer,
    yaml.constructor.BaseConstructor,
    yaml.constructor.SafeConstructor,
)
"""What a safe loader is made of."""

STRANGE: tuple[Any, ...] = (
    None,
    True,
    "",
    "soon",
    "x" * 99,
    -1,
    10**30,
    1.5,
    float("nan"),
    date(2026, 1, 5),
    [],
    [1],
    {},
    {"strange": 1},
)


def _ways(data: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Ways to every value of a document, the first two items of a list only."""
    if way:
        yield way
    inner = data.items() if isinstance(data, dict) else enumerate(data[:2]) if isinstance(data, list) else ()
    for key, value in inner:
        yield from _ways(value, (*way, key))


def _with(data: Any, way: tuple[str | int, ...], value: Any) -> Any:
    changed = copy.deepcopy(data)
    node = changed
    for key in way[:-1]:
        node = node[key]
    node[way[-1]] = value
    return changed


def _findings(model: type[BaseModel], data: Any) -> list[Finding]:
    try:
        model.model_validate(data)
    except ValidationError as error:
        return findings_of(error)
    return []


@pytest.mark.parametrize(("file", "model"), DOCUMENTS, ids=lambda part: getattr(part, "__name__", None))
def test_every_wrong_value_of_a_document_is_said_in_our_words(file: str, model: type[BaseModel]) -> None:
    data = yaml.safe_load((ROOT / file).read_text("utf-8"))
    assert _findings(model, data) == []
    found = [
        finding for way in _ways(data) for value in STRANGE for finding in _findings(model, _with(data, way, value))
    ]
    assert len(found) > 300
    assert {finding.expected for finding in found if not isinstance(finding.expected, Said)} == set()
    untold = {finding.expected for finding in found if told(finding.expected, "tr") == finding.expected}
    assert {text for text in untold if not re.fullmatch(r"'[^']*'", text)} == set()


def _raised(source: Any, position: int) -> Iterator[str]:
    """What a library raises as its problem, the argument at `position`, with its facts as `x`."""
    for node in ast.walk(ast.parse(inspect.getsource(source))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and len(node.exc.args) > position:
            text = _text(node.exc.args[position])
            if text is not None:
                yield text


def _unheard(problem: str, templates: tuple[str, ...]) -> list[str]:
    """The parts of a problem that no template fits: its facts may be `x`, or names and signs in quotes or brackets."""
    sentence = heard(problem, templates)
    if not isinstance(sentence, Said):
        return [] if re.fullmatch(r"x|\d+|'[^']*'|<[^>]*>|URI|[\[\]',\" }or]*", problem) else [problem]
    return [part for fact in sentence.facts.values() for part in _unheard(str(fact), templates)]


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return re.sub(r"%[rsd]", "x", str(_text(node.left)))
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@pytest.mark.parametrize("source", LOADER, ids=lambda source: source.__name__)
def test_whatever_pyyaml_finds_wrong_is_heard(source: Any) -> None:
    problems = set(_raised(source, 2))
    assert problems
    assert [part for text in problems for part in _unheard(text, yaml_problems.PROBLEMS)] == []


def test_whatever_tomllib_finds_wrong_is_heard() -> None:
    problems = set(_raised(tomllib._parser, 2))  # suffixed_err(text, place, problem)
    assert len(problems) >= 20
    assert [part for text in problems for part in _unheard(text, toml_problems.PROBLEMS)] == []


def test_a_column_map_is_said_in_our_words() -> None:
    with pytest.raises(TableError) as caught:
        load_map(b'kind = "claim"\nname = 5\n[columns]\ncharge = 1\n[characters]\nkind = "first"\n', "m.toml")
    *kinds, last = TABLES
    assert told(caught.value, "tr").splitlines() == [
        "m.toml, kind – bulunan: 'claim', beklenen: " + ", ".join(map(repr, kinds)) + f" ya da {last!r}",
        "m.toml, name – bulunan: 5, beklenen: metin; sayıya ya da tarihe benziyorsa tırnak içinde",
        "m.toml, columns.charge – bulunan: 1, beklenen: bir liste",
        "m.toml, characters.kind – bulunan: 'first', beklenen: 3 gibi bir yer ya da 1-2 gibi bir aralık",
    ]


@pytest.mark.parametrize(
    "error",
    [
        DocumentError([Fault("p.yaml", 3, "code", "x", said("a value"))]),
        TableError([TableFault("c.csv", None, "kind", said("nothing"), said("a value"))], 7),
        Unfit(said("nothing"), said("a value")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_survive_pickling(error: Exception) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert told(back, "tr") == told(error, "tr") != str(error)
