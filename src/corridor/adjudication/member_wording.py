"""Steps of an explanation as they are told to the member: what is yours to pay.

A rule that says nothing of the member's money is told as to everybody (wording.STEPS).
"""

from collections.abc import Mapping

from corridor.wording.language import Language

STEPS_FOR_MEMBERS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "copay_per_line": "You pay a copay of {amount} for the service.",
        "copay_per_visit": "You pay a copay of {amount} for the visit.",
        "copay_taken_before": "You paid the copay of {copay} on an earlier line of this visit.",
        "deductible": "You pay {amount} toward the deductible, of which {left} was left to meet.",
        "deductible_met": "You have met the deductible: nothing more is due under it.",
        "coinsurance": "You pay coinsurance of {rate} on {base}: {amount}.",
        "out_of_pocket_maximum": (
            "You had only {left} left to your out-of-pocket maximum: the plan takes over {amount} from you."
        ),
        "not_counted_to_out_of_pocket": "What you pay here does not count toward your out-of-pocket maximum.",
        "dollar_limit": "Only {left} was left of the benefit limit of {limit_amount}: you pay {amount}.",
        "visit_limit_reached": "You have used all {limit} visits of the plan year ({used}): nothing is payable.",
    },
    "tr": {
        "copay_per_line": "Hizmet için {amount} sabit katılım payı ödersiniz.",
        "copay_per_visit": "Ziyaret için {amount} sabit katılım payı ödersiniz.",
        "copay_taken_before": "{copay} tutarındaki sabit katılım payını bu ziyaretin önceki bir satırında ödediniz.",
        "deductible": "Muafiyet için {amount} ödersiniz (kalan {left}).",
        "deductible_met": "Muafiyetiniz dolmuştur: muafiyet için başka bir şey ödemezsiniz.",
        "coinsurance": "{base} üzerinden {rate} yüzdesel katılım payı ödersiniz: {amount}.",
        "out_of_pocket_maximum": (
            "Azami cepten ödemenize yalnızca {left} kalmıştı: {amount} tutarını sizin yerinize plan üstlenir."
        ),
        "not_counted_to_out_of_pocket": "Burada ödediğiniz tutar azami cepten ödemenize sayılmaz.",
        "dollar_limit": "{limit_amount} teminat limitinden yalnızca {left} kalmıştı: {amount} tutarını siz ödersiniz.",
        "visit_limit_reached": "Plan yılının {limit} ziyaretlik hakkını kullandınız ({used}): plan başka ödeme yapmaz.",
    },
}
