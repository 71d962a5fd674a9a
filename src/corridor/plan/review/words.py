"""Kinds of claims and criteria of matches, as people say them."""

from collections.abc import Mapping

from corridor.wording.said import Said, said

KINDS_SAID: Mapping[str, Said] = {
    "professional": said("professional"),
    "institutional": said("institutional"),
    "dental": said("dental"),
    "pharmacy": said("pharmacy"),
}

CRITERIA_SAID: Mapping[str, Said] = {
    "kinds": said("kind of claim"),
    "place_of_service": said("place of service"),
    "bill_type": said("bill type"),
    "revenue_code": said("revenue code"),
    "procedure_code": said("procedure code"),
    "principal_diagnosis": said("principal diagnosis"),
    "tooth": said("tooth"),
    "formulary_tier": said("formulary tier"),
    "channel": said("channel"),
}
