"""The rights of a member in sentences: to appeal, to see what the decision rests on, to be told in the own language."""

from collections.abc import Callable

from corridor.funding.arrangement import Party
from corridor.periods.text import date_text
from corridor.reports.explanation_of_benefits.rights import Rights
from corridor.reports.explanation_of_benefits.sheet import Section
from corridor.wording.language import Language
from corridor.wording.said import Said, said, told

_ZIP, _AREA, _EXCHANGE = 5, 3, 6


def sections_of(rights: Rights, language: Language) -> tuple[Section, ...]:
    """All the rights of a notice, in the order in which they are used."""

    def tell(sentence: Said) -> str:
        return str(told(sentence, language))

    return (
        Section(tell(said("If you disagree: your right to appeal")), _appeal(rights, language, tell)),
        Section(tell(said("If we still say no")), _after(rights, language, tell)),
        Section(tell(said("What you may ask us for, free of charge")), _documents(tell)),
    )


def tagline(rights: Rights, language: Language) -> str:
    """Where to get help in `language`."""
    sentence = said(
        "This notice is also written in English; for help in your language, free of charge, call {telephone}.",
        telephone=telephone_of(rights.write_to),
    )
    return str(told(sentence, language))


def address_of(party: Party) -> tuple[str, ...]:
    """Name and address, a line each."""
    zip_code = party.zip_code
    whole = zip_code if len(zip_code) == _ZIP else f"{zip_code[:_ZIP]}-{zip_code[_ZIP:]}"
    return party.name, party.street, f"{party.city}, {party.state} {whole}"


def telephone_of(party: Party) -> str:
    """`217-555-0100`."""
    number = party.telephone
    return f"{number[:_AREA]}-{number[_AREA:_EXCHANGE]}-{number[_EXCHANGE:]}"


def _appeal(rights: Rights, language: Language, tell: Callable[[Said], str]) -> tuple[str, ...]:
    return (
        tell(
            said(
                "You may ask us to decide again, free of charge. Write within 180 days of receiving this notice: "
                "until {day}, if it reached you on the day of its date.",
                day=date_text(rights.appeal_by, language),
            )
        ),
        tell(
            said(
                "Write to: {address}. Telephone: {telephone}. Name the claim by its number above.",
                address=", ".join(address_of(rights.write_to)),
                telephone=telephone_of(rights.write_to),
            )
        ),
        tell(
            said(
                "Say why you disagree, and send whatever supports you: comments, records, a letter from your doctor. "
                "You may name somebody, in writing, who acts for you."
            )
        ),
        tell(
            said(
                "Somebody who took no part in this decision looks at everything anew and answers you in writing "
                "within 60 days of receiving your appeal: by {day}, if it comes on the last day.",
                day=date_text(rights.decide_by, language),
            )
        ),
    )


def _after(rights: Rights, language: Language, tell: Callable[[Said], str]) -> tuple[str, ...]:
    court = tell(
        said(
            "You may then also bring a civil action under section 502(a) of ERISA. The Employee Benefits Security "
            "Administration answers questions about your rights: 1-866-444-3272."
        )
    )
    if rights.external_by is None:
        return (
            tell(
                said(
                    "This plan is a benefit that the law leaves out of external review: our answer to your appeal "
                    "is the final one of the plan."
                )
            ),
            court,
        )
    return (
        tell(
            said(
                "Where the decision rests on medical judgement, on protection from surprise bills or on cover ended "
                "back in time, an independent reviewer outside the plan may decide (external review), and its answer "
                "binds the plan. Ask within 4 months of receiving our final answer: by {day}, if that reaches you on "
                "{answered}.",
                day=date_text(rights.external_by, language),
                answered=date_text(rights.decide_by, language),
            )
        ),
        court,
    )


def _documents(tell: Callable[[Said], str]) -> tuple[str, ...]:
    return (
        tell(
            said(
                "Copies of all documents, records and other information about this claim, and of every rule, guideline "
                "or criterion that the decision rests on."
            )
        ),
        tell(said("The diagnosis and treatment codes of this claim, and what they mean.")),
    )
