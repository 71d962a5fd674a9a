"""Checked documents: YAML -> pydantic model, with errors that say file, line, field, found, expected."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class Strict(BaseModel):
    """Base of every document model: unknown fields are refused, values never change after the check."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a document: where, what was found, what was expected."""

    file: str
    line: int
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file} line {self.line}, {self.field}: found {self.found}, expected {self.expected}"


class DocumentError(ValueError):
    """A document that cannot be used; `faults` lists all that is wrong with it, first in the file first."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def load_document(content: bytes, file: str, model: type[Model]) -> Model:
    """Read and check a YAML document. `file` is the name that errors show. Raises DocumentError."""
    try:
        text = content.decode("utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise DocumentError([Fault(file, 1, "encoding", f"byte {error.start}", "UTF-8 text")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "unreadable text"
        raise DocumentError([Fault(file, mark.line + 1 if mark else 1, "YAML", problem, "valid YAML")]) from error
    except ValueError as error:  # a date such as 2026-02-30 fails inside the YAML reader
        raise DocumentError([Fault(file, 1, "YAML", str(error), "values that exist")]) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise DocumentError([_fault(file, node, item) for item in error.errors()]) from error


def _fault(file: str, root: yaml.Node | None, item: Any) -> Fault:
    location = tuple(item["loc"])
    kind, context = item["type"], item.get("ctx", {})
    found = _shown(item.get("input"))
    if kind == "missing":
        found, expected = "nothing", "a value"
    elif kind == "extra_forbidden":
        found, expected = "a field of that name", "only fields that the schema knows"
    elif kind == "value_error":
        # A validator of ours raises ValueError("found …, expected …") or just what it expected.
        text = str(context.get("error", item["msg"]))
        head, comma, tail = text.partition(", expected ")
        found, expected = (head.removeprefix("found "), tail) if comma else (found, text)
    else:
        expected = item["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    return Fault(
        file, _line_of(root, location), ".".join(str(part) for part in location) or "document", found, expected
    )


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return f"a {'mapping' if isinstance(value, dict) else 'list'} of {len(value)}"
    if value is None or isinstance(value, (bool, int, float, date)):
        return str(value)
    return repr(value)[:60]


def _line_of(root: yaml.Node | None, location: tuple[Any, ...]) -> int:
    """Line of the deepest node on the way to `location` that exists."""
    line = 1 if root is None else root.start_mark.line + 1
    node = root
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if pair is None:
                continue
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
