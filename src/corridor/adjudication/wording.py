"""Explanations as sentences, in English and Turkish: one table per language, keyed by rule and by reason."""

from collections.abc import Mapping

from corridor.adjudication.explain import LineExplanation, Move
from corridor.adjudication.member_wording import STEPS_FOR_MEMBERS
from corridor.adjudication.steps import Step
from corridor.money.text import amount_text, rate_text
from corridor.wording.language import Language

STEPS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "given_before": "Decided before the plan's amounts were applied: {reason_text}.",
        "not_covered": "The plan does not cover this benefit here.",
        "visit_limit_reached": "All {limit} visits of the plan year are used ({used}): nothing is payable.",
        "visit_counted": "Counted as visit {used} of {limit} in the plan year.",
        "visit_counted_before": "Part of a visit that is counted already ({used} of {limit}).",
        "copay_per_line": "Copay of {copay} for the service: {amount}.",
        "copay_per_visit": "Copay of {copay} for the visit: {amount}.",
        "copay_taken_before": "The copay of {copay} was taken on an earlier line of this visit.",
        "deductible": "Deductible, of which {left} was left to meet: {amount}.",
        "deductible_met": "The deductible is met.",
        "deductible_waived": "The deductible does not apply to this benefit.",
        "coinsurance": "Coinsurance of {rate} on {base}: {amount}.",
        "out_of_pocket_maximum": "Only {left} was left of the out-of-pocket maximum: the plan takes over {amount}.",
        "not_counted_to_out_of_pocket": "The member's share does not count toward the out-of-pocket maximum.",
        "dollar_limit": "Only {left} was left of the benefit limit of {limit_amount}: {amount} is the member's.",
        "plan_pays": "The plan pays {amount}.",
    },
    "tr": {
        "given_before": "Plan tutarları uygulanmadan önce karara bağlandı: {reason_text}.",
        "not_covered": "Plan bu teminatı burada kapsamıyor.",
        "visit_limit_reached": "Plan yılının {limit} ziyaretlik hakkı dolmuştur ({used}): ödenecek tutar yoktur.",
        "visit_counted": "Plan yılında {limit} ziyaretin {used}. ziyareti olarak sayıldı.",
        "visit_counted_before": "Daha önce sayılmış bir ziyaretin parçası ({used} / {limit}).",
        "copay_per_line": "Hizmet başına {copay} sabit katılım payı: {amount}.",
        "copay_per_visit": "Ziyaret başına {copay} sabit katılım payı: {amount}.",
        "copay_taken_before": "{copay} tutarındaki sabit katılım payı bu ziyaretin önceki bir satırında alındı.",
        "deductible": "Muafiyet (kalan {left}): {amount}.",
        "deductible_met": "Muafiyet dolmuştur.",
        "deductible_waived": "Bu teminatta muafiyet uygulanmaz.",
        "coinsurance": "{base} üzerinden {rate} yüzdesel katılım payı: {amount}.",
        "out_of_pocket_maximum": "Azami cepten ödemeden yalnızca {left} kalmıştı: {amount} tutarını plan üstlenir.",
        "not_counted_to_out_of_pocket": "Üyenin payı azami cepten ödemeye sayılmaz.",
        "dollar_limit": "{limit_amount} teminat limitinden yalnızca {left} kalmıştı: {amount} üyeye aittir.",
        "plan_pays": "Planın ödediği: {amount}.",
    },
}

