"""The examples and the categories of their services, as people say them."""

from collections.abc import Mapping

from corridor.wording.said import Said, said

EXAMPLES_SAID: Mapping[str, Said] = {
    "peg": said("Peg is having a baby"),
    "joe": said("Managing Joe's type 2 diabetes"),
    "mia": said("Mia's simple fracture"),
}

CATEGORIES_SAID: Mapping[str, Said] = {
    "prenatal_visits": said("prenatal visits"),
    "ultrasounds": said("ultrasounds"),
    "laboratory": said("laboratory tests"),
    "drugs": said("generic drugs"),
    "brand_drugs": said("brand drugs"),
    "vaccines": said("vaccines"),
    "delivery": said("delivery"),
    "anesthesia": said("anesthesia"),
    "hospital_mother": said("hospital, mother"),
    "hospital_baby": said("hospital, baby"),
    "primary_care": said("primary care visits"),
    "specialist_visits": said("specialist visits"),
    "education": said("education"),
    "equipment": said("equipment and supplies"),
    "ambulance": said("ambulance"),
    "emergency_facility": said("emergency room"),
    "emergency_physician": said("emergency physician"),
    "radiology": said("X-rays"),
    "other_facility": said("other facility services"),
    "physical_therapy": said("physical therapy"),
}
"""Category of codes/coverage_example_lines.csv -> its words."""
