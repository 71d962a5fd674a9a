"""The notice as a reader sees it: every text told in one language, in the order of the page."""

from dataclasses import dataclass

from corridor.wording.language import Language


@dataclass(frozen=True)
class Fact:
    """A label and what stands beside it. is_name: the value is a name or a number, the same in every language."""

    label: str
    value: str
    is_name: bool = False


@dataclass(frozen=True)
class Row:
    """A service in the table. name: of the benefit as the plan has it; about: day and code; cells: amounts."""

    name: str
    about: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Services and where their charges went. heads: of the first column and of each amount."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True)
class Share:
    """A part of a line's charge: what it is called, the amount, what it means, its X12 code."""

    label: str
    amount: str
    meaning: str
    code: str


@dataclass(frozen=True)
class Reason:
    """A sentence on why, and the clause behind it. clause_is_name: the plan document names it, in its own language."""

    text: str
    clause: str | None
    clause_is_name: bool = False


@dataclass(frozen=True)
class LineTold:
    """Why a line was decided so. name, about: as in the table."""

    title: str
    name: str
    about: str
    verdict: str
    shares: tuple[Share, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class BarTold:
    """A bar of the plan year. name: of a limit or separate deductible as the plan has it; percent: 0 to 100."""

    label: str
    name: str | None
    text: str
    percent: int
    is_reached: bool


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The notice. owed_notes: what to know about the amount owed. tagline: in `tagline_language`."""

    language: Language
    title: str
    not_a_bill: str
    sponsor_name: str
    plan_name: str | None
    issuer: tuple[str, ...]
    owed_lead: str
    owed: str
    owed_notes: tuple[str, ...]
    sums: tuple[Fact, ...]
    facts_heading: str
    facts: tuple[Fact, ...]
    services_heading: str
    table: Table
    why_heading: str
    why_lead: str
    lines: tuple[LineTold, ...]
    year_heading: str
    year_lead: str
    bars: tuple[BarTold, ...]
    rights: tuple[Section, ...]
    tagline_language: Language
    tagline: str
