"""Steps of an explanation as they are told to the member: what is yours to pay.

A rule that says nothing of the member's money is told as to everybody (wording.STEPS).
"""

from collections.abc import Mapping

from corridor.wording.language import Language

STEPS_FOR_MEMBERS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "overridden_pay": "An examiner decided to pay although the first check said: {reason_text}.",
        "overridden_deny": "An examiner looked at the service and denied it: {why}",
        "overridden_allow": "An examiner set the amount that the plan recognises: {amount}.",
        "alternate_recognised": (
            "The plan recognises a less costly service at {recognised}: the {amount} above it is yours to pay."
        ),
        "generic_recognised": "The plan recognises the generic's price of {recognised}: you pay {amount} above it.",
        "limit_reached": "You have used all of the limit of {limit_text}: nothing is payable.",
        "limit_cut": "{granted} of {needed} are within the limit of {limit_text}: you pay {amount}.",
        "dollar_limit_before": "Only {left} was left of the limit of {limit_text}: you pay {amount}.",
        "copay_per_line": "You pay a copay of {amount} for the service.",
        "copay_per_visit": "You pay a copay of {amount} for the visit.",
        "copay_per_day": "You pay a copay of {copay} a day for {times} days: {amount}.",
        "copay_per_admission": "You pay a copay of {amount} for the admission.",
        "copay_per_supply": "You pay a copay of {copay} for every {step} days' supply begun: {amount}.",
        "copay_taken_before": "You paid the copay of {copay} on an earlier line of this visit or admission.",
        "copay_waived": "You pay no copay, which would be {copay}: you were admitted.",
        "deductible": "You pay {amount} toward the deductible, of which {left} was left to meet.",
        "deductible_met": "You have met the deductible: nothing more is due under it.",
        "deductible_carried_in": "{amount} of what you paid toward last year's deductible counts in this year.",
        "deductible_kept": "{amount} of it counts toward your deductible of next year as well.",
        "coinsurance": "You pay coinsurance of {rate} on {base}: {amount}.",
        "coinsurance_least": "You pay coinsurance of {rate} on {base}, at least {least}: {amount}.",
        "coinsurance_most": "You pay coinsurance of {rate} on {base}, at most {most}: {amount}.",
        "out_of_pocket_maximum": (
            "You had only {left} left to your out-of-pocket maximum: the plan takes over {amount} from you."
        ),
        "not_counted_to_out_of_pocket": "What you pay here does not count toward your out-of-pocket maximum.",
        "limit_cut_of_payment": "{granted} of {needed} are within the limit of {limit_text}: you pay {amount}.",
        "dollar_limit": "Only {left} was left of the benefit limit of {limit_text}: you pay {amount}.",
        "penalty": "Required authorisation is missing: you pay {amount} more.",
        "penalty_bounded": "Required authorisation is missing: you pay {amount} more.",
        "late_penalty": "Required authorisation was asked for late: you pay {amount} more.",
        "late_penalty_bounded": "Required authorisation was asked for late: you pay {amount} more.",
        "reserve_used": "Savings of {reserve} from earlier claims of yours pay {amount} that you would still owe.",
        "reserve_saved": "{amount} is saved for your later claims of this year: {reserve} in all.",
        "member_remainder": "After both plans you owe {amount}.",
        "maximum_on_remainder": (
            "You had only {left} left to your out-of-pocket maximum: the plan takes over {amount} from you."
        ),
        "account_bridge": (
            "You pay {amount} yourself, of the {left} to be paid before your health reimbursement account pays."
        ),
        "account_pays": "Your health reimbursement account, which held {left}, pays {amount} for you.",
        "account_empty": "Your health reimbursement account holds nothing more.",
    },
    "tr": {
        "overridden_pay": "İlk denetim “{reason_text}” dediği halde bir uzman ödenmesine karar verdi.",
        "overridden_deny": "Bir uzman hizmeti inceledi ve reddetti: {why}",
        "overridden_allow": "Planın tanıdığı tutarı bir uzman belirledi: {amount}.",
        "alternate_recognised": (
            "Plan daha az maliyetli bir hizmeti {recognised} olarak esas alır: üstündeki {amount} size aittir."
        ),
        "generic_recognised": "Plan eşdeğer ilacın {recognised} fiyatını esas alır: üstündeki {amount} size aittir.",
        "limit_reached": "{limit_text} limitinin tümünü kullandınız: plan başka ödeme yapmaz.",
        "limit_cut": "{needed} birimin {granted} kadarı {limit_text} limiti içindedir: {amount} size aittir.",
        "dollar_limit_before": "{limit_text} limitinden yalnızca {left} kalmıştı: {amount} tutarını siz ödersiniz.",
        "copay_per_line": "Hizmet için {amount} sabit katılım payı ödersiniz.",
        "copay_per_visit": "Ziyaret için {amount} sabit katılım payı ödersiniz.",
        "copay_per_day": "{times} gün için günde {copay} sabit katılım payı ödersiniz: {amount}.",
        "copay_per_admission": "Yatış için {amount} sabit katılım payı ödersiniz.",
        "copay_per_supply": "Başlanan her {step} günlük ilaç için {copay} sabit katılım payı ödersiniz: {amount}.",
        "copay_taken_before": (
            "{copay} tutarındaki sabit katılım payını bu ziyaretin ya da yatışın önceki bir satırında ödediniz."
        ),
        "copay_waived": "Yatırıldığınız için {copay} tutarındaki sabit katılım payını ödemezsiniz.",
        "deductible": "Muafiyet için {amount} ödersiniz (kalan {left}).",
        "deductible_met": "Muafiyetiniz dolmuştur: muafiyet için başka bir şey ödemezsiniz.",
        "deductible_carried_in": "Geçen yılın muafiyeti için ödediğinizin {amount} kadarı bu yıla sayılır.",
        "deductible_kept": "Bunun {amount} kadarı gelecek yılın muafiyetinize de sayılır.",
        "coinsurance": "{base} üzerinden {rate} yüzdesel katılım payı ödersiniz: {amount}.",
        "coinsurance_least": "{base} üzerinden {rate}, en az {least} yüzdesel katılım payı ödersiniz: {amount}.",
        "coinsurance_most": "{base} üzerinden {rate}, en çok {most} yüzdesel katılım payı ödersiniz: {amount}.",
        "out_of_pocket_maximum": (
            "Azami cepten ödemenize yalnızca {left} kalmıştı: {amount} tutarını sizin yerinize plan üstlenir."
        ),
        "not_counted_to_out_of_pocket": "Burada ödediğiniz tutar azami cepten ödemenize sayılmaz.",
        "limit_cut_of_payment": (
            "{needed} birimin {granted} kadarı {limit_text} limiti içindedir: {amount} tutarını siz ödersiniz."
        ),
        "dollar_limit": "{limit_text} teminat limitinden yalnızca {left} kalmıştı: {amount} tutarını siz ödersiniz.",
        "penalty": "Gerekli ön onay yoktur: {amount} fazla ödersiniz.",
        "penalty_bounded": "Gerekli ön onay yoktur: {amount} fazla ödersiniz.",
        "late_penalty": "Gerekli ön onay geç istenmiştir: {amount} fazla ödersiniz.",
        "late_penalty_bounded": "Gerekli ön onay geç istenmiştir: {amount} fazla ödersiniz.",
        "reserve_used": "Önceki taleplerinizden biriken {reserve}, borçlu kalacağınız tutarın {amount} kadarını öder.",
        "reserve_saved": "{amount} bu yılki sonraki talepleriniz için biriktirildi: toplam {reserve}.",
        "member_remainder": "İki plandan sonra borcunuz: {amount}.",
        "maximum_on_remainder": (
            "Azami cepten ödemenize yalnızca {left} kalmıştı: {amount} tutarını sizin yerinize plan üstlenir."
        ),
        "account_bridge": (
            "Sağlık geri ödeme hesabınız ödemeden önce karşılayacağınız {left} tutarından {amount} ödersiniz."
        ),
        "account_pays": "{left} bulunan sağlık geri ödeme hesabınız sizin yerinize {amount} öder.",
        "account_empty": "Sağlık geri ödeme hesabınızda bir şey kalmamıştır.",
    },
}
