"""What tomllib says of a text that is no TOML, so that it can be told in another language."""

import tomllib

from corridor.wording.heard import heard

PROBLEMS = (
    "{problem} (at line {line}, column {column})",
    "{problem} (at end of document)",
    "Invalid initial character for a key part",
    "Invalid value",
    "Found invalid character {character}",
    "Cannot declare {key} twice",
    "Expected ']' at the end of a table declaration",
    "Expected ']]' at the end of an array declaration",
    "Cannot mutate immutable namespace {key}",
    "Cannot redefine namespace {key}",
    "Cannot overwrite a value",
    "Expected '=' after a key in a key/value pair",
    "Invalid hex value",
    "Escaped character is not a Unicode scalar value",
    "Expected newline or end of document after a statement",
    "Unclosed array",
    "Unclosed inline table",
    "Duplicate inline table key {key}",
    "Unescaped '\\' in a string",
    "Illegal character {character}",
    "Expected {characters}",
    "Unterminated string",
    "Invalid date or datetime",
    "Invalid statement",
)
"""The texts of tomllib, narrower ones before wider ones."""


def toml_problem(error: tomllib.TOMLDecodeError) -> str:
    """What is wrong, and where in the text."""
    return heard(str(error), PROBLEMS)
