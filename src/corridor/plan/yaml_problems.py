"""What PyYAML says of a text that is no YAML, so that it can be told in another language."""

import yaml

from corridor.wording.heard import heard
from corridor.wording.said import said

EXPECTED = (
    "the node content",
    "alphabetic or numeric character",
    "a comment or a line break",
    "a digit or {character}",
    "a digit",
    "chomping or indentation indicators",
    "indentation indicator in the range 1-9",
    "URI escape sequence of 2 hexadecimal numbers",
    "escape sequence of {count} hexadecimal numbers",
    "a scalar node",
    "a sequence node",
    "a mapping node",
    "a mapping or list of mappings for merging",
    "a mapping for merging",
    "a mapping of length 1",
    "a single mapping item",
    "a sequence",
    "{count} items",
)
"""What a problem may name as expected or found; the names of tokens and nodes are as YAML has them."""

PROBLEMS = (
    "found character {character} that cannot start any token",
    "could not find expected ':'",
    "sequence entries are not allowed here",
    "mapping keys are not allowed here",
    "mapping values are not allowed here",
    "found unexpected end of stream",
    "found unexpected document separator",
    "found unknown escape character {character}",
    "found duplicate YAML directive",
    "found incompatible YAML document (version 1.* is required)",
    "found undefined tag handle {tag}",
    "found undefined alias {alias}",
    "found unconstructable recursive node",
    "found unhashable key",
    "duplicate tag handle {tag}",
    "but found another document",
    "second occurrence",
    "blacklisted key {key} in instance state found",
    "could not determine a constructor for the tag {tag}",
    "failed to convert base64 data into ascii: {problem}",
    "failed to decode base64 data: {problem}",
    "expected {expected}, but found {found}",
    "expected {expected}, but got {found}",
    *EXPECTED,
)
"""The texts of PyYAML's safe loader, narrower ones before wider ones."""


def yaml_problem(error: yaml.YAMLError) -> str:
    """What is wrong; the mark of the error says where."""
    problem = getattr(error, "problem", None)
    return heard(str(problem), PROBLEMS) if problem else said("unreadable text")
