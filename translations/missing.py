"""Which texts of a catalogue have no Turkish, or Turkish that lost one of their facts."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message

EXTRA = Path(__file__).with_name("from_libraries.txt")
"""Texts of libraries' pages that have no Turkish of their own."""

_FACT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def missing(messages: Catalog) -> list[str]:
    """The English of every message whose Turkish is empty, marked doubtful, or without the facts of the English."""
    return [_english(message) for message in messages if message.id and not _is_told(message)]


def _english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_told(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    if not all(strings) or message.fuzzy:
        return False
    wanted = set(_FACT.findall(message.id if isinstance(message.id, str) else message.id[-1]))
    return all(set(_FACT.findall(string)) >= wanted for string in strings[-1:])
