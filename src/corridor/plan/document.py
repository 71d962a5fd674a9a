"""Checked documents: YAML -> pydantic model, with errors that say file, line, field, found, expected."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from corridor.plan.findings import Finding, Location, findings_of
from corridor.plan.yaml_problems import yaml_problem
from corridor.wording.said import Said, listed, said

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

    @property
    def text(self) -> Said:
        """The fault as a sentence."""
        return said("{file} line {line}, {field}: found {found}, expected {expected}", **vars(self))

    def __str__(self) -> str:
        return self.text


class DocumentError(ValueError):
    """A document that cannot be used; `faults` lists all that is wrong with it, first in the file first."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__(listed((fault.text for fault in self.faults), "\n"))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.faults,)


@dataclass(frozen=True)
class Document:
    """A YAML document that was read: its data, and the lines its values stand on."""

    file: str
    data: Any
    root: yaml.Node | None

    def fault(self, finding: Finding) -> Fault:
        """The finding with file, line and field name."""
        field = ".".join(str(part) for part in finding.location) or said("document")
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
        root = _composed(text)
        if faults := [Document(file, None, root).fault(finding) for finding in _unreadable(root)]:
            raise DocumentError(faults)
        return Document(file, None if root is None else yaml.SafeLoader("").construct_document(root), root)
    except UnicodeDecodeError as error:
        found = said("byte {place}", place=error.start)
        raise DocumentError([Fault(file, 1, said("encoding"), found, said("UTF-8 text"))]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise DocumentError(
            [Fault(file, mark.line + 1 if mark else 1, "YAML", yaml_problem(error), said("valid YAML"))]
        ) from error


def _composed(text: str) -> yaml.Node | None:
    """The tree of the text, by libyaml where it is there; what that refuses the plain reader words as we know."""
    if yaml.__with_libyaml__:
        with suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=yaml.CSafeLoader)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _unreadable(node: yaml.Node | None, location: Location = ()) -> Iterator[Finding]:
    """Dates that do not exist and keys that stand twice: the YAML reader fails on the one and hides the other."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield Finding((*location, str(key.value)), said("the field twice"), said("it once"))
            seen.add(key.value)
            yield from _unreadable(value, (*location, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield from _unreadable(value, (*location, position))
    elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:timestamp" and not _is_date(node):
        yield Finding(location, node.value, said("a date that exists"))


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
