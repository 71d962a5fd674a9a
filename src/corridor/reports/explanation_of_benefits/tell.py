"""The notice told in a language: an `Eob` as a `Sheet`."""

from collections.abc import Iterator
from dataclasses import dataclass

from corridor.adjudication.wording import REASON_TEXTS, step_sentence
from corridor.codes.adjustments import Adjustment
from corridor.money.text import amount_text
from corridor.periods.text import date_text
from corridor.reports.explanation_of_benefits.assemble import Eob, EobLine
from corridor.reports.explanation_of_benefits.shares import Shares, share_of
from corridor.reports.explanation_of_benefits.sheet import BarTold, Fact, LineTold, Reason, Row, Share, Sheet, Table
from corridor.reports.explanation_of_benefits.told_rights import address_of, sections_of, tagline, telephone_of
from corridor.reports.explanation_of_benefits.words import (
    BARS,
    MEANINGS,
    SHARES,
    TIERS,
    VERDICTS,
    period_of,
    used_of,
)
from corridor.reports.explanation_of_benefits.year import Bar
from corridor.wording.language import LANGUAGES, Language
from corridor.wording.said import Said, listed, said, told

COLUMNS = (
    "charge",
    "network_savings",
    "allowed",
    "other_paid",
    "plan_paid",
    "account_paid",
    "refused",
    "undecided",
    "owed",
)
"""Of the table; one in which nothing stands is left out, but for ALWAYS_SHOWN."""
ALWAYS_SHOWN = frozenset({"charge", "allowed", "plan_paid", "owed"})
_SUMS = tuple(name for name in COLUMNS if name != "allowed")
"""Beside what is owed: from the charge down to it, so that the column can be added up."""


@dataclass(frozen=True)
class Teller:
    """Texts in one language."""

    language: Language

    def say(self, sentence: Said) -> str:
        """A sentence."""
        return str(told(sentence, self.language))

    def money(self, cents: int) -> str:
        """An amount with its currency."""
        return f"{'−' if cents < 0 else ''}${amount_text(abs(cents), self.language)}"

    def day(self, line: EobLine | Eob) -> str:
        """The day of a service, or its first and last."""
        first, last = (date_text(day, self.language) for day in (line.service_from, line.service_to))
        return first if first == last else f"{first} – {last}"


def sheet_of(eob: Eob, language: Language) -> Sheet:
    """The notice in a language."""
    teller = Teller(language)
    say, heading = teller.say, eob.heading
    other = next(one for one in LANGUAGES if one != language)
    address = eob.rights.write_to
    return Sheet(
        language=language,
        title=say(said("Explanation of benefits")),
        not_a_bill=say(said("This is not a bill")),
        sponsor_name=heading.sponsor_name,
        plan_name=heading.plan_name,
        issuer=(*address_of(address), telephone_of(address)),
        owed_lead=say(_owed_lead(eob)),
        owed=teller.money(eob.owed_cents),
        owed_notes=tuple(map(say, _owed_notes(eob))),
        sums=tuple(_sums(eob.shares, teller)),
        facts_heading=say(said("About this claim")),
        facts=tuple(_facts(eob, teller)),
        services_heading=say(said("Where the charge went")),
        table=_table(eob, teller),
        why_heading=say(said("Why, service by service")),
        why_lead=say(_why_lead(eob)),
        lines=tuple(_line(line, teller) for line in eob.lines),
        year_heading=say(said("Your plan year so far")),
        year_lead=say(_year_lead(eob, teller)),
        bars=tuple(_bar(bar, teller) for bar in eob.bars),
        rights=sections_of(eob.rights, language),
        tagline_language=other,
        tagline=tagline(eob.rights, other),
    )


def _owed_lead(eob: Eob) -> Said:
    if eob.provider is None:
        return said("You owe the provider")
    return said("You owe {provider}", provider=eob.provider)


def _owed_notes(eob: Eob) -> Iterator[Said]:
    if eob.owed_cents > 0:
        yield said("The provider bills you for it. What you have paid at the visit already counts toward it.")
    elif not eob.is_waiting:
        yield said("There is nothing for you to pay.")
    if eob.is_waiting:
        yield said("Not everything is decided yet: you hear from us again about the rest.")
    if eob.decision > 1:
        yield said(
            "This is decision {number} of this claim; it takes the place of the one before.", number=eob.decision
        )


def _sums(shares: Shares, teller: Teller) -> Iterator[Fact]:
    for name in _SUMS:
        if name in ALWAYS_SHOWN or getattr(shares, name):
            yield Fact(teller.say(SHARES[name]), teller.money(getattr(shares, name)))


