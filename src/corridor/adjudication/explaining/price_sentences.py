"""The sentence of every way in which a price comes about, in English and Turkish, and its formula in numbers."""

from collections.abc import Mapping

from corridor.wording.language import Language

PRICE_FORMULAS: Mapping[str, str] = {
    "price_fee_schedule": "{fee} x {units} x {percent} = {amount}",
    "price_percent_of_charge": "{charge} x {percent} = {amount}",
    "price_rbrvs": (
        "({work} x {gpci_work} + {pe} x {gpci_pe} + {mp} x {gpci_mp}) x {factor} x {units} x {percent} = {amount}"
    ),
    "price_anaesthesia": "({base} + {time} + {state}) x {factor} x {percent} = {amount}",
    "price_supervision": "{total} x {factor} x {percent} = {amount}",
    "price_usual_charge": "{usual} x {units} x {percent} = {amount}",
    "price_greatest": "max({prices}) = {amount}",
    "price_least": "min({prices}) = {amount}",
    "price_case_rate": "{case} + {further_days} x {day} = {amount}",
    "price_drg": "{base} x {weight} x {percent} + {add_on} + {outlier_days} x {day} + {outlier} = {amount}",
}

_EN, _TR = (
    "Contract {contract}, line {line} (clause {number}), ",
    "Sözleşme {contract}, satır {line} (madde {number}), ",
)

PRICE_STEPS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "price_fee_schedule": _EN + "fee of the schedule {schedule}: {amount}.",
        "price_percent_of_charge": _EN + "a share of the charge: {amount}.",
        "price_rbrvs": _EN + "relative values of work, practice expense and malpractice: {amount}.",
        "price_anaesthesia": _EN + "base units, units for {minutes} minutes and for the patient's state: {amount}.",
        "price_supervision": _EN + "units of medical supervision: {amount}.",
        "price_usual_charge": _EN + "percentile {percentile} of usual charges in the area: {amount}.",
        "price_greatest": _EN + "the greatest of the prices found: {amount}.",
        "price_least": _EN + "the least of the prices found: {amount}.",
        "price_per_diem": _EN + "so much a day for the claim ({days} days): {amount}.",
        "price_case_rate": _EN + "one amount for the case: {amount}.",
        "price_drg": _EN + "group {drg} for the claim: {amount}.",
        "price_dealt": "By its charge, {amount} of the claim's price of {price} falls to this line.",
        "price_lesser": "The charge of {amount} is less than the price, so it counts.",
        "price_outside_usual": "Out of the network the plan recognises usual charges in the area: {amount}.",
        "price_outside_reference": "Out of the network the plan recognises a share of Medicare's price: {amount}.",
        "surprise_law": "A surprise bill: the amount that {basis} sets is recognised, {amount}, as in the network.",
        "surprise_qualifying": "A surprise bill: the qualifying amount of {amount} is recognised, as in the network.",
        "surprise_charge": "A surprise bill: the charge of {amount} is recognised, as in the network.",
        "surprise_added": "Beyond the recognised amount the plan owes the provider {amount}, without cost share.",
        "surprise_less": "The provider is owed {amount} less than the recognised amount: the plan pays as much less.",
    },
    "tr": {
        "price_fee_schedule": _TR + "{schedule} ücret listesi: {amount}.",
        "price_percent_of_charge": _TR + "fatura tutarının bir oranı: {amount}.",
        "price_rbrvs": _TR + "emek, işletme gideri ve mesleki sorumluluk için göreli değerler: {amount}.",
        "price_anaesthesia": _TR + "temel birimler, {minutes} dakikanın ve hastanın durumunun birimleri: {amount}.",
        "price_supervision": _TR + "tıbbi gözetim birimleri: {amount}.",
        "price_usual_charge": _TR + "bölgedeki olağan ücretlerin {percentile}. yüzdelik dilimi: {amount}.",
        "price_greatest": _TR + "bulunan fiyatların en yükseği: {amount}.",
        "price_least": _TR + "bulunan fiyatların en düşüğü: {amount}.",
        "price_per_diem": _TR + "talep için günlük tutar ({days} gün): {amount}.",
        "price_case_rate": _TR + "vaka için tek tutar: {amount}.",
        "price_drg": _TR + "talep için {drg} tanı grubu: {amount}.",
        "price_dealt": "Talebin {price} tutarındaki fiyatından bu satıra, fatura tutarına göre {amount} düşer.",
        "price_lesser": "{amount} tutarındaki fatura fiyattan düşük olduğu için o geçerlidir.",
        "price_outside_usual": "Plan anlaşmasız kurumda bölgedeki olağan ücreti kabul eder: {amount}.",
        "price_outside_reference": "Plan anlaşmasız kurumda Medicare fiyatının bir oranını kabul eder: {amount}.",
        "surprise_law": (
            "Beklenmedik fatura: {basis} uyarınca belirlenen {amount}, anlaşmalı kurumdaki gibi esas alınır."
        ),
        "surprise_qualifying": (
            "Beklenmedik fatura: {amount} tutarındaki niteleyici tutar, anlaşmalı kurumdaki gibi esas alınır."
        ),
        "surprise_charge": "Beklenmedik fatura: {amount} tutarındaki fatura, anlaşmalı kurumdaki gibi esas alınır.",
        "surprise_added": "Plan, esas alınan tutarın üstünde hizmet sunucusuna {amount} borçludur; üye buna katılmaz.",
        "surprise_less": "Hizmet sunucusuna esas alınan tutardan {amount} az borçlanılır: plan o kadar az öder.",
    },
}
"""Sentences of a price: rules in their order."""

PRICE_RULES = tuple(PRICE_STEPS["en"])
