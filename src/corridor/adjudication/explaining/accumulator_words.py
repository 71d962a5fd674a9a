"""Words for accumulators, limits, and the names of separate deductibles and maxima, in English and Turkish."""

from collections.abc import Mapping

from corridor.wording.language import Language

ACCUMULATORS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "person": "member",
        "family": "family",
        "deductible": "deductible",
        "carry_over": "deductible kept for next year",
        "out_of_pocket": "out-of-pocket",
        "limit": "limit",
        "benefit_reserve": "benefit reserve",
        "account_bridge": "paid before the account",
        "account_paid": "health reimbursement account",
        "in": "in network",
        "out": "out of network",
        "all": "plan year",
        "lifetime": "lifetime",
        "rolling": "{months} months",
        "of": "{label}: {before} -> {after} of {limit}",
        "unlimited": "{label}: {before} -> {after}, no limit",
    },
    "tr": {
        "person": "üye",
        "family": "aile",
        "deductible": "muafiyeti",
        "carry_over": "gelecek yıla sayılan muafiyeti",
        "out_of_pocket": "cepten ödemesi",
        "limit": "limiti",
        "benefit_reserve": "teminat birikimi",
        "account_bridge": "hesaptan önce ödenen tutarı",
        "account_paid": "sağlık geri ödeme hesabı",
        "in": "anlaşmalı kurum",
        "out": "anlaşmasız kurum",
        "all": "plan yılı",
        "lifetime": "ömür boyu",
        "rolling": "{months} ay",
        "of": "{label}: {before} -> {after} / {limit}",
        "unlimited": "{label}: {before} -> {after}, limitsiz",
    },
}

LIMIT_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "visit": "{count} visit",
        "visits": "{count} visits",
        "day": "{count} day",
        "days": "{count} days",
        "service": "{count} service",
        "services": "{count} services",
        "plan_year": "{amount}{apart} in the plan year",
        "lifetime": "{amount}{apart} in a lifetime",
        "rolling": "{amount}{apart} in {months} months",
        "of_tooth": " per tooth",
        "of_quadrant": " per quadrant",
        "of_tooth_surface": " per tooth surface",
    },
    "tr": {
        "visit": "{count} ziyaret",
        "visits": "{count} ziyaretlik hak",
        "day": "{count} gün",
        "days": "{count} günlük hak",
        "service": "{count} hizmet",
        "services": "{count} hizmetlik hak",
        "plan_year": "plan yılında{apart} {amount}",
        "lifetime": "ömür boyu{apart} {amount}",
        "rolling": "{months} ayda{apart} {amount}",
        "of_tooth": " diş başına",
        "of_quadrant": " çene çeyreği başına",
        "of_tooth_surface": " diş yüzeyi başına",
    },
}
"""A limit as people say it. Unit in the singular and in the plural; periods; what is counted apart."""

NAMES: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "deductible": "Deductible",
        "deductible_of": "Deductible of {name}",
        "the_deductible": "The deductible",
        "the_deductible_of": "The deductible of {name}",
        "maximum": "the out-of-pocket maximum",
        "maximum_of": "the out-of-pocket maximum of {name}",
    },
    "tr": {
        "deductible": "Muafiyet",
        "deductible_of": "Muafiyet ({name})",
        "the_deductible": "Muafiyet",
        "the_deductible_of": "Muafiyet ({name})",
        "maximum": "azami cepten ödeme",
        "maximum_of": "azami cepten ödeme ({name})",
    },
}
