"""The sentence of every rule that a step can name, in English and Turkish, and the formula behind it in numbers."""

from collections.abc import Mapping

from corridor.adjudication.explaining.match_sentences import MATCH_STEPS
from corridor.adjudication.explaining.price_sentences import PRICE_FORMULAS, PRICE_STEPS
from corridor.adjudication.explaining.prior_sentences import PRIOR_STEPS
from corridor.wording.language import Language

FORMULAS: Mapping[str, str] = {
    "bilateral": "{before} x {share} = {amount}",
    "assistant": "{before} x {share} = {amount}",
    "co_surgeon": "{before} x {share} = {amount}",
    "multiple_procedures": "{before} x {share} = {amount}",
    "alternate_recognised": "{allowed} - {recognised} = {amount}",
    "generic_recognised": "{allowed} - {recognised} = {amount}",
    "limit_cut": "{base} x {granted} / {needed} = {within}",
    "limit_cut_of_payment": "{base} x {granted} / {needed} = {within}",
    "dollar_limit_before": "min({base}, {left}) = {within}",
    "dollar_limit": "min({base}, {left}) = {within}",
    "copay_per_line": "min({due}, {base}) = {amount}",
    "copay_per_visit": "min({due}, {base}) = {amount}",
    "copay_per_admission": "min({due}, {base}) = {amount}",
    "copay_per_day": "min({copay} x {times}, {base}) = {amount}",
    "copay_per_supply": "min({copay} x {times}, {base}) = {amount}",
    "deductible": "min({left}, {base}) = {amount}",
    "coinsurance": "{base} x {rate} = {amount}",
    "coinsurance_least": "min(max({share}, {least}), {base}) = {amount}",
    "coinsurance_most": "min({share}, {most}) = {amount}",
    "out_of_pocket_maximum": "{asked} - {left} = {amount}",
    "maximum_on_remainder": "{asked} - {left} = {amount}",
    "discount": "{base} x {rate} = {amount}",
    "penalty": "{base} x {rate} + {fixed} = {amount}",
    "penalty_bounded": "min({base} x {rate} + {fixed}, {bound}) = {amount}",
    "late_penalty": "{base} x {rate} + {fixed} = {amount}",
    "late_penalty_bounded": "min({base} x {rate} + {fixed}, {bound}) = {amount}",
    "standard": "min({alone}, {allowable} - {other_paid}) = {amount}",
    "non_duplication": "min(max({alone} - {other_paid}, 0), {allowable} - {other_paid}) = {amount}",
    "maintained_deductible_first": "min({alone}, {of_remainder}) = {amount}",
    "maintained_deductible_last": "min({alone}, {of_remainder}) = {amount}",
    "standard_by_claim": "min({alone}, {allowable} - {other_paid}) = {to_pay}",
    "non_duplication_by_claim": "min(max({alone} - {other_paid}, 0), {allowable} - {other_paid}) = {to_pay}",
    "member_remainder": "{allowable} - {other_paid} - {paid} = {amount}",
    "account_bridge": "min({base}, {left}) = {amount}",
    "account_pays": "min({base}, {left}) = {amount}",
    **PRICE_FORMULAS,
}
"""Formulas look alike in every language but for the figures in them; a rule without one only says something."""