REASON_TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "paid": "paid",
        "unknown_member": "the patient is not known as a member",
        "ambiguous_member": "the patient could be more than one member",
        "no_plan_for_service": "the member has no plan for this kind of service",
        "before_coverage": "the service was before coverage began",
        "after_termination": "the service was after coverage ended",
        "plan_not_in_force": "no version of the plan was in force on the day of service",
        "duplicate": "the same service was claimed before",
        "timely_filing": "the claim arrived after the filing limit",
        "totals_disagree": "the lines do not add up to the claim's total",
        "reversal_unmatched": "the reversal matches no earlier claim",
        "replacement_or_void": "the claim replaces or cancels an earlier one",
        "other_payer_first": "another payer comes first",
        "unknown_code": "the service code is not known",
        "amount_above_limit": "the amount needs an examiner's approval",
        "handled_by_hand": "the plan leaves the decision to an examiner",
        "not_covered": "not covered by the plan",
        "benefit_maximum": "the benefit limit of the plan year is reached",
        "elimination_period": "the elimination period is not served",
        "duration_reached": "the longest duration of the benefit is reached",
        "overlapping_disability": "some of the days were claimed before",
        "not_yet_due": "the week has not ended yet",
        "withdrawn": "the claim was withdrawn",
    },
    "tr": {
        "paid": "ödendi",
        "unknown_member": "hasta üye olarak bulunamadı",
        "ambiguous_member": "hasta birden çok üyeyle eşleşiyor",
        "no_plan_for_service": "üyenin bu tür hizmet için planı yok",
        "before_coverage": "hizmet teminat başlamadan önce verildi",
        "after_termination": "hizmet teminat sona erdikten sonra verildi",
        "plan_not_in_force": "hizmet gününde planın yürürlükte olan bir sürümü yok",
        "duplicate": "aynı hizmet daha önce talep edildi",
        "timely_filing": "talep başvuru süresinden sonra geldi",
        "totals_disagree": "satırların toplamı talebin toplamını tutmuyor",
        "reversal_unmatched": "ters kayıt önceki bir taleple eşleşmiyor",
        "replacement_or_void": "talep önceki bir talebin yerine geçiyor ya da onu iptal ediyor",
        "other_payer_first": "önce başka bir ödeyici geliyor",
        "unknown_code": "hizmet kodu bilinmiyor",
        "amount_above_limit": "tutar bir uzmanın onayını gerektiriyor",
        "handled_by_hand": "plan kararı bir uzmana bırakıyor",
        "not_covered": "plan kapsamında değil",
        "benefit_maximum": "plan yılının teminat limitine ulaşıldı",
        "elimination_period": "muafiyet süresi dolmadı",
        "duration_reached": "ödeneğin azami süresi doldu",
        "overlapping_disability": "günlerin bir kısmı daha önce talep edildi",
        "not_yet_due": "hafta henüz bitmedi",
        "withdrawn": "talep geri çekildi",
    },
}

ACCUMULATORS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "person": "member",
        "family": "family",
        "deductible": "deductible",
        "out_of_pocket": "out-of-pocket",
        "visit_limit": "visits",
        "dollar_limit": "benefit limit",
        "in": "in network",
        "out": "out of network",
        "all": "plan year",
        "of": "{owner} {kind}, {tier}: {before} -> {after} of {limit}",
        "unlimited": "{owner} {kind}, {tier}: {before} -> {after}, no limit",
    },
    "tr": {
        "person": "üye",
        "family": "aile",
        "deductible": "muafiyeti",
        "out_of_pocket": "cepten ödemesi",
        "visit_limit": "ziyareti",
        "dollar_limit": "teminat limiti",
        "in": "anlaşmalı kurum",
        "out": "anlaşmasız kurum",
        "all": "plan yılı",
        "of": "{owner} {kind}, {tier}: {before} -> {after} / {limit}",
        "unlimited": "{owner} {kind}, {tier}: {before} -> {after}, limitsiz",
    },
}
_CLAUSE: Mapping[Language, str] = {"en": "clause {number}", "tr": "madde {number}"}


def step_text(step: Step, language: Language) -> str:
    """The sentence of a step, with its clause in brackets."""
    sentence = step_sentence(step, language)
    return sentence if step.clause is None else f"{sentence} [{_CLAUSE[language].format(number=step.clause.number)}]"


def step_sentence(step: Step, language: Language, *, to_member: bool = False) -> str:
    """The sentence of a step without its clause, as it is told to everybody or to the member."""
    facts = {
        "amount": amount_text(step.amount_cents, language),
        "reason_text": REASON_TEXTS[language].get(str(step.facts.get("reason")), ""),
        **{name: value for name, value in step.facts.items() if not name.endswith(("_cents", "_bp"))},
        **{name[:-6]: amount_text(int(cents), language) for name, cents in step.facts.items() if "_cents" in name},
        **{name[:-3]: rate_text(int(share), language) for name, share in step.facts.items() if "_bp" in name},
    }
    if "limit_cents" in step.facts:
        facts["limit_amount"] = facts.pop("limit")
    own = STEPS_FOR_MEMBERS[language] if to_member else {}
    return own.get(step.rule, STEPS[language][step.rule]).format(**facts)


def move_text(move: Move, language: Language) -> str:
    """An accumulator before and after, and its limit."""
    words = ACCUMULATORS[language]

    def shown(value: int) -> str:
        return str(value) if move.kind == "visit_limit" else amount_text(value, language)

    return words["unlimited" if move.limit is None else "of"].format(
        owner=words[move.owner],
        kind=words[move.kind],
        tier=words[move.tier],
        before=shown(move.before),
        after=shown(move.after),
        limit="" if move.limit is None else shown(move.limit),
    )


def explanation_text(line: LineExplanation, language: Language = "en") -> list[str]:
    """A line's explanation as sentences: its steps in order, then its accumulators."""
    steps = [step_text(step, language) for step in line.steps]
    return steps + [move_text(move, language) for move in line.accumulators]
