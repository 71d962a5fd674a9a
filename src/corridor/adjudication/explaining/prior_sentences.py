"""The sentences of what was there before a line: its authorisation, and what was taken over, in English and Turkish."""

from collections.abc import Mapping

from corridor.wording.language import Language

PRIOR_STEPS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "authorization_authorised": "Authorisation {number} covers the service.",
        "authorization_late": "Authorisation {number} covers the service, and was asked for late.",
        "authorization_none": "No authorisation was found for the service.",
        "authorization_refused": "Authorisation {number} was refused: it counts as none.",
        "authorization_other_days": "Authorisation {number} is for other days: it counts as none.",
        "authorization_undecided": "Authorisation {number} is not decided yet: it counts as none.",
        "authorization_requested_too_late": (
            "Authorisation {number} was asked for too long after the service: it counts as none."
        ),
        "authorization_used_up": "The units of authorisation {number} are used up: none is left for this line.",
        "authorization_unknown": "The number of the authorisation is of none that is known.",
        "authorization_others": "Authorisation {number} is for another person, plan or service.",
        "taken_over": "Taken over from {source}: {amount} ({account}; proof: {proof}).",
        "taken_over_count": "Taken over from {source}: {used} ({account}; proof: {proof}).",
        "taken_over_repeat": "{source} had decided the same service (proof: {proof}).",
        "taken_over_treatment": (
            "An instalment of a treatment taken over from {source}, which began on {day} and for which it had paid "
            "{amount} (proof: {proof})."
        ),
        "taken_over_authorization": "Authorisation {number} was taken over from {source}.",
    },
    "tr": {
        "authorization_authorised": "{number} numaralı ön onay hizmeti kapsar.",
        "authorization_late": "{number} numaralı ön onay hizmeti kapsar, ancak geç istenmiştir.",
        "authorization_none": "Hizmet için ön onay bulunamadı.",
        "authorization_refused": "{number} numaralı ön onay reddedilmiştir: yok sayılır.",
        "authorization_other_days": "{number} numaralı ön onay başka günler içindir: yok sayılır.",
        "authorization_undecided": "{number} numaralı ön onay henüz karara bağlanmamıştır: yok sayılır.",
        "authorization_requested_too_late": "{number} numaralı ön onay hizmetten çok sonra istenmiştir: yok sayılır.",
        "authorization_used_up": "{number} numaralı ön onayın birimleri tükenmiştir: bu satıra kalan yoktur.",
        "authorization_unknown": "Ön onay numarası bilinen hiçbir ön onaya ait değil.",
        "authorization_others": "{number} numaralı ön onay başka bir kişi, plan ya da hizmet içindir.",
        "taken_over": "{source} yöneticisinden devralındı: {amount} ({account}; dayanak: {proof}).",
        "taken_over_count": "{source} yöneticisinden devralındı: {used} ({account}; dayanak: {proof}).",
        "taken_over_repeat": "Aynı hizmeti {source} karara bağlamıştı (dayanak: {proof}).",
        "taken_over_treatment": (
            "{source} yöneticisinden devralınan, {day} günü başlayan ve onun {amount} ödediği bir tedavinin taksiti "
            "(dayanak: {proof})."
        ),
        "taken_over_authorization": "{number} numaralı ön onay {source} yöneticisinden devralındı.",
    },
}
"""account: an accumulator in words; source: the prior administrator; proof: the statement or report that shows it."""

PRIOR_RULES = tuple(PRIOR_STEPS["en"])