STEPS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "given_before": "Decided before the plan's amounts were applied: {reason_text}.",
        "overridden_pay": (
            "Override {number}: {who} lifted the reason ({reason_text}), {authority}: {why}. Approved by {approved_by}."
        ),
        "overridden_deny": "Override {number}: {who} denied the line, {authority}: {why}. Approved by {approved_by}.",
        "overridden_allow": (
            "Override {number}: {who} allowed {amount}, {authority}: {why}. Approved by {approved_by}."
        ),
        "assistant_not_allowed": (
            "By the indicators of {code} (from {row_from}), no assistant or second surgeon is paid for it."
        ),
        "units_exceeded": "{code}: more than {count} units, the most of a line or a day (limit from {row_from}).",
        "bundled": (
            "{code} is not paid beside {other_code} of the same day: claim {other_claim}, line {other_line}"
            " (pair from {row_from})."
        ),
        "global_period": (
            "{code} is part of {other_code} of {other_day}, claim {other_claim}, line {other_line}, which includes"
            " {count} days after it (global period from {row_from})."
        ),
        "bilateral": "{code} on both sides: {share} of {before} is allowed.",
        "assistant": "{code} by an assistant: {share} of {before} is allowed.",
        "co_surgeon": "{code} by one of two surgeons: {share} of {before} is allowed.",
        "multiple_procedures": "{code} is procedure {count} of the day: {share} of {before} is allowed.",
        "not_covered": "The plan does not cover this benefit here.",
        "alternate_recognised": "The plan recognises the alternate service at {recognised}: {amount} is the member's.",
        "generic_recognised": "The plan recognises the generic's price of {recognised}: {amount} is the member's.",
        "limit_reached": "Nothing is left of the limit of {limit_text}: nothing is payable.",
        "limit_counted": "Counts toward the limit of {limit_text}: {used} used with this line.",
        "limit_counted_before": "Part of a visit that is counted already: {used} used of {limit_text}.",
        "limit_cut": "{granted} of {needed} are within the limit of {limit_text}: {amount} is the member's.",
        "dollar_limit_before": "Only {left} was left of the limit of {limit_text}: {amount} is the member's.",
        "copay_per_line": "Copay of {copay} for the service: {amount}.",
        "copay_per_visit": "Copay of {copay} for the visit: {amount}.",
        "copay_per_day": "Copay of {copay} a day for {times} days: {amount}.",
        "copay_per_admission": "Copay of {copay} for the admission: {amount}.",
        "copay_per_supply": "Copay of {copay} for every {step} days' supply begun, {times} in all: {amount}.",
        "copay_taken_before": "The copay of {copay} was taken on an earlier line of this visit or admission.",
        "copay_waived": "The copay of {copay} is waived: the patient was admitted.",
        "copay_most": "Only {left} was left of the most of {most} that copays of one occasion come to.",
        "copay_on_top": "The copay is charged on top of deductible and coinsurance.",
        "deductible": "{deductible_name}, of which {left} was left to meet: {amount}.",
        "deductible_met": "{the_deductible} is met.",
        "deductible_waived": "The deductible does not apply to this benefit.",
        "deductible_replaced": "The copay stands in the deductible's place.",
        "deductible_carried_in": "{amount} of last year's deductible counts in this year's.",
        "deductible_kept": "{amount} of it counts in next year's deductible as well.",
        "coinsurance": "Coinsurance of {rate} on {base}: {amount}.",
        "coinsurance_least": "Coinsurance of {rate} on {base}, at least {least}: {amount}.",
        "coinsurance_most": "Coinsurance of {rate} on {base}, at most {most}: {amount}.",
        "out_of_pocket_maximum": "Only {left} was left of {maximum_name}: the plan takes over {amount}.",
        "not_counted_to_out_of_pocket": "The member's share does not count toward the out-of-pocket maximum.",
        "limit_cut_of_payment": (
            "{granted} of {needed} are within the limit of {limit_text} of payment: {amount} is the member's."
        ),
        "dollar_limit": "Only {left} was left of the benefit limit of {limit_text}: {amount} is the member's.",
        "discount": "The provider takes {rate} off what is beyond the allowance, {base}: {amount}.",
        "penalty": "Required authorisation is missing: the plan pays {amount} less.",
        "penalty_bounded": "Required authorisation is missing: the plan pays {amount} less, which is the most.",
        "late_penalty": "Required authorisation was asked for late: the plan pays {amount} less.",
        "late_penalty_bounded": (
            "Required authorisation was asked for late: the plan pays {amount} less, which is the most."
        ),
        "plan_alone": "Alone the plan would pay {amount}.",
        "standard": "Another plan paid {other_paid} of the {allowable} that the plans share: this plan adds {amount}.",
        "non_duplication": (
            "Another plan paid {other_paid}: this plan pays {amount}, as far as its own benefit of {alone} is more."
        ),
        "maintained_deductible_first": (
            "Another plan paid {other_paid} of {allowable}. Of the {base} left, the plan's terms take deductible "
            "{deductible}, copay {copay}, coinsurance {coinsurance} and leave {of_remainder}: the plan pays {amount}."
        ),
        "maintained_deductible_last": (
            "Another plan paid {other_paid} of {allowable}. Of the {base} left, the plan's terms take coinsurance "
            "{coinsurance}, then deductible {deductible}, copay {copay} and leave {of_remainder}: the plan pays "
            "{amount}."
        ),
        "maintained_maximum": "The out-of-pocket maximum takes {amount} off these shares.",
        "standard_by_claim": (
            "Over the whole claim another plan paid {other_paid} of {allowable}, and this plan adds {to_pay}: "
            "{amount} of it for this line."
        ),
        "non_duplication_by_claim": (
            "Over the whole claim another plan paid {other_paid}, and this plan pays {to_pay}: {amount} of it for "
            "this line."
        ),
        "reserve_used": "The benefit reserve of {reserve} pays {amount} of what the member would still owe.",
        "reserve_saved": "{amount} is saved for the person's year: the benefit reserve stands at {reserve}.",
        "member_remainder": "The member keeps {amount}.",
        "maximum_on_remainder": (
            "Only {left} was left of {maximum_name}, which looks at what the other plan leaves: the plan takes over "
            "{amount}."
        ),
        "plan_pays": "The plan pays {amount}.",
        "account_bridge": (
            "{amount} goes toward the bridge, of which {left} was left, before the health reimbursement account pays."
        ),
        "account_pays": "The health reimbursement account, which held {left}, pays {amount} of the member's share.",
        "account_empty": "The health reimbursement account holds nothing more.",
        **PRICE_STEPS["en"],
        **PRIOR_STEPS["en"],
        **MATCH_STEPS["en"],
    },
    "tr": {
        "given_before": "Plan tutarları uygulanmadan önce karara bağlandı: {reason_text}.",
        "overridden_pay": (
            "{number} numaralı istisna kararı: {who} gerekçeyi kaldırdı ({reason_text}), {authority}: {why}. "
            "Onaylayan: {approved_by}."
        ),
        "overridden_deny": (
            "{number} numaralı istisna kararı: {who} satırı reddetti, {authority}: {why}. Onaylayan: {approved_by}."
        ),
        "overridden_allow": (
            "{number} numaralı istisna kararı: {who} {amount} tanıdı, {authority}: {why}. Onaylayan: {approved_by}."
        ),
        "assistant_not_allowed": (
            "{code} göstergelerine göre ({row_from} gününden beri) bu işlemde asistan ya da ikinci cerrah ödenmez."
        ),
        "units_exceeded": (
            "{code}: {count} birimden fazla; bir satır ya da bir gün için üst sınır bu ({row_from} gününden beri)."
        ),
        "bundled": (
            "{code}, aynı günkü {other_code} ile birlikte ödenmez: talep {other_claim}, satır {other_line}"
            " (çift {row_from} gününden beri)."
        ),
        "global_period": (
            "{code}, {other_day} günkü {other_code} işleminin parçası: talep {other_claim}, satır {other_line};"
            " sonraki {count} gün ona dahil (global süre {row_from} gününden beri)."
        ),
        "bilateral": "{code} iki tarafta yapıldı: {before} tutarının {share} kadarı kabul edilir.",
        "assistant": "{code} bir asistanca yapıldı: {before} tutarının {share} kadarı kabul edilir.",
        "co_surgeon": "{code} iki cerrahtan birince yapıldı: {before} tutarının {share} kadarı kabul edilir.",
        "multiple_procedures": "{code} o günün {count}. işlemi: {before} tutarının {share} kadarı kabul edilir.",
        "not_covered": "Plan bu teminatı burada kapsamıyor.",
        "alternate_recognised": "Plan, alternatif hizmeti {recognised} olarak esas alır: {amount} üyeye aittir.",
        "generic_recognised": "Plan, eşdeğer ilacın {recognised} fiyatını esas alır: {amount} üyeye aittir.",
        "limit_reached": "{limit_text} limitinden bir şey kalmamıştır: ödenecek tutar yoktur.",
        "limit_counted": "{limit_text} limitine sayılır: bu satırla kullanılan {used}.",
        "limit_counted_before": "Daha önce sayılmış bir ziyaretin parçası: {limit_text} limitinden kullanılan {used}.",
        "limit_cut": "{needed} birimin {granted} kadarı {limit_text} limiti içindedir: {amount} üyeye aittir.",
        "dollar_limit_before": "{limit_text} limitinden yalnızca {left} kalmıştı: {amount} üyeye aittir.",
        "copay_per_line": "Hizmet başına {copay} sabit katılım payı: {amount}.",
        "copay_per_visit": "Ziyaret başına {copay} sabit katılım payı: {amount}.",
        "copay_per_day": "{times} gün için günde {copay} sabit katılım payı: {amount}.",
        "copay_per_admission": "Yatış başına {copay} sabit katılım payı: {amount}.",
        "copay_per_supply": "Başlanan her {step} günlük ilaç için {copay} sabit katılım payı, {times} kez: {amount}.",
        "copay_taken_before": (
            "{copay} tutarındaki sabit katılım payı bu ziyaretin ya da yatışın önceki bir satırında alındı."
        ),
        "copay_waived": "Hasta yatırıldığı için {copay} tutarındaki sabit katılım payı alınmaz.",
        "copay_most": "Bir ziyaretin ya da yatışın en çok {most} olan katılım paylarından yalnızca {left} kalmıştı.",
        "copay_on_top": "Sabit katılım payı, muafiyetin ve yüzdesel katılım payının üstüne alınır.",
        "deductible": "{deductible_name} (kalan {left}): {amount}.",
        "deductible_met": "{the_deductible} dolmuştur.",
        "deductible_waived": "Bu teminatta muafiyet uygulanmaz.",
        "deductible_replaced": "Sabit katılım payı muafiyetin yerine geçer.",
        "deductible_carried_in": "Geçen yılın muafiyetinden {amount} bu yılın muafiyetine sayılır.",
        "deductible_kept": "Bunun {amount} kadarı gelecek yılın muafiyetine de sayılır.",
        "coinsurance": "{base} üzerinden {rate} yüzdesel katılım payı: {amount}.",
        "coinsurance_least": "{base} üzerinden {rate}, en az {least} yüzdesel katılım payı: {amount}.",
        "coinsurance_most": "{base} üzerinden {rate}, en çok {most} yüzdesel katılım payı: {amount}.",
        "out_of_pocket_maximum": "Kalan {maximum_name} yalnızca {left} idi: {amount} tutarını plan üstlenir.",
        "not_counted_to_out_of_pocket": "Üyenin payı azami cepten ödemeye sayılmaz.",
        "limit_cut_of_payment": (
            "{needed} birimin {granted} kadarı, plan ödemesindeki {limit_text} limiti içindedir: {amount} üyeye aittir."
        ),
        "dollar_limit": "{limit_text} teminat limitinden yalnızca {left} kalmıştı: {amount} üyeye aittir.",
        "discount": "Sağlık hizmeti sunucusu limitin üstündeki {base} tutarından {rate} indirim yapar: {amount}.",
        "penalty": "Gerekli ön onay yoktur: plan {amount} eksik öder.",
        "penalty_bounded": "Gerekli ön onay yoktur: plan, en çok olan {amount} kadar eksik öder.",
        "late_penalty": "Gerekli ön onay geç istenmiştir: plan {amount} eksik öder.",
        "late_penalty_bounded": "Gerekli ön onay geç istenmiştir: plan, en çok olan {amount} kadar eksik öder.",
        "plan_alone": "Plan tek başına {amount} öderdi.",
        "standard": (
            "Başka bir plan, paylaşılan {allowable} tutarının {other_paid} kadarını ödedi: bu plan {amount} ekler."
        ),
        "non_duplication": (
            "Başka bir plan {other_paid} ödedi: bu plan, kendi {alone} ödemesi daha çok olduğu ölçüde {amount} öder."
        ),
        "maintained_deductible_first": (
            "Başka bir plan {allowable} tutarının {other_paid} kadarını ödedi. Kalan {base} tutarından plan koşulları "
            "muafiyet {deductible}, sabit katılım payı {copay}, yüzdesel katılım payı {coinsurance} alır ve "
            "{of_remainder} bırakır: plan {amount} öder."
        ),
        "maintained_deductible_last": (
            "Başka bir plan {allowable} tutarının {other_paid} kadarını ödedi. Kalan {base} tutarından plan koşulları "
            "yüzdesel katılım payı {coinsurance}, sonra muafiyet {deductible}, sabit katılım payı {copay} alır ve "
            "{of_remainder} bırakır: plan {amount} öder."
        ),
        "maintained_maximum": "Azami cepten ödeme bu payları {amount} azaltır.",
        "standard_by_claim": (
            "Talebin tümünde başka bir plan {allowable} tutarının {other_paid} kadarını ödedi, bu plan {to_pay} ekler: "
            "bu satıra düşen {amount}."
        ),
        "non_duplication_by_claim": (
            "Talebin tümünde başka bir plan {other_paid} ödedi, bu plan {to_pay} öder: bu satıra düşen {amount}."
        ),
        "reserve_used": "{reserve} tutarındaki teminat birikimi, üyenin kalan borcunun {amount} kadarını öder.",
        "reserve_saved": "{amount} kişinin yılı için biriktirildi: teminat birikimi {reserve} oldu.",
        "member_remainder": "Üyede kalan: {amount}.",
        "maximum_on_remainder": (
            "Öteki plandan kalana bakan {maximum_name} tutarından yalnızca {left} kalmıştı: {amount} tutarını plan "
            "üstlenir."
        ),
        "plan_pays": "Planın ödediği: {amount}.",
        "account_bridge": (
            "Sağlık geri ödeme hesabı ödemeden önce üyenin karşılayacağı tutara {amount} sayılır (kalan {left})."
        ),
        "account_pays": "{left} bulunan sağlık geri ödeme hesabı üyenin payının {amount} kadarını öder.",
        "account_empty": "Sağlık geri ödeme hesabında bir şey kalmamıştır.",
        **PRICE_STEPS["tr"],
        **PRIOR_STEPS["tr"],
        **MATCH_STEPS["tr"],
    },
}
