"""Explanations of weeks as sentences, in English and Turkish: one table per language, keyed by rule."""

from collections.abc import Mapping
from datetime import date

from corridor.disability.explain import WeekExplanation, WeekStep
from corridor.money.text import amount_text, rate_text
from corridor.periods.text import date_text
from corridor.wording.language import Language

STEPS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "given_before": "Decided before the plan's amounts were applied: {reason_text}.",
        "days_of_disability": "Days {first} to {last} of the disability that began on {begin}.",
        "no_elimination_period": "No elimination period after {cause}.",
        "elimination_period": "Within the elimination period of {days} days after {cause}: nothing is payable.",
        "elimination_period_ends": "The elimination period of {days} days after {cause} takes {waiting} of these days.",
        "elimination_period_served": "The elimination period of {days} days after {cause} is served.",
        "share_of_earnings": "{rate} of weekly earnings of {earnings}: {amount} a week.",
        "weekly_maximum": "The weekly maximum of {maximum} is less: {amount} a week.",
        "within_weekly_maximum": "The weekly maximum of {maximum} is not exceeded.",
        "benefit_week": "Benefit week {week} of {weeks}.",
        "part_week": "{days} of {week_days} days of the week are payable.",
        "duration_reached": "All {weeks} weeks of benefit have passed: nothing more is payable.",
        "proof_too_late": "The certification arrived more than {days} days after the week.",
        "recurrent_by_hand": "Another disability lies close to this one: an examiner decides whether they are one.",
        "other_income_by_hand": "There is income from elsewhere for the same disability: an examiner takes it off.",
        "not_yet_due": "The week ends on {last} and is paid after that.",
        "plan_pays": "The plan pays {amount}.",
    },
    "tr": {
        "given_before": "Plan tutarları uygulanmadan önce karara bağlandı: {reason_text}.",
        "days_of_disability": "{begin} tarihinde başlayan iş göremezliğin {first}.-{last}. günleri.",
        "no_elimination_period": "Bu neden ({cause}) için muafiyet süresi yoktur.",
        "elimination_period": "{days} günlük muafiyet süresi ({cause}) içinde: ödenecek tutar yoktur.",
        "elimination_period_ends": "Bu günlerin {waiting} günü, {days} günlük muafiyet süresinin ({cause}) içindedir.",
        "elimination_period_served": "{days} günlük muafiyet süresi ({cause}) dolmuştur.",
        "share_of_earnings": "{earnings} haftalık kazancın {rate} oranı: haftada {amount}.",
        "weekly_maximum": "Haftalık azami tutar {maximum} daha düşüktür: haftada {amount}.",
        "within_weekly_maximum": "Haftalık azami tutar {maximum} aşılmıyor.",
        "benefit_week": "{weeks} ödenek haftasının {week}. haftası.",
        "part_week": "Haftanın {week_days} gününden {days} günü ödenir.",
        "duration_reached": "{weeks} ödenek haftasının tümü geçmiştir: artık ödenecek tutar yoktur.",
        "proof_too_late": "Rapor haftadan {days} günden daha geç geldi.",
        "recurrent_by_hand": "Buna yakın başka bir iş göremezlik var: tek sayılıp sayılmayacağına uzman karar verir.",
        "other_income_by_hand": "Aynı iş göremezlik için başka yerden gelir var: uzman bunu düşer.",
        "not_yet_due": "Hafta {last} tarihinde biter ve ondan sonra ödenir.",
        "plan_pays": "Planın ödediği: {amount}.",
    },
}
CAUSES: Mapping[Language, Mapping[str, str]] = {
    "en": {"injury": "an injury", "sickness": "a sickness"},
    "tr": {"injury": "yaralanma", "sickness": "hastalık"},
}
_CLAUSE: Mapping[Language, str] = {"en": "clause {number}", "tr": "madde {number}"}


def step_text(step: WeekStep, language: Language, reason_texts: Mapping[str, str]) -> str:
    """The sentence of a step, with its clause in brackets. reason_texts: reason -> its words in `language`."""
    facts: dict[str, str] = {"amount": amount_text(step.amount_cents, language)}
    for name, value in step.facts.items():
        facts |= _told(name, value, language, reason_texts)
    sentence = STEPS[language][step.rule].format(**facts)
    return sentence if step.clause is None else f"{sentence} [{_CLAUSE[language].format(number=step.clause.number)}]"


def week_text(week: WeekExplanation, language: Language, reason_texts: Mapping[str, str]) -> list[str]:
    """A week's explanation as sentences, its steps in order."""
    return [step_text(step, language, reason_texts) for step in week.steps]


def _told(name: str, value: int | str | date, language: Language, reason_texts: Mapping[str, str]) -> dict[str, str]:
    if name == "reason":
        return {"reason_text": reason_texts[str(value)]}
    if name == "cause":
        return {"cause": CAUSES[language][str(value)]}
    if isinstance(value, date):
        return {name: date_text(value, language)}
    if name.endswith("_cents"):
        return {name.removesuffix("_cents"): amount_text(int(value), language)}
    if name.endswith("_bp"):
        return {name.removesuffix("_bp"): rate_text(int(value), language)}
    return {name: str(value)}