def _facts(eob: Eob, teller: Teller) -> Iterator[Fact]:
    say, heading, language = teller.say, eob.heading, teller.language
    yield Fact(say(said("Claim")), str(heading.claim_number), is_name=True)
    if heading.sender_number:
        yield Fact(say(said("Provider's number")), heading.sender_number, is_name=True)
    if heading.patient:
        yield Fact(say(said("Patient")), heading.patient, is_name=True)
    if eob.provider:
        yield Fact(say(said("Provider")), eob.provider, is_name=True)
    yield Fact(say(said("Service")), teller.day(eob))
    yield Fact(say(said("Received")), date_text(eob.received_on, language))
    yield Fact(say(said("Date of this notice")), date_text(heading.noticed_on, language))
    if heading.plan_code:
        yield Fact(
            say(said("Benefit plan")), f"{heading.plan_name or heading.plan_code} ({heading.plan_code})", is_name=True
        )


def _table(eob: Eob, teller: Teller) -> Table:
    shown = [name for name in COLUMNS if name in ALWAYS_SHOWN or getattr(eob.shares, name)]

    def row(name: str, about: str, shares: Shares) -> Row:
        return Row(name, about, tuple(teller.money(getattr(shares, column)) for column in shown))

    return Table(
        caption=teller.say(said("Each service, its charge, and who pays what of it")),
        heads=tuple(map(teller.say, (said("Service"), *(SHARES[name] for name in shown)))),
        rows=tuple(row(_name(line, teller), _about(line, teller), line.shares) for line in eob.lines),
        total=row(teller.say(said("Total")), "", eob.shares),
    )


def _name(line: EobLine, teller: Teller) -> str:
    """What the plan calls the service, in its own words."""
    if line.benefit is None:
        return teller.say(said("Service {number}", number=line.number))
    words = line.benefit.replace("_", " ")
    return words[:1].upper() + words[1:]


def _about(line: EobLine, teller: Teller) -> str:
    return " · ".join(part for part in (teller.day(line), line.code) if part)


def _why_lead(eob: Eob) -> Said:
    if eob.heading.is_of_its_day:
        return said(
            "Beside each amount stands the code that your provider gets for it: PR is yours, CO the provider's, OA "
            "another's."
        )
    return said("What is known has changed since: the sentences say how each service would be decided today.")


def _line(line: EobLine, teller: Teller) -> LineTold:
    return LineTold(
        title=teller.say(said("Line {number}", number=line.number)),
        name=_name(line, teller),
        about=_about(line, teller),
        verdict=teller.say(_verdict(line, teller.language)),
        shares=tuple(_share(one, line, teller) for one in line.adjustments),
        reasons=tuple(_reasons(line, teller.language)),
    )


def _verdict(line: EobLine, language: Language) -> Said:
    verdict = VERDICTS[line.status]
    if line.status == "paid":
        return verdict
    return listed([verdict, REASON_TEXTS[language].get(line.reason, line.reason)], ": ")


def _share(adjustment: Adjustment, line: EobLine, teller: Teller) -> Share:
    share = share_of(adjustment.column, line.status, line.reason)
    return Share(
        label=teller.say(SHARES[share]),
        amount=teller.money(adjustment.cents),
        meaning=teller.say(MEANINGS[share]),
        code=adjustment.code,
    )


def _reasons(line: EobLine, language: Language) -> Iterator[Reason]:
    for step in line.steps:
        text = step_sentence(step, language, to_member=True)
        number = step.clause.number if step.clause else None
        if number is None or not number[:1].isdecimal():
            yield Reason(text, number, clause_is_name=number is not None)  # `Amendment 1`
        else:
            yield Reason(text, str(told(said("clause {number}", number=number), language)))


def _year_lead(eob: Eob, teller: Teller) -> Said:
    return said("As it stands on {day}, this claim included.", day=date_text(eob.bars_on, teller.language))


def _bar(bar: Bar, teller: Teller) -> BarTold:
    shown = [teller.money(value) if bar.unit == "dollars" else str(value) for value in (bar.used, bar.limit)]
    parts = [teller.say(BARS[bar.owner, bar.kind])]
    parts += [teller.say(TIERS[bar.tier])] if bar.tier in TIERS else [teller.say(period_of(bar.period, bar.months))]
    names = [part.replace("_", " ") for part in (bar.name, bar.counted_apart) if part]
    return BarTold(
        label=", ".join(parts),
        name=", ".join(names) or None,
        text=teller.say(used_of(bar.unit, *shown)),
        percent=bar.percent,
        is_reached=bar.is_reached,
    )
