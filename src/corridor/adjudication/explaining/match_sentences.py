"""The sentences of what is decided before the plan's amounts: who the patient is, the provider, exclusions, ages."""

from collections.abc import Mapping

from corridor.wording.language import Language

MATCH_STEPS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "matched_in_family": "The patient was found in the family by birth date, sex and name: {score} of {full}.",
        "matched_among_all": (
            "No family has the id that was sent. The patient was found among all members by name, birth date and sex: "
            "{score} of {full} points, at least {threshold} are needed."
        ),
        "provider_not_listed": "The provider is in no network that is known: out of network.",
        "provider_ended": "The provider's days in the network ended on {day}: out of network.",
        "provider_not_begun": "The provider's days in the network begin on {day}: out of network.",
        "excluded_by": "The plan's exclusion {exclusion} takes the service.",
        "benefit_for_ages": "The benefit is for patients aged {least} to {most}.",
        "benefit_for_women": "The benefit is for women.",
        "benefit_for_men": "The benefit is for men.",
        "newborn_window": "A newborn can be enrolled from birth until {day}.",
        "may_repeat": "Claim {claim} bills the same service of the person's day.",
    },
    "tr": {
        "matched_in_family": "Hasta aile içinde ad, doğum tarihi ve cinsiyetle bulundu: {full} üzerinden {score} puan.",
        "matched_among_all": (
            "Gönderilen numara hiçbir aileye ait değil. Hasta tüm üyeler arasında ad, doğum tarihi ve cinsiyetle "
            "bulundu: {full} üzerinden {score} puan, en az {threshold} gerekir."
        ),
        "provider_not_listed": "Sağlık hizmeti sunucusu bilinen hiçbir ağda yok: anlaşmasız kurum.",
        "provider_ended": "Sunucunun anlaşması {day} tarihinde sona erdi: anlaşmasız kurum.",
        "provider_not_begun": "Sunucunun anlaşması {day} tarihinde başlıyor: anlaşmasız kurum.",
        "excluded_by": "Planın {exclusion} adlı kapsam dışı maddesi bu hizmeti içine alıyor.",
        "benefit_for_ages": "Teminat {least}–{most} yaşındaki hastalar içindir.",
        "benefit_for_women": "Teminat kadınlar içindir.",
        "benefit_for_men": "Teminat erkekler içindir.",
        "newborn_window": "Yenidoğan {day} tarihine kadar doğumdan başlayarak plana katılabilir.",
        "may_repeat": "{claim} numaralı talep, kişinin o günkü aynı hizmetini faturalıyor.",
    },
}

MATCH_RULES = tuple(MATCH_STEPS["en"])
