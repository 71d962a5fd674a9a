"""Checked documents: YAML -> pydantic model, with errors that say file, line, field, found, expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]
"""Way from the top of a document to a value: field names and list positions."""


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


@dataclass(frozen=True)
class Finding:
    """A fault whose line is not known yet: `location` leads to the value."""

    location: Location
    found: str
    expected: str


@dataclass(frozen=True)
class Document:
    """A YAML document that was read: its data, and the lines its values stand on."""

    file: str
    data: Any
    root: yaml.Node | None

    def fault(self, finding: Finding) -> Fault:
        """The finding with file, line and field name."""
        field = ".".join(str(part) for part in finding.location) or "document"
        return Fault(self.file, _line_of(self.root, finding.location), field, finding.found, finding.expected)

    def check(self, model: type[Model]) -> Model:
        """The data as a checked model. Raises DocumentError with every fault."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise DocumentError([self.fault(finding) for finding in findings_of(error)]) from error


def load_document(content: bytes, file: str, model: type[Model]) -> Model:
    """Read and check a YAML document. `file` is the name that errors show. Raises DocumentError."""
    return read_document(content, file).check(model)


def read_document(content: bytes, file: str) -> Document:
    """Read YAML. Raises DocumentError for what is no YAML, a date that does not exist, a key that stands twice."""
    try:
        text = content.decode("utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if faults := [Document(file, None, root).fault(finding) for finding in _unreadable(root)]:
            raise DocumentError(faults)
        return Document(file, yaml.safe_load(text), root)
    except UnicodeDecodeError as error:
        raise DocumentError([Fault(file, 1, "encoding", f"byte {error.start}", "UTF-8 text")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "unreadable text"
        raise DocumentError([Fault(file, mark.line + 1 if mark else 1, "YAML", problem, "valid YAML")]) from error


_EXPECTED = {
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "list_type": "a list",
    "tuple_type": "a list",
    "string_type": "text, in quotes where it looks like a number or a date",
    "string_too_short": "some text",
    "too_short": "at least one value",
    "bool_type": "true or false",
    "int_type": "a whole number",
}


def findings_of(error: ValidationError) -> list[Finding]:
    """What pydantic found wrong, in this project's words."""
    # A list whose values are wrong is reported as too short as well: the values it holds are the fault.
    return [_finding(item) for item in error.errors() if not (item["type"] == "too_short" and item["input"])]


def _finding(item: Any) -> Finding:
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
        expected = _EXPECTED.get(kind) or item["msg"].removeprefix("Input should be ")
    return Finding(tuple(item["loc"]), found, expected)


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return f"a {'mapping' if isinstance(value, dict) else 'list'} of {len(value)}"
    if value is None or isinstance(value, (bool, int, float, date)):
        return str(value)
    return repr(value)[:60]


def _unreadable(node: yaml.Node | None, location: Location = ()) -> Iterator[Finding]:
    """Dates that do not exist and keys that stand twice: the YAML reader fails on the one and hides the other."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield Finding((*location, str(key.value)), "the field twice", "it once")
            seen.add(key.value)
            yield from _unreadable(value, (*location, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield from _unreadable(value, (*location, position))
    elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:timestamp" and not _is_date(node):
        yield Finding(location, node.value, "a date that exists")


def _is_date(node: yaml.ScalarNode) -> bool:
    try:
        yaml.SafeLoader("").construct_yaml_timestamp(node)
    except ValueError:
        return False
    return True


def _line_of(root: yaml.Node | None, location: Location) -> int:
    """Line of the deepest node on the way to `location` that exists."""
    line = 1 if root is None else root.start_mark.line + 1
    node = root
    for part in location:
        if isinstance(node, yaml.MappingNode):
            # of a key that stands twice, the last: it is the one that the YAML reader takes
            pair = next(((k, v) for k, v in reversed(node.value) if k.value == str(part)), None)
            if pair is None:
                continue
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
